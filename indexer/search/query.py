"""EventQuery and what comes back: frozen values, the same for every search engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from indexer.search.conditions import Condition, Every, Filter, Period, Selection, conditions
from indexer.search.document import Facet

MAX_LIMIT = 1000
PERIOD = "period"
_EITHER = "either"


class Sort(StrEnum):
    """Order of hits; ties break by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"  # by when they were first stored, the latest first


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the text searched for.

    Attributes:
        text: the words as written.
        phrase: the words must stand side by side, spelt exactly so.
        excluded: events with it are left out; spelt exactly so.
        prefix: the word may go on; only ever true of the last word.
        field: the field of the document that it must stand in, ``headline`` or ``text``; anywhere
            where there is none. Such terms narrow a search and do not rank its hits.
        exact: a word that is spelt exactly so, and never two words written together.
    """

    text: str
    phrase: bool = False
    excluded: bool = False
    prefix: bool = False
    exact: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands in an order by date: the day of its primary occurrence, and its id."""

    day: date
    id: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the ways in which an event may match.

    Attributes:
        text: it as people write it.
        terms: parts of the text; all of them must match.
        conditions: all of them must hold.
    """

    text: str
    terms: tuple[Term, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def both(self, other: "Alternative") -> "Alternative":
        """What this one and the other ask for."""
        return Alternative(
            f"{self.text} {other.text}",
            self.terms + other.terms,
            self.conditions + other.conditions,
        )


@dataclass(frozen=True, slots=True)
class EventQuery:
    """A search: text, filters, order, page and the facets wanted.

    Attributes:
        terms: parts of the text; all of them must match.
        filters: conditions by the name of the filter that makes them, all of which must hold; a
            selection stands under the name of its facet.
        sort: order of the hits.
        limit: hits on the page, 0 to 1000; 0 counts only.
        offset: hits before the page.
        facets: what to count the hits by.
        after: by date alone: the hits of the page stand behind this place, whether or not an event
            stands there; total and facets are those of the whole search.
        either: beside all that, at least one of these must hold; none asks for nothing more.
        prefer: of a search without words to match, hits that meet the first of these come first,
            then those that meet the second, and so on; see `ranking.levels`.
    """

    terms: tuple[Term, ...] = ()
    filters: Mapping[str, Filter] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    facets: tuple[Facet, ...] = ()
    after: Place | None = None
    either: tuple[Alternative, ...] = ()
    prefer: tuple[Condition, ...] = ()

    @property
    def by_date(self) -> bool:
        """Whether its hits are in order of date: without words to match the best is the newest."""
        if self.prefer:
            return False
        if self.sort is Sort.RELEVANCE:
            return all(term.excluded or term.field for term in self.every_term())
        return self.sort is not Sort.ADDED

    def every_term(self) -> tuple[Term, ...]:
        """Its terms, those of alternatives included."""
        return self.terms + tuple(term for one in self.either for term in one.terms)

    def ways(self) -> tuple["EventQuery", ...]:
        """The search with each of its alternatives; as it is where it has none."""
        if not self.either:
            return (self,)
        return tuple(
            replace(
                self,
                # The word that may go on stands last, where engines look for it.
                terms=tuple(sorted(self.terms + one.terms, key=lambda term: term.prefix)),
                filters={**self.filters, _EITHER: Every(one.conditions)},
                either=(),
            )
            for one in self.either
        )

    def selection(self, facet: Facet) -> Selection:
        """The values chosen in a facet."""
        found = self.filters.get(facet)
        return found if isinstance(found, Selection) else Selection()

    @property
    def period(self) -> Period:
        """The days asked for."""
        found = self.filters.get(PERIOD)
        return found if isinstance(found, Period) else Period()

    def during(self, period: Period) -> "EventQuery":
        """The same search over another period."""
        return replace(self, filters={**self.filters, PERIOD: period})

    def with_condition(self, name: str, condition: Condition) -> "EventQuery":
        """The same search with one condition more, under a name of its own."""
        return replace(self, filters={**self.filters, name: condition})

    def both(self, other: "EventQuery") -> "EventQuery":
        """One search for what this one finds and the other finds too; order and page are its own.

        Only the last word of a search may go on, so where both end in such a word, that of this
        one has to stand as it is spelt: see `finished`.
        """
        terms = (*self.terms, *other.terms)
        return replace(
            self.with_condition("both", Every(tuple(other.conditions()))),
            terms=tuple(sorted(terms, key=lambda term: term.prefix)),
            either=tuple(one.both(another) for one in self.either for another in other.either)
            or self.either
            or other.either,
        )

    @property
    def finished(self) -> "EventQuery":
        """The same search, its last word complete as it stands."""
        return replace(
            self,
            terms=_finished(self.terms),
            either=tuple(replace(one, terms=_finished(one.terms)) for one in self.either),
        )

    def conditions(self, *, ignoring: Facet | None = None) -> list[Condition]:
        """What its filters ask; without one facet's own any-of choice where asked."""
        return conditions(self.filters, ignoring=ignoring)


def _finished(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(replace(term, prefix=False) for term in terms)


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of a highlighted piece of a field, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An event found, where it stands by date, and what to mark in its headline and text."""

    id: str
    day: date
    headline: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands by date, as the index knows it."""
        return Place(self.day, self.id)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many hits have a value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class BucketCounts:
    """How many hits touch each bucket, by label; buckets without hits are left out.

    Attributes:
        all: hits with any occurrence there.
        certain: hits with an occurrence there that is known to the day.
    """

    all: Mapping[str, int]
    certain: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of a search.

    Attributes:
        hits: the page's.
        total: how many there are, exactly.
        facets: those asked for, largest count first.
        applied: the last ledger row that the index which answered had applied, at the least.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    applied: int
