"""PostgreSQL as a peer: several writers, a server that goes and comes back, one that hangs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from indexer.errors import StoreError
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore, Faults, database
from indexer.store.postgres import PatientConnection
from tests.builders import make_digest_text
from tests.conftest import SEEDS
from tests.servers import Postgres, missing
from web.app import create_app

ENTENTE = str(Path(sys.executable).parent / "entente")
WHOLE = Faults((), ())
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A cluster of these tests' own, since they kill it."""
    binaries = Postgres.binaries()
    if binaries is None:
        missing(Postgres.how_to_get)
    with Postgres(binaries) as started:
        yield started


@pytest.fixture
def url(server: Postgres) -> str:
    return server.new_database()


@pytest.fixture
def store(url: str) -> Iterator[EventStore]:
    opened = EventStore(url)
    yield opened
    opened.close()


def take(store: EventStore, number: int) -> None:
    item = (f"Japan met in Tokyo {number}", f"Japan spoke of space on April {number}.")
    text_of = make_digest_text(item, title=f"US-Japan Alliance Digest Vol 2.{number}")
    assert Ingest(store, 10_000).file(text_of, SourceHints("x.txt")).error is None


def test_two_processes_ingest_the_same_issues_at_once(url: str, tmp_path: Path) -> None:
    """Into a new database: one of them makes the tables; every issue is there once."""
    files = sorted(SEEDS.glob("*.txt"))[:3]
    writers = [
        subprocess.Popen(
            [ENTENTE, "ingest", *map(str, files)],
            env={"ENTENTE_DATABASE_URL": url, "ENTENTE_DATA_DIR": str(tmp_path / name)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]
    ended = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], ended
    store = EventStore(url)
    assert store.faults() == WHOLE
    held = store.coverage()
    created = sum(1 for change in store.changes(since=0, limit=10_000) if change.event_id)
    assert held.digests == len(files)
    assert created == held.events
    store.close()


def test_a_server_that_is_killed_and_comes_back(server: Postgres, store: EventStore) -> None:
    """Reading and writing say so meanwhile, and go on by themselves; nothing is lost."""
    take(store, 7)
    engine = TantivyEngine(None)
    with TestClient(create_app(Settings(), store=store, engine=engine)) as client:
        assert client.get("/api/v1/digests/usjad-2-7").status_code == 200
        server.kill()
        answer = client.get("/api/v1/digests/usjad-2-7")
        assert answer.status_code == 503
        assert answer.json()["type"] == "/problems/store-unavailable"
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json()["errors"][0]["part"] == "store"
        with pytest.raises(StoreError):
            take(store, 8)
        server.start()
        assert client.get("/api/v1/digests/usjad-2-7").status_code == 200
    take(store, 8)
    assert store.faults() == WHOLE
    assert store.coverage().digests == 2
    engine.close()


def test_killed_while_an_issue_is_written_nothing_of_it_is_stored(
    server: Postgres, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction ends with the server; the same issue is taken afterwards."""
    take(store, 7)
    before = store.version()

    def killed(*_: object, **__: object) -> None:
        server.kill()

    with monkeypatch.context() as patched:
        patched.setattr("indexer.store.ledger.Ledger.flush", killed)
        with pytest.raises(StoreError):
            take(store, 8)
    server.start()
    assert store.version() == before
    take(store, 8)
    assert store.faults() == WHOLE


def test_a_server_that_hangs_is_given_up(
    server: Postgres, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that has taken the question; afterwards all is as before."""
    take(store, 7)
    monkeypatch.setattr(PatientConnection, "patience", 0.3)
    with server.hanging(), pytest.raises(StoreError, match=r"not answered|timeout"):
        store.ping()
    store.ping()
    assert store.coverage().digests == 1


def test_connections_are_bounded(
    url: str, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds none free is told so, and is served when one is."""
    del server
    monkeypatch.setattr(database, "_POOL", 2)
    monkeypatch.setattr(database, "_POOL_SECONDS", 0.1)
    store = EventStore(url)
    with store.snapshot() as first, store.snapshot() as second:
        assert first.execute(text("SELECT 1")).scalar() == 1
        assert second.execute(text("SELECT 1")).scalar() == 1
        with pytest.raises(StoreError):
            store.ping()
    store.ping()
    store.close()
