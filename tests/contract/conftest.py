"""The engine under contract: the embedded one always, Meilisearch where it is installed."""

import secrets
from collections.abc import Iterator

import pytest

from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.port import SearchEngine
from indexer.search.tantivy.engine import TantivyEngine
from tests.servers import PATIENT


@pytest.fixture(params=["tantivy", pytest.param("meilisearch", marks=pytest.mark.meilisearch)])
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    """An engine with an index of its own, still missing."""
    if request.param == "tantivy":
        opened: SearchEngine = TantivyEngine(None)
    else:
        server = request.getfixturevalue("meilisearch")
        opened = MeiliEngine(server.url, server.master_key, f"test-{secrets.token_hex(6)}", PATIENT)
    yield opened
    opened.close()
