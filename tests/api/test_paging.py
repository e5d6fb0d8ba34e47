"""Paging while a writer works: each event exactly once, or a clear word that it cannot be."""

import re
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


def read_through(client: TestClient, search: str) -> tuple[list[str], int] | None:
    """Every id from the first page to the last, and the total; None where a cursor expired."""
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"/api/v1/events?{search}&limit=2{cursor}")
        if answer.status_code == 410:
            assert "search again" in answer.json()["detail"]
            assert answer.json()["type"] == "/problems/cursor-expired"
            return None
        page = answer.json()
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return found, page["total"]
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
def test_a_reader_beside_a_writer_misses_nothing_and_sees_nothing_twice(
    client: TestClient, store: EventStore, engine: TantivyEngine, order: str
) -> None:
    """By date every reading ends; by relevance some are told that their cursor expired."""
    search = f"q=talks&sort={order}"
    started = threading.Event()

    def write() -> None:
        for number in range(2, _ISSUES + 1):
            take(store, engine, number)
            started.set()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    first = set()
    while writer.is_alive():
        reading = read_through(client, search)
        assert reading is not None or order == "relevance"
        if reading is not None:
            found, total = reading
            assert len(found) == len(set(found))
            # What was there before is met by every later reading.
            assert first <= set(found)
            first = set(found)
            assert order != "relevance" or len(found) == total
    writer.join()
    last = read_through(client, search)
    assert last is not None
    assert len(set(last[0])) == len(last[0]) == last[1] == 6 * _ISSUES


def test_a_deleted_event_and_an_expired_cursor_are_told_apart(
    client: TestClient, store: EventStore, engine: TantivyEngine
) -> None:
    """Both are 410, of two types; a cursor by date goes on."""
    by_words = client.get("/api/v1/events?q=talks&limit=2").json()["next"]
    by_date = client.get("/api/v1/events?limit=2").json()
    gone = by_date["items"][0]["id"]
    items = [(f"Talks 1-{n} held", f"Talks 1-{n} on April 3.") for n in range(6)]
    kept = [item for item in items if item[0] != by_date["items"][0]["headline"]]
    data = make_digest_text(*kept, title="US-Japan Alliance Digest Vol 2.1")
    Ingest(store, 1_000_000, allow_shorter=True).file(data, SourceHints("digest.txt"))
    sync.sync(store, engine)
    expired = client.get(f"/api/v1/events?q=talks&limit=2&cursor={by_words}")
    assert (expired.status_code, expired.json()["type"]) == (410, "/problems/cursor-expired")
    deleted = client.get(f"/api/v1/events/{gone}")
    assert (deleted.status_code, deleted.json()["type"]) == (410, "/problems/gone")
    after = client.get(f"/api/v1/events?limit=9&cursor={by_date['next']}").json()
    assert len(after["items"]) == 4


class TestPagesOfTheSite:
    def test_a_page_has_an_address_that_lasts(
        self, client: TestClient, store: EventStore, engine: TantivyEngine
    ) -> None:
        """Whatever was written since."""
        first = client.get("/?q=talks&limit=2").text
        assert 'rel="next" href="/?q=talks&amp;limit=2&amp;page=2"' in first
        take(store, engine, 2)
        second = client.get("/?q=talks&limit=2&page=2")
        assert second.status_code == 200
        assert "showing 3–4" in second.text
        assert 'rel="prev" href="/?q=talks&amp;limit=2"' in second.text

    def test_a_page_beyond_the_last_shows_the_last(self, client: TestClient) -> None:
        """A bookmark of page 9 still leads to events; without any there is one page."""
        answer = client.get("/?q=talks&limit=4&page=9")
        assert answer.status_code == 200
        assert "showing 5–6" in answer.text
        assert client.get("/?q=xyzzy&page=3").status_code == 200

    def test_a_filter_leads_back_to_the_first_page(self, client: TestClient) -> None:
        """Only the links between pages name one."""
        page = client.get("/?q=talks&limit=2&page=2").text
        links = re.findall(r"<a [^>]*[?;&]page=(\d+)", page)
        assert set(links) == {"3"}
