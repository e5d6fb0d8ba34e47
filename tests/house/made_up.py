"""Looks for a made-up kind (mineral) and a made-up filter (length) at every door; run by a test."""

import asyncio
import csv
import json
import sys
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient

import api
from api.mcp import asking
from api.mcp.tools import TOOLS
from indexer.ingest import sources
from indexer.ingest.pipeline import Ingest
from indexer.search import sync
from indexer.search.conditions import Selection
from indexer.search.document import event_document
from indexer.search.meilisearch.compiler import Compiler
from indexer.search.query import EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from web.app import create_app

V1 = "/api/v1"
_LONG = "Japan said on April 3 that more of it would be mined at home. " * 3


def served(folder: Path) -> tuple[EventStore, TantivyEngine, TestClient]:
    """An installation with two events, one of which names a mineral."""
    store, engine = EventStore(f"sqlite:///{folder / 'entente.db'}"), TantivyEngine(None)
    digest = folder / "vol-2-07.txt"
    digest.write_bytes(
        make_digest_text(
            ("Mining pact signed", "On April 2, Japan and Australia signed a pact on lithium."),
            ("Trade talks held", _LONG.strip()),
        )
    )
    for path in sources.files([str(digest)]):
        hints = sources.hints(path, series=None, volume=None)
        report = Ingest(store, max_bytes=10_000_000).file(
            sources.load(path, max_bytes=10_000_000), hints
        )
        assert report.error is None, report.error
    sync.sync(store, engine)
    settings = Settings(data_dir=folder / "var", rate_limit="")
    return store, engine, TestClient(create_app(settings, store=store, engine=engine))


def look_at_documents(store: EventStore, engine: TantivyEngine) -> None:
    """The document, and both compilers."""
    fields = [event_document(event).fields() for event in store.iter_events()]
    assert sorted(document["minerals"] for document in fields) == [[], ["lithium"]]
    assert sorted(document["length"] for document in fields) == ["long", "short"]
    chosen = {"mineral": Selection(("lithium",)), "length": Selection(none_of=("long",))}
    query = EventQuery(filters=chosen, facets=("mineral", "length"))
    page = engine.search(query)
    assert page.total == 1
    assert [count.value for count in page.facets["mineral"]] == ["lithium"]
    asked = str(Compiler("index", query).plan().requests[0]["filter"])
    assert 'minerals IN ["lithium"]' in asked
    assert 'NOT (length IN ["long"])' in asked


def look_at_answers(client: TestClient) -> None:
    """Parameters, box, echo, facets, items, explanation, lists, suggestions, OpenAPI."""
    for params in (
        {"mineral": "Lithium", "length": "short"},
        {"q": "mineral:lithium length:short"},
    ):
        page = answer(client, f"{V1}/events", params)
        assert page["total"] == 1
        assert page["query"]["mineral"]["any_of"] == ["lithium"]
        assert page["query"]["length"]["any_of"] == ["short"]
        assert page["facets"]["mineral"][0]["label"] == "Lithium"
        assert {found["value"] for found in page["facets"]["length"]} == {"short"}
        assert page["items"][0]["minerals"] == ["lithium"]
    for part, params in (
        ("mineral Cobalt", {"q": "pact", "mineral": "cobalt"}),
        ("length long texts", {"q": "pact", "length": "long"}),
    ):
        nothing = answer(client, f"{V1}/events", params)
        assert part in {one["part"] for one in nothing["explanation"]["without"]}
    refused = client.get(f"{V1}/events", params={"mineral": "lithum"}).json()
    assert "lithium" in refused["detail"].lower()
    event = answer(client, f"{V1}/events/{page['items'][0]['id']}", {})
    assert event["tags"]["minerals"][0]["evidence"][0]["quote"] == "lithium"
    values = {item["value"]: item for item in answer(client, f"{V1}/minerals", {})["items"]}
    assert values["lithium"]["count"] == 1
    assert values["cobalt"]["definition"] == "The metal cobalt."
    counted = answer(client, f"{V1}/counts", {"by": "mineral,length,month"})
    assert counted["items"] == [{"values": ["lithium", "short", "2023-04"], "count": 1}]
    assert counted["dimensions"][0]["values"][0]["label"] == "Lithium"
    lines = answer(client, f"{V1}/timeline", {"by": "mineral"})["lines"]
    assert [(line["value"], line["total"]) for line in lines] == [("lithium", 1)]
    offered = answer(client, f"{V1}/suggest", {"q": "lith"})["items"]
    assert ("mineral", "mineral:lithium") in {(one["kind"], one["q"]) for one in offered}
    described = client.get("/openapi.json").json()
    names = {one["name"] for one in described["paths"][f"{V1}/events"]["get"]["parameters"]}
    assert {"mineral", "mineral_all", "mineral_not", "length", "length_not"} <= names
    assert f"{V1}/minerals" in described["paths"]
    assert "minerals" in described["components"]["schemas"]["HitOut"]["properties"]


def look_at_exports(client: TestClient) -> None:
    """CSV, feeds, bibliography."""
    rows = list(csv.DictReader(client.get(f"{V1}/events.csv?length=short").text.splitlines()))
    assert [row["minerals"] for row in rows] == ["lithium"]
    feed = client.get(f"{V1}/events.feed.json?mineral=lithium").json()
    assert feed["items"][0]["_entente"]["minerals"] == ["lithium"]
    assert "Lithium" in feed["items"][0]["tags"]
    assert '/minerals" label="Lithium"' in client.get(f"{V1}/events.atom?mineral=lithium").text
    assert "Lithium" in client.get(f"{V1}/events.ris?mineral=lithium").text


def look_at_the_site(client: TestClient) -> None:
    """Chips, panels, cards and the event's page."""
    page = client.get("/?mineral=lithium&length_not=long").text
    for words in ("<legend>Mineral", "<legend>Length", "not long texts", "<span>Lithium</span>"):
        assert words in page, words
    event_id = answer(client, f"{V1}/events", {"mineral": "lithium"})["items"][0]["id"]
    assert "<dt>Mineral</dt>" in client.get(f"/events/{event_id}").text


def look_at_mcp(client: TestClient) -> None:
    """The tools' arguments and answers."""
    asyncio.run(_look_at_mcp(client.app))  # type: ignore[arg-type]  # it is a FastAPI here


async def _look_at_mcp(app: FastAPI) -> None:
    tools = {tool.name: tool for tool in TOOLS}
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as asked:
        api = asking.Api("http://testserver", asked)
        search = tools["search_events"]
        arguments = search.schema(await api.description())["properties"]
        assert {"mineral", "length"} <= set(arguments)
        found = await search.ask(api, {"mineral": ["lithium"], "length": ["short"]})
        assert found["items"][0]["minerals"] == ["lithium"]
        assert "lithium" in search.text(found, api.site_url)
        counts = await tools["counts"].ask(api, {"by": ["mineral"]})
        assert counts["items"] == [{"values": ["lithium"], "count": 1}]
        one = await tools["get_event"].ask(api, {"event_id": found["items"][0]["id"]})
        assert one["tags"]["minerals"][0]["value"] == "lithium"
        assert "Minerals:" in tools["get_event"].text(one, api.site_url)


def answer(client: TestClient, path: str, params: dict[str, str]) -> Any:
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return json.loads(response.content)


def main() -> None:
    print(Path(api.__file__).parent)
    store, engine, client = served(Path(sys.argv[1]))
    look_at_documents(store, engine)
    with client:
        look_at_answers(client)
        look_at_exports(client)
        look_at_the_site(client)
        look_at_mcp(client)


if __name__ == "__main__":
    main()
