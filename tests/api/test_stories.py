"""Stories over HTTP: all of them once, with their gaps; former names lead on."""

from datetime import date
from itertools import pairwise

from fastapi.testclient import TestClient
from sqlalchemy import insert

from indexer import related
from indexer.related.tables import ALIAS
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.seeds import ingest_seeds
from web.app import create_app

STORIES = "/api/v1/stories"


def test_every_story_stands_on_one_page_that_with_the_latest_event_first(
    client: TestClient,
) -> None:
    """Whatever the size of a page."""
    whole = client.get(f"{STORIES}?limit=200").json()
    assert whole["total"] == len(whole["items"]) > 1
    pieces = [
        item
        for offset in range(0, whole["total"], 3)
        for item in client.get(f"{STORIES}?limit=3&offset={offset}").json()["items"]
    ]
    assert pieces == whole["items"]
    assert all(item["id"] == item["first"]["id"] for item in pieces)
    assert all(item["title"] == item["first"]["headline"] for item in pieces)
    issued = [
        client.get(f"/api/v1/digests/{item['latest']['digest_id']}").json()["issue_date"]
        for item in pieces
    ]
    assert issued == sorted(issued, reverse=True)


def test_a_story_tells_its_events_and_the_days_between_them(client: TestClient) -> None:
    """From the end of one to the first day of the next, also across pages."""
    longest = max(client.get(STORIES).json()["items"], key=lambda item: item["total"])
    story = client.get(f"{STORIES}/{longest['id']}").json()
    events = story["events"]
    assert (story["total"], len(events)) == (longest["total"], longest["total"])
    assert (events[0]["id"], events[-1]["id"]) == (story["first"]["id"], story["latest"]["id"])
    assert events[0]["gap"] is None
    for before, after in pairwise(events):
        apart = date.fromisoformat(after["day"]) - date.fromisoformat(before["end"])
        assert after["gap"] == max(0, apart.days)
    rest = client.get(f"{STORIES}/{longest['id']}?offset=1&limit=1").json()["events"]
    assert rest == events[1:2]


def test_an_event_leads_to_its_story(client: TestClient) -> None:
    """Permanently, with what was asked; as the event's own page says it."""
    story = client.get(STORIES).json()["items"][0]
    later = story["latest"]["id"]
    answer = client.get(f"{STORIES}/{later}?limit=1", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{STORIES}/{story['id']}?limit=1"
    thread = client.get(f"/api/v1/events/{later}").json()["thread"]
    assert [one["id"] for one in thread] == [
        one["id"] for one in client.get(f"{STORIES}/{later}").json()["events"]
    ]


def test_the_name_of_a_joined_story_goes_on_leading(settings: Settings) -> None:
    """To the story that its events are in now."""
    store, engine = EventStore(settings.store_url), TantivyEngine(None)
    ingest_seeds(store)
    related.follow(store)
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        story = client.get(STORIES).json()["items"][0]
        with store.tables() as connection:
            connection.execute(
                insert(ALIAS).values(id="usjad-0-1-former", event_id=story["latest"]["id"])
            )
            connection.commit()
        answer = client.get(f"{STORIES}/usjad-0-1-former", follow_redirects=False)
    engine.close()
    store.close()
    assert (answer.status_code, answer.headers["location"]) == (308, f"{STORIES}/{story['id']}")


def test_what_was_never_a_story_is_not_found(client: TestClient) -> None:
    """Named in the answer; an unknown parameter is refused."""
    answer = client.get(f"{STORIES}/no-such-story")
    assert answer.status_code == 404
    assert "no-such-story" in answer.json()["detail"]
    assert client.get(f"{STORIES}?country=JP").status_code == 422
