"""The Meilisearch engine, over the official client."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search.buckets import Interval
from indexer.search.document import SCHEMA_VERSION, EventDocument
from indexer.search.highlight import highlighters
from indexer.search.meilisearch.answers import (
    bucket_counts,
    by_relevance,
    facet_counts,
    search_results,
)
from indexer.search.meilisearch.compiler import Compiler
from indexer.search.meilisearch.errors import code_of
from indexer.search.meilisearch.link import Key, Link, Timeouts
from indexer.search.meilisearch.lookups import EVERY_HIT, Lookup
from indexer.search.meilisearch.union import federated, is_union, union_result
from indexer.search.meilisearch.writing import ServerIndex
from indexer.search.port import Batch, IndexState, SearchEngine
from indexer.search.query import BucketCounts, EventPage, EventQuery, Hit, Place
from indexer.search.ranking import NEWEST_KEY, all_ids, place_of

_BATCH = 1000
# Searches put to the server in one request.
_SEARCHES = 200
_UNKNOWN_FIELD = {
    "invalid_search_sort",
    "invalid_search_facets",
    "invalid_search_filter",
    "invalid_search_attributes_to_search_on",
    "invalid_multi_search_query_facets",
}


class MeiliEngine:
    """Search engine on a Meilisearch server.

    Args:
        url: address of the server.
        key: a key that may search and read the two indexes, the indexer's may write them too; or
            what gives it, for a key that may be replaced while this runs.
        index: name of the index, see `ServerIndex`.
        timeouts: how long the server may take.
    """

    def __init__(
        self, url: str, key: str | Key | None, index: str, timeouts: Timeouts | None = None
    ) -> None:
        given = key if callable(key) else lambda: key
        self.link = Link(url, given, timeouts or Timeouts())
        self.index_name = index
        self._index = ServerIndex(self.link, index)
        self._uid = self._index.uid
        self._state_uid = self._index.state_uid

    @property
    def name(self) -> str:
        """Short name of the engine, for people."""
        return "meilisearch"

    @property
    def label(self) -> str:
        """Which of several servers it is, for people."""
        return self.link.url

    @property
    def is_local(self) -> bool:
        """Whether the serving process keeps the index up."""
        return False

    def parts(self) -> Sequence[SearchEngine]:
        """Itself: there is one index."""
        return (self,)

    def close(self) -> None:
        """Let go of the connections."""
        self.link.close()

    def ping(self) -> None:
        """Make sure that the server answers and takes our key."""
        if self.link.ask(lambda client: client.health()["status"]) != "available":
            raise SearchUnavailable(f"Meilisearch at {self.link.url} is not available")
        self.state()

    def state(self) -> IndexState | None:
        """What the index says about itself; None where there is none yet."""
        return self._index.state()

    def search_only_key(self) -> str:
        """A key that may search and read this index and its state, and nothing else."""
        return self._index.search_only_key()

    # -- writing ---------------------------------------------------------------------------

    def rebuild(
        self,
        documents: Iterable[EventDocument],
        watermark: int,
        later: Iterable[Batch] = (),
    ) -> None:
        """Build the next index beside the present one, then swap the two."""
        self._index.rebuild(documents, watermark, later)

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents; waits until the server has done it."""
        self._require_schema()
        self._index.apply(upserts, deletes, watermark)

    def fault(self) -> str | None:
        """Why the index has to be built anew; None where it is sound."""
        return self._index.fault()

    def count(self) -> int:
        """How many documents the index holds."""
        return self._index.count()

    # -- reading ---------------------------------------------------------------------------

    def search(self, query: EventQuery) -> EventPage:
        """Find events; see the port for what is promised. Mostly one request to the server."""
        compiler = self._compiled(query)
        plan = compiler.plan()
        try:
            applied, answers = self._stated(plan.requests)
        except SearchUnavailable as error:
            # An index that never held a document does not know its fields: it cannot sort by them.
            if not self._is_empty(error):
                raise
            return EventPage((), 0, dict.fromkeys(query.facets, ()), self._require_schema())
        counts = {facet: facet_counts(answers[0], facet) for facet in plan.free}
        counts |= {facet: facet_counts(answers[at], facet) for facet, at in plan.chosen.items()}
        rows = self._rows(compiler, [answers[at] for at in plan.pages])
        if len(plan.pages) > 1:
            rows = rows[query.offset : query.offset + query.limit]
        if not plan.are_shown:
            rows = self._shown(compiler, [row["id"] for row in rows])
        return EventPage(
            hits=tuple(self._hits(query, rows)),
            total=int(answers[0]["totalHits"]),
            facets={facet: counts[facet] for facet in query.facets},
            applied=applied,
        )

    def ids(self, query: EventQuery) -> Iterator[str]:
        """The ids of all hits in the query's order, whatever its page."""
        return all_ids(query, self.places, most=EVERY_HIT)

    def in_headline(self, query: EventQuery) -> Sequence[str]:
        """The ids of the first hits that have all words in their headline, the best ones first."""
        try:
            asked = self._compiled(query).in_headline()
            return [hit["id"] for answer in self._ask(asked) for hit in answer["hits"]]
        except SearchUnavailable as error:
            if not self._is_empty(error):
                raise
            return []

    def places(self, query: EventQuery) -> list[Place]:
        """Where the hits of a page stand; by relevance of all pages up to it."""
        try:
            compiler = self._compiled(query)
            pages = self._ask(compiler.places(), patient=True)
        except SearchUnavailable as error:
            if not self._is_empty(error):
                raise
            return []
        return [place_of(row[NEWEST_KEY], NEWEST_KEY) for row in self._rows(compiler, pages)]

    def totals(self, queries: Sequence[EventQuery]) -> Sequence[int]:
        """How many hits each of several queries has."""
        answers = self._ask([one.tally(()) for one in self._all_compiled(queries)])
        return [int(answer["totalHits"]) for answer in answers]

    def histogram(self, query: EventQuery, interval: Interval) -> BucketCounts:
        """Count the hits by month, quarter or year."""
        request = self._compiled(query).histogram(interval)
        return bucket_counts(self._ask([request])[0], interval)

    def tally(
        self, query: EventQuery, fields: Sequence[str]
    ) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """Count the hits, and by the values of fields."""
        answer = self._ask([self._compiled(query).tally(fields)])[0]
        found: Mapping[str, Mapping[str, int]] = answer["facetDistribution"]
        return int(answer["totalHits"]), {field: found.get(field, {}) for field in fields}

    def cross(
        self, query: EventQuery, values: Mapping[str, Sequence[str]]
    ) -> Mapping[tuple[str, ...], int]:
        """Count the hits by combinations of values.

        The server counts by one field at a time: the one with the most values is left to it, and
        there is a search for each combination of the others, many in one request.
        """
        asked = self._compiled(query).crossing(values)
        found: dict[tuple[str, ...], int] = {}
        for at in range(0, len(asked), _SEARCHES):
            batch = asked[at : at + _SEARCHES]
            answers = self._ask([one.request for one in batch])
            for one, answer in zip(batch, answers, strict=True):
                found |= one.cells(answer)
        return found

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document by its id."""
        self._require_schema()
        found: dict[str, str] = {}
        while True:
            page = self._index.fingerprints(offset=len(found), limit=_BATCH)
            found.update(page)
            if len(page) < _BATCH:
                return found

    def _compiled(self, query: EventQuery) -> Compiler:
        """The query's compiler; what it has to know first is looked up."""
        (compiler,) = self._all_compiled([query])
        return compiler

    def _all_compiled(self, queries: Sequence[EventQuery]) -> list[Compiler]:
        lookups: dict[str, Lookup] = {}
        for query in queries:
            lookups |= Compiler(self._uid, query).lookups()
        answers = self._multi_search([one.request for one in lookups.values()])
        found = {
            key: one.ids(answer)
            for (key, one), answer in zip(lookups.items(), answers, strict=True)
        }
        return [Compiler(self._uid, query, found) for query in queries]

    def _ask(
        self, requests: Sequence[Mapping[str, Any]], *, patient: bool = False
    ) -> list[dict[str, Any]]:
        """The answers of an index of our version."""
        return self._stated(requests, patient=patient)[1]

    def _stated(
        self, requests: Sequence[Mapping[str, Any]], *, patient: bool = False
    ) -> tuple[int, list[dict[str, Any]]]:
        """The ledger row that the index has applied, read in the same request, and the answers."""
        state = {"indexUid": self._state_uid, "q": "", "limit": 1}
        (about, *answers) = self._multi_search([state, *requests], patient=patient)
        return _applied(_state(about["hits"])), answers

    def _is_empty(self, error: SearchUnavailable) -> bool:
        """Whether it is for want of documents that the server did not understand a search."""
        if code_of(error.__cause__) not in _UNKNOWN_FIELD:
            return False
        counting = {"indexUid": self._uid, "q": "", "limit": 0}
        return int(self._multi_search([counting])[0]["estimatedTotalHits"]) == 0

    def _multi_search(
        self, requests: Sequence[Mapping[str, Any]], *, patient: bool = False
    ) -> list[dict[str, Any]]:
        """The answers; a union is put to the server by itself, everything else together."""
        ask = self.link.ask_patiently if patient else self.link.ask

        def joined(one: Mapping[str, Any]) -> dict[str, Any]:
            return ask(lambda client: union_result(client.multi_search(*federated(one))))

        single = [one for one in requests if not is_union(one)]
        found = (
            ask(lambda client: search_results(client.multi_search(single), len(single)))
            if single
            else []
        )
        answers = iter(found)
        return [joined(one) if is_union(one) else next(answers) for one in requests]

    def _hits(self, query: EventQuery, rows: Sequence[Mapping[str, Any]]) -> Iterator[Hit]:
        in_headline, in_text = highlighters(query)
        for row in rows:
            yield Hit(
                row["id"],
                place_of(row[NEWEST_KEY], NEWEST_KEY).day,
                in_headline.spans(row["shown_headline"]),
                in_text.spans(row["shown_text"]),
            )

    def _rows(
        self, compiler: Compiler, pages: Sequence[Mapping[str, Any]]
    ) -> list[Mapping[str, Any]]:
        """The hits in order; by relevance all of them up to the page's end."""
        if compiler.in_levels:
            return [row for page in pages for row in page["hits"]]
        if len(pages) > 1:
            return by_relevance([page["hits"] for page in pages], compiler.typo_tiers())
        return list(pages[0]["hits"]) if pages else []

    def _shown(self, compiler: Compiler, ids: Sequence[str]) -> list[Mapping[str, Any]]:
        if not ids:
            return []
        found = {hit["id"]: hit for hit in self._multi_search([compiler.shown(ids)])[0]["hits"]}
        return [found[event_id] for event_id in ids if event_id in found]

    # -- errors ----------------------------------------------------------------------------

    def _require_schema(self) -> int:
        return _applied(self.state())


def _applied(state: IndexState | None) -> int:
    """What an index of our version has applied."""
    if state is None:
        raise IndexMissing("Meilisearch holds no index yet: run `entente sync`")
    if state.schema_version != SCHEMA_VERSION:
        raise IndexMissing(
            f"the index on Meilisearch has schema version {state.schema_version}, this "
            f"program needs {SCHEMA_VERSION}: run `entente sync`"
        )
    return state.watermark


def _state(hits: Sequence[Mapping[str, Any]]) -> IndexState | None:
    """What the index that holds the state says."""
    if not hits:
        return None
    return IndexState(int(hits[0]["schema_version"]), int(hits[0]["watermark"]))
