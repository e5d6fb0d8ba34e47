"""Ledger to index: nothing is lost, differences are named and repaired."""

from collections.abc import Iterable

import pytest

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.document import EventDocument
from indexer.search.query import EventQuery
from indexer.search.tantivy import engine as tantivy_engine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.builders import make_digest_text, make_document

SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
TEST = ("North Korea tests missile", "North Korea fired a missile on April 13; Japan was alert.")


def ingest(store: EventStore, *items: tuple[str, str]) -> None:
    report = Ingest(store, 10_000, allow_shorter=True).file(
        make_digest_text(*items), SourceHints("digest.txt")
    )
    assert report.error is None


def test_the_first_sync_builds_and_later_ones_apply(
    store: EventStore, engine: TantivyEngine
) -> None:
    """Each goes on from the watermark."""
    ingest(store, SPACE)
    assert sync.sync(store, engine).rebuilt
    ingest(store, SPACE, TEST)
    result = sync.sync(store, engine)
    assert (result.rebuilt, result.applied, result.watermark) == (False, 2, 4)
    assert engine.search(EventQuery()).total == 2
    assert sync.sync(store, engine).applied == 0
    assert not sync.check(store, engine)


def test_deleted_events_leave_the_index(store: EventStore, engine: TantivyEngine) -> None:
    """And changed ones are found by their new words."""
    ingest(store, SPACE, TEST)
    sync.sync(store, engine)
    ingest(store, (SPACE[0], SPACE[1].replace("Tokyo", "Nagoya")))
    sync.sync(store, engine)
    assert engine.search(EventQuery()).total == 1
    assert not sync.check(store, engine)


def test_check_names_every_difference_and_repair_mends_it(
    store: EventStore, engine: TantivyEngine
) -> None:
    """A document missing, one stale, one too many."""
    ingest(store, SPACE, TEST)
    sync.sync(store, engine)
    space, test = (event.id for event in store.iter_events())
    engine.apply([make_document(space), make_document("stranger")], [test], watermark=2)
    differences = sync.check(store, engine)
    assert (differences.missing, differences.stale, differences.extra) == (
        (test,),
        (space,),
        ("stranger",),
    )
    sync.repair(store, engine, differences)
    assert not sync.check(store, engine)


def test_an_index_of_another_schema_version_is_rebuilt(
    store: EventStore, engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the old one."""
    ingest(store, SPACE)
    sync.sync(store, engine)
    for module in (sync, tantivy_engine):
        monkeypatch.setattr(module, "SCHEMA_VERSION", 999)
    assert sync.sync(store, engine).rebuilt
    assert engine.search(EventQuery()).total == 1


def test_an_index_ahead_of_its_store_is_rebuilt(store: EventStore, engine: TantivyEngine) -> None:
    """The store was restored from an older copy."""
    engine.rebuild([make_document("ghost")], watermark=500)
    ingest(store, SPACE)
    assert sync.sync(store, engine).rebuilt
    assert not sync.check(store, engine)


class _Dying(TantivyEngine):
    """Dies after the documents are in and before the watermark is written."""

    armed = True

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        state = self.state()
        assert state is not None
        super().apply(upserts, deletes, state.watermark if self.armed else watermark)
        if self.armed:
            raise KeyboardInterrupt


def test_killed_between_documents_and_watermark_nothing_is_lost(store: EventStore) -> None:
    """The rows are applied again, which changes nothing."""
    engine = _Dying(None)
    ingest(store, SPACE)
    sync.sync(store, engine)
    ingest(store, SPACE, TEST)
    with pytest.raises(KeyboardInterrupt):
        sync.sync(store, engine)
    assert sync.lag(store, engine.state()) == 2
    engine.armed = False
    assert sync.sync(store, engine).applied == 2
    assert not sync.check(store, engine)
    engine.close()
