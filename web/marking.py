"""Marked text: pieces of a text with what marks them, computed on characters, escaped last."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from api.knowledge.excerpt import ELLIPSIS, excerpt
from indexer.search.query import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a run of text is underlined: the kind of finding and its name."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Underlined:
    """A run of text with everything that it is evidence for."""

    text: str
    causes: tuple[Cause, ...] = ()

    @property
    def title(self) -> str:
        """The causes in words."""
        return "; ".join(f"{cause.kind}: {cause.label}" for cause in self.causes)

    @property
    def kinds(self) -> str:
        """The kinds, each once, as CSS classes."""
        return " ".join(dict.fromkeys(f"ev-{cause.kind}" for cause in self.causes))


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


def underlined(text: str, findings: Sequence[tuple[int, int, Cause]]) -> tuple[Underlined, ...]:
    """The text cut wherever evidence begins or ends; overlapping evidence shares its runs."""
    borders = sorted({0, len(text), *(at for a, b, _ in findings for at in (a, b))})
    found = []
    for start, end in itertools.pairwise(borders):
        causes = dict.fromkeys(cause for a, b, cause in findings if a <= start and end <= b)
        found.append(Underlined(text[start:end], tuple(causes)))
    return tuple(found)
