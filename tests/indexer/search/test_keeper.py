"""An embedded index over which several processes stand is kept up to the ledger by one of them."""

import threading
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.keeper import IndexKeeper
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.here import entente
from tests.indexer.search.issues import CHIPS, SPACE

PATIENCE_S = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def stored(store: EventStore, *items: tuple[str, str]) -> None:
    Ingest(store, 1_000_000).file(make_digest_text(*items), SourceHints(origin="vol-2-07.txt"))


def test_what_another_process_stores_becomes_searchable(store: EventStore, folder: Path) -> None:
    """Without being asked, from an index that is not there yet on."""
    engine = TantivyEngine(folder)
    applied = threading.Event()
    for name in ("rebuild", "apply"):

        def seen(*arguments: Any, name: str = name) -> None:
            getattr(TantivyEngine, name)(engine, *arguments)
            if not sync.lag(store, engine.state()):
                applied.set()

        setattr(engine, name, seen)
    stored(store, SPACE)
    with IndexKeeper(store, engine, folder).running():
        assert applied.wait(PATIENCE_S)
    assert sync.lag(store, engine.state()) == 0
    assert not sync.check(store, engine)


def test_only_one_writes_at_a_time(store: EventStore, folder: Path) -> None:
    """The others leave it to the one that holds the lock, and take over when that lets go."""
    stored(store, SPACE)
    engine = TantivyEngine(folder)
    keeper = IndexKeeper(store, engine, folder)
    folder.mkdir()
    with FileLock(folder / "sync.lock"):
        assert not keeper.catch_up(wait_seconds=0)
        assert engine.state() is None
    assert keeper.catch_up(wait_seconds=0)
    assert sync.lag(store, engine.state()) == 0


def test_threads_that_catch_up_together_leave_nothing_behind(
    store: EventStore, folder: Path
) -> None:
    """Each over an engine of its own, as processes have them."""
    stored(store, SPACE)
    keepers = [IndexKeeper(store, TantivyEngine(folder), folder) for _ in range(4)]
    threads = [threading.Thread(target=keeper.catch_up) for keeper in keepers]
    stored(store, SPACE, CHIPS)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    engine = TantivyEngine(folder)
    assert sync.lag(store, engine.state()) == 0
    assert not sync.check(store, engine)


@pytest.mark.parametrize(
    "command",
    [
        ("sync",),
        ("reindex",),
        ("purge", "usjad-2-7", "--reason", "Asked"),
        ("restore", "--replace", "backup.zip"),
        ("ingest", "vol-2-08.txt"),
    ],
    ids=lambda command: command[0],
)
def test_no_command_writes_the_index_while_another_process_does(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was to store is stored; it says that the index is not up to that."""
    for name, number in (("vol-2-07.txt", 7), ("vol-2-08.txt", 8)):
        title = f"US-Japan Alliance Digest Vol 2.{number}"
        (tmp_path / name).write_bytes(make_digest_text(SPACE, title=title))
    assert entente("ingest", "vol-2-07.txt", cwd=tmp_path).returncode == 0
    assert entente("backup", "backup.zip", cwd=tmp_path).returncode == 0
    index = tmp_path / "var" / "index"
    before = TantivyEngine(index).state()
    monkeypatch.setattr("indexer.search.keeper._PATIENCE_SECONDS", 0.05)
    with FileLock(index / "sync.lock"):
        told = entente(*command, cwd=tmp_path)
        assert "another process is writing to the search index" in told.stderr
        assert TantivyEngine(index).state() == before
    assert entente("sync", cwd=tmp_path).returncode == 0
    assert entente("check", cwd=tmp_path).returncode == 0
