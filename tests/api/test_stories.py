"""Stories over HTTP: all of them once, with their gaps; former names lead on."""

import csv
import io
from datetime import date
from itertools import pairwise

from fastapi.testclient import TestClient
from sqlalchemy import insert

from api.answers.formats import FORMATS
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


def test_a_story_is_exported_whole_in_every_format(client: TestClient) -> None:
    """In the order of its issues, as one table, one bibliography, one calendar."""
    story = max(client.get(STORIES).json()["items"], key=lambda item: item["total"])
    told = [one["id"] for one in client.get(f"{STORIES}/{story['id']}").json()["events"]]
    for suffix, form in FORMATS.items():
        answer = client.get(f"{STORIES}/{story['id']}/events.{suffix}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(form.media_type)
    rows = csv.DictReader(io.StringIO(client.get(f"{STORIES}/{story['id']}/events.csv").text))
    assert [row["id"] for row in rows] == told
    assert client.get(f"{STORIES}/{story['id']}/events.doc").status_code == 404


def test_a_story_is_followed_by_what_was_told_last(client: TestClient) -> None:
    """Newest first; an entry has the id that it has in every other feed."""
    story = max(client.get(STORIES).json()["items"], key=lambda item: item["total"])
    feed = client.get(f"{STORIES}/{story['id']}/events.feed.json").json()
    assert feed["home_page_url"].endswith(f"/stories/{story['id']}")
    assert [item["_entente"]["event_id"] for item in feed["items"]] == [
        one["id"] for one in reversed(client.get(f"{STORIES}/{story['id']}").json()["events"])
    ]
    every = client.get("/api/v1/events.feed.json?limit=1000").json()["items"]
    assert {item["id"] for item in feed["items"]} <= {item["id"] for item in every}


def test_files_of_a_joined_story_stay_where_its_names_lead(client: TestClient) -> None:
    """A subscription to a former name goes on, with what was asked."""
    story = client.get(STORIES).json()["items"][0]
    old = f"{STORIES}/{story['latest']['id']}/events.txt?style=apa"
    answer = client.get(old, follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{STORIES}/{story['id']}/events.txt?style=apa"
    assert client.get(f"{STORIES}/nonsuch/events.csv").status_code == 404
