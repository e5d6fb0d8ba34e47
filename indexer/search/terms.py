"""The text of a query as the engines need it: words to match, phrases, exclusions."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.search.analysis import words
from indexer.search.query import Term

_PUNCTUATION = "?!,.;:()[]…'’“”-–—"


@dataclass(frozen=True, slots=True)
class Needle:
    """One folded word to match, typos allowed.

    Attributes:
        word: a simple word, or a compound written together.
        prefix: it may be the beginning of an indexed word.
    """

    word: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Needles:
    """What an event must have and must not have.

    Attributes:
        words: all of these, in the order given; at most the last one is a beginning.
        phrases: all of these, side by side and spelt exactly.
        excluded_words: none of these.
        excluded_phrases: none of these.
    """

    words: tuple[Needle, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded_words: tuple[str, ...] = ()
    excluded_phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.excluded_words or self.excluded_phrases)

    @property
    def positive(self) -> bool:
        """Whether there is anything to find, not only to leave out."""
        return bool(self.words or self.phrases)


def is_searchable(term: Term) -> bool:
    """Whether anything of it can be found.

    Signs are no part of a word. What one character is left of, as of C++, 5% and #1, would stand
    for something else altogether.
    """
    analysed = words(term.text)
    if term.phrase or len(analysed) != 1 or analysed[0].joined or len(analysed[0].parts[0]) > 1:
        return bool(analysed)
    return len(term.text.strip(_PUNCTUATION)) == 1


def needles(terms: Sequence[Term]) -> Needles:
    """The terms of a query, analysed like the indexed texts; what cannot be found is left out."""
    found: list[Needle] = []
    phrases: list[tuple[str, ...]] = []
    excluded_words: list[str] = []
    excluded_phrases: list[tuple[str, ...]] = []
    for term in filter(is_searchable, terms):
        analysed = words(term.text)
        if term.phrase or (term.exact and not term.excluded):
            parts = tuple(part for word in analysed for part in word.parts)
            if parts:
                (excluded_phrases if term.excluded else phrases).append(parts)
            continue
        for index, word in enumerate(analysed):
            form = word.joined or word.parts[0]
            if term.excluded:
                excluded_words.append(form)
            else:
                found.append(Needle(form, term.prefix and index == len(analysed) - 1))
    return Needles(tuple(found), tuple(phrases), tuple(excluded_words), tuple(excluded_phrases))
