"""What a completion is, and what completions are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.normalise.tags.kinds import KINDS
from indexer.related import Related
from indexer.search.document import SERIES, TAG_FIELDS, Facet
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery
from indexer.store import EventStore

_ROWS_SEEN = 4_000


class SuggestionKind(StrEnum):
    """What a suggestion completes to, if it is no value of a facet."""

    READING = "reading"
    PERIOD = "period"
    WORD = "word"
    PHRASE = "phrase"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion.

    Attributes:
        kind: what it completes to: a `SuggestionKind`, or the facet of a value.
        label: how to show it.
        q: what to put into the box.
        count: events that searching for ``q`` gives.
        event_id: the event that a headline belongs to; None otherwise.
    """

    kind: str
    label: str
    q: str
    count: int
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A completion whose count may still be unknown.

    Attributes:
        count: None where the engine has to be asked.
    """

    kind: str
    label: str
    q: str
    count: int | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """What completions are made of.

    Attributes:
        related: words, phrases and topical tags, with their counts.
        store: issues, series, and all tags.
        engine: counts values of the other kinds.
    """

    related: Related
    store: EventStore
    engine: SearchEngine

    def counts(self, values: Mapping[Facet, Sequence[str]]) -> Mapping[Facet, Mapping[str, int]]:
        """How many events have each of these values; those without any may be left out.

        Of kinds that no table counts it is how many of some events: see `exact`.
        """
        found: dict[Facet, Mapping[str, int]] = {}
        topical = {one: some for one, some in values.items() if one in KINDS and KINDS[one].topical}
        if topical:
            found |= self.related.tagged(topical)
        for facet, some in values.items():
            if facet == SERIES:
                held = self.store.held_series()
                found[facet] = {value: held[value].events for value in some if value in held}
            elif facet not in topical:
                found[facet] = self.store.tags_seen(facet, some, most=_ROWS_SEEN)
        return found

    def exact(self, facet: Facet, count: int) -> int | None:
        """A count out of `counts`; None where it may not be that of all events."""
        return count if facet == SERIES or KINDS[facet].topical else None

    def commonest(self, facet: Facet, limit: int) -> list[tuple[str, int]]:
        """The commonest values, with how many events have each."""
        if facet == SERIES:
            having: Mapping[str, int] = {
                series: held.events for series, held in self.store.held_series().items()
            }
        elif KINDS[facet].topical:
            having = self.related.most_tagged(facet, limit=limit)
        else:
            field = TAG_FIELDS[facet]
            having = self.engine.tally(EventQuery(), (field,))[1][field]
        return sorted(having.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
