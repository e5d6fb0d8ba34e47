"""Stores that earlier versions made are opened by this one, and hold what they held."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from indexer import related
from indexer.errors import Conflict, InputError
from indexer.ingest.acts import Editor
from indexer.ingest.editing import correct
from indexer.ingest.edits import HeadlineEdit
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.query import EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore, Faults
from indexer.store.database import newest
from indexer.store.versions import OLDEST, downgrade_store, version_at
from tests.builders import make_digest_text, words
from tests.here import entente

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


def test_every_form_is_among_them() -> None:
    """From the very first on."""
    assert {"0001", "0002", "0003"} < set(FORMATS)
    assert len(FORMATS) > 6


def shape(path: Path) -> dict[str, list[str]]:
    """Tables and the names of their columns."""
    database = sqlite3.connect(path)
    names = [
        row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    found = {
        name: sorted(row[1] for row in database.execute(f"PRAGMA table_info({name})"))
        for name in names
    }
    database.close()
    return found


@pytest.mark.parametrize("version", [one for one in FORMATS if one >= OLDEST and one != newest()])
def test_tables_are_taken_back_and_brought_forward_again(version: str, tmp_path: Path) -> None:
    """To the form that they had; every event is there on the way back and afterwards."""
    store, held = loaded(version, tmp_path)
    store.close()
    settings = {"ENTENTE_DATABASE_URL": f"sqlite:///{tmp_path / version}.db"}
    done = entente("downgrade", version, cwd=tmp_path, **settings)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert f"tables {newest()} -> {version}" in done.stdout
    before = tmp_path / "before.db"
    fresh = sqlite3.connect(before)
    fresh.executescript(gzip.decompress((STORES / f"{version}.sql.gz").read_bytes()).decode())
    fresh.close()
    assert shape(tmp_path / f"{version}.db") == shape(before)
    database = sqlite3.connect(tmp_path / f"{version}.db")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("SELECT id, headline FROM event ORDER BY id").fetchall() == held
    database.close()
    assert entente("upgrade", "--check", cwd=tmp_path, **settings).returncode == 1
    assert f"{version} -> {newest()}" in entente("upgrade", cwd=tmp_path, **settings).stdout
    assert entente("upgrade", "--check", cwd=tmp_path, **settings).returncode == 0
    again = EventStore(settings["ENTENTE_DATABASE_URL"])
    assert again.faults() == Faults((), ())
    assert sorted((event.id, event.headline) for event in again.iter_events()) == held
    again.close()


def test_what_would_be_lost_keeps_the_tables_as_they_are(store: EventStore) -> None:
    """It is named; so is a version that there was never, or to which there is no way."""
    Ingest(store, 100_000).file(make_digest_text(("Talks", "Japan met.")), SourceHints("x.txt"))
    event = next(iter(store.iter_events()))
    correct(store, event.id, HeadlineEdit("Talks held"), Editor("Ann", "It was in the past."))
    store.purge(event.id, reason="Court order")
    url = store._engine.url.render_as_string(hide_password=False)
    with pytest.raises(Conflict, match="2 rows of takedown"):
        downgrade_store(url, "0010")
    with pytest.raises(Conflict, match=r"values of change\.editor"):
        downgrade_store(url, "0013")
    for version, told in (("0003", "restore the backup"), ("0099", "no version of the tables")):
        with pytest.raises(InputError, match=told):
            downgrade_store(url, version)
    assert version_at(url) == newest()
    assert store.faults() == Faults((), ())
