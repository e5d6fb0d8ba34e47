"""Absolute addresses of this site: never made of a name that a stranger put into a header."""

import re
from dataclasses import dataclass

from fastapi import Request

from indexer.settings import Settings

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_ANYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  (what is listened on, not listening)


@dataclass(frozen=True, slots=True)
class Site:
    """What absolute addresses begin with.

    Attributes:
        public: the address that the operator set; None where none was.
        hosts: names in the header Host that may stand in an address.
        own: the address to name where neither is known: that of this process.
    """

    public: str | None
    hosts: frozenset[str]
    own: str

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """The site as it was set."""
        named = (part.strip().lower() for part in settings.allowed_hosts.split(","))
        listening = "127.0.0.1" if settings.host in _ANYWHERE else settings.host
        shown = f"[{listening}]" if ":" in listening else listening
        return cls(
            public=settings.public_url.rstrip("/") if settings.public_url else None,
            hosts=_LOOPBACK | {name for name in named if name},
            own=f"http://{shown}:{settings.port}",
        )

    def address(self, scheme: str, host: str) -> str:
        """The site's address without a slash at its end, for a request with this Host."""
        if self.public is not None:
            return self.public
        match = _HOST.fullmatch(host)
        if match is None or match["name"].lower() not in self.hosts:
            return self.own
        return f"{scheme}://{host}"


def public_url(request: Request) -> str:
    """The site's address without a slash at its end: as set, else as a known host asked."""
    site: Site = request.app.state.site
    return site.address(request.url.scheme, request.headers.get("host", ""))
