"""EventQuery and what comes back: frozen values, the same for every search engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from indexer.normalise.spans import Precision

MAX_LIMIT = 1000


class Sort(StrEnum):
    """Order of hits; ties break by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Facet(StrEnum):
    """What hits can be counted by."""

    COUNTRY = "country"
    DOMAIN = "domain"
    GROUP = "group"
    MEMBER_OF = "member_of"
    PRECISION = "precision"
    YEAR = "year"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the text searched for.

    Attributes:
        text: the words as written.
        phrase: the words must stand side by side, spelt exactly so.
        excluded: events with it are left out; spelt exactly so.
        prefix: the word may go on; only ever true of the last word.
    """

    text: str
    phrase: bool = False
    excluded: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class TagFilter:
    """A filter on tags of one kind.

    Attributes:
        any_of: the event has one of these; empty means no such condition.
        all_of: the event has all of these.
        none_of: the event has none of these.
    """

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.any_of or self.all_of or self.none_of)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """A search: text, filters, order, page and the facets wanted.

    Attributes:
        terms: parts of the text; all of them must match.
        country, domain, group: filters on tags.
        member_of: filter on the groups that one of the event's countries belonged to on its date.
        event_from: an occurrence ends on or after this day; with ``event_to``, one and the same
            occurrence overlaps the period.
        event_to: an occurrence starts on or before this day.
        certain: only occurrences that are known to the day count for the period; without a
            period, the event has such an occurrence.
        digests: ids of digests, any of them.
        precisions: an occurrence has one of these precisions.
        sort: order of the hits.
        limit: hits on the page, 0 to 1000; 0 counts only.
        offset: hits before the page.
        facets: what to count the hits by.
    """

    terms: tuple[Term, ...] = ()
    country: TagFilter = field(default_factory=TagFilter)
    domain: TagFilter = field(default_factory=TagFilter)
    group: TagFilter = field(default_factory=TagFilter)
    member_of: TagFilter = field(default_factory=TagFilter)
    event_from: date | None = None
    event_to: date | None = None
    certain: bool = False
    digests: tuple[str, ...] = ()
    precisions: tuple[Precision, ...] = ()
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    facets: tuple[Facet, ...] = ()

    def any_of(self, facet: Facet) -> tuple[str, ...]:
        """The any-of selection that a facet's own counts ignore."""
        selections: Mapping[Facet, tuple[str, ...]] = {
            Facet.COUNTRY: self.country.any_of,
            Facet.DOMAIN: self.domain.any_of,
            Facet.GROUP: self.group.any_of,
            Facet.MEMBER_OF: self.member_of.any_of,
            Facet.PRECISION: tuple(map(str, self.precisions)),
            Facet.DIGEST: self.digests,
        }
        return selections.get(facet, ())

    @property
    def tag_filters(self) -> Mapping[Facet, TagFilter]:
        """The filters on tags and on membership, by what they filter."""
        return {
            Facet.COUNTRY: self.country,
            Facet.DOMAIN: self.domain,
            Facet.GROUP: self.group,
            Facet.MEMBER_OF: self.member_of,
        }


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of a highlighted piece of a field, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An event found, with what to mark in its headline and text."""

    id: str
    headline: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()


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
    """One page of hits, their exact total, and the facets asked for, largest count first."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
