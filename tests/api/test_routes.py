"""The JSON API over the seed data."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.cli.quality import recorded
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.conftest import SEEDS
from web.app import create_app


def get(client: TestClient, url: str, status: int = 200) -> Any:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return answer.json()


def pages(client: TestClient, url: str) -> list[dict[str, Any]]:
    found = [get(client, url)]
    while found[-1]["next"]:
        found.append(get(client, f"{url}&cursor={found[-1]['next']}"))
    return found


class TestSearch:
    def test_hits_carry_what_a_reader_needs(self, client: TestClient) -> None:
        """Text, dates, tags, digest, and what to mark."""
        page = get(client, "/api/v1/events?q=space&domain=space")
        assert page["total"] == len(page["items"]) > 0
        hit = page["items"][0]
        assert "space" in hit["domains"]
        assert hit["digest"]["series"] == "us-japan-alliance-digest"
        assert sum(o["primary"] for o in hit["occurrences"]) == 1
        marks = [hit["headline"][m["start"] : m["end"]] for m in hit["highlights"]["headline"]]
        assert "space" in [mark.lower() for mark in marks]

    def test_the_query_is_echoed_as_understood(self, client: TestClient) -> None:
        """Names resolved, periods spelt out, defaults filled in."""
        url = '/api/v1/events?q=lunar "joint statement" country:Japan&event_from=2023-04'
        query = get(client, url)["query"]
        assert query["terms"] == [
            {"text": "lunar", "phrase": False, "excluded": False, "field": None},
            {"text": "joint statement", "phrase": True, "excluded": False, "field": None},
        ]
        assert query["country"]["any_of"] == ["JP"]
        assert (query["event_from"], query["sort"]) == ("2023-04-01", "relevance")

    def test_facets_count_what_the_other_filters_leave(self, client: TestClient) -> None:
        """A count is what choosing the value would find."""
        page = get(client, "/api/v1/events?country=KR&facets=domain")
        for facet in page["facets"]["domain"]:
            alone = get(client, f"/api/v1/events?country=KR&domain={facet['value']}")
            assert alone["total"] == facet["count"], facet
        assert set(page["facets"]) == {"domain"}
        names = {row["value"]: row["label"] for row in get(client, "/api/v1/domains")["items"]}
        assert all(facet["label"] == names[facet["value"]] for facet in page["facets"]["domain"])

    @pytest.mark.parametrize("search", ["q=japan", "sort=newest", "domain=defense&sort=oldest"])
    def test_following_next_gives_every_hit_once(self, client: TestClient, search: str) -> None:
        """In pages of any size."""
        found = pages(client, f"/api/v1/events?{search}&limit=17")
        seen = [item["id"] for page in found for item in page["items"]]
        assert len(seen) == len(set(seen)) == found[0]["total"]
        assert {page["total"] for page in found} == {found[0]["total"]}

    def test_what_holds_no_letter_is_left_out_with_a_warning(self, client: TestClient) -> None:
        """Not in silence."""
        page = get(client, "/api/v1/events?q=rover %E2%80%94")
        assert len(page["warnings"]) == 1
        assert get(client, "/api/v1/events?q=rover")["total"] == page["total"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("url", "parameter", "suggestion"),
        [
            ("/api/v1/events?contry=JP", "contry", "country"),
            ("/api/v1/events?country=Japn", "country", "Japan"),
            ("/api/v1/events?q=domian:space", "q", "domain"),
            ("/api/v1/events?limit=0", "limit", None),
            ("/api/v1/events?limit=100000", "limit", None),
            ("/api/v1/digests?offset=0.0", "offset", None),
            ("/api/v1/changes?since=1e3", "since", None),
            ("/api/v1/events?sort=best", "sort", None),
            ("/api/v1/events?cursor=rubbish", "cursor", None),
            ("/api/v1/digests?page=2", "page", None),
        ],
    )
    def test_parameters_are_refused_by_name(
        self, client: TestClient, url: str, parameter: str, suggestion: str | None
    ) -> None:
        """As a problem body."""
        problem = get(client, url, 422)
        assert problem["status"] == 422
        assert problem["type"].startswith("/problems/")
        assert problem["detail"]
        assert problem["errors"][0]["parameter"] == parameter
        assert problem["errors"][0]["suggestion"] == suggestion

    def test_problems_have_their_media_type(self, client: TestClient) -> None:
        """RFC 9457."""
        for url in ("/api/v1/events/none", "/api/v1/events?x=1", "/api/v1/nothing"):
            assert client.get(url).headers["content-type"] == "application/problem+json"

    def test_a_cursor_serves_its_own_search_only(self, client: TestClient) -> None:
        """Its page size may change."""
        cursor = get(client, "/api/v1/events?q=japan&limit=5")["next"]
        get(client, f"/api/v1/events?q=japan&limit=7&cursor={cursor}")
        problem = get(client, f"/api/v1/events?q=korea&limit=5&cursor={cursor}", 422)
        assert problem["errors"][0]["parameter"] == "cursor"

    @pytest.mark.parametrize("url", ["/", "/api/v1/events", "/digests", "/api/v1/events?x=1"])
    def test_head_gives_the_headers_of_get(self, client: TestClient, url: str) -> None:
        """And no body."""
        head, full = client.head(url), client.get(url)
        assert head.status_code == full.status_code
        assert head.content == b""
        assert head.headers["content-length"] == full.headers["content-length"]

    def test_methods_and_paths_that_are_not_there(self, client: TestClient) -> None:
        """405 names what is allowed."""
        answer = client.post("/api/v1/events")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert get(client, "/api/v1/events/usjad-0-0-none", 404)["title"]


class TestDetails:
    def test_an_event_shows_the_evidence_for_every_tag(self, client: TestClient) -> None:
        """Offsets point at the quoted words."""
        hit = get(client, "/api/v1/events?q=lunar+rover")["items"][0]
        event = get(client, f"/api/v1/events/{hit['id']}")
        assert event["headline"] == hit["headline"]
        spans = [
            span for tags in event["tags"].values() for tag in tags for span in tag["evidence"]
        ]
        assert spans
        for span in spans:
            assert event[span["field"]][span["start"] : span["end"]] == span["quote"]
        assert [change["kind"] for change in event["history"]] == ["created"]

    def test_digests_list_and_open(self, client: TestClient) -> None:
        """Newest first, with their events in order."""
        listed = get(client, "/api/v1/digests?limit=3")
        assert listed["total"] > 3
        dates = [digest["issue_date"] for digest in listed["items"]]
        assert dates == sorted(dates, reverse=True)
        digest = get(client, f"/api/v1/digests/{listed['items'][0]['id']}")
        assert [event["position"] for event in digest["events"]] == list(
            range(1, digest["event_count"] + 1)
        )
        assert len(digest["source"]["sha256"]) == 64

    def test_the_digest_filter_finds_the_digests_events(self, client: TestClient) -> None:
        """By volume and number, or by id."""
        events = {event["id"] for event in get(client, "/api/v1/digests/usjad-2-7")["events"]}
        for word in ("2.7", "usjad-2-7"):
            page = get(client, f"/api/v1/events?digest={word}")
            assert {item["id"] for item in page["items"]} == events


class TestHealth:
    def test_alive_and_ready(self, client: TestClient) -> None:
        """Ready tells the engine and how far it is behind."""
        assert get(client, "/healthz") == {"status": "alive"}
        ready = get(client, "/readyz")
        assert (ready["status"], ready["engine"], ready["index_lag"]) == ("ready", "tantivy", 0)

    def test_without_an_engine_reading_goes_on(
        self, seeded: tuple[EventStore, TantivyEngine], tmp_path: Path
    ) -> None:
        """Search answers 503 with a way out; events and digests come from the store."""
        settings = Settings(
            data_dir=tmp_path, meili_url="http://127.0.0.1:9", meili_index="nowhere"
        )
        with TestClient(create_app(settings, store=seeded[0])) as client:
            problem = get(client, "/api/v1/events?q=space", 503)
            assert problem["type"] == "/problems/search-unavailable"
            assert get(client, "/readyz", 503)["status"] == 503
            assert get(client, "/healthz")
            assert get(client, "/api/v1/digests/usjad-2-7")["event_count"] == 5
            front = client.get("/")
            assert front.status_code == 200
            assert "28 issues, 139 events" in front.text
            assert client.get("/?q=space").status_code == 503
            assert "Search is unavailable" in client.get("/?q=space").text

    def test_the_documentation_needs_nothing_from_elsewhere(self, client: TestClient) -> None:
        """Every address on the page is our own."""
        page = client.get("/docs/try").text
        assert "http://" not in page
        assert "https://" not in page
        for path in ("swagger-ui.css", "swagger-ui-bundle.js"):
            assert client.get(f"/docs/assets/{path}").status_code == 200
        paths = get(client, "/openapi.json")["paths"]
        assert "/api/v1/events" in paths


def test_a_page_whose_index_changed_says_so(
    store: EventStore, engine: TantivyEngine, settings: Settings
) -> None:
    """A cursor never leads into a different order: 410, search again."""
    taker = Ingest(store, 10_000, allow_shorter=True)
    items = [(f"Item {n}", f"Japan did {n}.") for n in range(4)]
    taker.file(make_digest_text(*items), SourceHints("a.txt"))
    sync.sync(store, engine)
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        cursor = get(client, "/api/v1/events?q=japan&limit=2")["next"]
        get(client, f"/api/v1/events?q=japan&limit=2&cursor={cursor}")
        taker.file(make_digest_text(*items[1:]), SourceHints("a.txt"))
        sync.sync(store, engine)
        problem = get(client, f"/api/v1/events?q=japan&limit=2&cursor={cursor}", 410)
        assert "search again" in problem["detail"]
        gone = {
            change.event_id for change in store.changes(since=5, limit=9) if change.after is None
        }
        (removed,) = gone
        assert get(client, f"/api/v1/events/{removed}", 410)["status"] == 410


def test_quality_is_what_was_recorded(client: TestClient) -> None:
    """The same figures as on the site."""
    found = get(client, "/api/v1/quality")
    assert found == recorded()
    assert next(iter(found)) == "unseen"
    page = client.get("/quality").text
    for part in ("unseen", "seen"):
        assert f"{100 * found[part]['figures']['countries_f1']['value']:.1f}" in page
    assert page.index(">Unseen<") < page.index(">Seen<")


class TestFeed:
    def test_a_mirror_that_follows_the_changes_has_every_event(
        self, client: TestClient, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """From zero, page by page, without asking for anything else."""
        mirror: dict[str, Any] = {}
        since = 0
        while True:
            page = get(client, f"/api/v1/changes?since={since}&limit=37")
            for row in page["items"]:
                if row["subject"] != "event":
                    continue
                if row["after"] is None:
                    mirror.pop(row["event_id"])
                else:
                    mirror[row["event_id"]] = row["after"]
            since = page["next"]
            if since == page["head"]:
                break
        stored = seeded[0].iter_projections()
        assert mirror == {told.event_id: json.loads(told.full) for told in stored}
        assert get(client, f"/api/v1/changes?since={since}") == {
            "items": [],
            "next": since,
            "head": since,
            "head_hash": seeded[0].ledger_end().hash,
            "ledger": seeded[0].ledger_end().ledger,
        }

    def test_the_vocabulary_is_whole_and_counted(self, client: TestClient) -> None:
        """As the facets count; with definitions."""
        facets = get(client, "/api/v1/events")["facets"]
        for path, facet in (("countries", "country"), ("domains", "domain"), ("groups", "group")):
            items = get(client, f"/api/v1/{path}")["items"]
            counted = {item["value"]: item["count"] for item in items if item["count"]}
            assert counted == {value["value"]: value["count"] for value in facets[facet]}
        domains = get(client, "/api/v1/domains")["items"]
        assert len(domains) == 13
        assert all(domain["definition"] for domain in domains)

    def test_the_source_is_given_back_byte_for_byte(self, client: TestClient) -> None:
        """As a download, never as something to draw."""
        digest = get(client, "/api/v1/digests/usjad-2-7")
        answer = client.get("/api/v1/digests/usjad-2-7/source")
        assert answer.content == (SEEDS / "vol-2-07.txt").read_bytes()
        assert hashlib.sha256(answer.content).hexdigest() == digest["source"]["sha256"]
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert client.get("/api/v1/digests/none/source").status_code == 404
