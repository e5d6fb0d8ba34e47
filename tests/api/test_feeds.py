"""Feeds over HTTP: what was stored last, page by page, under ids and addresses that hold."""

from collections.abc import Iterator
from typing import Any

import feedparser
import pytest
from fastapi.testclient import TestClient

from api.rest.addresses import Site
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from web.app import create_app

V1 = "/api/v1"
FEEDS = ("atom", "feed.json")


@pytest.fixture
def own(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """An installation that took two issues, the later one first."""
    for number in (9, 3):
        items = [(f"Talks {number}-{n}", f"Japan held talks on April {n}.") for n in (1, 2, 3)]
        data = make_digest_text(*items, title=f"US-Japan Alliance Digest Vol 2.{number}")
        assert Ingest(store, 100_000).file(data, SourceHints("digest.txt")).error is None
    sync.sync(store, engine)
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


def entries(client: TestClient, url: str, suffix: str) -> tuple[list[dict[str, Any]], str | None]:
    """The entries of a page of a feed, as id and title, and the address of the next page."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    if suffix == "atom":
        read = feedparser.parse(answer.text)
        following = [link.href for link in read.feed.links if link.rel == "next"]
        found = [{"id": one.id, "title": one.title, "url": one.link} for one in read.entries]
        return found, following[0] if following else None
    body = answer.json()
    return body["items"], body.get("next_url")


@pytest.mark.parametrize("suffix", FEEDS)
def test_what_was_stored_last_comes_first(own: TestClient, suffix: str) -> None:
    """Though it is of an older issue."""
    found, _ = entries(own, f"{V1}/events.{suffix}", suffix)
    assert [one["title"][:7] for one in found] == ["Talks 3"] * 3 + ["Talks 9"] * 3


@pytest.mark.parametrize("suffix", FEEDS)
def test_older_entries_are_on_further_pages(own: TestClient, suffix: str) -> None:
    """Followed by their own addresses, each event once."""
    whole, _ = entries(own, f"{V1}/events.{suffix}?q=talks", suffix)
    met: list[dict[str, Any]] = []
    url: str | None = f"{V1}/events.{suffix}?q=talks&limit=4"
    while url is not None:
        found, url = entries(own, url, suffix)
        met += found
    assert met == whole
    assert len(whole) == 6


@pytest.mark.parametrize("suffix", FEEDS)
def test_no_address_changes_an_id(
    own: TestClient, store: EventStore, engine: TantivyEngine, settings: Settings, suffix: str
) -> None:
    """A site that moves delivers nothing twice; another installation has other ids."""
    before, _ = entries(own, f"{V1}/events.{suffix}", suffix)
    moved = settings.model_copy(update={"public_url": "https://moved.example"})
    with TestClient(create_app(moved, store=store, engine=engine)) as elsewhere:
        after, _ = entries(elsewhere, f"{V1}/events.{suffix}", suffix)
    assert [one["id"] for one in after] == [one["id"] for one in before]
    assert all(one["id"].startswith("urn:uuid:") for one in after)
    assert all(one["url"].startswith("https://moved.example/events/") for one in after)
    assert len({one["id"] for one in after}) == len(after)


def test_an_entry_tells_the_days_of_the_event(own: TestClient) -> None:
    """Beside the moments at which it was stored and changed."""
    read = feedparser.parse(own.get(f"{V1}/events.atom?q=%22Talks+3-2%22").text)
    (entry,) = read.entries
    assert entry.dcterms_temporal == "start=2023-04-02; end=2023-04-02; scheme=W3C-DTF;" or (
        entry.summary.startswith("Event of 2 April")
    )
    assert entry.summary.startswith("Event of 2 April")
    assert entry.published.startswith("20")


def test_categories_lead_somewhere(own: TestClient) -> None:
    """Their scheme is the list that the value stands in."""
    read = feedparser.parse(own.get(f"{V1}/events.atom").text)
    schemes = {tag.scheme: tag.term for tag in read.entries[0].tags}
    for scheme, term in schemes.items():
        values = own.get(scheme).json()["items"]
        assert term in {one.get("value") or one["id"] for one in values}


class TestHosts:
    PATHS = (
        "/",
        "/about",
        f"{V1}/events",
        *(f"{V1}/events.{s}" for s in ("csv", "json", "atom", "feed.json", "ics", "bib", "ris")),
        f"{V1}/changes",
        "/nothing/here",
        f"{V1}/events/",
        "/docs",
        "/openapi.json",
    )

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
    def test_a_strangers_host_is_in_no_answer(
        self, own: TestClient, path: str, header: str
    ) -> None:
        """Neither in the body nor in a header."""
        answer = own.get(path, headers={header: "evil.example"}, follow_redirects=False)
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)

    def test_pages_and_citations_of_an_event_neither(
        self, own: TestClient, store: EventStore
    ) -> None:
        """They carry absolute addresses, too."""
        event = next(iter(store.iter_events()))
        for path in (f"/events/{event.id}", f"{V1}/events/{event.id}/cite.bib"):
            answer = own.get(path, headers={"Host": "evil.example"})
            assert answer.status_code == 200
            assert "evil.example" not in answer.text

    @pytest.mark.parametrize(
        ("host", "address"),
        [
            ("localhost:8000", "http://localhost:8000"),
            ("127.0.0.1", "http://127.0.0.1"),
            ("[::1]:9", "http://[::1]:9"),
            ("Alliance.example", "http://Alliance.example"),
            ("alliance.example.evil.example", "http://127.0.0.1:8000"),
            ('localhost"><script>', "http://127.0.0.1:8000"),
            ("localhost@evil.example", "http://127.0.0.1:8000"),
            ("", "http://127.0.0.1:8000"),
        ],
    )
    def test_a_host_is_checked(self, host: str, address: str) -> None:
        """Names of this machine and those that the operator names; else this process's own."""
        site = Site.of(Settings(allowed_hosts="alliance.example, other.example"))
        assert site.address("http", host) == address

    def test_the_address_that_was_set_wins(self) -> None:
        """Whatever was asked."""
        site = Site.of(Settings(public_url="https://alliance.example/"))
        assert site.address("http", "localhost") == "https://alliance.example"
