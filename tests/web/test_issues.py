"""Issues: the grid of what is held, and an issue with what is new in it."""

from datetime import date

import pytest
from fastapi.testclient import TestClient

from tests.web.reading import links, page
from web.contexts.holdings import HeldIssue
from web.contexts.slots import between, grids
from web.held import Held

V1 = "/api/v1"


def issue(start: date, end: date, **changes: object) -> HeldIssue:
    fields = {
        "series": "us-japan-alliance-digest",
        "numbered": True,
        "events": 5,
        "id": f"i{start}",
        "title": "A title",
        "volume": None,
        "number": None,
    }
    return HeldIssue(**{**fields, **changes, "start": start, "end": end})  # type: ignore[arg-type]


def kinds(year: int, *issues: HeldIssue) -> list[str]:
    grid = grids(issues)[0]
    return [cell.kind for one, cells in grid.years for cell in cells if one == year]


class TestGrid:
    def test_every_issue_has_its_place_and_every_gap_is_named(self, client: TestClient) -> None:
        """24 half-months a year; the missing as a list, by the number they would have."""
        html = page(client, "/digests")
        held = client.get(f"{V1}/digests?limit=100").json()["items"]
        assert sorted(links(html, ".yrrow a")) == sorted(f"/digests/{one['id']}" for one in held)
        assert {len(row.css("li")) for row in html.css(".yrrow")} == {24}
        missing = len(html.css(".yrrow .no"))
        assert f"{missing} not held" in html.css_first(".tophead .small").text()
        assert len(html.css("ul.inline li")) == missing
        assert "Vol 1.3, 1–15 February 2022" in html.css_first("ul.inline").text()
        assert len(html.css("table.t tbody tr")) == len(held)

    def test_without_known_dates_nothing_is_said_to_be_due(self) -> None:
        """Between two issues one may be missing; before and after them nothing is."""
        found = kinds(
            2023,
            issue(date(2023, 3, 1), date(2023, 3, 15), series="korea-us-alliance-letter", number=3),
            issue(
                date(2023, 6, 16), date(2023, 6, 30), series="korea-us-alliance-letter", number=9
            ),
        )
        assert found[:4] == ["out"] * 4
        assert found[4] == found[11] == "held"
        assert set(found[5:11]) == {"unk"}
        assert set(found[12:]) == {"out"}

    def test_weeks_share_a_place_and_months_have_two(self) -> None:
        """A week that reaches into the next half-month stands where it begins."""
        weekly = [issue(date(2024, 1, day), date(2024, 1, day + 6), series="x") for day in (1, 12)]
        assert kinds(2024, *weekly)[0] == "held"
        assert len(grids(weekly)[0].years[0][1][0].links) == 2
        monthly = issue(date(2024, 2, 1), date(2024, 2, 29), series="x")
        row = grids([monthly])[0].years[0][1]
        assert [cell.wide for cell in row if cell.links] == [True]
        assert len(row) == 24 - 1

    def test_a_slot_of_many_issues_is_one_link(self) -> None:
        """A daily letter would fill its year with figures that nobody can hit."""
        day = date(2024, 1, 1)
        daily = [issue(day, day, number=at, id=f"d{at}") for at in range(1, 13)]
        (cell,) = [cell for cell in grids(daily)[0].years[0][1] if cell.links]
        assert [(one.text, one.url) for one in cell.links] == [("12", "/digests/d1")]
        assert cell.links[0].label == "12 issues, 1 January 2024, from the first"

    def test_neighbours_are_those_of_the_series(self) -> None:
        """With the numbers between them that are not held."""
        first, third, other = (
            issue(date(2024, 1, 1), date(2024, 1, 15), volume=3, number=1),
            issue(date(2024, 2, 1), date(2024, 2, 15), volume=3, number=3),
            issue(date(2024, 1, 16), date(2024, 1, 31), series="x"),
        )
        held = Held([third, other, first])
        assert held.neighbours(first.id) == (None, third)
        assert held.neighbours(third.id) == (first, None)
        assert held.neighbours("unknown") == (None, None)
        assert between(first, third) == "3.2 not held"


class TestIssue:
    def test_an_issue_beside_its_neighbours(self, client: TestClient) -> None:
        """Previous and next held, what lies between, the feed, a citation, the source."""
        html = page(client, "/digests/usjad-3-10")
        assert links(html, ".backnav a") == ["/digests/usjad-3-9", "/digests/usjad-3-12"]
        assert "3.11 not held" in html.css_first(".backnav").text()
        assert "US-Japan Alliance Digest 3.10, 16–31 May 2024" in html.css_first("#citation").text()
        items = client.get(f"{V1}/events?digest=usjad-3-10").json()["total"]
        assert len(html.css("ol.hits > li[id^=item-]")) == items
        for link in html.css(".cite div a, .facts a"):
            address = link.attributes["href"] or ""
            if not address.startswith("#"):
                assert client.get(address).status_code == 200, address
        names = [node.attributes["name"] for node in html.css("meta[name^=citation_]")]
        assert {"citation_title", "citation_publication_date"} <= set(names)

    def test_what_is_new_is_told_by_the_stories(self, client: TestClient) -> None:
        """Each event carries a story on or is new; what the issue before told and this not."""
        digests = client.get(f"{V1}/digests?limit=100").json()["items"]
        ids = [one["id"] for one in reversed(digests)]
        carried = quiet = 0
        for own in ids[1:]:
            html = page(client, f"/digests/{own}")
            facts = {dt.text(): dt for dt in html.css("section[aria-labelledby=news] dt")}
            begun = len(links(html, "section[aria-labelledby=news] a[href^='#item-']"))
            items = len(html.css("ol.hits > li"))
            assert begun <= items
            assert (begun < items) == ("Carried on" in facts)
            carried += "Carried on" in facts
            quiet += "Quiet since" in facts
        assert carried
        assert quiet

    def test_the_first_issue_has_nothing_to_be_compared_with(self, client: TestClient) -> None:
        """And the other name of issues leads here."""
        assert not page(client, "/digests/usjad-1-1").css("#news")
        moved = client.get("/issues/usjad-1-1", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (308, "/digests/usjad-1-1")


@pytest.mark.parametrize("number", [2])
def test_pages_of_the_table_end(client: TestClient, number: int) -> None:
    """A page beyond the last is empty and says where the others are."""
    html = page(client, f"/digests?page={number}")
    assert html.css("nav.pager a[rel=prev]")
