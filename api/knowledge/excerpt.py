"""An excerpt: the stretch of a text around what a search matched."""

from collections.abc import Sequence

from indexer.search.query import Span

ELLIPSIS = "…"
_LENGTH = 260
_LEAD = 60


def excerpt(text: str, marks: Sequence[Span]) -> Span:
    """The stretch around the first mark, or from the beginning, cut at words.

    Args:
        text: the whole text.
        marks: what matched, in order.

    Returns:
        Offsets in characters, end exclusive; the whole text where it is short.
    """
    if len(text) <= _LENGTH:
        return Span(0, len(text))
    start = max(0, marks[0].start - _LEAD) if marks else 0
    if start + _LENGTH > len(text):
        start = len(text) - _LENGTH
    if start > 0:
        start = text.find(" ", start) + 1
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start)
    return Span(start, end)
