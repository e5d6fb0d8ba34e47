"""Citations on pages: the styles of one event, several as one bibliography."""

from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.reading import texts


def read(client: TestClient, url: str, status: int = 200) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def ids(client: TestClient, count: int) -> list[str]:
    items = client.get(f"/api/v1/events?q=space&limit={count}").json()["items"]
    return [one["id"] for one in items]


def test_an_event_is_cited_in_the_style_that_is_chosen(client: TestClient) -> None:
    """As the API prints it; without a script the form does it."""
    (one,) = ids(client, 1)
    told = client.get(f"/api/v1/cite?ids={one}").json()["items"][0]
    for style in ("chicago", "apa", "mla"):
        page = read(client, f"/events/{one}?style={style}")
        assert texts(page, "#citation") == [told[style]["text"]]
        assert texts(page, "#style option[selected]") != []
    unknown = read(client, f"/events/{one}?style=none")
    assert texts(unknown, "#citation") == [told["chicago"]["text"]]


def test_several_are_one_bibliography_in_the_order_asked_for(client: TestClient) -> None:
    """Each once, each can be left out, files for reference managers have the same."""
    wanted = ids(client, 3)[::-1]
    page = read(client, f"/cite?ids={','.join([*wanted, wanted[0]])}&style=apa")
    told = client.get(f"/api/v1/cite?ids={','.join(wanted)}").json()["items"]
    assert texts(page, "#bibliography li") == [one["apa"]["text"] for one in told]
    assert texts(page, "nav [aria-current]") == ["APA"]
    left = page.css_first("ul.links .undo").attributes["href"] or ""
    assert texts(read(client, left), "h1") == ["2 citations"]
    for link in page.css(".acts a"):
        file = client.get(link.attributes["href"] or "")
        assert file.status_code == 200
        assert all(one["url"] in file.text or one["id"] in file.text for one in told)


def test_what_cannot_be_cited_is_said(client: TestClient) -> None:
    """None named, too many, none of that id."""
    assert "name the events" in read(client, "/cite", 422).html.lower()  # type: ignore[union-attr]
    assert "at most 100" in (read(client, f"/cite?ids={'x,' * 101}", 422).html or "")
    assert "nobody" in (read(client, "/cite?ids=nobody", 422).html or "")


def test_without_a_script_cite_leads_to_the_events_shown(client: TestClient) -> None:
    """As many as the page has."""
    page = read(client, "/?q=space")
    link = page.css_first("[data-pick]").attributes["href"] or ""
    shown = len(page.css("li.hit"))
    assert texts(read(client, link), "h1") == [f"{shown} citations"]
