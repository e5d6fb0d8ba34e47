"""EventService: the one place that searches and fetches; JSON, pages and exports all ask here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice

from api.knowledge.changes import Changes
from api.knowledge.comparison import Comparisons
from api.knowledge.digests import require_digests
from api.knowledge.found import Found, Readiness, SearchResult
from api.knowledge.offered import Data, Suggestion
from api.knowledge.params import EventParams, FilterParams, SortedParams
from api.knowledge.searching import Searches
from api.knowledge.shown import ShownAgenda, ShownRelated, ShownStore
from api.knowledge.suggest import suggestions
from indexer import related
from indexer.errors import IndexMissing, SearchUnavailable, StoreError
from indexer.ingest.series_book import SeriesBook
from indexer.models import Change, Digest, Source
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, FullEventOut, Projected
from indexer.related import Entry, Likeness
from indexer.related.news import News
from indexer.related.telling import Stories
from indexer.search import sync
from indexer.search.buckets import Interval
from indexer.search.crosstab import Crosstab, crosstab
from indexer.search.document import Facet
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery, Sort
from indexer.search.timeline import Bucket, Line, by_time, timeline, timeline_lines
from indexer.store import Coverage, EventStore, Outline
from indexer.store.series import HeldSeries

_BATCH = 200
_RELATED = 8


class EventService:
    """Answers questions about events from the store and the search engine.

    Args:
        store: the truth.
        engine: finds ids; every event shown is fetched from the store.
        book: knows the series; without it those of store and package.
    """

    def __init__(
        self, store: EventStore, engine: SearchEngine, book: SeriesBook | None = None
    ) -> None:
        self.book = book or SeriesBook(store)
        self._store = store
        self._engine = engine
        self._shown = ShownStore(store, self.book)
        self._related = ShownRelated(store, self._shown, engine, self.book)
        self._searches = Searches(store, self._shown, engine, self._related)
        self.ledger = Changes(store, self._shown)
        self.stories = Stories(store)
        self.agenda = ShownAgenda(store, self._shown)
        self.news = News(store)
        self.comparisons = Comparisons(store, self._shown, engine)

    def search(self, params: EventParams, *, offset: int = 0) -> SearchResult:
        """One page of events.

        Args:
            params: which events, and which page of them by its cursor.
            offset: hits before the page, for whoever counts pages; of a search without a cursor.

        Raises:
            QueryError: the search cannot be understood.
            CursorExpired: the cursor is by relevance, and the index has gone on since.
            SearchUnavailable: the engine cannot be reached.
        """
        return self._searches.page(params, offset=offset)

    def timeline(self, params: FilterParams, interval: Interval) -> tuple[Bucket, ...]:
        """Events by month, quarter or year.

        Raises:
            QueryError: the search cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        self._require_digests(params)
        return timeline(self._engine, params.to_query(), interval)

    def by_time(
        self, params: FilterParams, *intervals: Interval
    ) -> dict[Interval, Mapping[str, int]]:
        """How many events touch each bucket of these lengths: one question for all of them.

        Raises:
            QueryError: the search cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        self._require_digests(params)
        return by_time(self._engine, params.to_query(), intervals)

    def timeline_lines(self, params: FilterParams, interval: Interval, by: str) -> tuple[Line, ...]:
        """Events by month, quarter or year for each value of a dimension, the largest first.

        Raises:
            QueryError: the search cannot be understood, or there are too many values.
            SearchUnavailable: the engine cannot be reached.
        """
        self._require_digests(params)
        return timeline_lines(self._engine, params.to_query(), interval, by)

    def crosstab(self, params: FilterParams, by: Sequence[str]) -> Crosstab:
        """Events by up to three dimensions at once.

        Args:
            params: which events.
            by: names out of `indexer.search.crosstab.DIMENSIONS`, none twice.

        Raises:
            QueryError: the search cannot be understood, or makes too many cells.
            SearchUnavailable: the engine cannot be reached.
        """
        self._require_digests(params)
        return crosstab(self._engine, params.to_query(), by)

    def total(self, params: FilterParams) -> int:
        """How many events a search finds.

        Raises:
            QueryError: the search cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        return self._count(params)

    def feed(
        self, params: FilterParams, *, sort: Sort, limit: int, offset: int
    ) -> tuple[list[Projected], int]:
        """A page of a search's events in an order, and how many there are on all pages.

        Raises:
            QueryError: the search cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        self._require_digests(params)
        query = replace(params.to_query(), limit=limit, offset=offset, facets=(), sort=sort)
        page = self._engine.search(query)
        return self._shown.projections([hit.id for hit in page.hits]), page.total

    def installation(self) -> str:
        """A UUID that stays when the store moves or is put back."""
        return self._store.ledger_end().installation

    def changed_at(self) -> datetime:
        """The moment of the store's last change, in UTC."""
        return self._store.changed_at()

    def export(self, params: SortedParams, *, near: bool = False) -> Found:
        """Every event of a search, whatever the number.

        Args:
            params: which events.
            near: also those that almost match, behind the others, where few match exactly.

        Raises:
            QueryError: the search cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        self._require_digests(params)
        query = params.to_query()
        total = self._engine.search(replace(query, limit=0, facets=())).total
        ids = self._engine.ids(query)
        if near and (tier := self._searches.tier(params, query, total)) is not None:
            ids = chain(ids, *(self._engine.ids(part.query) for part in tier.parts))
            total += tier.total
        return Found(query, ids, total, self._store.changed_at())

    def stream(self, ids: Iterable[str]) -> Iterator[Projected]:
        """These events in order, read a few at a time; those deleted meanwhile are left out."""
        remaining = iter(ids)
        while batch := list(islice(remaining, _BATCH)):
            yield from self._shown.projections(batch)

    def events(self, ids: Iterable[str]) -> dict[str, EventOut]:
        """These events by id, in order; those deleted meanwhile are left out."""
        return {told.event_id: told.event() for told in self.stream(ids)}

    def suggest(self, typed: str, *, limit: int) -> list[Suggestion]:
        """Completions of what is being typed.

        Raises:
            QueryError: what stands before the last word cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        data = Data(self._related, self._store, self._engine)
        return suggestions(typed, data=data, limit=limit)

    def related(self, event_id: str, *, limit: int = _RELATED) -> list[Likeness]:
        """The events most like one, with the reason, the most alike first."""
        return self._related.related(event_id, limit=limit)

    def thread(self, event_id: str) -> list[Entry]:
        """The events that tell one story with this one, oldest first; empty where none does."""
        return self._related.thread(event_id)

    def event(self, event_id: str) -> FullEventOut:
        """One event with the evidence for its tags.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
        """
        return self._shown.event(event_id)

    def projection(self, event_id: str) -> Projected:
        """What is said of one event, as text.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
        """
        return self._shown.projection(event_id)

    def events_of(self, digest_id: str) -> list[Projected]:
        """What is said of a digest's events, in order."""
        return self._shown.projections_of(digest_id)

    def events_by_digest(self, digest_ids: Sequence[str]) -> dict[str, list[Projected]]:
        """What is said of the events of some digests, in order."""
        return self._shown.projections_by_digest(digest_ids)

    def history(self, event_id: str) -> list[Change]:
        """What happened to an event, in order."""
        return self._shown.history(event_id)

    def counts(self, facet: Facet) -> dict[str, int]:
        """How many events have each value of a facet; values without events are left out.

        Raises:
            SearchUnavailable: the engine cannot be reached.
        """
        return self.counts_by(facet)[facet]

    def counts_by(self, *facets: Facet) -> dict[Facet, dict[str, int]]:
        """The same for several facets: one question to the engine for all of them.

        Raises:
            SearchUnavailable: the engine cannot be reached.
        """
        page = self._engine.search(EventQuery(limit=0, facets=facets))
        return {
            facet: {count.value: count.count for count in page.facets[facet]} for facet in facets
        }

    def stored_counts(self, kind: TagKind) -> dict[str, int]:
        """How many stored events have each value of a kind of tag; the engine is not asked."""
        return self._store.tag_counts(str(kind))

    def commonest(self, kind: str, *, limit: int) -> dict[str, int]:
        """The commonest values of a kind of tag, with how many events have each."""
        return self._related.most_tagged(kind, limit=limit)

    def digest_state(self, digest_id: str) -> int:
        """The number of the last change of a digest or its events; 0 where there is none."""
        return self._store.digest_state(digest_id)

    def digest(self, digest_id: str) -> Digest:
        """One digest with its source.

        Raises:
            NotFound: there is no such digest.
        """
        return self._shown.digest(digest_id)

    def source(self, digest_id: str) -> Source:
        """The bytes that a digest was read from.

        Raises:
            NotFound: there is no such digest.
            NotShown: they hold more than may be shown.
        """
        return self._shown.source(digest_id)

    def digests(self, *, limit: int, offset: int = 0) -> tuple[list[tuple[Digest, int]], int]:
        """Digests with their number of events, newest first, and how many there are."""
        return self._shown.digests(limit=limit, offset=offset)

    def outlines(self) -> list[Outline]:
        """Every digest in outline, newest first."""
        return self._store.outlines()

    def held_series(self) -> dict[str, HeldSeries]:
        """How much is held of each series that has issues."""
        return self._store.held_series()

    def stored_version(self) -> str:
        """Changes whenever what is stored does, the related tables included.

        Raises:
            StoreError: the store does not answer.
        """
        stored = f"{self._store.version()}/{related.version(self._store)}"
        return f"{stored}/{self.book.files_version}" if self.book.files_version else stored

    def applied_version(self) -> str:
        """Changes whenever what the index finds does; the same while it cannot be reached."""
        try:
            state = self._engine.state()
        except SearchUnavailable:
            return "-"
        return str(state.watermark if state is not None else 0)

    def coverage(self) -> Coverage:
        """What the store holds: how many events and digests, from when to when."""
        return self._store.coverage()

    def readiness(self) -> Readiness:
        """Ask store and engine whether they answer a question such as people ask.

        An index may be there and lack its settings, so the probe sorts and counts.
        """
        reasons: dict[str, str] = {}
        events = lag = 0
        try:
            self._store.ping()
            events = self._store.count_events()
        except StoreError as error:
            reasons["store"] = str(error)
        try:
            self._engine.ping()
            found = self._engine.search(EventQuery(limit=1, sort=Sort.NEWEST, facets=tuple(KINDS)))
            if not reasons:
                lag = self._lag(found.total, events)
        except (SearchUnavailable, StoreError) as error:
            reasons["search"] = str(error)
        return Readiness(self._engine.name, events, lag, reasons)

    def _lag(self, found: int, events: int) -> int:
        """How many rows the index is behind; one that says it is not must hold every event.

        Raises:
            IndexMissing: it has no state, or holds fewer or more.
        """
        state = self._engine.state()
        if state is None:
            raise IndexMissing("the index does not say what it holds: run `entente sync`")
        lag = sync.lag(self._store, state)
        if found != events and lag == 0 and events == self._store.count_events():
            raise IndexMissing(f"the index holds {found} of {events} events: run `entente sync`")
        return lag

    def figures(self, told: Callable[[EventStore, SearchEngine], bytes]) -> bytes:
        """What a watcher tells of this service's store and engine."""
        return told(self._store, self._engine)

    def _count(self, params: FilterParams) -> int:
        query = replace(params.to_query(), limit=0, offset=0, facets=())
        return self._engine.search(query).total

    def _require_digests(self, params: FilterParams) -> None:
        require_digests(self._store, params)
