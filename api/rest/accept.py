"""Which of several media types an Accept header prefers (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from typing import NamedTuple

_EXACT, _SUBTYPES, _ANY = 3, 2, 1


class _Range(NamedTuple):
    """One entry of the header."""

    type: str
    subtype: str
    quality: float

    def rank(self, media_type: str) -> int:
        """How exactly it names a media type; 0 where it does not."""
        main, _, sub = media_type.partition("/")
        if (self.type, self.subtype) == (main, sub):
            return _EXACT
        if (self.type, self.subtype) == (main, "*"):
            return _SUBTYPES
        return _ANY if (self.type, self.subtype) == ("*", "*") else 0


def preferred(header: str, offered: Sequence[str]) -> str | None:
    """The media type that the header wants most; of equal ones the one offered first.

    Args:
        header: the Accept header; an empty one takes anything.
        offered: media types without parameters, our own preference first.

    Returns:
        None where the header takes none of them.
    """
    ranges = [_range(entry) for entry in header.split(",") if entry.strip()]
    if not ranges:
        return offered[0]
    qualities = {media_type: _quality(ranges, media_type) for media_type in offered}
    best = max(offered, key=lambda media_type: qualities[media_type])
    return best if qualities[best] > 0 else None


def prefers_page(header: str) -> bool:
    """Whether an Accept header would rather have a page than JSON."""
    return preferred(header, ["application/json", "text/html"]) == "text/html"


def _quality(ranges: Sequence[_Range], media_type: str) -> float:
    """The quality of the range that names it most exactly."""
    ranked = [(entry.rank(media_type), entry.quality) for entry in ranges]
    rank = max(rank for rank, _ in ranked)
    return max(quality for found, quality in ranked if found == rank) if rank else 0.0


def _range(entry: str) -> _Range:
    name, *parameters = (part.strip() for part in entry.split(";"))
    main, _, sub = name.lower().partition("/")
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return _Range(main, sub or "*", quality)
