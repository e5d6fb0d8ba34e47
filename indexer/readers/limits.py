"""Limits of an issue, told with their figures and a way out: none that is real comes near them."""

from indexer.errors import UnreadableSource
from indexer.readers.raw import MAX_ISSUE, MAX_LINES

_WAY_OUT = "if it holds several issues, send them one by one"


def require_few_lines(count: int, origin: str, *, called: str = "lines") -> None:
    """Refuse a source of more lines, or paragraphs, than an issue has.

    Raises:
        UnreadableSource: there are more than ``MAX_LINES``.
    """
    if count > MAX_LINES:
        raise UnreadableSource(
            f"{origin}: {count:,} {called}; an issue has at most {MAX_LINES:,}; {_WAY_OUT}"
        )


def require_short(length: int, origin: str) -> None:
    """Refuse a source of more characters than an issue has.

    Raises:
        UnreadableSource: there are more than ``MAX_ISSUE``.
    """
    if length > MAX_ISSUE:
        raise UnreadableSource(
            f"{origin}: {length:,} characters; an issue has at most {MAX_ISSUE:,}; {_WAY_OUT}"
        )
