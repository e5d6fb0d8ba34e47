"""The matrix: every number is the total of the search that it opens."""

import csv
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from tests.web.reading import page

V1 = "/api/v1"


def total(client: TestClient, url: str) -> int:
    """What the search at an address of the site finds, by the API."""
    query = url.partition("?")[2]
    found: int = client.get(f"{V1}/events?limit=1&facets=none&{query}").json()["total"]
    return found


@pytest.mark.parametrize(
    "url",
    [
        "/matrix",
        "/matrix?rows=country&cols=country",
        "/matrix?rows=domain&cols=quarter&q=country:KR&event_to=2024-02-10",
        "/matrix?rows=group&cols=domain&country=PH&country=AU&domain=defense",
        "/matrix?rows=series&cols=year",
    ],
)
def test_every_number_opens_its_search(client: TestClient, url: str) -> None:
    """Cells and the totals of rows, with the search that the table is of."""
    table = page(client, url).css_first("table.mx")
    numbers = table.css("td a")
    assert numbers
    for one in numbers[:: max(1, len(numbers) // 25)]:
        address = one.attributes["href"] or ""
        assert total(client, address) == int(one.text().replace(",", "")), address


def test_the_table_is_that_of_the_api(client: TestClient) -> None:
    """As CSV, with all rows; the page shows the largest and says how many are left."""
    text = client.get("/matrix.csv?rows=country&cols=domain").text
    rows = {row["country"]: row for row in csv.DictReader(StringIO(text))}
    counted = client.get(f"{V1}/counts?by=country,domain").json()
    for cell in counted["items"]:
        country, domain = cell["values"]
        assert rows[country][domain] == str(cell["count"])
    assert {code: row["all"] for code, row in rows.items()} == {
        one["value"]: str(one["count"]) for one in counted["dimensions"][0]["values"]
    }
    whole = page(client, "/matrix?all=1")
    assert len(whole.css("table.mx tbody tr")) == len(rows)
    some = len(page(client, "/matrix").css("table.mx tbody tr"))
    assert (
        f"{len(rows) - some} more countries" in page(client, "/matrix").css_first(".under").text()
    )


def test_two_of_one_kind_are_counted_both_ways(client: TestClient) -> None:
    """And a country beside itself is no cell."""
    text = client.get("/matrix.csv?rows=country&cols=country").text
    rows = {row["country"]: row for row in csv.DictReader(StringIO(text))}
    for one, row in rows.items():
        assert row[one] == row["all"]
        assert all(row[other] == rows[other][one] for other in rows)


def test_what_nearly_every_event_has_stands_last_without_shade(client: TestClient) -> None:
    """It would use up the dark cells."""
    rows = page(client, "/matrix").css("table.mx tbody tr")
    last = [row for row in rows if "every" in (row.attributes.get("class") or "")]
    assert last == rows[-len(last) :] != []
    assert not [cell for row in last for cell in row.css("td[class^=k]")]


def test_an_unknown_dimension_is_named_with_the_nearest(client: TestClient) -> None:
    """On a page of its own."""
    assert "did you mean country" in page(client, "/matrix?rows=contry", 422).text()
    assert page(client, "/matrix?q=xyzzy").css_first(".note") is not None
