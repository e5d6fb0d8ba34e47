"""What questions get for an answer: a page of events, its second tier, everything as ids."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.knowledge.explain import Explanation
from api.knowledge.readings import Reading
from api.knowledge.wanted import Nearly
from indexer.projection import EventOut, Projected
from indexer.search.document import Facet
from indexer.search.query import EventQuery, FacetCount, Span


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event on a page of results, with what to mark in it.

    Attributes:
        told: what is said of it, as text.
        headline_marks, text_marks: what matched.
    """

    told: Projected
    headline_marks: tuple[Span, ...]
    text_marks: tuple[Span, ...]

    @property
    def event(self) -> EventOut:
        """The event as lists show it."""
        return self.told.event()


@dataclass(frozen=True, slots=True)
class NearEvent:
    """An event of the second tier.

    Attributes:
        found: the event; marked is what any of the words, or their synonyms, match.
        how: which words of the search it lacks or says otherwise.
    """

    found: FoundEvent
    how: Nearly


@dataclass(frozen=True, slots=True)
class NearPage:
    """A page of the second tier: events that almost match, never counted among the exact ones.

    Attributes:
        total: how many there are, exactly.
        items: those of the page: fewer words missing, more in the headline, then the newest.
        reason: what they have in common, in words; the heading.
        page: number of the page.
        more: whether another one follows.
    """

    total: int
    items: tuple[NearEvent, ...]
    reason: str
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of results.

    Attributes:
        query: the search as it was understood.
        items: the events of the page, in order.
        total: how many events match, exactly.
        facets: counts by value; a facet's own any-of selection is ignored in its counts.
        next: cursor of the next page; None on the last one.
        warnings: what was left out of the text, and why.
        explanation: what would give more; None where there is more than a handful.
        applied: the ledger row that the index had reached, at the least, when it answered.
        near: events that almost match, where few match exactly; None where there are none.
        readings: what the words could mean as filters; only on a first page.
    """

    query: EventQuery
    items: tuple[FoundEvent, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    next: str | None
    warnings: tuple[str, ...]
    explanation: Explanation | None
    applied: int
    near: NearPage | None = None
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a search finds, as ids.

    Attributes:
        query: the search as it was understood.
        ids: every event, in order; read once, as they are asked for.
        total: how many there are.
        updated: the moment of the store's last change, in UTC.
    """

    query: EventQuery
    ids: Iterator[str]
    total: int
    updated: datetime


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether questions can be answered now.

    Attributes:
        engine: name of the search engine.
        events: events in the store.
        lag: ledger rows that the index has not applied.
        reasons: why not, by the part that fails; empty where all is well.
    """

    engine: str
    events: int
    lag: int
    reasons: Mapping[str, str]
