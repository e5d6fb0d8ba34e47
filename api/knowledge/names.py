"""Words of a search that are names: of tags, of periods and of issues; and words that say nothing.

A name is found up to its longest form. Whether it is meant is for people to say: names become
`api.knowledge.readings`, never filters on their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from api.knowledge import vocabulary
from api.knowledge.box import Box
from api.knowledge.issues import issue as issue_said
from api.knowledge.periods import Written, is_calendar_year, period
from indexer.normalise.tags.gazetteer import demonyms
from indexer.normalise.tags.kinds import KINDS
from indexer.normalise.vocabulary import load_yaml
from indexer.search.analysis import fold
from indexer.search.document import DIGEST, SERIES, Facet
from indexer.search.query import PERIOD
from indexer.search.synonyms import forms, longest, synonyms
from indexer.search.terms import is_searchable

# Words of a name: "Ministry of Land, Infrastructure, Transport and Tourism" is rare.
LONGEST = 6
_CODE_LENGTH = 2  # ISO codes; in lower case they are words: in, is, us, no
_ID = re.compile(r"[a-z]+(?:-[a-z]+)*-\d{1,3}-\d{1,3}", re.IGNORECASE)
# U.S., and U.S where its last stop was cut off as the end of a sentence.
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_EDGES = "?!,.;:()[]…'’"
# Question words, and words that join others: no event is about them.
STOP_WORDS = frozenset(load_yaml("synonyms.yaml")["stop_words"].split())


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name something one can filter by.

    Attributes:
        facet: of its value: a facet, or `PERIOD`.
        value: the value; of a period what it says.
        label: it in words.
        period: the days; None for whatever is no period.
    """

    facet: Facet
    value: str
    label: str
    period: Written | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing said in a search: a word, or several that belong together.

    Attributes:
        text: as written, without marks at its edges.
        names: what it may name; empty for plain words.
        stop: it says nothing.
    """

    text: str
    names: tuple[Name, ...] = ()
    stop: bool = False


def pieces(box: Box) -> tuple[Piece, ...]:
    """What the words of a search say, in order; phrases and exclusions are meant as written."""
    written = [
        one
        for term in box.terms
        if not (term.phrase or term.excluded or term.field) and is_searchable(term)
        for one in (term.text.strip(_EDGES),)
        if one
    ]
    return tuple(_pieces(written))


def _pieces(written: Sequence[str]) -> Iterator[Piece]:
    at = 0
    while at < len(written):
        length, names = _longest_name(written[at:])
        said = _longest_synonym(written[at:])
        length = max(length, said)
        text = " ".join(written[at : at + length])
        stop = length == 1 and text.lower() in STOP_WORDS and not names
        yield Piece(text, names, stop)
        at += length


def _longest_name(written: Sequence[str]) -> tuple[int, tuple[Name, ...]]:
    for length in range(min(LONGEST, len(written)), 0, -1):
        if found := names(" ".join(written[:length])):
            return length, found
    return 1, ()


def _longest_synonym(written: Sequence[str]) -> int:
    for length in range(min(longest(), len(written)), 1, -1):
        if forms(" ".join(written[:length])) in synonyms():
            return length
    return 1


def names(text: str) -> tuple[Name, ...]:
    """Everything that a text as a whole may name."""
    if issue := _issue(text):
        return (Name(DIGEST, issue, f"Vol {issue}" if "." in issue else issue),)
    when = period(text)
    if when is not None and is_calendar_year(when.first.year):
        return (Name(PERIOD, when.label, when.label, when),)
    return tuple(_tags(text))


def _issue(text: str) -> str | None:
    return issue_said(text) or (text.lower() if _ID.fullmatch(text) else None)


def _tags(written: str) -> Iterator[Name]:
    text = _DOTTED.sub(lambda found: found[0].replace(".", "").upper(), written)
    folded = fold(text)
    for suffix in ("'s", "’s"):
        folded = folded.removesuffix(suffix)
    if not text.isupper() and (folded in STOP_WORDS or folded in _codes()):
        return
    for facet in (*KINDS, SERIES):
        value = vocabulary.spellings(facet).get(folded) or _also(str(facet)).get(folded)
        if value is not None:
            yield Name(str(facet), value, vocabulary.label(facet, value))


@cache
def _codes() -> frozenset[str]:
    """Codes that are meant only in capitals; names of two letters, as UK, are names anyway."""
    countries = vocabulary.labels("country")
    return frozenset(fold(code) for code in countries if len(code) == _CODE_LENGTH)


@cache
def _also(facet: Facet) -> Mapping[str, str]:
    """Names that people search by beside those that stand in filters: Japanese for Japan."""
    return {fold(name): code for name, code in demonyms().items()} if facet == "country" else {}
