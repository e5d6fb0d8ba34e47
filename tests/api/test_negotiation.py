"""Formats by media type, links between answers, and what types of problems mean."""

import json
import re

import pytest
from fastapi.testclient import TestClient

from api.answers.formats import CITED, FEEDS, FORMATS
from api.rest.accept import preferred
from api.rest.problem_types import PROBLEM_TYPES
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.app import create_app

V1 = "/api/v1"
OFFERED = ("application/json", "text/csv", "application/atom+xml")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("text/*", "text/csv"),
        ("application/*", "application/json"),
        ("text/csv;q=0.5, application/atom+xml;q=0.9", "application/atom+xml"),
        ("application/json;q=0, */*", "text/csv"),
        ("application/json;q=0.1, */*;q=0.5", "text/csv"),
        ("text/csv;q=nonsense", None),
        ("image/png", None),
        ("*/*;q=0", None),
        (",", "application/json"),
    ],
)
def test_what_a_header_prefers(header: str, chosen: str | None) -> None:
    """The most exact range decides a type's quality; of equal types the first offered wins."""
    assert preferred(header, OFFERED) == chosen


class TestFormats:
    @pytest.mark.parametrize("suffix", [name for name in FORMATS if name != "json"])
    def test_a_search_comes_in_the_format_asked_for(self, client: TestClient, suffix: str) -> None:
        """The same bytes and validator as at the export's own address."""
        media_type = FORMATS[suffix].media_type.partition(";")[0]
        asked = client.get(f"{V1}/events?q=rover", headers={"Accept": media_type})
        own = client.get(f"{V1}/events.{suffix}?q=rover")
        assert asked.status_code == 200
        assert asked.headers["content-type"] == own.headers["content-type"]
        assert asked.headers["etag"] == own.headers["etag"]
        assert "Accept" in asked.headers["vary"].split(", ")
        if suffix != "ics":  # a calendar says when it was made
            assert asked.text == own.text

    @pytest.mark.parametrize("suffix", CITED)
    def test_an_event_comes_as_a_citation(self, client: TestClient, suffix: str) -> None:
        """As reference managers ask for it."""
        event_id = client.get(f"{V1}/events?q=rover").json()["items"][0]["id"]
        media_type = FORMATS[suffix].media_type.partition(";")[0]
        asked = client.get(f"{V1}/events/{event_id}", headers={"Accept": media_type})
        assert asked.headers["content-type"].startswith(media_type)
        assert event_id in asked.text

    @pytest.mark.parametrize("accept", [None, "*/*", "text/html,*/*;q=0.8", "application/json"])
    def test_json_comes_where_nothing_else_is_preferred(
        self, client: TestClient, accept: str | None
    ) -> None:
        """A browser that opens the address is shown it, too."""
        headers = {} if accept is None else {"Accept": accept}
        answer = client.get(f"{V1}/events?q=rover", headers=headers)
        assert answer.headers["content-type"] == "application/json"

    def test_what_there_is_not_is_refused_with_what_there_is(self, client: TestClient) -> None:
        """406, and the list."""
        answer = client.get(f"{V1}/events", headers={"Accept": "image/png"})
        assert answer.status_code == 406
        problem = answer.json()
        assert problem["type"] == "/problems/not-acceptable"
        for one in FORMATS.values():
            assert one.media_type.partition(";")[0] in problem["detail"]

    def test_one_answer_kept_ready_is_not_sent_for_another(self, client: TestClient) -> None:
        """CSV is not JSON, whichever came first."""
        kinds = ["text/csv", "application/json", "text/csv", "application/json"]
        for kind in kinds:
            answer = client.get(f"{V1}/events?q=moon", headers={"Accept": kind})
            assert answer.headers["content-type"].startswith(kind)

    @pytest.mark.parametrize(
        ("offered", "encoding"),
        [("gzip", "gzip"), ("br", "br"), ("zstd", "zstd"), ("gzip;q=0", None), ("identity", None)],
    )
    def test_compression_is_as_asked_for(
        self, client: TestClient, offered: str, encoding: str | None
    ) -> None:
        """A quality of nothing is a refusal."""
        headers = {"Accept-Encoding": offered}
        with client.stream("GET", f"{V1}/events", headers=headers) as answer:
            assert answer.headers.get("content-encoding") == encoding


class TestLinks:
    def test_a_page_names_the_next_and_the_other_formats(self, client: TestClient) -> None:
        """With absolute addresses that lead there."""
        answer = client.get(f"{V1}/events?q=space&limit=2")
        links = {
            relation: address
            for address, relation in re.findall(
                r'<([^>]+)>; rel="(next|first|service-desc|describedby)"', answer.headers["link"]
            )
        }
        following = client.get(links["next"])
        cursor = answer.json()["next"]
        same = client.get(f"{V1}/events?q=space&limit=2&cursor={cursor}")
        assert following.json() == same.json()
        assert client.get(links["describedby"]).json()["openapi"].startswith("3.1")
        assert 'rel="first"' in following.headers["link"]

    def test_spreadsheet_and_feeds_are_alternates(self, client: TestClient) -> None:
        """Of the whole search, not of the page that was asked for."""
        header = client.get(f"{V1}/events?q=space&limit=2").headers["link"]
        others = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', header)
        assert len(others) == len(FEEDS) + 1
        for address, media_type in others:
            assert "limit" not in address
            assert client.get(address).headers["content-type"].startswith(media_type)

    def test_the_last_page_names_no_next(self, client: TestClient) -> None:
        """Nothing to follow."""
        assert 'rel="next"' not in client.get(f"{V1}/events?q=rover").headers["link"]


class TestIndex:
    def test_the_index_leads_everywhere(self, client: TestClient) -> None:
        """Whatever needs no value in its address answers."""
        assert client.get("/api").json()["versions"][0]["href"].endswith("/api/v1")
        links = client.get("/api/v1").json()["links"]
        assert len({link["rel"] for link in links}) == len(links)
        for link in links:
            plain = link["href"].partition("{?")[0]
            if "{" not in plain:
                assert client.get(plain).status_code == 200, plain

    def test_an_event_address_cut_short_leads_to_the_search(self, client: TestClient) -> None:
        """With its words."""
        answer = client.get("/events?q=moon", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, "/?q=moon")
        assert client.get("/events", follow_redirects=False).headers["location"] == "/"

    def test_a_language_model_is_told_what_there_is(self, client: TestClient) -> None:
        """As text with absolute links."""
        text = client.get("/llms.txt").text
        assert text.startswith("# Entente\n")
        for link in re.findall(r"\]\(([^)]+)\)", text):
            assert link.startswith("http")


class TestProblems:
    def test_every_type_has_a_page_and_an_entry(self, client: TestClient) -> None:
        """At the same address, by what is asked for."""
        listed = client.get("/problems").json()["items"]
        assert [one["id"] for one in listed] == list(PROBLEM_TYPES)
        for one in listed:
            address = f"/problems/{one['id']}"
            assert client.get(address).json() == one
            page = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})
            assert page.headers["content-type"].startswith("text/html")
            assert page.headers["vary"].split(", ").count("Accept") == 1
            assert one["title"] in page.text

    @pytest.mark.parametrize(
        "path",
        [
            f"{V1}/events/nothing",
            f"{V1}/events?colour=red",
            f"{V1}/events?country=Phillippines",
            f"{V1}/events?limit=many",
            f"{V1}/events?cursor=nonsense",
            f"{V1}/nothing",
        ],
    )
    def test_a_problem_leads_to_its_type(self, client: TestClient, path: str) -> None:
        """The address in its body says what to do."""
        problem = client.get(path).json()
        told = client.get(problem["type"])
        assert told.status_code == 200
        assert told.json()["remedy"]

    def test_an_unknown_type_is_named(self, client: TestClient) -> None:
        """With those there are, for programs; as a page for people."""
        answer = client.get("/problems/nothing")
        assert answer.status_code == 404
        assert "not-found" in answer.json()["detail"]
        page = client.get("/problems/nothing", headers={"Accept": "text/html"})
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert "no problem type" in page.text

    def test_messages_are_ours(self, client: TestClient) -> None:
        """No words of a library stand before them."""
        text = json.dumps(client.get(f"{V1}/events?limit=many").json())
        assert "must be a whole number" in text
        assert "Value error" not in text


def test_limits_are_told_as_the_present_draft_has_them(
    store: EventStore, engine: TantivyEngine, settings: Settings
) -> None:
    """Structured fields: the policy, and what is left of it."""
    limited = settings.model_copy(update={"rate_limit": "5/minute"})
    with TestClient(create_app(limited, store=store, engine=engine)) as client:
        answers = [client.get(f"{V1}/domains") for _ in range(6)]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"default";q=5;w=60'}
    left = [re.fullmatch(r'"default";r=(\d+);t=(\d+)', a.headers["ratelimit"]) for a in answers]
    assert [int(match[1]) for match in left if match] == [4, 3, 2, 1, 0, 0]
    assert all(1 <= int(match[2]) <= 60 for match in left if match)
    assert answers[-1].status_code == 429
    assert answers[-1].json()["type"] == "/problems/rate"
