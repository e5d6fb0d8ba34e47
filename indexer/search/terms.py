"""The text of a query as the engines need it: words to match, phrases, exclusions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.search.analysis import Word, words
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
class Scoped:
    """What one field must hold, or must not.

    Attributes:
        field: ``headline`` or ``text``.
        word: a simple word, typos allowed unless it is excluded; None of a phrase.
        phrase: words side by side, spelt exactly; also a compound.
        excluded: the field must not hold it.
    """

    field: str
    word: Needle | None
    phrase: tuple[str, ...] = ()
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Needles:
    """What an event must have and must not have.

    Attributes:
        words: all of these, in the order given; at most the last one is a beginning.
        phrases: all of these, side by side and spelt exactly.
        excluded_words: none of these.
        excluded_phrases: none of these.
        scoped: each of these, in its field.
    """

    words: tuple[Needle, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded_words: tuple[str, ...] = ()
    excluded_phrases: tuple[tuple[str, ...], ...] = ()
    scoped: tuple[Scoped, ...] = ()

    def __bool__(self) -> bool:
        return any(
            (
                self.words,
                self.phrases,
                self.excluded_words,
                self.excluded_phrases,
                self.scoped,
            )
        )

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
    scoped: list[Scoped] = []
    for term in filter(is_searchable, terms):
        analysed = words(term.text)
        if term.field:
            scoped += _scoped(term, analysed)
            continue
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
    return Needles(
        tuple(found),
        tuple(phrases),
        tuple(excluded_words),
        tuple(excluded_phrases),
        tuple(scoped),
    )


def shown_in(field: str, terms: Sequence[Term]) -> list[Term]:
    """The terms to mark in a field: those meant for it stand anywhere in it."""
    return [
        replace(term, field="")
        for term in terms
        if not term.field or (term.field == field and not term.excluded)
    ]


def _scoped(term: Term, analysed: Sequence[Word]) -> Iterator[Scoped]:
    """A phrase as a whole; else word by word, a compound as its parts side by side."""
    parts = tuple(part for word in analysed for part in word.parts)
    if term.phrase or (term.excluded and len(parts) > 1):
        yield Scoped(term.field, None, parts, term.excluded)
        return
    for index, word in enumerate(analysed):
        if len(word.parts) > 1:
            yield Scoped(term.field, None, word.parts, term.excluded)
        elif term.excluded:
            yield Scoped(term.field, None, word.parts, excluded=True)
        else:
            last = term.prefix and index == len(analysed) - 1
            yield Scoped(term.field, Needle(word.joined or word.parts[0], last))
