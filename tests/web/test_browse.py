"""Pages to browse by: every kind of tag, series, stories, what is scheduled."""

import pytest
from fastapi.testclient import TestClient

from indexer.normalise.tags.kinds import KINDS
from tests.web.reading import links, page, texts
from web.contexts.subjects import SUBJECTS

V1 = "/api/v1"


ADDRESSES = [
    *(subject.path for subject in SUBJECTS.values()),
    "/countries/JP",
    "/domains/space",
    "/groups/quad",
    "/series/us-japan-alliance-digest",
    "/stories",
    "/upcoming",
    "/due",
    "/due?country=KR",
    "/upcoming?as_of=2023-01-01",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_every_page_says_what_it_is(client: TestClient, url: str) -> None:
    """A heading, a title and a description of its own, and the address to share."""
    html = page(client, url)
    assert len(html.css("h1")) == 1
    front = page(client, "/about")
    for selector in ("title", "meta[name=description]"):
        own, other = html.css_first(selector), front.css_first(selector)
        assert own.html != other.html, selector
    assert html.css_first("link[rel=canonical]").attributes["href"].endswith(url.partition("?")[0])


def test_every_kind_of_tag_has_pages(client: TestClient) -> None:
    """As the table of kinds has them: a list with the counts of the API, and a page a value."""
    for kind in KINDS.values():
        html = page(client, f"/{kind.plural}")
        counts = client.get(f"{V1}/{kind.plural}").json()["items"]
        held = [one for one in counts if one.get("count", one.get("events", 0))]
        listed = "ul.bars a, tbody th a"
        assert len(html.css(listed)) == len(held)
        assert texts(page(client, links(html, listed)[0]), "h1") == texts(html, listed)[:1]


def test_a_value_shows_what_the_search_for_it_finds(client: TestClient) -> None:
    """Total, feed, latest ten, what stands beside it, and the first of all."""
    html = page(client, "/countries/KR")
    found = client.get(f"{V1}/events?country=KR&sort=newest&limit=10").json()
    assert f"{found['total']}" in texts(html, ".btn.go")[0]
    latest = links(html, "section[aria-labelledby=latest] ol a")
    assert latest == [f"/events/{item['id']}" for item in found["items"]]
    oldest = client.get(f"{V1}/events?country=KR&sort=oldest&limit=1").json()["items"][0]
    assert links(html, "section[aria-labelledby=firsts] ol a")[0] == f"/events/{oldest['id']}"
    assert html.css_first("link[type='application/atom+xml']") is not None
    partners = client.get(f"{V1}/events?country_all=KR&facets=country&limit=1").json()
    counts = {one["value"]: one["count"] for one in partners["facets"]["country"]}
    most = max(count for value, count in counts.items() if value not in ("KR", "JP", "US"))
    bars = texts(html, "section[aria-labelledby=beside-together-with] li")
    assert f"{most} of {found['total']} events, · {100 * most / found['total']:.0f}%" in bars[0]
    opened = links(html, "section[aria-labelledby=beside-together-with] li a")[0]
    assert client.get(f"{V1}/events{opened[1:]}&limit=1").json()["total"] == most


def test_another_spelling_leads_to_the_page(client: TestClient) -> None:
    """And what is no country is not found."""
    answer = client.get("/countries/jp", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/countries/JP")
    page(client, "/countries/Atlantis", 404)


def test_a_story_tells_its_events_and_its_former_names_lead_to_it(client: TestClient) -> None:
    """In the order of the API."""
    url = links(page(client, "/stories"), "tbody a")[0]
    told = client.get(f"{V1}{url}").json()
    html = page(client, url)
    assert links(html, "ol.hits h2 a") == [f"/events/{one['id']}" for one in told["events"]]
    moved = client.get(f"/stories/{told['latest']['id']}", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, url)
    page(client, "/stories/none", 404)


def test_scheduled_days_are_ahead_or_have_passed(client: TestClient) -> None:
    """Seen from any day; together they are all that is scheduled."""
    for day in ("2022-06-30", "2023-06-30", "2024-06-30"):
        ahead = page(client, f"/upcoming?as_of={day}")
        passed = page(client, f"/due?as_of={day}")
        shown = links(ahead, "ol.hits h3 a") + links(passed, "td.what + td > a")
        scheduled = [
            f"/events/{item['id']}"
            for item in client.get(f"{V1}/events?status=scheduled&limit=200").json()["items"]
            for one in item["occurrences"]
            if one["status"] == "scheduled"
        ]
        assert sorted(shown) == sorted(scheduled)
    assert page(client, "/upcoming?as_of=soon", 422)


def test_what_is_scheduled_is_narrowed_by_country_and_domain_together(client: TestClient) -> None:
    """An empty choice and an empty day narrow nothing; each event is shown with its sentence."""
    every = page(client, "/due?country=&domain=&as_of=")
    both = page(client, "/due?country=PH&domain=diplomacy")
    shown = links(both, "td.what + td > a")
    assert 0 < len(shown) < len(links(every, "td.what + td > a"))
    for url in shown:
        told = client.get(f"{V1}{url}").json()
        assert "PH" in told["countries"]
        assert "diplomacy" in told["domains"]
        sentence = next(said for said in texts(both, "td.what") if said in told["text"])
        assert sentence.endswith(".")
