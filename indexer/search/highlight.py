"""Highlights: which pieces of a text a query's words and phrases match, as spans.

Both engines use this one function, so marks never differ by engine; the spans count characters of
the original text.
"""

import itertools
from collections.abc import Iterator

from indexer.search.analysis import Word, words
from indexer.search.matching import typos
from indexer.search.query import Span
from indexer.search.terms import Needle, Needles


def highlight(text: str, needles: Needles) -> tuple[Span, ...]:
    """What to mark in ``text``, in order, overlapping marks merged."""
    if not needles.positive:
        return ()
    analysed = words(text)
    spans = sorted({*_words(analysed, needles.words), *_phrases(analysed, needles.phrases)})
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(Span(start, end) for start, end in merged)


def _words(analysed: list[Word], wanted: tuple[Needle, ...]) -> Iterator[tuple[int, int]]:
    for word in analysed:
        forms = (*word.parts, word.joined) if word.joined else word.parts
        if any(
            typos(needle.word, form, prefix=needle.prefix) is not None
            for needle in wanted
            for form in forms
        ):
            yield word.start, word.end
    for left, right in itertools.pairwise(analysed):
        pair = left.parts[-1] + right.parts[0]
        if any(needle.word == pair for needle in wanted):
            yield left.start, right.end


def _phrases(
    analysed: list[Word], wanted: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[int, int]]:
    parts = [(part, word) for word in analysed for part in word.parts]
    forms = [part for part, _ in parts]
    for phrase in wanted:
        for at in range(len(forms) - len(phrase) + 1):
            if tuple(forms[at : at + len(phrase)]) == phrase:
                yield parts[at][1].start, parts[at + len(phrase) - 1][1].end
