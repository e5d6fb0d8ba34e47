"""Ledger to index: nothing is lost, differences are named and repaired."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import pytest

from indexer.errors import SearchUnavailable
from indexer.search import sync
from indexer.search.document import SCHEMA_VERSION, EventDocument
from indexer.search.port import IndexState
from indexer.search.query import EventQuery
from indexer.search.tantivy import engine as tantivy_engine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.search.tantivy.files import new_generation
from indexer.store import EventStore
from tests.builders import make_document, words
from tests.databases import on_both_when_long
from tests.indexer.search.issues import CHIPS, SPACE, TEST, ingest

database = on_both_when_long


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


def test_what_is_written_during_a_reindex_is_there_after_the_swap(
    store: EventStore, engine: TantivyEngine
) -> None:
    """Added and deleted; no search in between runs without either."""
    ingest(store, SPACE, TEST)
    sync.sync(store, engine)
    totals = []

    def meanwhile(done: int) -> None:
        if done == 1:
            ingest(store, TEST, CHIPS)
        totals.append(engine.search(EventQuery()).total)

    result = sync.reindex(store, engine, meanwhile)
    assert result.watermark == store.head()
    assert set(totals) == {2}
    assert engine.state() == IndexState(SCHEMA_VERSION, store.head())
    assert not sync.check(store, engine)
    assert engine.search(EventQuery(terms=words("semiconductors"))).total == 1
    assert engine.search(EventQuery(terms=words("dialogue"))).total == 0


def test_a_damaged_index_is_built_anew(store: EventStore, tmp_path: Path) -> None:
    """Whichever of its files is cut, emptied, overwritten or gone; never a crash."""
    folder = tmp_path / "index"
    ingest(store, SPACE, TEST)
    sync.sync(store, TantivyEngine(folder))
    kinds = {path.suffix or path.name for path in folder.rglob("*") if path.is_file()}
    assert len(kinds) > 8
    for kind, harm in zip(
        sorted(kinds), cycle((_cut, _emptied, _overwritten, Path.unlink)), strict=False
    ):
        harm(next(one for one in folder.rglob("*") if (one.suffix or one.name) == kind))
        engine = TantivyEngine(folder)
        with suppress(SearchUnavailable):
            engine.search(EventQuery(facets=("country",)))
        sync.mend(store, engine)
        sync.prove_one(store, engine)
        assert engine.search(EventQuery(facets=("country",))).total == 2, (kind, harm)
        assert not sync.check(store, engine), (kind, harm)


def _cut(path: Path) -> None:
    _replaced(path, path.read_bytes()[: path.stat().st_size // 2])


def _emptied(path: Path) -> None:
    _replaced(path, b"")


def _overwritten(path: Path) -> None:
    _replaced(path, bytes(255 - byte for byte in path.read_bytes()))


def _replaced(path: Path, data: bytes) -> None:
    """Other bytes under the name, as whoever opens it next finds them.

    Not in place: the engine of the step before still maps the file, and a mapping that is cut short
    under a library's own thread ends the whole process (SIGBUS).
    """
    damaged = path.with_name(f"{path.name}.damaged")
    damaged.write_bytes(data)
    damaged.replace(path)


def test_generations_that_nobody_needs_are_swept(store: EventStore, tmp_path: Path) -> None:
    """What a killed rebuild left goes; what another is building stays."""
    folder = tmp_path / "index"
    engine = TantivyEngine(folder)
    ingest(store, SPACE)
    sync.sync(store, engine)
    (folder / "gen-killed").mkdir()
    (folder / "gen-killed" / "half.store").write_bytes(b"half")
    with new_generation(folder) as building:
        assert engine.fault() is None
        assert building.is_dir()
        assert not (folder / "gen-killed").exists()
        assert engine.search(EventQuery()).total == 1
    engine.fault()
    assert len([path for path in folder.glob("gen-*") if path.is_dir()]) == 1


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
