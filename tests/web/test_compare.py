"""Two searches compared: parts that add up, and links that find what they say."""

import csv
from io import StringIO
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from tests.web.reading import links, page

V1 = "/api/v1"
PAIRS = [
    ("domain:space", "domain:energy"),
    ("country:KR", "domain:defense"),
    ("missile", "satellite"),
    ("country:PH country:AU", "security after:2023"),
    ("before:2022", "after:2023 diplomacy"),
    ("missile", "missile"),
]


def ids(client: TestClient, q: str) -> set[str]:
    found = client.get(f"{V1}/events", params={"q": q, "limit": 200, "facets": "none"}).json()
    assert found["total"] <= 200
    return {item["id"] for item in found["items"]}


def listed(client: TestClient, url: str) -> list[str]:
    """Every event behind a link: a search, or the list of a part, page by page."""
    if url.startswith("/?"):
        found = client.get(f"{V1}/events?limit=200&facets=none&{url[2:]}").json()
        return [item["id"] for item in found["items"]]
    html = page(client, url)
    here = [link.removeprefix("/events/") for link in links(html, ".hits h2 a")]
    following = links(html, ".pager a")
    return here + (listed(client, following[0]) if following else [])


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_parts_are_those_of_the_two_sets(client: TestClient, a: str, b: str) -> None:
    """Counted, and behind their links; where both have words these count as complete."""
    html = page(client, "/compare", a=a, b=b)
    end = " " if "complete" in html.text() else ""
    in_a, in_b = ids(client, a + end), ids(client, b + end)
    wanted = [in_a - in_b, in_a & in_b, in_b - in_a]
    shown = html.css(".parts li")
    for part, expected in zip(shown, wanted, strict=True):
        address = part.css_first("a")
        assert (address is None) == (not expected)
        if address is not None:
            assert address.text().startswith(f"{len(expected)} event")
            found = listed(client, address.attributes["href"] or "")
            assert sorted(found) == sorted(expected), address.attributes["href"]


def test_a_part_that_cannot_be_written_has_pages_of_its_own(client: TestClient) -> None:
    """Each event once, the newest first, and back to the comparison."""
    a, b = "country:JP", 'country:KR "joint"'
    html = page(client, "/compare", a=a, b=b)
    address = links(html, ".parts a")[0]
    assert address.startswith("/compare?")
    found = listed(client, address)
    assert set(found) == ids(client, a) - ids(client, b)
    assert len(found) == len(set(found)) > 20
    order = [one["id"] for one in client.get(f"{V1}/events?sort=newest&limit=200").json()["items"]]
    places = [order.index(one) for one in found]
    assert all(before < after for before, after in pairwise(places))
    assert page(client, f"{address}&after=nowhere", 422)


def test_every_number_of_the_table_opens_its_search(client: TestClient) -> None:
    """On the page and in the CSV; what is compared is no row of its own."""
    html = page(client, "/compare", a="country:PH", b="missile", by="domain")
    numbers = html.css("table.dv a")
    assert numbers
    for one in numbers:
        assert len(listed(client, one.attributes["href"] or "")) == int(one.text())
    text = client.get("/compare.csv", params={"a": "country:PH", "b": "missile"}).text
    rows = {row["country_name"]: row for row in csv.DictReader(StringIO(text))}
    assert (
        rows["all events"]["a"] == rows["Philippines"]["a"] == str(len(ids(client, "country:PH")))
    )
    names = [
        node.text() for node in page(client, "/compare", a="country:PH", b="x").css("tbody th")
    ]
    assert "Philippines" not in names


def test_bars_are_those_of_the_two_timelines(client: TestClient) -> None:
    """As the table beneath has them; months without an issue are said to be such."""
    html = page(client, "/compare", a="domain:space", b="country:KR", interval="month")
    rows = {row.css_first("th").text(): row.css("td") for row in html.css("#mirror tbody tr")}
    for at, q in enumerate(("domain:space", "country:KR")):
        told = client.get(f"{V1}/timeline", params={"q": q}).json()["items"]
        inside = [bar["total"] for bar in told if "2022-01" <= bar["start"][:7] <= "2024-06"]
        assert sum(int(cells[at].text()) for cells in rows.values()) == sum(inside)
    assert {cells[2].text() for cells in rows.values()} == {"held", "none held"}


def test_a_search_that_is_not_understood_is_told_with_a_way_out(client: TestClient) -> None:
    """What was written stays in the boxes."""
    html = page(client, "/compare", 422, a="space", b="country:Japn")
    assert "did you mean Japan" in html.css_first("[role=alert]").text()
    assert [node.attributes["value"] for node in html.css(".ab input")] == ["space", "country:Japn"]
    assert page(client, links(html, "[role=alert] a")[0]).css(".parts li")
    assert page(client, "/compare").css(".under a")
