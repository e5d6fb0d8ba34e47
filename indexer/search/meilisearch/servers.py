"""Several Meilisearch servers as one engine: each follows the ledger, a current one is asked."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from indexer.errors import InputError, SearchUnavailable
from indexer.search.buckets import Interval
from indexer.search.document import EventDocument
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.meilisearch.lookups import EVERY_HIT
from indexer.search.port import Batch, IndexState, SearchEngine
from indexer.search.query import BucketCounts, EventPage, EventQuery
from indexer.search.ranking import all_ids

Answer = TypeVar("Answer")
_LOOK_EVERY_SECONDS = 1.0


class MeiliServers:
    """One engine over the same index on several servers.

    Each server holds all of it, with a watermark of its own. A search goes to one that answers
    and has applied as much as any, in turn; where it fails the next is asked, so a server may be
    lost, added or built anew while searching goes on. Who searches looks at every server about
    once a second, in threads of their own: one that hangs costs no search its time.

    Args:
        engines: one a server.
    """

    def __init__(self, engines: Sequence[MeiliEngine]) -> None:
        self._engines = tuple(engines)
        self._watermarks: dict[MeiliEngine, int] = {}
        self._turn = 0
        self._ended = threading.Event()
        self._watching = False
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Short name of the engine, for people."""
        return self._engines[0].name

    @property
    def label(self) -> str:
        """All of them, for people."""
        return ", ".join(engine.label for engine in self._engines)

    @property
    def is_local(self) -> bool:
        """Whether the serving process keeps the index up."""
        return False

    def parts(self) -> Sequence[SearchEngine]:
        """The index of each server."""
        return self._engines

    def close(self) -> None:
        """Look at no server any more."""
        self._ended.set()

    def ping(self) -> None:
        """Make sure that a server answers."""
        self._ask(MeiliEngine.ping)

    def state(self) -> IndexState | None:
        """What the index says about itself where it is asked."""
        return self._ask(MeiliEngine.state)

    def search_only_key(self) -> str:
        """A key that may search and read, the same on all servers that answer.

        Raises:
            InputError: they do not have one master key, from which keys follow.
        """
        keys: set[str] = set()
        failure: SearchUnavailable | None = None
        for engine in self._engines:
            try:
                keys.add(engine.search_only_key())
            except SearchUnavailable as error:
                failure = error
        if failure is not None and not keys:
            raise failure
        if len(keys) > 1:
            raise InputError("the Meilisearch servers have different master keys: give them one")
        return keys.pop()

    # -- writing ---------------------------------------------------------------------------

    def rebuild(
        self, documents: Iterable[EventDocument], watermark: int, later: Iterable[Batch] = ()
    ) -> None:
        """Build the index of every server anew; `sync` does it server by server."""
        everything, since = tuple(documents), tuple(later)
        for engine in self._engines:
            engine.rebuild(everything, watermark, since)

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents on every server."""
        added, removed = tuple(upserts), tuple(deletes)
        for engine in self._engines:
            engine.apply(added, removed, watermark)

    def fault(self) -> str | None:
        """What is wrong with the index of any server; None where all are sound."""
        faults = ((engine.label, engine.fault()) for engine in self._engines)
        return next((f"{label}: {fault}" for label, fault in faults if fault), None)

    def count(self) -> int:
        """How many documents the index holds where it is asked."""
        return self._ask(MeiliEngine.count)

    # -- reading ---------------------------------------------------------------------------

    def search(self, query: EventQuery) -> EventPage:
        """Find events; see the port for what is promised."""
        return self._ask(lambda engine: engine.search(query))

    def ids(self, query: EventQuery) -> Iterator[str]:
        """The ids of all hits in the query's order; another server may give the later blocks."""
        return all_ids(
            query, lambda asked: self._ask(lambda engine: engine.places(asked)), most=EVERY_HIT
        )

    def in_headline(self, query: EventQuery) -> Sequence[str]:
        """The ids of the first hits that have all words in their headline, the best ones first."""
        return self._ask(lambda engine: engine.in_headline(query))

    def totals(self, queries: Sequence[EventQuery]) -> Sequence[int]:
        """How many hits each of several queries has."""
        return self._ask(lambda engine: engine.totals(queries))

    def histogram(self, query: EventQuery, interval: Interval) -> BucketCounts:
        """Count the hits by month, quarter or year."""
        return self._ask(lambda engine: engine.histogram(query, interval))

    def tally(
        self, query: EventQuery, fields: Sequence[str]
    ) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """Count the hits, and by the values of fields."""
        return self._ask(lambda engine: engine.tally(query, fields))

    def cross(
        self, query: EventQuery, values: Mapping[str, Sequence[str]]
    ) -> Mapping[tuple[str, ...], int]:
        """Count the hits by combinations of values."""
        return self._ask(lambda engine: engine.cross(query, values))

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document by its id."""
        return self._ask(MeiliEngine.fingerprints)

    # -- which server ----------------------------------------------------------------------

    def _ask(self, question: Callable[[MeiliEngine], Answer]) -> Answer:
        self._watch()
        failure: SearchUnavailable | None = None
        for engine in self._in_turn():
            try:
                return question(engine)
            except SearchUnavailable as error:
                self._watermarks.pop(engine, None)  # asked last until it is seen to answer
                failure = failure or error
        raise failure or SearchUnavailable("no Meilisearch server is named")

    def _in_turn(self) -> list[MeiliEngine]:
        """The servers to ask, the best first; those known to be away last."""
        with self._lock:
            self._turn += 1
            turn = self._turn
        known = dict(self._watermarks)
        number = len(self._engines)

        def rank(at: int) -> tuple[bool, int, int]:
            engine = self._engines[at]
            return engine.link.breaker.refuses, -known.get(engine, -1), (at - turn) % number

        return [self._engines[at] for at in sorted(range(number), key=rank)]

    def _watch(self) -> None:
        with self._lock:
            if self._watching:
                return
            self._watching = True
        for engine in self._engines:
            thread = threading.Thread(
                target=self._look, args=(engine,), name=f"look at {engine.label}", daemon=True
            )
            thread.start()

    def _look(self, engine: MeiliEngine) -> None:
        while not self._ended.is_set():
            try:
                state = engine.state()
                self._watermarks[engine] = -1 if state is None else state.watermark
            except SearchUnavailable:
                self._watermarks.pop(engine, None)
            self._ended.wait(_LOOK_EVERY_SECONDS)
