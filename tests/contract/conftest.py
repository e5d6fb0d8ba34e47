"""The engines under contract: the embedded one always, Meilisearch where it is installed."""

import secrets
from collections.abc import Iterator

import pytest

from api.knowledge.service import EventService
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.port import SearchEngine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.servers import PATIENT

BOTH = ["tantivy", pytest.param("meilisearch", marks=pytest.mark.meilisearch)]


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    """An engine with an index of its own, still missing."""
    if request.param == "tantivy":
        opened: SearchEngine = TantivyEngine(None)
    else:
        server = request.getfixturevalue("meilisearch")
        opened = MeiliEngine(server.url, server.master_key, f"test-{secrets.token_hex(6)}", PATIENT)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=BOTH)
def service(
    request: pytest.FixtureRequest, seeded: tuple[EventStore, TantivyEngine]
) -> EventService:
    """The seed base, asked through one engine; for reading only."""
    store, embedded = seeded
    if request.param == "tantivy":
        return EventService(store, embedded)
    return EventService(store, request.getfixturevalue("seeded_server"))
