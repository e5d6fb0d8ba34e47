"""Shared fixtures.

Policy: a test gets real parts. Stores are SQLite files in a folder of the test's own, engines are
the embedded one in memory; Meilisearch, PostgreSQL and Chromium are real programs, started once a
run on free ports and ended by their own process id. Whatever changes data gets a store of its own;
tests that only read share one that holds a series of ``seed_data``. New stores copy what the
migrations make once a run. No test reads the environment.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.search import sync
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.databases import POSTGRESQL, SQLITE
from tests.migrated import copy_what_migrations_make
from tests.seeds import SEEDS, ingest_seeds
from tests.servers import PATIENT, Meilisearch, Postgres, missing
from web.app import create_app

__all__ = ["LABELS", "SEEDS", "ingest_seeds"]
LABELS = Path(__file__).parent / "labels" / "us-japan-alliance-digest"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set must not reach a test."""
    for name in list(os.environ):
        if name.startswith("ENTENTE_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _new_stores() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        copy_what_migrations_make(patch)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def database() -> str:
    """Which database `store` is in; modules that run on both say so (`tests.databases`)."""
    return SQLITE


@pytest.fixture
def store_url(settings: Settings, database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of `store`, for who opens it a second time."""
    if database == SQLITE:
        yield settings.store_url
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.new_store() as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[EventStore]:
    opened = EventStore(store_url)
    yield opened
    opened.close()


@pytest.fixture
def database_files(
    settings: Settings, database: str, request: pytest.FixtureRequest
) -> Callable[[], list[Path]]:
    """Gives every file in which the database of `store` keeps what it holds."""

    def found() -> list[Path]:
        folder = settings.data_dir
        if database == POSTGRESQL:
            server: Postgres = request.getfixturevalue("postgres")
            folder = server.data_files()
        return [path for path in folder.rglob("*") if path.is_file()]

    return found


@pytest.fixture
def engine() -> Iterator[TantivyEngine]:
    opened = TantivyEngine(None)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EventStore, TantivyEngine]]:
    """Store and engine with all seed data; for reading only."""
    folder = tmp_path_factory.mktemp("seeded")
    store = EventStore(f"sqlite:///{folder / 'entente.db'}")
    ingest_seeds(store)
    engine = TantivyEngine(None)
    sync.sync(store, engine)
    yield store, engine
    engine.close()
    store.close()


@pytest.fixture(scope="session")
def seeded_server(
    seeded: tuple[EventStore, TantivyEngine], meilisearch: Meilisearch
) -> Iterator[MeiliEngine]:
    """The same seed data on Meilisearch; for reading only."""
    index = f"seeded-{secrets.token_hex(4)}"
    engine = MeiliEngine(meilisearch.url, meilisearch.master_key, index, PATIENT)
    sync.sync(seeded[0], engine)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def client(
    seeded: tuple[EventStore, TantivyEngine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """The whole application over the seed data; for reading only."""
    store, engine = seeded
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("client"), rate_limit="", allowed_hosts="testserver"
    )
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


@pytest.fixture(scope="session")
def meilisearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meilisearch]:
    """A real Meilisearch server of this run's own."""
    binary = Meilisearch.binary()
    if binary is None:
        missing(Meilisearch.how_to_get)
    with Meilisearch(binary, tmp_path_factory.mktemp("meilisearch")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL cluster of this run's own."""
    binaries = Postgres.binaries()
    if binaries is None:
        missing(Postgres.how_to_get)
    with Postgres(binaries) as server:
        yield server
