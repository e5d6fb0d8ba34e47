"""One page of a search, with all that helps along: second tier, readings, explanation, warnings.

What it costs is bounded: beside the search itself one request counts readings, parts and spellings
together, and the second tier takes a few counts and one page (`tests/contract/test_work.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from api.knowledge import cursor, readings
from api.knowledge import explain as explaining
from api.knowledge import near as nearly
from api.knowledge import wanted as wanting
from api.knowledge.box import Box
from api.knowledge.digests import only_held, require_digests
from api.knowledge.explain import Explanation
from api.knowledge.found import FoundEvent, NearEvent, NearPage, SearchResult
from api.knowledge.left_out import left_out
from api.knowledge.misspelt import meant
from api.knowledge.params import EventParams, FilterParams
from api.knowledge.readings import Reading
from api.knowledge.shown import ShownStore, shown_marks
from indexer.errors import QueryError
from indexer.related import Related
from indexer.search.document import looked_up
from indexer.search.port import SearchEngine
from indexer.search.query import EventPage, EventQuery, Hit
from indexer.store import EventStore


class Searches:
    """Answers searches, page by page.

    Args:
        store: where events are.
        shown: cuts them to what may be shown.
        engine: where they are found.
        related: the words of the data.
    """

    def __init__(
        self, store: EventStore, shown: ShownStore, engine: SearchEngine, related: Related
    ) -> None:
        self._store = store
        self._shown = shown
        self._engine = engine
        self._related = related

    def page(self, params: EventParams, *, offset: int = 0) -> SearchResult:
        """One page of events.

        Args:
            params: which events, and which page of them by its cursor.
            offset: hits before the page, for whoever counts pages; of a search without a cursor.

        Raises:
            QueryError: the search cannot be understood.
            CursorExpired: the cursor is by relevance, and the index has gone on since.
            SearchUnavailable: the engine cannot be reached.
        """
        params = self._finished(params)
        query = params.to_query(offset=offset)
        at = cursor.read(params, query)
        held = require_digests(self._store, params)
        if at is not None:
            query = at.applied(query)
        # One hit more than is shown says whether a page follows.
        found = self._engine.search(replace(query, limit=query.limit + 1))
        if at is not None:
            at.require(found.applied)
        page = replace(found, hits=found.hits[: query.limit])
        more = len(found.hits) > query.limit
        first = not (at or offset)
        help_along = self._helped(params, page.total) if first else _Help()
        return SearchResult(
            query=only_held(query, held),
            items=tuple(self._cut(self._fetched(page.hits))),
            total=page.total,
            facets=page.facets,
            next=cursor.written(_following(query, page), params) if more else None,
            warnings=_warnings(query, params.box()),
            explanation=help_along.explanation,
            applied=page.applied,
            near=self._near(params, query, page),
            readings=help_along.readings,
        )

    def _finished(self, params: EventParams) -> EventParams:
        """While the box is being typed, without its last part where that cannot be meant yet."""
        while params.typing:
            try:
                params.to_query()
                require_digests(self._store, params)
            except QueryError as error:
                shorter = params.without_end(error)
                if shorter is None:
                    raise
                params = shorter
            else:
                break
        return params

    def _helped(self, params: EventParams, total: int) -> "_Help":
        """Readings and explanation, whose searches are counted together."""
        some = [one for one in readings.possible(params) if self._one_each(one.params)]
        plan = explaining.plan(params, self._related) if total <= explaining.FEW else None
        asked: list[FilterParams] = [one.params for one in some]
        asked += plan.searches() if plan else []
        totals = self._totals(asked)
        return _Help(
            readings.counted(some, totals[: len(some)]),
            plan.explained(total, totals[len(some) :], self._engine) if plan else None,
        )

    def _one_each(self, params: EventParams) -> bool:
        """Whether every digest that a search names is one."""
        try:
            require_digests(self._store, params)
        except QueryError:
            return False
        return True

    def _totals(self, asked: Sequence[FilterParams]) -> Sequence[int]:
        if not asked:
            return ()
        queries = [replace(one.to_query(), limit=0, facets=()) for one in asked]
        return self._engine.totals(queries)

    def _near(self, params: EventParams, query: EventQuery, page: EventPage) -> NearPage | None:
        tier = self.tier(params, query, page.total, [hit.id for hit in page.hits])
        if tier is None:
            return None
        before = (params.near_page - 1) * params.limit
        pages = [self._engine.search(query) for query in tier.page(before, params.limit)]
        fetched = self._fetched([hit for page in pages for hit in page.hits])
        marks = wanting.highlighter(tier.wanted)
        events = [one.event for one in fetched]
        cut = self._cut(
            FoundEvent(one.told, marks.spans(event.headline), marks.spans(event.text))
            for one, event in zip(fetched, events, strict=True)
        )
        items = tuple(
            NearEvent(shown, wanting.how(tier.wanted, looked_up(event)))
            for shown, event in zip(cut, events, strict=True)
        )
        more = before + params.limit < tier.total
        return NearPage(tier.total, items, tier.reason, params.near_page, more)

    def tier(
        self, params: FilterParams, query: EventQuery, total: int, exact: Sequence[str] = ()
    ) -> nearly.Tier | None:
        """The second tier, where fewer match exactly than make a page worth reading.

        Args:
            params: the search.
            query: the same, understood.
            total: how many events match exactly.
            exact: their ids, where all of them are at hand.
        """
        if total >= nearly.FEW or not query.terms:
            return None
        if len(exact) < total:
            exact = tuple(self._engine.ids(query))
        box = params.box()
        return nearly.near(box, query, exact, self._engine.totals, meant(box, self._related))

    def _cut(self, found: Iterable[FoundEvent]) -> Iterator[FoundEvent]:
        """Events, with what matched in them, cut to what may be shown."""
        rights = self._shown.rights
        for one in found:
            marks = shown_marks(one.told, one.text_marks, rights)
            yield FoundEvent(rights.event(one.told), one.headline_marks, marks)

    def _fetched(self, hits: Sequence[Hit]) -> tuple[FoundEvent, ...]:
        told = self._store.projections([hit.id for hit in hits]) if hits else ()
        by_id = {one.event_id: one for one in told}
        return tuple(
            FoundEvent(by_id[hit.id], hit.headline, hit.text)
            for hit in hits
            if hit.id in by_id  # deleted a moment ago, and the index does not know yet
        )


@dataclass(frozen=True, slots=True)
class _Help:
    """What stands beside the hits of a first page."""

    readings: tuple[Reading, ...] = ()
    explanation: Explanation | None = None


def _following(query: EventQuery, page: EventPage) -> cursor.Cursor:
    """The cursor of the page after this one."""
    if query.by_date:
        return cursor.Behind(page.hits[-1].place)
    return cursor.Counted(query.offset + len(page.hits), page.applied)


def _warnings(query: EventQuery, box: Box) -> tuple[str, ...]:
    if not box.mixed:
        return left_out(query)
    said = (
        f"words side by side bind closer than OR: this was read as {box.mixed}; put parentheses "
        "around what belongs together where that is not meant"
    )
    return (*left_out(query), said)
