"""Searches that hang hold a place each, and nothing that needs no search waits for one."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from api.rest.middleware.apart import AT_ONCE
from indexer.search.query import EventPage, EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.app import create_app

SEARCHES = 2 * AT_ONCE
PATIENCE_S = 30


class Door:
    """Where searches wait until it is opened."""

    def __init__(self, engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting = threading.Semaphore(0)
        self.opened = threading.Event()
        self._lock = threading.Lock()
        self.inside = self.most = 0
        search = engine.search

        def held(query: EventQuery) -> EventPage:
            with self._lock:
                self.inside += 1
                self.most = max(self.most, self.inside)
            self.waiting.release()
            assert self.opened.wait(PATIENCE_S)
            with self._lock:
                self.inside -= 1
            return search(query)

        monkeypatch.setattr(engine, "search", held)


@pytest.fixture
def client(seeded: tuple[EventStore, TantivyEngine], settings: Settings) -> Iterator[TestClient]:
    store, engine = seeded
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


def test_everything_else_is_answered_while_searches_hang(
    client: TestClient,
    seeded: tuple[EventStore, TantivyEngine],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many as have a place are in the engine; the others wait, and are answered in the end."""
    event = next(seeded[0].iter_events())
    client.get("/about")  # what is made once is made
    door = Door(seeded[1], monkeypatch)
    with ThreadPoolExecutor(SEARCHES) as asking, ThreadPoolExecutor(1) as beside:
        found = [asking.submit(client.get, f"/api/v1/events?q=space{n}") for n in range(SEARCHES)]
        try:
            for _ in range(AT_ONCE):
                assert door.waiting.acquire(timeout=PATIENCE_S)
            for path in (
                "/healthz",
                "/metrics",
                f"/api/v1/events/{event.id}",
                f"/events/{event.id}",
                f"/api/v1/digests/{event.digest.id}",
                "/digests",
                "/api/v1/changes",
                "/upcoming",
                "/about",
            ):
                answer = beside.submit(client.get, path).result(PATIENCE_S)
                assert (path, answer.status_code) == (path, 200)
            assert not any(one.done() for one in found)
        finally:
            door.opened.set()
        assert [one.result(PATIENCE_S).status_code for one in found] == [200] * SEARCHES
    assert door.most == AT_ONCE
