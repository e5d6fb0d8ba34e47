"""About, the API reference in the site's frame, and what every page tells of itself."""

import json

from fastapi.testclient import TestClient

from indexer.normalise.tags.domains import domains
from tests.web.reading import links, page

V1 = "/api/v1"


def test_about_says_what_is_held_and_how_sure_it_is(client: TestClient) -> None:
    """Coverage and accuracy as they are now, every domain with its count, anchors that exist."""
    html = page(client, "/about")
    text = html.css_first("main").text()
    held = client.get(f"{V1}/digests?limit=1").json()["total"]
    assert f"{held} issues" in text
    unseen = client.get(f"{V1}/quality").json()["unseen"]["figures"]["domains_f1"]
    assert f"{100 * unseen['value']:.1f}" in text
    counts = {one["value"]: one["count"] for one in client.get(f"{V1}/domains").json()["items"]}
    shown = {link.rpartition("/")[2] for link in links(html, "dl.defs a")}
    assert shown == set(domains())
    assert all(f" {count}" in html.css_first("dl.defs").text() for count in counts.values())
    for anchor in links(html, ".toc a"):
        assert html.css_first(anchor) is not None, anchor
    data = json.loads(html.css_first("script[type='application/ld+json']").text())
    assert (data["@type"], data["dataset"]["@type"]) == ("DataCatalog", "Dataset")


def test_the_reference_tells_of_every_operation(client: TestClient) -> None:
    """By section, with a command for each that is that of the description's example."""
    html = page(client, "/docs")
    document = client.get("/openapi.json").json()
    operations = {
        operation["operationId"]: (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    listed = links(html, "ul.ops a")
    assert {one.partition("#")[2] for one in listed} == set(operations)
    for address in {one.partition("#")[0] for one in listed}:
        section = page(client, address)
        for heading in section.css(".op h2"):
            method, path = operations[heading.attributes["id"] or ""]
            told = section.css_first(f".op[aria-labelledby={heading.attributes['id']}]").text()
            assert method in told
            assert path in told
            assert "curl" in told
    assert not html.css("main script")
    page(client, "/docs/nothing", 404)


def test_a_command_of_the_reference_works(client: TestClient) -> None:
    """As it stands there."""
    command = page(client, "/docs/events").css_first("pre.code").text()
    address = command.split("'")[1].removeprefix("http://testserver")
    assert client.get(address).status_code == 200


def test_the_calendar_of_what_is_upcoming_follows_the_tag(client: TestClient) -> None:
    """So do the form and the way to what is due."""
    html = page(client, "/upcoming?country=PH&as_of=2023-01-01")
    calendar = next(one for one in links(html, "a.btn") if ".ics" in one)
    assert "country=PH" in calendar
    assert "status=scheduled" in calendar
    found = client.get(calendar)
    every = client.get(calendar.replace("country=PH&", "").replace("&country=PH", ""))
    assert 0 < found.text.count("BEGIN:VEVENT") < every.text.count("BEGIN:VEVENT")
    assert html.css_first("select[name=country] option[selected]").attributes["value"] == "PH"
    due = next(one for one in links(html, "a.btn") if one.startswith("/due"))
    assert "country=PH" in due
    assert "as_of=2023-01-01" in due


def test_the_address_to_share_keeps_what_makes_it_another_page(client: TestClient) -> None:
    """And leaves out what a page shows anyway."""

    def canonical(url: str) -> str:
        address = links(page(client, url), "link[rel=canonical]")[0]
        return address.removeprefix("http://testserver")

    assert canonical("/matrix?rows=country&cols=domain&utm_source=x") == "/matrix"
    assert canonical("/matrix?rows=domain&cols=quarter") == "/matrix?rows=domain&cols=quarter"
    assert canonical("/timeline?interval=year&q=space") == "/timeline?interval=year&q=space"
    assert canonical("/compare?b=x&a=y&by=country") == "/compare?a=y&b=x"
    assert canonical("/digests?page=2") == "/digests?page=2"
