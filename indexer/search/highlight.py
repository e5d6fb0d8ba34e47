"""Highlights: which pieces of a text a query's words and phrases match, as spans.

Both engines use this one class, so marks never differ by engine; the spans count characters of the
original text.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from indexer.search.analysis import WORD, forms
from indexer.search.matching import typos
from indexer.search.pieces import known_pieces
from indexer.search.query import EventQuery, Span
from indexer.search.terms import Needles, needles, shown_in


def highlighters(
    query: EventQuery, matching: Sequence[Collection[str]] | None = None
) -> tuple["Highlighter", "Highlighter"]:
    """What marks the headline of a query's hits, and what marks their text."""
    terms = query.every_term()
    if not any(term.field for term in terms):
        both = Highlighter(needles(terms), matching)
        return both, both
    headline, text = (Highlighter(needles(shown_in(one, terms))) for one in ("headline", "text"))
    return headline, text


class Highlighter:
    """Marks texts for one query.

    Args:
        needles: what is searched for.
        matching: every indexed word that the query's words match, where the engine has worked
            that out already; else it is worked out for each word met, once.
    """

    def __init__(self, needles: Needles, matching: Sequence[Collection[str]] | None = None) -> None:
        self._needles = needles
        self._matching = None if matching is None else frozenset(chain.from_iterable(matching))
        self._glued = frozenset(needle.word for needle in needles.words)
        self._heads = frozenset(word[:at] for word in self._glued for at in range(1, len(word)))
        self._tails = frozenset(word[at:] for word in self._glued for at in range(1, len(word)))
        self._roles: dict[str, _Role | None] = {}
        self._known = known_pieces()
        self._seen = 0  # how many of them were looked at
        self._read: set[str] = set()
        # Pieces that play a part, what to mark in them, and those that hold half a word.
        self._telling: set[str] = set()
        self._marks: dict[str, tuple[tuple[int, int], ...]] = {}
        self._with_head: set[str] = set()
        self._with_tail: set[str] = set()

    def spans(self, text: str) -> tuple[Span, ...]:
        """What to mark in ``text``, in order, overlapping marks merged."""
        found = set(self._words(text)) if self._glued or self._matching else set()
        if self._needles.phrases:
            found.update(_phrases(text, self._needles.phrases))
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(Span(start, end) for start, end in merged)

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        """Words that match, and two that do when written together.

        No word reaches over white space, so a text is the pieces between, and of those most play no
        part.
        """
        pieces = text.split()
        telling = self._telling_of(pieces)
        for piece in telling - self._read:
            self._meet(piece)
        if not (self._with_head.isdisjoint(telling) or self._with_tail.isdisjoint(telling)):
            yield from self._one_by_one(text)
            return
        for piece in self._marks.keys() & telling:
            marks = self._marks[piece]
            for at in _places(piece, text):
                yield from ((at + start, at + end) for start, end in marks)

    def _telling_of(self, pieces: Sequence[str]) -> set[str]:
        """Those that hold a word that matches, or half of one."""
        if self._matching is None:
            return set(pieces)
        self._known.meet(pieces)
        if (seen := len(self._known)) != self._seen:
            halves = self._heads | self._tails
            self._telling = self._known.holding(self._matching | halves)
            self._seen = seen
        return self._telling.intersection(pieces)

    def _meet(self, piece: str) -> None:
        """Read a piece for the first time."""
        self._read.add(piece)
        marks = []
        for match in WORD.finditer(piece):
            role = self._role(match[0])
            if role is None:
                continue
            if role.meant:
                marks.append((match.start(), match.end() - forms(match[0])[2]))
            if role.head:
                self._with_head.add(piece)
            if role.tail:
                self._with_tail.add(piece)
        if marks:
            self._marks[piece] = tuple(marks)

    def _one_by_one(self, text: str) -> Iterator[tuple[int, int]]:
        """The same, each word looked at together with the one before it."""
        before: tuple[str, int] | None = None
        for match in WORD.finditer(text):
            role = self._role(match[0])
            if before is None and role is None:
                continue
            parts, _, dropped = forms(match[0])
            if not parts:
                continue
            start, end = match.span()
            if before is not None and before[0] + parts[0] in self._glued:
                yield before[1], end - dropped
            if role is not None and role.meant:
                yield start, end - dropped
            before = (parts[-1], start) if role is not None and role.head else None

    def _role(self, raw: str) -> "_Role | None":
        try:
            return self._roles[raw]
        except KeyError:
            role = self._roles[raw] = self._judged(raw)
            return role

    def _judged(self, raw: str) -> "_Role | None":
        parts, joined, _ = forms(raw)
        if not parts:
            return None
        if self._matching is not None:
            meant = joined in self._matching or not self._matching.isdisjoint(parts)
        else:
            meant = any(map(self._matches, (*parts, joined) if joined else parts))
        head, tail = parts[-1] in self._heads, parts[0] in self._tails
        return _Role(meant, head, tail) if meant or head or tail else None

    def _matches(self, form: str) -> bool:
        return any(
            typos(needle.word, form, prefix=needle.prefix) is not None
            for needle in self._needles.words
        )


class _Role(NamedTuple):
    """What a word may be: one that matches, or the first or second of two that do together."""

    meant: bool
    head: bool
    tail: bool


def _places(piece: str, text: str) -> Iterator[int]:
    """Where a piece stands in a text, white space or an end on both sides."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if (not at or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(piece, at + 1)


def _phrases(text: str, wanted: tuple[tuple[str, ...], ...]) -> Iterator[tuple[int, int]]:
    """Where the phrases stand, spelt exactly and side by side."""
    found: list[str] = []
    read: list[tuple[re.Match[str], int]] = []
    for match in WORD.finditer(text):
        parts, _, dropped = forms(match[0])
        for part in parts:
            found.append(part)
            read.append((match, dropped))
    for phrase in wanted:
        for at, part in enumerate(found):
            if part == phrase[0] and tuple(found[at : at + len(phrase)]) == phrase:
                last, dropped = read[at + len(phrase) - 1]
                yield read[at][0].start(), last.end() - dropped
