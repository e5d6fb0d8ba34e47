"""Paging while a writer works: each event exactly once, or a clear word that it cannot be."""

import threading
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from web.app import create_app

_ISSUES = 12


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    free = settings.model_copy(update={"rate_limit": ""})
    take(store, engine, 1)
    with TestClient(create_app(free, store=store, engine=engine)) as opened:
        yield opened


def take(store: EventStore, engine: TantivyEngine, number: int) -> None:
    items = ((f"Talks {number}-{n} held", f"Talks {number}-{n} on April 3.") for n in range(6))
    data = make_digest_text(*items, title=f"US-Japan Alliance Digest Vol 2.{number}")
    assert Ingest(store, 1_000_000).file(data, SourceHints("digest.txt")).error is None
    sync.sync(store, engine)


def read_through(client: TestClient) -> tuple[list[str], int] | None:
    """Every id from the first page to the last, and the total; None where a cursor expired."""
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"/api/v1/events?q=talks&limit=2{cursor}")
        if answer.status_code == 410:
            assert "search again" in answer.json()["detail"]
            return None
        page = answer.json()
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return found, page["total"]
        cursor = f"&cursor={page['next']}"


def test_a_reader_beside_a_writer_misses_nothing_and_sees_nothing_twice(
    client: TestClient, store: EventStore, engine: TantivyEngine
) -> None:
    """Readings that end are whole; the others were told that their cursor expired."""
    started = threading.Event()

    def write() -> None:
        for number in range(2, _ISSUES + 1):
            take(store, engine, number)
            started.set()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    while writer.is_alive():
        reading = read_through(client)
        if reading is not None:
            found, total = reading
            assert len(found) == len(set(found)) == total
    writer.join()
    last = read_through(client)
    assert last is not None
    assert len(set(last[0])) == len(last[0]) == last[1] == 6 * _ISSUES
