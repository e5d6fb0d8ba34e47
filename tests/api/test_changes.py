"""The ledger over HTTP: a mirror can trust it, narrow it, and wait for it."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import feedparser
import pytest
from fastapi.testclient import TestClient

from api.answers.feed import LedgerRowOut
from indexer.ingest.pipeline import Ingest
from indexer.models import Subject
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both
from web.app import create_app

V1 = "/api/v1"
JAPAN = ("Japan launches a satellite", "On April 3, Japan launched a satellite into orbit.")
KOREA = ("South Korea holds a drill", "On April 4, South Korea held a missile drill.")
database = on_both


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    take(store, JAPAN, KOREA)
    sync.sync(store, engine)
    free = settings.model_copy(update={"rate_limit": ""})
    with TestClient(create_app(free, store=store, engine=engine)) as opened:
        yield opened


def take(store: EventStore, *items: tuple[str, str], number: int = 7) -> None:
    data = make_digest_text(*items, title=f"US-Japan Alliance Digest Vol 2.{number}")
    report = Ingest(store, 100_000).file(data, SourceHints("digest.txt"))
    assert report.error is None, report.error


def get(client: TestClient, path: str, status: int = 200) -> Any:
    answer = client.get(f"{V1}{path}")
    assert answer.status_code == status, answer.text
    return answer.json()


class TestFeed:
    def test_the_latest_changes_come_first(self, client: TestClient) -> None:
        """Each with what it is about, page after page, none twice."""
        rows = get(client, "/changes?limit=1000")["items"]
        feed = feedparser.parse(client.get(f"{V1}/changes.atom?limit=2").content)
        assert feed.bozo is False
        seen = list(feed.entries)
        while following := [link.href for link in feed.feed.links if link.rel == "next"]:
            feed = feedparser.parse(client.get(following[0]).content)
            seen += feed.entries
        assert len({entry.id for entry in seen}) == len(seen) == len(rows)
        assert "Event created: Japan launches a satellite" in [entry.title for entry in seen]
        for entry, row in zip(seen, reversed(rows), strict=True):
            assert entry.tags[0].term == row["kind"]
            if row["subject"] == "event":
                assert entry.link.endswith(f"/events/{row['subject_id']}")

    def test_it_is_narrowed_like_the_rows(self, client: TestClient) -> None:
        """By tags, subject and change; its title says so, and its id is that of what it follows."""
        feeds = [
            feedparser.parse(client.get(f"{V1}/changes.atom?{asked}").content)
            for asked in ("country=KR", "country=KR&limit=1", "subject=digest")
        ]
        korea, short, digests = feeds
        assert [entry.title for entry in korea.entries] == [
            "Event created: South Korea holds a drill"
        ]
        assert korea.feed.title == "Entente: changes of country KR"
        assert korea.feed.id == short.feed.id != digests.feed.id
        assert {entry.tags[0].term for entry in digests.entries} == {"created"}

    def test_what_was_deleted_is_named(self, client: TestClient, store: EventStore) -> None:
        """By the headline that it had, without its text."""
        data = make_digest_text(KOREA, title="US-Japan Alliance Digest Vol 2.7")
        Ingest(store, 100_000, allow_shorter=True).file(data, SourceHints("digest.txt"))
        (entry,) = feedparser.parse(
            client.get(f"{V1}/changes.atom?change=deleted&subject=event").content
        ).entries
        assert entry.title == "Event deleted: Japan launches a satellite"
        assert "content" not in entry


class TestMoments:
    @pytest.mark.parametrize("path", ["/changes", "/changes.atom"])
    def test_rows_may_be_asked_for_by_when_they_were_written(
        self, client: TestClient, path: str
    ) -> None:
        """From a moment on, which has a zone or is in UTC; that of the first row gives all."""
        rows = get(client, "/changes")["items"]
        for moment in (rows[0]["at"], rows[0]["at"].removesuffix("Z"), "2020-01-01"):
            answer = client.get(f"{V1}{path}", params={"written_from": moment})
            assert answer.text.count(KOREA[0]) > 0, answer.text
        later = client.get(f"{V1}{path}?written_from=2999-01-01")
        assert later.status_code == 200
        assert KOREA[0] not in later.text
        for wrong in ("soon", "0.5", "1700000000", ""):
            assert client.get(f"{V1}{path}?written_from={wrong}").status_code == 422


class TestTrust:
    def test_every_answer_names_ledger_and_head(
        self, client: TestClient, store: EventStore
    ) -> None:
        """In the body and, for formats without one, in headers; rows form a chain."""
        end = store.ledger_end()
        answer = client.get(f"{V1}/changes")
        page = answer.json()
        assert (page["ledger"], page["head"], page["head_hash"]) == (end.ledger, end.seq, end.hash)
        hashes = [row["hash"] for row in page["items"]]
        assert [row["previous"] for row in page["items"]] == ["0" * 64, *hashes[:-1]]
        for path in ("/changes", "/changes.ndjson", "/changes.atom"):
            headers = client.get(f"{V1}{path}").headers
            assert (headers["Entente-Ledger"], headers["Entente-Head"]) == (
                end.ledger,
                str(end.seq),
            )

    @pytest.mark.parametrize("path", ["/changes", "/changes.ndjson", "/changes.atom"])
    def test_another_ledger_or_an_earlier_state_says_so(
        self, client: TestClient, store: EventStore, path: str
    ) -> None:
        """410 with a type of its own; the present ledger goes on."""
        end = store.ledger_end()
        for asked in (f"since={end.seq + 1}", "since=0&ledger=5f0c1f0e"):
            problem = get(client, f"{path}?{asked}", 410)
            assert problem["type"] == "/problems/ledger-reset"
            assert "begin again at since=0" in problem["detail"]
        assert client.get(f"{V1}{path}?since={end.seq}&ledger={end.ledger}").status_code == 200

    def test_what_stood_before_and_after_has_the_shape_of_an_event(
        self, client: TestClient
    ) -> None:
        """The same as at the event's own address."""
        rows = get(client, "/changes?subject=event")["items"]
        for row in rows:
            LedgerRowOut.model_validate(row, strict=False)
            event = get(client, f"/events/{row['event_id']}")
            assert row["after"] == {name: event[name] for name in row["after"]}

    def test_a_mirror_can_prove_that_it_holds_the_same(
        self, client: TestClient, store: EventStore
    ) -> None:
        """The digest of the state is worked out of what the mirror holds."""
        take(store, JAPAN, ("Korea, anew", "On April 5, South Korea held talks."), number=8)
        mirror: dict[str, Any] = {}
        for row in get(client, "/changes?limit=1000")["items"]:
            if row["subject"] == Subject.EVENT:
                mirror[row["event_id"]] = row["after"]
        lines = sorted(f"{one['id']} {one['changed']}\n" for one in mirror.values() if one)
        ready = client.get("/readyz").json()
        assert ready["state"] == hashlib.sha256("".join(lines).encode()).hexdigest()
        end = store.ledger_end()
        assert (ready["ledger"], ready["head"], ready["head_hash"]) == (
            end.ledger,
            end.seq,
            end.hash,
        )


class TestFilters:
    def test_subject_and_change(self, client: TestClient) -> None:
        """Each by name; several with commas."""
        everything = get(client, "/changes")["items"]
        assert {row["subject"] for row in everything} == {"event", "digest"}
        events = get(client, "/changes?subject=event&change=created")["items"]
        assert events == [row for row in everything if row["subject"] == "event"]
        both = get(client, "/changes?subject=event,digest")["items"]
        assert both == everything
        assert get(client, "/changes?change=deleted")["items"] == []

    def test_country_and_series_of_before_or_after(self, client: TestClient) -> None:
        """A row is told where the event had or has the value."""
        (row,) = get(client, "/changes?country=KR&country=PH")["items"]
        assert "KR" in row["after"]["countries"]
        assert get(client, "/changes?country=South+Korea")["items"] == [row]
        (space,) = get(client, "/changes?domain=space")["items"]
        assert "space" in space["after"]["domains"]
        known = get(client, "/changes?series=us-japan-alliance-digest")["items"]
        assert known == get(client, "/changes")["items"]

    def test_what_was_passed_over_is_not_read_again(self, client: TestClient) -> None:
        """`next` goes on to the end of what was looked at."""
        page = get(client, "/changes?country=PH")
        assert (page["items"], page["next"]) == ([], page["head"])
        first = get(client, "/changes?subject=event&limit=1")
        assert first["next"] == first["items"][0]["seq"]

    @pytest.mark.parametrize(
        ("search", "parameter"),
        [("country=Japn", "country"), ("subject=evnt", "subject"), ("change=made", "change")],
    )
    def test_unknown_values_are_refused(
        self, client: TestClient, search: str, parameter: str
    ) -> None:
        """By name; of the lines, too, before the first is sent."""
        for path in ("/changes", "/changes.ndjson"):
            assert get(client, f"{path}?{search}", 422)["errors"][0]["parameter"] == parameter

    def test_lines_hold_the_same_rows(self, client: TestClient) -> None:
        """The whole ledger from `since` on, one row a line."""
        lines = client.get(f"{V1}/changes.ndjson?since=1").text.splitlines()
        assert [json.loads(line) for line in lines] == get(client, "/changes?since=1")["items"]
        assert client.get(f"{V1}/changes.ndjson?country=PH").text == ""


class TestWaiting:
    def test_an_answer_comes_when_there_is_a_row(
        self, client: TestClient, store: EventStore
    ) -> None:
        """Long before the time is over, whoever wrote it."""
        head = store.head()
        found: list[Any] = []
        waiting = threading.Thread(
            target=lambda: found.append(get(client, f"/changes?since={head}&wait=60"))
        )
        waiting.start()
        take(store, KOREA, number=9)
        waiting.join(timeout=50)
        assert found
        assert found[0]["items"][0]["seq"] == head + 1

    def test_rows_that_are_not_wanted_do_not_end_the_waiting(
        self, client: TestClient, store: EventStore
    ) -> None:
        """The answer is empty when the time is over, and passes them over."""
        head = store.head()
        take(store, KOREA, number=9)
        page = get(client, f"/changes?since={head}&country=PH&wait=1")
        assert (page["items"], page["next"]) == ([], store.head())

    def test_an_empty_answer_is_not_kept(self, client: TestClient, store: EventStore) -> None:
        """Else the second who waits would be answered at once, by a cache."""
        path = f"{V1}/changes?since={store.head()}&wait=1"
        for _ in range(2):
            started = time.monotonic()
            answer = client.get(path)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers
            assert time.monotonic() - started >= 1

    def test_whoever_waits_holds_no_thread(self, client: TestClient, store: EventStore) -> None:
        """More wait than there are threads, and others are answered meanwhile."""
        head = store.head()
        found: list[Any] = []
        waiting = [
            threading.Thread(
                target=lambda: found.append(get(client, f"/changes?since={head}&wait=60"))
            )
            for _ in range(60)
        ]
        for one in waiting:
            one.start()
        assert get(client, "/changes?limit=1")["head"] == head
        assert found == []
        take(store, KOREA, number=9)
        for one in waiting:
            one.join(timeout=50)
        assert len(found) == len(waiting)
