"""Marked text: pieces of a text with what marks them, computed on characters, escaped last."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.knowledge.excerpt import ELLIPSIS, excerpt
from indexer.search.query import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; marked or not."""

    text: str
    marked: bool = False


def pieces(text: str, marks: Sequence[Span]) -> tuple[Piece, ...]:
    """The text in marked and unmarked runs; put together they are the text again."""
    found: list[Piece] = []
    at = 0
    for mark in marks:
        if mark.start > at:
            found.append(Piece(text[at : mark.start]))
        found.append(Piece(text[mark.start : mark.end], marked=True))
        at = mark.end
    if at < len(text):
        found.append(Piece(text[at:]))
    return tuple(found)


def snippet(text: str, marks: Sequence[Span]) -> tuple[Piece, ...]:
    """A piece of the text around its first mark, cut at words."""
    cut = excerpt(text, marks)
    inside = [
        Span(max(mark.start, cut.start) - cut.start, min(mark.end, cut.end) - cut.start)
        for mark in marks
        if mark.start < cut.end and mark.end > cut.start
    ]
    before = (Piece(ELLIPSIS),) if cut.start > 0 else ()
    after = (Piece(ELLIPSIS),) if cut.end < len(text) else ()
    return (*before, *pieces(text[cut.start : cut.end], inside), *after)


def marked_at(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text with these characters marked; overlapping spans are one mark."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return pieces(text, joined)
