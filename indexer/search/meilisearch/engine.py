"""The Meilisearch engine, over the official client."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import meilisearch
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search.buckets import Interval
from indexer.search.document import SCHEMA_VERSION, EventDocument, day_of
from indexer.search.highlight import Highlighter
from indexer.search.meilisearch.answers import bucket_counts, by_relevance, facet_counts
from indexer.search.meilisearch.compiler import EVERY_HIT, Compiler, id_filter
from indexer.search.meilisearch.errors import code_of, translated
from indexer.search.meilisearch.settings import SETTINGS
from indexer.search.port import IndexState
from indexer.search.query import BucketCounts, EventPage, EventQuery, Hit
from indexer.search.ranking import NEWEST_KEY, typo_tiers
from indexer.search.terms import needles

_BATCH = 1000
_TASK_TIMEOUT_MS = 600_000
_REQUEST_TIMEOUT_S = 30
_STATE_ID = "state"
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
        key: a key that may search and read the two indexes; the indexer's may write them too.
        index: name of the index; `-v<version>` is added, so a program with another document
            format never reads this one, and `-next` and `-state` for its two companions.
    """

    def __init__(self, url: str, key: str | None, index: str) -> None:
        self._url = url
        self._key = key
        self._threads = threading.local()
        self.index_name = index
        self._uid = f"{index}-v{SCHEMA_VERSION}"
        self._next = f"{self._uid}-next"
        self._state_uid = f"{self._uid}-state"

    @property
    def _client(self) -> meilisearch.Client:
        """This thread's own client: one that threads share loses headers between them."""
        if not hasattr(self._threads, "client"):
            # On a local link compressing costs more than it saves: such answers were seen to stall.
            self._threads.client = meilisearch.Client(
                self._url,
                self._key,
                timeout=_REQUEST_TIMEOUT_S,
                custom_headers={"Accept-Encoding": "identity"},
            )
        client: meilisearch.Client = self._threads.client
        return client

    @property
    def name(self) -> str:
        """Short name of the engine, for people."""
        return "meilisearch"

    @property
    def is_local(self) -> bool:
        """Whether the serving process keeps the index up."""
        return False

    def close(self) -> None:
        """Nothing is held open between requests."""

    def ping(self) -> None:
        """Make sure that the server answers and takes our key."""
        try:
            if self._client.health().get("status") != "available":
                raise SearchUnavailable(f"Meilisearch at {self._url} is not available")
            self._client.index(self._state_uid).get_document(_STATE_ID)
        except MeilisearchError as error:
            if code_of(error) not in {"index_not_found", "document_not_found"}:
                raise translated(error, self._url) from error

    def state(self) -> IndexState | None:
        """What the index says about itself; None where there is none yet."""
        try:
            saved = self._client.index(self._state_uid).get_document(_STATE_ID)
        except MeilisearchError as error:
            if code_of(error) in {"index_not_found", "document_not_found"}:
                return None
            raise translated(error, self._url) from error
        return IndexState(int(saved.schema_version), int(saved.watermark))

    def search_only_key(self) -> str:
        """A key that may search and read this index and its state, and nothing else.

        Its id follows from the index's name, so asking again gives the same key.
        """
        uid = str(uuid5(NAMESPACE_URL, f"entente:{self._uid}"))
        try:
            try:
                return str(self._client.get_key(uid).key)
            except MeilisearchApiError as error:
                if error.code != "api_key_not_found":
                    raise
            made = self._client.create_key(
                {
                    "uid": uid,
                    "name": f"search {self._uid}",
                    "description": "Entente: search and read only",
                    "actions": ["search", "documents.get"],
                    "indexes": [f"{self._uid}*"],
                    "expiresAt": None,
                }
            )
        except MeilisearchError as error:
            raise translated(error, self._url) from error
        return str(made.key)

    # -- writing ---------------------------------------------------------------------------

    def rebuild(self, documents: Iterable[EventDocument], watermark: int) -> None:
        """Build the next index beside the present one, then swap the two."""
        try:
            self._drop(self._next)
            self._done(self._client.create_index(self._next, {"primaryKey": "id"}))
            fresh = self._client.index(self._next)
            self._done(fresh.update_settings(SETTINGS))
            self._add(self._next, documents)
            if not self._exists(self._uid):
                self._done(self._client.create_index(self._uid, {"primaryKey": "id"}))
            self._done(self._client.swap_indexes([{"indexes": [self._uid, self._next]}]))
            self._save_state(watermark)
            self._drop(self._next)
        except MeilisearchError as error:
            raise translated(error, self._url) from error

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents; waits until the server has done it."""
        self._require_schema()
        try:
            unwanted = list(deletes)
            if unwanted:
                chosen = id_filter(unwanted)
                self._done(self._client.index(self._uid).delete_documents(filter=chosen))
            self._add(self._uid, upserts)
            self._save_state(watermark)
        except MeilisearchError as error:
            raise translated(error, self._url) from error

    def _add(self, uid: str, documents: Iterable[EventDocument]) -> None:
        batch: list[dict[str, Any]] = []
        for document in documents:
            batch.append({**document.fields(), "fingerprint": document.fingerprint})
            if len(batch) == _BATCH:
                self._done(self._client.index(uid).add_documents(batch))
                batch = []
        if batch:
            self._done(self._client.index(uid).add_documents(batch))

    def _save_state(self, watermark: int) -> None:
        if not self._exists(self._state_uid):
            self._done(self._client.create_index(self._state_uid, {"primaryKey": "id"}))
        state = {"id": _STATE_ID, "schema_version": SCHEMA_VERSION, "watermark": watermark}
        self._done(self._client.index(self._state_uid).add_documents([state]))

    def _done(self, task: Any) -> None:
        """Tasks are asynchronous: wait for this one and read its error."""
        finished = self._client.wait_for_task(
            task.task_uid, timeout_in_ms=_TASK_TIMEOUT_MS, interval_in_ms=20
        )
        if finished.status != "succeeded":
            reason = (finished.error or {}).get("message", finished.status)
            raise SearchUnavailable(f"Meilisearch refused a task: {reason}")

    def _exists(self, uid: str) -> bool:
        try:
            self._client.get_index(uid)
        except MeilisearchApiError as error:
            if code_of(error) == "index_not_found":
                return False
            raise
        return True

    def _drop(self, uid: str) -> None:
        if self._exists(uid):
            self._done(self._client.delete_index(uid))

    # -- reading ---------------------------------------------------------------------------

    def search(self, query: EventQuery) -> EventPage:
        """Find events; see the port for what is promised. Mostly one request to the server."""
        compiler = self._compiled(query)
        plan = compiler.plan()
        try:
            answers = self._ask(plan.requests)
        except SearchUnavailable as error:
            # An index that never held a document does not know its fields: it cannot sort by them.
            if not self._is_empty(error):
                raise
            return EventPage((), 0, dict.fromkeys(query.facets, ()))
        counts = {facet: facet_counts(answers[0], facet) for facet in plan.free}
        counts |= {facet: facet_counts(answers[at], facet) for facet, at in plan.chosen.items()}
        rows = self._rows(query, [answers[at] for at in plan.pages])
        if len(plan.pages) > 1:
            rows = rows[query.offset : query.offset + query.limit]
        if not plan.are_shown:
            rows = self._shown(compiler, [row["id"] for row in rows])
        return EventPage(
            hits=tuple(self._hits(query, rows)),
            total=int(answers[0]["totalHits"]),
            facets={facet: counts[facet] for facet in query.facets},
        )

    def ids(self, query: EventQuery) -> Sequence[str]:
        """The ids of all hits in the query's order, whatever its page."""
        everything = replace(query, offset=0, limit=EVERY_HIT)
        try:
            pages = self._ask(self._compiled(everything).everything())
        except SearchUnavailable as error:
            if not self._is_empty(error):
                raise
            return []
        return [row["id"] for row in self._rows(everything, pages)]

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
        try:
            while True:
                page = self._client.index(self._uid).get_documents(
                    {"offset": len(found), "limit": _BATCH, "fields": ["id", "fingerprint"]}
                )
                found.update((row.id, row.fingerprint) for row in page.results)
                if len(page.results) < _BATCH:
                    return found
        except MeilisearchError as error:
            raise translated(error, self._url) from error

    def _compiled(self, query: EventQuery) -> Compiler:
        """The query's compiler; what it has to know first is looked up."""
        lookups = Compiler(self._uid, query).lookups()
        answers = self._multi_search(list(lookups.values()))
        found = {
            text: [hit["id"] for hit in answer["hits"]]
            for text, answer in zip(lookups, answers, strict=True)
        }
        return Compiler(self._uid, query, found)

    def _ask(self, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The answers of an index of our version: its state is read in the same request."""
        state = {"indexUid": self._state_uid, "q": "", "limit": 1}
        (about, *answers) = self._multi_search([state, *requests])
        _require_version(_stated(about["hits"]))
        return answers

    def _is_empty(self, error: SearchUnavailable) -> bool:
        """Whether it is for want of documents that the server did not understand a search."""
        cause = error.__cause__
        if not isinstance(cause, MeilisearchError) or code_of(cause) not in _UNKNOWN_FIELD:
            return False
        counting = {"indexUid": self._uid, "q": "", "limit": 0}
        return int(self._multi_search([counting])[0]["estimatedTotalHits"]) == 0

    def _multi_search(self, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        if not requests:
            return []
        try:
            results: list[dict[str, Any]] = self._client.multi_search(requests)["results"]
        except MeilisearchError as error:
            raise translated(error, self._url) from error
        return results

    def _hits(self, query: EventQuery, rows: Sequence[Mapping[str, Any]]) -> Iterator[Hit]:
        marks = Highlighter(needles(query.terms))
        for row in rows:
            yield Hit(
                row["id"],
                day_of(row[NEWEST_KEY], newest=True),
                marks.spans(row["shown_headline"]),
                marks.spans(row["shown_text"]),
            )

    def _rows(
        self, query: EventQuery, pages: Sequence[Mapping[str, Any]]
    ) -> list[Mapping[str, Any]]:
        """The hits in order; by relevance all of them up to the page's end."""
        if len(pages) > 1:
            tiers = typo_tiers(len(needles(query.terms).words))
            return by_relevance(*(page["hits"] for page in pages), tiers=tiers)
        return list(pages[0]["hits"]) if pages else []

    def _shown(self, compiler: Compiler, ids: Sequence[str]) -> list[Mapping[str, Any]]:
        if not ids:
            return []
        found = {hit["id"]: hit for hit in self._multi_search([compiler.shown(ids)])[0]["hits"]}
        return [found[event_id] for event_id in ids if event_id in found]

    # -- errors ----------------------------------------------------------------------------

    def _require_schema(self) -> None:
        _require_version(self.state())


def _require_version(state: IndexState | None) -> None:
    if state is None:
        raise IndexMissing("Meilisearch holds no index yet: run `entente sync`")
    if state.schema_version != SCHEMA_VERSION:
        raise IndexMissing(
            f"the index on Meilisearch has schema version {state.schema_version}, this "
            f"program needs {SCHEMA_VERSION}: run `entente sync`"
        )


def _stated(hits: Sequence[Mapping[str, Any]]) -> IndexState | None:
    """What the index that holds the state says."""
    if not hits:
        return None
    return IndexState(int(hits[0]["schema_version"]), int(hits[0]["watermark"]))
