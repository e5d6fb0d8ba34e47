"""What a search wants, word by word: in what ways an event may have each, and what it lacks.

Question words are dropped, every word may stand in another form or be said otherwise
(`indexer.search.synonyms`; a name also by its tag, a year by a date). Words are compared as spelt;
for one that no event has, what is spelt nearly so counts (`api.knowledge.misspelt`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

from api.knowledge.box import Box
from api.knowledge.misspelt import Meant
from api.knowledge.names import STOP_WORDS, Name, Piece, names, pieces
from indexer.search.analysis import fold, words
from indexer.search.conditions import AtLeast, Condition, During, Either, Every, Not, OneOf
from indexer.search.document import (
    DAYS,
    FACET_FIELDS,
    HEADLINE_WORDS,
    SERIES,
    TAG_FIELDS,
    WORDS,
)
from indexer.search.highlight import Highlighter
from indexer.search.query import PERIOD
from indexer.search.synonyms import Forms, forms, inflected, synonyms
from indexer.search.terms import Needles

Held = Mapping[str, frozenset[Any]]
MOST_WORDS = 20
# Of more words than these some are the same in other words already, and each may cost a hundred.
_MOST_OTHERWISE = 6
_SHORTEST_PART = 3  # of a compound; letters and numbers of a type, as in F-35, say little alone
_NAMED_FIELDS = {**TAG_FIELDS, SERIES: FACET_FIELDS[SERIES]}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a word: its forms, as indexed, all of which an event must have."""

    said: str
    forms: tuple[Forms, ...]

    @property
    def condition(self) -> Condition:
        """An event says it so, whatever its number and tense."""
        return self.within(WORDS)

    def within(self, field: str) -> Condition:
        """One field of an event says it so."""
        return _either(_said_in(field, self.forms))


@dataclass(frozen=True)
class Wanted:
    """One word of the search, or several that belong together.

    Attributes:
        text: as written.
        own: the word itself.
        others: what says the same.
        tags: the tags and days that it names, each with its label.
    """

    text: str
    own: Way
    others: tuple[Way, ...]
    tags: tuple[tuple[str, Condition], ...]

    @cached_property
    def condition(self) -> Condition:
        """An event has it in any way."""
        return _either([*(condition for _, condition in self.tags), *_said_in(WORDS, self._forms)])

    @cached_property
    def heads(self) -> Condition:
        """The headline has the word itself."""
        return self.own.within(HEADLINE_WORDS)

    @cached_property
    def in_headline(self) -> Condition:
        """The headline says it, so or otherwise."""
        return _either(_said_in(HEADLINE_WORDS, self._forms))

    @property
    def _forms(self) -> tuple[Forms, ...]:
        return tuple(form for way in (self.own, *self.others) for form in way.forms)

    @cached_property
    def itself(self) -> Condition:
        """An event has the word as it is spelt."""
        return _either(_said_in(WORDS, self.own.forms[:1]))

    @cached_property
    def exchanges(self) -> list[tuple[str, Condition]]:
        """Whatever stands for it: other numbers and tenses, tags and dates of names, synonyms."""
        inflected_forms = (
            (" ".join(form), _either(_said_in(WORDS, (form,)))) for form in self.own.forms[1:]
        )
        others = ((way.said, way.condition) for way in self.others)
        return [*inflected_forms, *self.tags, *others]


@dataclass(frozen=True, slots=True)
class Nearly:
    """How an event matches.

    Attributes:
        missing: words of the search that it has in no way.
        instead: words of the search that it says otherwise, each with how.
    """

    missing: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]


def how(wanted: Sequence[Wanted], event: Held) -> Nearly:
    """What an event lacks of a search, and what it says otherwise; see `looked_up`."""
    missing, instead = [], []
    for one in wanted:
        if _holds(one.itself, event):
            continue
        held = (said for said, way in one.exchanges if _holds(way, event))
        if (other := next(held, None)) is None:
            missing.append(one.text)
        else:
            instead.append((one.text, other))
    return Nearly(tuple(missing), tuple(instead))


def wanted_of(box: Box, meant: Mapping[str, Meant] | None = None) -> tuple[Wanted, ...]:
    """What a search wants, each word once, without what says nothing; `MOST_WORDS` at most.

    Args:
        box: what was typed.
        meant: what may be meant by words that no event has.
    """
    known = meant or {}
    once = {forms(piece.text): piece for piece in reversed(pieces(box)) if not piece.stop}
    some = [*reversed(once.values())][:MOST_WORDS]
    return tuple(
        _wanted(piece, known.get(piece.text), otherwise=len(some) <= _MOST_OTHERWISE)
        for piece in some
    )


def apart(
    wanted: Sequence[Wanted], unknown: Collection[str], meant: Mapping[str, Meant]
) -> tuple[Wanted, ...]:
    """Names of several words that no event has are words like any other: each may be found.

    Args:
        wanted: what a search wants.
        unknown: the texts of such names.
        meant: what may be meant by words that no event has.
    """
    found = (_words_of(one, meant) if one.text in unknown else (one,) for one in wanted)
    return tuple(islice(chain.from_iterable(found), MOST_WORDS))


def _words_of(one: Wanted, meant: Mapping[str, Meant]) -> Iterator[Wanted]:
    for word in one.text.split():
        if word.lower() not in STOP_WORDS:
            yield _wanted(Piece(word, names(word)), meant.get(word))


def highlighter(wanted: Sequence[Wanted]) -> Highlighter:
    """Marks the words of a text that any way of saying a word of the search has."""
    known = {
        word
        for one in wanted
        for way in (one.own, *one.others)
        for variant in way.forms
        for word in variant
    }
    return Highlighter(Needles(), [known])


def _wanted(piece: Piece, meant: Meant | None, *, otherwise: bool = True) -> Wanted:
    own = forms(piece.text)
    named, said = piece.names, (*_apart(piece.text), *_synonyms(own)) if otherwise else ()
    if meant is not None:
        named += (meant.name,) if meant.name else ()
        said += meant.words
    ways = (Way(text, tuple(_variants(forms(text)))) for text in said)
    return Wanted(
        piece.text,
        Way(piece.text, tuple(_variants(own))),
        tuple(way for way in ways if way.forms),
        tuple(
            (_tag_said(name, piece.text), _named(name))
            for name in named
            if _field(name) is not None
        ),
    )


def _variants(key: Forms) -> Iterator[Forms]:
    return iter(inflected(key) if key else ())


def _synonyms(key: Forms) -> tuple[str, ...]:
    found = (synonyms().get(variant) for variant in _variants(key))
    return next((others for others in found if others), ())


def _apart(text: str) -> tuple[str, ...]:
    """A compound of whole words may be written as several: supply-chain as supply chain."""
    whole = words(text)
    parts = whole[0].parts if len(whole) == 1 else ()
    return (" ".join(parts),) if parts[1:] and all(map(_is_whole_word, parts)) else ()


def _is_whole_word(part: str) -> bool:
    return part.isalpha() and len(part) >= _SHORTEST_PART


def _field(name: Name) -> str | None:
    """Where the index holds what it names; an issue is no word that an event could have."""
    return DAYS if name.facet == PERIOD else _NAMED_FIELDS.get(name.facet)


def _tag_said(name: Name, written: str) -> str:
    if name.period:
        return f"dated {name.label}"
    return f"tagged {name.label}" if fold(name.label) == fold(written) else name.label


def _named(name: Name) -> Condition:
    if name.period is not None:
        return During(DAYS, name.period.first.toordinal(), name.period.last.toordinal())
    return OneOf(str(_field(name)), (name.value,))


def _said_in(field: str, some: Sequence[Forms]) -> list[Condition]:
    """A field has one of these: single words are looked up together, which is cheaper by far."""
    single = tuple(dict.fromkeys(one[0] for one in some if len(one) == 1))
    several = dict.fromkeys(one for one in some if len(one) > 1)
    found: list[Condition] = [OneOf(field, single)] if single else []
    return found + [Every(tuple(OneOf(field, (word,)) for word in one)) for one in several]


def _either(those: Sequence[Condition]) -> Condition:
    return those[0] if len(those) == 1 else Either(tuple(those))


def _holds(one: Condition, event: Held) -> bool:
    match one:
        case OneOf(field, values):
            return not event[field].isdisjoint(values)
        case During(field, first, last):
            return any(first <= day <= last for day in event[field])
        case Not(condition):
            return not _holds(condition, event)
        case Every(conditions):
            return all(_holds(part, event) for part in conditions)
        case Either(conditions):
            return any(_holds(part, event) for part in conditions)
        case AtLeast(needed, conditions):
            return sum(_holds(part, event) for part in conditions) >= needed
