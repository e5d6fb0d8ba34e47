"""Timeline, completions, explanations, related events, over HTTP."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from indexer.normalise.tags.kinds import KINDS

V1 = "/api/v1"


def get(client: TestClient, path: str, status: int = 200) -> Any:
    response = client.get(f"{V1}{path}")
    assert response.status_code == status, response.text
    return response.json()


def total(client: TestClient, search: str) -> int:
    found: int = get(client, f"/events?{search}")["total"]
    return found


class TestTimeline:
    @pytest.mark.parametrize("interval", ["month", "quarter", "year"])
    def test_a_bar_counts_what_its_search_finds(self, client: TestClient, interval: str) -> None:
        """The whole and the certain part."""
        timeline = get(client, f"/timeline?q=space&country=JP&interval={interval}")
        assert timeline["interval"] == interval
        assert timeline["query"]["country"]["any_of"] == ["JP"]
        assert sum(bar["total"] for bar in timeline["items"]) > 0
        for bar in timeline["items"]:
            search = f"q=space&country=JP&event_from={bar['start']}&event_to={bar['end']}"
            assert bar["total"] == bar["certain"] + bar["possible"] == total(client, search)
            assert bar["certain"] == total(client, f"{search}&certain=true")

    def test_bars_stay_inside_the_period_asked_for(self, client: TestClient) -> None:
        """The outer ones are cut to it."""
        bars = get(client, "/timeline?event_from=2023-03-10&event_to=2023-05-20")["items"]
        assert (bars[0]["start"], bars[-1]["end"]) == ("2023-03-10", "2023-05-20")
        assert [bar["label"] for bar in bars] == ["2023-03", "2023-04", "2023-05"]

    def test_nothing_found_is_no_bars(self, client: TestClient) -> None:
        """An answer, not an error."""
        assert get(client, "/timeline?q=xyzzy")["items"] == []

    def test_paging_parameters_are_refused(self, client: TestClient) -> None:
        """A timeline has no pages; saying so beats ignoring them."""
        problem = get(client, "/timeline?limit=5", status=422)
        assert problem["errors"][0]["parameter"] == "limit"


class TestMembership:
    def test_member_of_asks_for_the_day_of_the_event(self, client: TestClient) -> None:
        """Finland belonged to NATO from 4 April 2023 on; every Quad event has a Quad member."""
        for hit in get(client, "/events?member_of=quad&limit=200")["items"]:
            assert set(hit["countries"]) & {"US", "JP", "AU", "IN"}
        everything = total(client, "")
        assert total(client, "member_of=quad") + total(client, "member_of_not=quad") == everything
        assert total(client, "q=member_of:quad") == total(client, "member_of=quad")

    def test_an_unknown_group_is_refused(self, client: TestClient) -> None:
        """With the nearest spelling."""
        problem = get(client, "/events?member_of=quadd", status=422)
        assert problem["errors"][0]["suggestion"] == "quad"


class TestParameters:
    @pytest.mark.parametrize(
        ("path", "parameter"),
        [
            ("/events?q=a&q=b", "q"),
            ("/events?event_from=2022&event_from=2023", "event_from"),
            ("/changes?since=1&since=2", "since"),
            ("/countries?page=3", "page"),
            ("/events/usjad-2-7?full=yes", "full"),
            ("/digests?page=2", "page"),
        ],
    )
    def test_nothing_in_the_address_is_ignored(
        self, client: TestClient, path: str, parameter: str
    ) -> None:
        """A second value of a single parameter, and a parameter that the route does not have."""
        problem = get(client, path, status=422)
        assert problem["errors"][0]["parameter"] == parameter

    @pytest.mark.parametrize("search", ["digest=9.9", "q=digest:9.9", "digest=usjad-9-9"])
    def test_a_digest_that_is_not_there_is_an_error(self, client: TestClient, search: str) -> None:
        """Not an empty page, which would say that the digest has no such event."""
        problem = get(client, f"/events?{search}", status=422)
        assert "unknown digest" in problem["detail"]


class TestSuggest:
    @pytest.mark.parametrize(
        "typed",
        ["jap", "sp", "joint st", "space jap", "country:so", "-domain:en", "missile", "okin"],
    )
    def test_counts_are_those_of_the_search(self, client: TestClient, typed: str) -> None:
        """Taking a suggestion gives as many events as it says, and at least one."""
        items = get(client, f"/suggest?q={quote(typed)}")["items"]
        assert items
        for item in items:
            if item["kind"] != "headline":
                assert item["count"] == total(client, f"q={quote(item['q'])}") > 0

    def test_what_stands_before_the_last_word_is_kept(self, client: TestClient) -> None:
        """A tag completes it as a field."""
        items = get(client, "/suggest?q=lunar%20jap")["items"]
        assert ("country", "lunar country:JP") in {(item["kind"], item["q"]) for item in items}

    def test_values_of_a_field_are_completed(self, client: TestClient) -> None:
        """Behind a comma, too."""
        items = get(client, "/suggest?q=country:JP,un")["items"]
        assert "country:JP,US" in {item["q"] for item in items}

    def test_frequent_words_are_completed(self, client: TestClient) -> None:
        """As the data have them, in several events."""
        items = get(client, "/suggest?q=space%20satel")["items"]
        assert ("word", "space satellite") in {(item["kind"], item["q"]) for item in items}

    def test_a_quotation_is_completed_as_a_phrase(self, client: TestClient) -> None:
        """While it is open; a closed one is complete, and so is every suggestion."""
        items = get(client, '/suggest?q=japan%20"joint%20st')["items"]
        assert 'japan "joint statement"' in {item["q"] for item in items}
        assert {item["kind"] for item in items} == {"phrase"}
        for item in get(client, "/suggest?q=joint&limit=20")["items"]:
            get(client, f"/suggest?q={quote(item['q'])}")

    def test_headlines_lead_to_their_event(self, client: TestClient) -> None:
        """By any words of theirs, the last one unfinished."""
        items = get(client, "/suggest?q=steel%20nipp")["items"]
        heads = [item for item in items if item["kind"] == "headline"]
        assert heads
        for head in heads:
            assert get(client, f"/events/{head['event_id']}")["headline"] == head["label"]

    def test_the_number_is_limited(self, client: TestClient) -> None:
        """As asked."""
        assert len(get(client, "/suggest?q=s&limit=3")["items"]) <= 3
        assert get(client, "/suggest")["items"] == []


class TestExplanation:
    @pytest.mark.parametrize(
        ("search", "parts"),
        [
            ("q=lunar+guam", {'the word "lunar"', 'the word "guam"'}),
            ("q=rover+-japan+", {'the exclusion of the word "japan"'}),
            ('q="joint statement" rover ', {'the word "rover"', 'the phrase "joint statement"'}),
            ("q=rover+after:2030", {"after:2030", 'the word "rover"'}),
            ("q=rover+&country=FR", {'the word "rover"', "country France"}),
            ("q=rover+&domain_not=space", {"not domain Space", 'the word "rover"'}),
            (
                "q=rover+&domain_not=space&domain_not=space",
                {"not domain Space", 'the word "rover"'},
            ),
            ("q=guam+(headline:moon OR rover)", {"headline:moon OR rover", 'the word "guam"'}),
        ],
    )
    def test_each_part_says_what_leaving_it_out_gives(
        self, client: TestClient, search: str, parts: set[str]
    ) -> None:
        """Only where that gives more, what loses least first; everything is never lost."""
        page = get(client, f"/events?{search}")
        without = page["explanation"]["without"]
        assert {one["part"] for one in without} <= parts
        assert without
        totals = [one["total"] for one in without]
        assert totals == sorted(totals)
        assert totals[0] > page["total"]
        for one in without:
            assert client.get(one["url"]).json()["total"] == one["total"] < total(client, "")

    def test_nothing_is_offered_for_words_that_are_there(self, client: TestClient) -> None:
        """Nor for names, nor for what holds a figure; names are offered before words."""
        for q in ("relocation zyxwvut", "space zyxwvut", "uk zyxwvut", "f39 zyxwvut", "12345"):
            explanation = get(client, f"/events?q={q}")["explanation"]
            assert {one["word"] for one in explanation["spellings"]} <= {"zyxwvut"}
        spellings = get(client, "/events?q=brittain")["explanation"]["spellings"]
        assert spellings[0]["instead"] == "Country: United Kingdom"
        assert len(spellings) <= 2
        for one in spellings:
            assert client.get(one["url"]).json()["total"] == one["total"] > 0

    @pytest.mark.parametrize("word", ["relocation", "relocations", "wastewaters"])
    def test_a_word_that_is_spelt_right_is_not_respelt(self, client: TestClient, word: str) -> None:
        """No event has it, and the table of synonyms does."""
        explanation = get(client, f"/events?q={word}")["explanation"]
        assert explanation["spellings"] == []

    def test_spellings_of_the_data_are_offered(self, client: TestClient) -> None:
        """With what they give."""
        explanation = get(client, "/events?q=satalitte")["explanation"]
        instead = {one["instead"]: one for one in explanation["spellings"]}
        assert (
            client.get(instead["satellite"]["url"]).json()["total"]
            == (instead["satellite"]["total"])
        )

    def test_the_nearest_months_with_events_are_named(self, client: TestClient) -> None:
        """Before and after a period without any."""
        explanation = get(client, "/events?q=steel&event_from=2030&event_to=2030")["explanation"]
        earlier = explanation["earlier"]
        assert explanation["later"] is None
        search = f"q=steel&event_from={earlier['start']}&event_to={earlier['end']}"
        assert total(client, search) == earlier["total"] > 0
        assert total(client, f"q=steel&event_from={earlier['end']}") <= earlier["total"]

    def test_a_search_that_finds_enough_needs_none(self, client: TestClient) -> None:
        """It costs searches, so it is not made."""
        assert get(client, "/events?q=space")["explanation"] is None


class TestRelated:
    def test_an_event_names_events_like_it_and_why(self, client: TestClient) -> None:
        """Score, words and tags that both share; and the story with the event itself in it."""
        event_id = get(client, "/events?q=nippon+steel+buy&limit=1")["items"][0]["id"]
        event = get(client, f"/events/{event_id}")
        nearest = event["related"][0]
        other = get(client, f"/events/{nearest['id']}")
        assert 0 < nearest["score"] <= 1
        for word in nearest["shared_words"]:
            assert word.lower() in (other["headline"] + other["text"]).lower()
        for tag in nearest["shared_tags"]:
            plural = KINDS[tag["kind"]].plural
            assert tag["value"] in event[plural]
            assert tag["value"] in other[plural]
        assert event_id in [one["id"] for one in event["thread"]]


def test_the_schema_of_an_issue_as_json_has_an_address(client: TestClient) -> None:
    """As the media type of JSON Schema, so that programs can check what they send."""
    answer = client.get("/api/v1/schemas/digest.json")
    assert answer.headers["content-type"] == "application/schema+json"
    assert {"series", "items"} <= set(answer.json()["required"])
