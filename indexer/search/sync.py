"""Ledger to index: apply what is new, rebuild beside and swap, name every difference."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer import related
from indexer.errors import IndexMissing, SearchUnavailable
from indexer.models import Change
from indexer.search.document import SCHEMA_VERSION, EventDocument, event_document
from indexer.search.port import Batch, IndexState, SearchEngine
from indexer.store import EventStore

_log = logging.getLogger(__name__)
_BATCH = 500

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Differences:
    """Where index and store disagree, by event id."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did: rebuilt or applied so many ledger rows, up to which one."""

    rebuilt: bool
    applied: int
    watermark: int


def lag(store: EventStore, state: IndexState | None) -> int:
    """How many ledger rows the index has not applied."""
    return store.head() - (state.watermark if state is not None else 0)


def sync(store: EventStore, engine: SearchEngine, *, waiting: bool = False) -> SyncResult:
    """Apply the ledger rows that index and related tables have not seen.

    An index of another version is rebuilt. The tables come first: they need no engine. With
    ``waiting`` somebody waits for the answer, see `indexer.related.follow`.

    Rows are applied in batches, each with its own watermark: killed at any point, the next sync
    goes on where this one stopped, and applying a row twice changes nothing. Where there are
    several indexes, one that is away does not keep the others from going on.
    """
    related.follow(store, waiting=waiting)
    return _each(engine, lambda part: follow_one(store, part))


def mend(store: EventStore, engine: SearchEngine) -> SyncResult:
    """Sync, and look whether each index is what its state says.

    One that is gone, damaged, or without its settings is rebuilt beside and swapped; one that
    holds more or fewer documents than there are events is compared and repaired.
    """
    related.follow(store)
    return _each(engine, lambda part: mend_one(store, part))


def reindex(
    store: EventStore, engine: SearchEngine, progress: Progress | None = None
) -> SyncResult:
    """Build every index anew beside the present one, then swap."""
    return _each(engine, lambda part: _rebuilt(store, part, progress))


def prove_one(store: EventStore, engine: SearchEngine) -> int:
    """Compare one index document by document, and put right what differs; how many did.

    Damage that only shows where every document is read makes it build the index anew.
    """
    try:
        differences = check(store, engine)
    except SearchUnavailable as error:
        if not engine.is_local:
            raise
        _log.warning("the index is built anew: %s", error)
        _rebuilt(store, engine)
        return 0
    if differences:
        repair(store, engine, differences)
    return len(differences.missing) + len(differences.stale) + len(differences.extra)


def short_of(store: EventStore, engine: SearchEngine) -> str | None:
    """How the number of documents differs from that of events, in words; None where it does not.

    An index that is behind the ledger may differ, and so may one that is written meanwhile.
    """
    head = store.head()
    events, documents = store.count_events(), engine.count()
    state = engine.state()
    if events == documents or state is None or not state.watermark == head == store.head():
        return None
    return f"the index holds {documents} documents, and there are {events} events"


def _each(engine: SearchEngine, do: Callable[[SearchEngine], SyncResult]) -> SyncResult:
    results, failures = [], []
    for part in engine.parts():
        try:
            results.append(do(part))
        except SearchUnavailable as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return SyncResult(
        rebuilt=any(result.rebuilt for result in results),
        applied=max(result.applied for result in results),
        watermark=min(result.watermark for result in results),
    )


def follow_one(store: EventStore, engine: SearchEngine) -> SyncResult:
    """Bring one index up to the ledger, and leave the related tables to whoever does them."""
    state = engine.state()
    head = store.head()
    if state is None or state.schema_version != SCHEMA_VERSION or state.watermark > head:
        return _rebuilt(store, engine)
    applied = 0
    watermark = state.watermark
    try:
        for batch in _batches(store, watermark):
            engine.apply(batch.upserts, batch.deletes, batch.watermark)
            applied += batch.watermark - watermark
            watermark = batch.watermark
    except IndexMissing:  # its state is there, and the index itself is not
        return _rebuilt(store, engine)
    return SyncResult(rebuilt=False, applied=applied, watermark=watermark)


def mend_one(store: EventStore, engine: SearchEngine) -> SyncResult:
    """Look one index over, put it right, and bring it up to the ledger."""
    if engine.state() is not None:
        fault = engine.fault()
        if fault is not None:
            _log.warning("the index is built anew: %s", fault)
            return _rebuilt(store, engine)
    result = follow_one(store, engine)
    different = short_of(store, engine)
    if different is not None:
        _log.warning("the index is compared and repaired: %s", different)
        repair(store, engine, check(store, engine))
    return result


def _rebuilt(
    store: EventStore, engine: SearchEngine, progress: Progress | None = None
) -> SyncResult:
    # Taken before reading: what is written meanwhile comes after the documents, and what is
    # written while the two are swapped is applied at once.
    head = store.head()
    engine.rebuild(_documents(store, progress), head, _batches(store, head))
    watermark = head
    for batch in _batches(store, _watermark(engine)):
        engine.apply(batch.upserts, batch.deletes, batch.watermark)
        watermark = batch.watermark
    return SyncResult(rebuilt=True, applied=0, watermark=max(watermark, _watermark(engine)))


def check(store: EventStore, engine: SearchEngine) -> Differences:
    """Compare every event with its document."""
    indexed = dict(engine.fingerprints())
    missing, stale = [], []
    for document in _documents(store, None):
        fingerprint = indexed.pop(document.id, None)
        if fingerprint is None:
            missing.append(document.id)
        elif fingerprint != document.fingerprint:
            stale.append(document.id)
    return Differences(tuple(missing), tuple(stale), tuple(sorted(indexed)))


def repair(store: EventStore, engine: SearchEngine, differences: Differences) -> None:
    """Put right what `check` named."""
    watermark = _watermark(engine)
    wrong = [*differences.missing, *differences.stale]
    for at in range(0, max(1, len(wrong)), _BATCH):
        engine.apply(
            [event_document(event) for event in store.events(wrong[at : at + _BATCH])],
            differences.extra if at == 0 else (),
            watermark,
        )


def _watermark(engine: SearchEngine) -> int:
    state = engine.state()
    return state.watermark if state is not None else 0


def _batches(store: EventStore, since: int) -> Iterator[Batch]:
    """What the rows after one come to, read when it is asked for."""
    while changes := store.changes(since=since, limit=_BATCH):
        since = changes[-1].seq
        yield _batch(store, changes)


def _batch(store: EventStore, changes: list[Change]) -> Batch:
    """Every event that rows name as the store has it now, whatever the rows said then."""
    ids = list(dict.fromkeys(change.event_id for change in changes if change.event_id))
    living = store.events(ids)
    gone = set(ids) - {event.id for event in living}
    upserts = tuple(event_document(event) for event in living)
    return Batch(upserts, tuple(sorted(gone)), changes[-1].seq)


def _documents(store: EventStore, progress: Progress | None) -> Iterator[EventDocument]:
    for done, event in enumerate(store.iter_events(), start=1):
        if progress is not None:
            progress(done)
        yield event_document(event)
