"""Stores that earlier versions made are opened by this one, and hold what they held."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from indexer import related
from indexer.search import sync
from indexer.search.query import EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.builders import words

STORES = Path(__file__).parents[1] / "fixtures" / "stores"
FORMATS = sorted(path.name.partition(".")[0] for path in STORES.glob("*.sql.gz"))


def loaded(version: str, folder: Path) -> tuple[EventStore, list[tuple[str, str]]]:
    """The store of an earlier version, opened, and the events that its tables held."""
    path = folder / f"{version}.db"
    database = sqlite3.connect(path)
    database.executescript(gzip.decompress((STORES / f"{version}.sql.gz").read_bytes()).decode())
    held = database.execute("SELECT id, headline FROM event ORDER BY id").fetchall()
    found = database.execute("SELECT version_num FROM alembic_version").fetchone()
    database.close()
    assert found == (version,)
    return EventStore(f"sqlite:///{path}"), held


@pytest.mark.parametrize("version", FORMATS)
def test_a_store_of_an_earlier_version_is_brought_up_to_date(version: str, tmp_path: Path) -> None:
    """When it is opened: the same events, a chain that verifies, and an index that agrees."""
    store, held = loaded(version, tmp_path)
    assert sorted((event.id, event.headline) for event in store.iter_events()) == held
    assert held
    faults = store.faults()
    assert (faults.ledger, faults.projections) == ((), ())
    engine = TantivyEngine(None)
    sync.sync(store, engine)
    assert not sync.check(store, engine)
    assert not related.check(store)
    for event in store.iter_events():
        first = event.headline.split()[0]
        ids = {hit.id for hit in engine.search(EventQuery(terms=words(first))).hits}
        assert event.id in ids
    engine.close()
    store.close()


def test_the_first_release_is_among_them() -> None:
    """And forms that came later."""
    assert "0003" in FORMATS
    assert len(FORMATS) > 4
