"""A browser before the editor's corner of an empty store, and keys to sign in with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.access import KeyRing
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.databases import on_both_when_long
from web.app import create_app

database = on_both_when_long


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", max_source_mb=1, rate_limit="")


@pytest.fixture
def browser(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """A browser before the application over an empty store of the test's own."""
    sync.sync(store, engine)
    app = create_app(settings, store=store, engine=engine)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def key_for(store: EventStore) -> Callable[..., str]:
    """Makes keys with some scopes."""
    ring = KeyRing(store)
    return lambda *scopes: ring.create("News desk", frozenset(scopes))[1]
