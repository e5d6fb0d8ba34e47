"""What was asked of an address, and what came of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the state of its content; sent back, it may answer "not modified"."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """As a request asks with them."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered.

    Attributes:
        url: where the content stood, after redirects.
        data: the content, unpacked; None where it is as it was when the validators were given.
        validators: of the content.
    """

    url: str
    data: bytes | None
    validators: Validators


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of fetching an address.

    Attributes:
        etag, last_modified: validators of what was there.
        changed: when its feed or sitemap said that it was last changed.
        digests: ids of the issues that were made of it.
        refused: why none was.
    """

    etag: str | None = None
    last_modified: str | None = None
    changed: str | None = None
    digests: tuple[str, ...] = ()
    refused: str | None = None

    @property
    def validators(self) -> Validators:
        """To ask with whether anything is new."""
        return Validators(self.etag, self.last_modified)
