"""Highlights: which pieces of a text a query's words and phrases match, as spans.

Both engines use this one class, so marks never differ by engine; the spans count characters of the
original text.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from indexer.search.analysis import WORD, Word, forms, words
from indexer.search.matching import typos
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
        self._roles: dict[str, _Role | None] = {}

    def spans(self, text: str) -> tuple[Span, ...]:
        """What to mark in ``text``, in order, overlapping marks merged."""
        found = set(self._words(text)) if self._glued else set()
        if self._needles.phrases:
            found.update(_phrases(words(text), self._needles.phrases))
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(Span(start, end) for start, end in merged)

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        """Words that match, and two that do when written together.

        Most words play no part: each spelling is judged once a query, and then costs one look-up.
        """
        roles = self._roles
        before: tuple[str, int] | None = None
        for match in WORD.finditer(text):
            raw = match[0]
            try:
                role = roles[raw]
            except KeyError:
                role = roles[raw] = self._role(raw)
            if before is None and role is None:
                continue
            parts, _, dropped = forms(raw)
            if not parts:
                continue
            start, end = match.span()
            if before is not None and before[0] + parts[0] in self._glued:
                yield before[1], end - dropped
            if role is not None and role.meant:
                yield start, end - dropped
            before = (parts[-1], start) if role is not None and role.head else None

    def _role(self, raw: str) -> "_Role | None":
        parts, joined, _ = forms(raw)
        if not parts:
            return None
        if self._matching is not None:
            meant = joined in self._matching or not self._matching.isdisjoint(parts)
        else:
            meant = any(map(self._matches, (*parts, joined) if joined else parts))
        head = parts[-1] in self._heads
        return _Role(meant, head) if meant or head else None

    def _matches(self, form: str) -> bool:
        return any(
            typos(needle.word, form, prefix=needle.prefix) is not None
            for needle in self._needles.words
        )


class _Role(NamedTuple):
    """What a word may be: one that matches, or the first half of two that do together."""

    meant: bool
    head: bool


def _phrases(
    analysed: Sequence[Word], wanted: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[int, int]]:
    if not wanted:
        return
    parts = [(part, word) for word in analysed for part in word.parts]
    forms = [part for part, _ in parts]
    for phrase in wanted:
        for at in range(len(forms) - len(phrase) + 1):
            if forms[at] == phrase[0] and tuple(forms[at : at + len(phrase)]) == phrase:
                yield parts[at][1].start, parts[at + len(phrase) - 1][1].end
