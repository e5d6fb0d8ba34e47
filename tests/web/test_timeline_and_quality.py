"""The timeline of any search, and the figures that say how far tags can be trusted."""

import pytest
from fastapi.testclient import TestClient

from tests.web.reading import page

V1 = "/api/v1"


@pytest.mark.parametrize(
    ("search", "interval", "by"),
    [("", "month", "domain"), ("q=missile&event_from=2023-02-10", "quarter", "country")],
)
def test_the_timeline_is_that_of_the_api(
    client: TestClient, search: str, interval: str, by: str
) -> None:
    """Its table, and a line for each of the most frequent values, which opens its search."""
    html = page(client, f"/timeline?interval={interval}&by={by}&{search}")
    told = client.get(f"{V1}/timeline?interval={interval}&by={by}&facet_limit=0&{search}").json()
    rows = [[cell.text() for cell in row.css("td")] for row in html.css("tbody tr")]
    assert [row[:3] for row in rows] == [
        [str(one["certain"]), str(one["possible"]), str(one["total"])] for one in told["items"]
    ]
    lines = html.css("li.course")
    assert [int(one.css_first(".count").text()) for one in lines] == [
        line["total"] for line in told["lines"][: len(lines)]
    ]
    for link in [lines[0].css_first(".count"), *html.css("tbody a")[:3]]:
        query = (link.attributes["href"] or "").partition("?")[2]
        found = client.get(f"{V1}/events?limit=1&{query}").json()["total"]
        assert found in {line["total"] for line in told["lines"]} | {
            one["total"] for one in told["items"]
        }


def test_a_search_without_events_has_no_chart(client: TestClient) -> None:
    """But a way back; an unknown kind is refused with the nearest."""
    assert page(client, "/timeline?q=xyzzy").css_first(".note") is not None
    assert "did you mean domain" in page(client, "/timeline?by=domane", 422).text()


def test_quality_shows_the_recorded_figures_unseen_first(client: TestClient) -> None:
    """Each with its interval and the number it rests on; none is written into the page."""
    html = page(client, "/quality")
    figures = client.get(f"{V1}/quality").json()
    text = " ".join(html.css_first("main").text().split())
    for part in ("unseen", "seen"):
        for figure in figures[part]["figures"].values():
            assert f"{100 * figure['value']:.1f}\u202f%".replace("\u202f", " ") in text.replace(
                "\u202f", " "
            )
    for figure in figures["unseen"]["figures"].values():
        assert f"{figure['n']:,}" in text
        assert f"{100 * figure['low']:.0f}–{100 * figure['high']:.0f}" in text
    assert html.css("h2")[0].text() == "On text the rules have not seen"
    assert len(html.css("table.dq tbody tr")) == len(figures["unseen"]["by_domain"])
