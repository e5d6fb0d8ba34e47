"""Ledger to index: apply what is new, rebuild beside and swap, name every difference."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer import related
from indexer.models import Change
from indexer.search.document import SCHEMA_VERSION, EventDocument, event_document
from indexer.search.port import IndexState, SearchEngine
from indexer.store import EventStore

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
    goes on where this one stopped, and applying a row twice changes nothing.
    """
    related.follow(store, waiting=waiting)
    state = engine.state()
    head = store.head()
    if state is None or state.schema_version != SCHEMA_VERSION or state.watermark > head:
        return reindex(store, engine)
    applied = 0
    watermark = state.watermark
    while changes := store.changes(since=watermark, limit=_BATCH):
        watermark = changes[-1].seq
        _apply(store, engine, changes, watermark)
        applied += len(changes)
    return SyncResult(rebuilt=False, applied=applied, watermark=watermark)


def reindex(
    store: EventStore, engine: SearchEngine, progress: Progress | None = None
) -> SyncResult:
    """Build the index anew beside the present one, then swap."""
    # Taken before reading: what is written meanwhile is applied again by the next sync.
    head = store.head()
    engine.rebuild(_documents(store, progress), head)
    return SyncResult(rebuilt=True, applied=0, watermark=head)


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
    state = engine.state()
    wrong = [*differences.missing, *differences.stale]
    for at in range(0, max(1, len(wrong)), _BATCH):
        engine.apply(
            [event_document(event) for event in store.events(wrong[at : at + _BATCH])],
            differences.extra if at == 0 else (),
            state.watermark if state is not None else 0,
        )


def _apply(store: EventStore, engine: SearchEngine, changes: list[Change], watermark: int) -> None:
    """Bring every event named to what the store says now, whatever the rows said then."""
    ids = list(dict.fromkeys(change.event_id for change in changes if change.event_id))
    living = store.events(ids)
    gone = set(ids) - {event.id for event in living}
    engine.apply([event_document(event) for event in living], sorted(gone), watermark)


def _documents(store: EventStore, progress: Progress | None) -> Iterator[EventDocument]:
    for done, event in enumerate(store.iter_events(), start=1):
        if progress is not None:
            progress(done)
        yield event_document(event)
