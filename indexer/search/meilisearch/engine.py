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
from indexer.search.matching import typo_tiers
from indexer.search.meilisearch.answers import bucket_counts, by_relevance, facet_counts
from indexer.search.meilisearch.compiler import EVERY_HIT, Compiler, id_filter
from indexer.search.meilisearch.errors import code_of, translated
from indexer.search.meilisearch.settings import SETTINGS
from indexer.search.port import IndexState
from indexer.search.query import BucketCounts, EventPage, EventQuery, Hit
from indexer.search.terms import needles

_BATCH = 1000
_TASK_TIMEOUT_MS = 600_000
_REQUEST_TIMEOUT_S = 30
_STATE_ID = "state"
# Searches put to the server in one request.
_SEARCHES = 200


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
        """Find events; see the port for what is promised."""
        compiler = Compiler(self._uid, query, self._ids)
        facets = list(query.facets)
        answers = self._multi_search(
            [compiler.counting(None), *(compiler.counting(facet) for facet in facets)]
        )
        total = int(answers[0]["totalHits"])
        # An empty index does not even know its searchable fields: nothing is asked of it.
        pages = self._multi_search(compiler.pages()) if query.offset < total else []
        return EventPage(
            hits=tuple(self._hits(query, compiler, pages)),
            total=total,
            facets={
                facet: facet_counts(answer, facet)
                for facet, answer in zip(facets, answers[1:], strict=True)
            },
        )

    def ids(self, query: EventQuery) -> Sequence[str]:
        """The ids of all hits in the query's order, whatever its page."""
        self._require_schema()
        everything = replace(query, offset=0, limit=EVERY_HIT)
        compiler = Compiler(self._uid, everything, self._ids)
        if self._multi_search([compiler.counting(None)])[0]["totalHits"] == 0:
            return []  # an empty index does not even know its sortable fields
        pages = self._multi_search(compiler.pages())
        return [row["id"] for row in self._rows(everything, pages)]

    def histogram(self, query: EventQuery, interval: Interval) -> BucketCounts:
        """Count the hits by month, quarter or year."""
        self._require_schema()
        compiler = Compiler(self._uid, query, self._ids)
        return bucket_counts(self._multi_search([compiler.histogram(interval)])[0], interval)

    def tally(
        self, query: EventQuery, fields: Sequence[str]
    ) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """Count the hits, and by the values of fields."""
        self._require_schema()
        compiler = Compiler(self._uid, query, self._ids)
        answer = self._multi_search([compiler.tally(fields)])[0]
        found: Mapping[str, Mapping[str, int]] = answer["facetDistribution"]
        return int(answer["totalHits"]), {field: found.get(field, {}) for field in fields}

    def cross(
        self, query: EventQuery, values: Mapping[str, Sequence[str]]
    ) -> Mapping[tuple[str, ...], int]:
        """Count the hits by combinations of values.

        The server counts by one field at a time: the one with the most values is left to it, and
        there is a search for each combination of the others, many in one request.
        """
        self._require_schema()
        compiler = Compiler(self._uid, query, self._ids)
        asked = compiler.crossing(values)
        found: dict[tuple[str, ...], int] = {}
        for at in range(0, len(asked), _SEARCHES):
            batch = asked[at : at + _SEARCHES]
            answers = self._multi_search([one.request for one in batch])
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

    def _ids(self, request: Mapping[str, Any]) -> list[str]:
        answer = self._multi_search([request])[0]
        return [hit["id"] for hit in answer["hits"]]

    def _multi_search(self, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        if not requests:
            return []
        try:
            results: list[dict[str, Any]] = self._client.multi_search(requests)["results"]
        except MeilisearchError as error:
            raise translated(error, self._url) from error
        return results

    def _hits(
        self, query: EventQuery, compiler: Compiler, pages: Sequence[Mapping[str, Any]]
    ) -> Iterator[Hit]:
        marks = Highlighter(needles(query.terms))
        rows = self._rows(query, pages)
        if len(pages) > 1:
            wanted = rows[query.offset : query.offset + query.limit]
            rows = self._shown(compiler, [row["id"] for row in wanted])
        for row in rows:
            yield Hit(
                row["id"],
                day_of(row["newest_key"], newest=True),
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
        state = self.state()
        if state is None:
            raise IndexMissing("Meilisearch holds no index yet: run `entente sync`")
        if state.schema_version != SCHEMA_VERSION:
            raise IndexMissing(
                f"the index on Meilisearch has schema version {state.schema_version}, this "
                f"program needs {SCHEMA_VERSION}: run `entente sync`"
            )
