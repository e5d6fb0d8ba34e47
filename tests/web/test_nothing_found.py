"""Dead ends and their ways on: searches without results, addresses without pages; menus."""

from fastapi.testclient import TestClient
from selectolax.lexbor import LexborNode

from tests.web.reading import page, texts


def led(node: LexborNode) -> list[str]:
    return [link.attributes["href"] or "" for link in node.css("a")]


def test_near_misses_show_what_they_lack_and_ways_on_what_they_give_up(client: TestClient) -> None:
    """Under one heading; the least is given up first, and every count is true."""
    html = page(client, "/?q=okinawa+base+relocation+tariffs")
    assert texts(html, "h1") == ["No event has all 4 words"]
    assert texts(html, ".near h2") == [f"{len(html.css('.near .hit'))} near misses"]
    assert all(hit.css(".miss s") for hit in html.css(".near .hit"))
    ways = html.css(".ways li")
    lost = [len(way.css("s")) for way in ways]
    assert lost == sorted(lost)
    for way in ways:
        found = page(client, way.css_first("a").attributes["href"] or "")
        total = way.css_first("b").text()
        assert texts(found, "#status")[0].startswith(f"{total} event")


def test_an_address_that_leads_nowhere_says_what_it_may_mean(client: TestClient) -> None:
    """By the words in it, as a search box and as pages with their number of events."""
    html = page(client, "/countries/south-korea", 404)
    (first, *_) = html.css("[aria-label='Perhaps you want'] li")
    assert first.css_first("a").attributes["href"] == "/countries/KR"
    total = client.get("/api/v1/events?country=KR").json()["total"]
    assert first.css_first("b").text() == f"{total} events"
    assert html.css_first("main #q").attributes["value"] == "south korea"
    assert not page(client, "/events/usjad-9-9-00000000", 404).css("[aria-label^=Perhaps]")


def test_the_head_of_the_results_has_menus_that_need_no_script(client: TestClient) -> None:
    """Every format but feeds to export, feeds to follow, the API's own address."""
    html = page(client, "/?q=space&domain=space&domain=energy")
    export, follow = html.css("details.drop")
    assert all(one.startswith("/api/v1/events.") for one in led(export))
    assert "/api/v1/events.csv?q=space&domain=space&domain=energy" in led(export)
    assert [one.partition("?")[0] for one in led(follow)] == [
        *("/api/v1/events.atom", "/api/v1/events.feed.json", "/api/v1/events"),
    ]


def test_a_period_that_is_not_held_is_said(client: TestClient) -> None:
    """An empty result of it may be a gap; the fields of the period stay."""
    html = page(client, "/?q=xyzzy&event_from=2022-07&event_to=2022-12")
    held = texts(html, "aside p")[0]
    assert held.startswith("8 of the 12 half-months of this period are not in the record.")
    assert html.css_first("#event_from").attributes["value"] == "2022-07"
    assert not html.css("#hidden-fields input")


def test_a_search_that_finds_nothing_keeps_what_no_field_shows(client: TestClient) -> None:
    """Filters, order and period are sent on with the next words."""
    html = page(client, "/?q=xyzzy&domain=space&sort=oldest")
    kept = html.css("#hidden-fields input")
    assert {(one.attributes["name"], one.attributes["value"]) for one in kept} == {
        *(("domain", "space"), ("sort", "oldest")),
    }
    wrong = page(client, "/?q=country:Japn&event_from=2023&event_to=2024", 422)
    kept = wrong.css("#hidden-fields input")
    assert [one.attributes["name"] for one in kept] == ["event_from", "event_to"]


def test_what_words_could_mean_is_offered_until_it_is_chosen(client: TestClient) -> None:
    """By itself and beside others of its kind."""
    readings = "[aria-label='What the words could mean'] a"
    assert texts(page(client, "/?q=space"), readings) == ["Domain: Space"]
    assert texts(page(client, "/?q=space&domain=space"), readings) == []
    assert texts(page(client, "/?q=space&domain_all=space&domain_all=defense"), readings) == []
    assert texts(page(client, "/?q=space&country=KR"), readings) == ["Domain: Space"]
