"""Counts in several dimensions at once, over HTTP: JSON, CSV, and lines of the timeline."""

import csv
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from indexer.search import crosstab as tables

V1 = "/api/v1"


def get(client: TestClient, path: str, status: int = 200) -> Any:
    response = client.get(f"{V1}{path}")
    assert response.status_code == status, response.text
    return response.json()


def total(client: TestClient, search: str) -> int:
    found: int = get(client, f"/events?limit=1&facets=none&{search}")["total"]
    return found


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    response = client.get(f"{V1}{path}")
    assert response.status_code == 200, response.text
    return list(csv.DictReader(StringIO(response.text)))


class TestCounts:
    @pytest.mark.parametrize(
        "search",
        [
            "q=missile&country_not=CN&event_from=2022-03-10&event_to=2023-05-20",
            "q=rover+OR+(steel+-domain:space)",
        ],
    )
    def test_a_cell_is_what_the_search_finds_with_its_values_added(
        self, client: TestClient, search: str
    ) -> None:
        """Tags in two dimensions, with words, alternatives, a filter and a period."""
        answer = get(client, f"/counts?by=country,domain&{search}")
        assert answer["by"] == ["country", "domain"]
        assert answer["total"] == total(client, search)
        assert answer["query"]["country"] == get(client, f"/events?{search}")["query"]["country"]
        for cell in answer["items"][::3]:
            country, domain = cell["values"]
            added = urlencode({"country_all": country, "domain_all": domain})
            assert cell["count"] == total(client, f"{search}&{added}"), cell

    def test_values_and_their_totals_stand_beside_the_cells(self, client: TestClient) -> None:
        """With labels, the largest first; time without gaps."""
        answer = get(client, "/counts?by=domain,quarter&event_from=2022-02&event_to=2023-11")
        domains, quarters = answer["dimensions"]
        counts = [value["count"] for value in domains["values"]]
        assert counts == sorted(counts, reverse=True)
        assert [value["value"] for value in quarters["values"]] == [
            f"{year}-Q{quarter}" for year in (2022, 2023) for quarter in (1, 2, 3, 4)
        ]
        cut = total(client, "event_from=2022-02-01&event_to=2022-03-31")
        assert quarters["values"][0]["count"] == cut

    def test_three_dimensions_at_once(self, client: TestClient) -> None:
        """Country, domain and year; the cells of one year are the table of that year."""
        whole = get(client, "/counts?by=country,domain,year")["items"]
        one = get(client, "/counts?by=country,domain&event_from=2023&event_to=2023")["items"]
        of_year = {tuple(c["values"][:2]): c["count"] for c in whole if c["values"][2] == "2023"}
        assert of_year == {tuple(cell["values"]): cell["count"] for cell in one}

    @pytest.mark.parametrize(
        ("by", "words"),
        [
            ("", "one to 3 different dimensions"),
            ("country,country", "one to 3 different dimensions"),
            ("country,domain,year,month", "one to 3 different dimensions"),
            ("contry", "did you mean country?"),
        ],
    )
    def test_what_cannot_be_counted_by_is_refused(
        self, client: TestClient, by: str, words: str
    ) -> None:
        """By name, with what is possible."""
        problem = get(client, f"/counts?by={by}", status=422)
        assert words in problem["detail"]
        assert problem["errors"][0]["parameter"] == "by"

    def test_too_many_cells_are_refused(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With the number of them."""
        monkeypatch.setattr(tables, "MOST_CELLS", 100)
        problem = get(client, "/counts?by=country,month,status", status=422)
        assert "cells, more than 100: narrow the search" in problem["detail"]


class TestTables:
    def test_long_and_wide_hold_the_same_counts(self, client: TestClient) -> None:
        """Codes and names in columns of their own; zeros only where they are columns."""
        long = rows(client, "/counts.csv?by=country,domain,year&event_from=2022&event_to=2023")
        wide = rows(
            client, "/counts.csv?by=country,domain,year&shape=wide&event_from=2022&event_to=2023"
        )
        assert list(long[0]) == [
            *("country", "country_name", "domain", "domain_name", "year", "count")
        ]
        flat = {(r["country"], r["domain"], r["year"]): r["count"] for r in long}
        assert set(wide[0]) - set(long[0]) == {"2022", "2023"}
        assert flat == {
            (row["country"], row["domain"], year): row[year]
            for row in wide
            for year in ("2022", "2023")
            if row[year] != "0"
        }

    def test_one_dimension_is_a_list(self, client: TestClient) -> None:
        """In both shapes."""
        assert rows(client, "/counts.csv?by=domain") == rows(
            client, "/counts.csv?by=domain&shape=wide"
        )

    def test_a_byte_order_mark_is_given_where_asked_for(self, client: TestClient) -> None:
        """Without it Excel guesses at letters."""
        assert client.get(f"{V1}/counts.csv?by=year").content[:4] == b"year"
        assert client.get(f"{V1}/counts.csv?by=year&bom=true").content[:3] == b"\xef\xbb\xbf"


class TestTimelineLines:
    def test_a_line_is_the_timeline_of_its_value(self, client: TestClient) -> None:
        """Bars cut to the period, certain and possible events apart."""
        search = "q=missile&event_from=2022-03-10&event_to=2023-05-20"
        answer = get(client, f"/timeline?{search}&by=country&facet_limit=3")
        assert answer["by"] == "country"
        assert len(answer["lines"]) == 3
        for line in answer["lines"]:
            alone = get(client, f"/timeline?{search}&country_all={line['value']}")
            assert line["items"] == [bar for bar in alone["items"] if bar["total"]]
            assert line["total"] == alone["total"]

    def test_total_counts_events_once(self, client: TestClient) -> None:
        """Though an event may stand in several bars."""
        answer = get(client, "/timeline?country=JP&interval=month")
        assert answer["total"] == total(client, "country=JP")
        assert answer["total"] <= sum(bar["total"] for bar in answer["items"])
        assert (answer["by"], answer["lines"]) == (None, [])

    def test_lines_of_time_are_refused(self, client: TestClient) -> None:
        """A timeline has time already."""
        problem = get(client, "/timeline?by=year", status=422)
        assert problem["errors"][0]["parameter"] == "by"
