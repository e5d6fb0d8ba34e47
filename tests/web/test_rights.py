"""What a series' profile lets be shown, at every door: a sentence is stored and looked for."""

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

import anyio
import pyarrow.parquet
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from mcp import Client

from api.answers.bundle import Bundle
from api.answers.formats import FORMATS
from api.knowledge.shown import ShownStore
from api.mcp import asking
from api.mcp.server import make_server
from api.mcp.tools import TOOLS
from indexer.access import KeyRing, Scope
from indexer.ingest.series_book import SeriesBook
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.app import create_app, page_routes

SERIES = "/api/v1/series"
PROFILE = {"title": "Harbour Letter", "numbering": "number"}
ID = "harbour-letter"
# The first sentence is an excerpt; the second is never shown of one. Neither word stands in any
# address that is asked for.
OPENING = "The openerline office in Tokyo signed with the United States a pact on May 2, 2024."
HIDDEN = (
    "Ministers whispered the zanzibarline codeword near Osaka on May 7, 2024, and a launch of the "
    "quietsat satellite from Kyushu is scheduled for July 9, 2030."
)
LAST = "Officials of Norway agreed on that."
WORDS = ("openerline", "zanzibarline", "quietsat", "whispered", "july 9")
# Fields in the box, the beginning of a hidden word, a word typed wrong, words side by side.
BOXES = (
    "Osaka",
    "zanzibarl",
    "zanzibarlime",
    '"whisper',
    "ministers osaka kyushu nowhere",
    "Japan",
)


class Doors:
    """The application over a store with issues of one series, and every address that it has.

    Args:
        client: asks as anybody.
        editor: asks as somebody with every scope, signed in.
    """

    def __init__(
        self, client: TestClient, editor: TestClient, key: dict[str, str], store: EventStore
    ) -> None:
        self.client, self.editor, self.key, self.store = client, editor, key, store
        self.digests: list[str] = []
        self.events: list[str] = []

    def store_issue(self, number: int, *, extra: str = "", **query: str) -> Any:
        answer = self.client.post(
            "/api/v1/digests", params=query, headers=self.key, json=issue(number, extra)
        )
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def allow(self, right: str) -> None:
        answer = self.client.post(SERIES, json=PROFILE | {"rights": right}, headers=self.key)
        assert answer.status_code in (200, 201), answer.text

    def addresses(self) -> Iterator[str]:
        """Every address that is read, its parts filled in."""
        app = self.client.app
        described = app.openapi()["paths"]  # type: ignore[attr-defined]
        paths = [path for path, how in described.items() if "get" in how]
        routes = (route for route in page_routes() if isinstance(route, APIRoute))
        paths += [route.path for route in routes if "GET" in route.methods]
        for path in dict.fromkeys(paths):
            names = [name for name in FILLED if "{" + name + "}" in path]
            for values in product(*(FILLED[name](self) for name in names)):
                filled = path
                for name, value in zip(names, values, strict=True):
                    filled = filled.replace("{" + name + "}", value)
                assert "{" not in filled, f"{path}: say in FILLED what its parts may be"
                yield filled

    def answers(self) -> Iterator[tuple[str, bytes]]:
        """What every address says, by itself and with searches; what editors see; the bundle."""
        for path in self.addresses():
            asked = [""]
            if path.endswith(SEARCHING):
                name = "a" if path == "/compare" else "q"
                asked += [f"?{name}={box}" for box in BOXES]
            if path == "/api/v1/events":
                asked += ["?include=evidence", "?fields=text,headline,tags"]
            for query in asked:
                yield path + query, self.client.get(path + query).content
            if path.startswith("/editor") or "/corrections" in path:
                yield f"editor: {path}", self.editor.get(path, headers=self.key).content
        yield "dry run", self.dry_run()
        part = {"headline": "A part", "text": "Something else."}
        for event in self.events:
            where, old = f"/api/v1/events/{event}", {**self.key, "If-Match": 'W/"x.1"'}
            split = {"parts": [part, part], "reason": "Two"}
            yield "split", self.client.post(f"{where}/split", headers=self.key, json=split).content
            yield "old", self.client.post(f"{where}/split", headers=old, json=split).content
        yield from self.mcp().items()
        yield "bundle", self.bundle()

    def leaks(self) -> dict[str, set[str]]:
        """The words that are found, by where."""
        said = {where: words_in(content) for where, content in self.answers()}
        return {where: words for where, words in said.items() if words}

    def leaks_at(self, where: str) -> set[str]:
        """The words that are found at one door."""
        where = where.replace("EVENT", self.events[0]).replace("ISSUE", self.digests[0])
        if where.startswith("mcp "):
            return words_in(self.mcp()[where])
        if where == "bundle":
            return words_in(self.bundle())
        if where == "dry run":
            return words_in(self.dry_run())
        return words_in(self.editor.get(where, headers=self.key).content)

    def mcp(self) -> dict[str, bytes]:
        """What every tool and resource tells programs that speak MCP."""
        return anyio.run(self._told_over_mcp)

    async def _told_over_mcp(self) -> dict[str, bytes]:
        asked: dict[str, list[dict[str, Any]]] = {
            "search_events": [{"q": box} for box in ("", *BOXES)],
            "get_event": [{"event_id": event} for event in self.events],
            "counts": [{"by": ["series"]}, {"by": ["country"], "q": "Osaka"}],
            "timeline": [{"q": "Osaka"}],
            "whats_new": [{"since": 0, "limit": 200}],
            "cite_events": [{"ids": self.events}],
        }
        assert asked.keys() == {tool.name for tool in TOOLS}
        told = {}
        app, site = self.client.app, "http://testserver"
        async with asking.inside(app, site) as api, Client(make_server(api)) as client:  # type: ignore[arg-type]
            for name, calls in asked.items():
                answers = [await client.call_tool(name, given) for given in calls]
                told[f"mcp {name}"] = "".join(map(str, answers)).encode()
            uris = [str(one.uri) for one in (await client.list_resources()).resources]
            uris += [f"entente://events/{event}" for event in self.events]
            read = [await client.read_resource(uri) for uri in uris]
        return told | {"mcp resources": "".join(map(str, read)).encode()}

    def dry_run(self) -> bytes:
        """What an issue that is stored would change, were it sent again with more text."""
        url = "/api/v1/digests?dry_run=true&allow_shorter=true"
        sent = issue(1, " It is over.")
        return self.client.post(url, headers=self.key, json=sent).content

    def bundle(self) -> bytes:
        stream = io.BytesIO()
        Bundle(self.store, SeriesBook(self.store), "https://entente.example").write(stream)
        return stream.getvalue()


SHOWING = (
    *("/api/v1/events", "/api/v1/events?include=evidence", "/api/v1/changes", "bundle"),
    *("/api/v1/changes.ndjson", "/?q=Osaka", "/api/v1/suggest?q=zanzibarl", "dry run"),
    *("/api/v1/events?q=zanzibarlime", "/api/v1/events.xlsx", "/api/v1/events.parquet"),
    *("/api/v1/events.csv", "/api/v1/events.atom", "/upcoming", "/digests/ISSUE"),
    *("/api/v1/digests/ISSUE/source", "/events/EVENT", "/api/v1/events/EVENT"),
    *("mcp search_events", "mcp get_event", "mcp whats_new", "mcp resources"),
    *("/api/v1/digests/ISSUE", "/editor/events/EVENT", "/api/v1/events/EVENT/corrections"),
)
FILLED: dict[str, Any] = {
    "event_id": lambda doors: doors.events,
    "digest_id": lambda doors: doors.digests,
    "story_id": lambda doors: doors.events,
    "draft_id": lambda doors: [draft(doors)],
    "series_id": lambda _: [ID],
    "value": lambda _: [ID, "JP", "space"],
    "suffix": lambda _: list(FORMATS),
    "problem_type": lambda _: ["not-shown"],
    "section": lambda _: ["search"],
    "name": lambda _: ["nothing.css"],
}
SEARCHING = ("/", "/events", "/completions", "/suggest", "/compare", "/events.feed.json")


def issue(number: int, extra: str = "") -> dict[str, Any]:
    """An issue whose two items say the same, so that their phrases are known."""
    texts = [f"{OPENING} {HIDDEN}{extra} {LAST}", f"{OPENING} {HIDDEN} {LAST} Poland knows."]
    items = [
        {"headline": f"Harbour pact {number}.{at}", "text": text} for at, text in enumerate(texts)
    ]
    day = f"2024-05-{10 + number}"
    return {"series": ID, "number": number, "issue_date": day, "items": items}


def draft(doors: Doors) -> str:
    """A draft that an editor looks at: an issue that is stored, and changed."""
    sent = {"text": json.dumps(issue(1, " It is over.")), "series": ID}
    page = doors.editor.get("/editor/new").text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    answer = doors.editor.post("/editor/new", data=sent | {"token": token}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"].rpartition("/")[2])


def words_in(content: bytes) -> set[str]:
    """Which of the stored words an answer holds, whatever they are packed in."""
    said = opened(content).casefold()
    return {word for word in WORDS if word in said}


def opened(content: bytes) -> str:
    """Bytes as text, with what is packed in them."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(opened(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        return str(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist())
    return content.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Two issues of a series, one of them read again, an event corrected and another split."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("rights"), rate_limit="")
    store, engine = EventStore(settings.store_url), TantivyEngine(None)
    text = KeyRing(store).create("Desk", frozenset(Scope))[1]
    app = create_app(settings, store=store, engine=engine)
    with TestClient(app) as client:
        editor = TestClient(app)
        assert editor.post("/editor", data={"key": text}).status_code in (200, 303)
        made = Doors(client, editor, {"Authorization": f"Bearer {text}"}, store)
        made.allow("full")
        made.store_issue(1)
        made.store_issue(1, extra=" More is to come.")
        second = made.store_issue(2)["created"]
        parts = [
            {"headline": "A pact", "text": f"{OPENING} {HIDDEN}"},
            {"headline": "A word", "text": LAST},
        ]
        split = {"parts": parts, "reason": "Two matters"}
        url = f"/api/v1/events/{second[0]}"
        assert client.post(f"{url}/split", headers=made.key, json=split).status_code == 201
        sync.sync(store, engine)
        made.digests = store.digest_ids()
        made.events = [second[0], second[1]]
        yield made
    engine.close()
    store.close()


def test_whole_texts_are_found_at_these_doors(doors: Doors) -> None:
    """Else looking for the sentence would prove nothing."""
    doors.allow("full")
    assert {where for where in SHOWING if not doors.leaks_at(where)} == set()


@pytest.mark.parametrize(("right", "shown"), [("excerpt", {"openerline"}), ("metadata", set())])
def test_no_door_shows_more(doors: Doors, right: str, shown: set[str]) -> None:
    """From the moment that the profile says so; what is found by the text stays found."""
    doors.allow("full")
    url = f"/api/v1/events/{doors.events[0]}"
    tag = doors.client.get(url).headers["ETag"]
    doors.allow(right)
    assert doors.client.get(url, headers={"If-None-Match": tag}).status_code == 200
    where = {name: doors.leaks_at(name) - shown for name in SHOWING}
    assert {name: words for name, words in where.items() if words} == {}
    found = doors.client.get("/api/v1/events?q=zanzibarline").json()
    assert found["total"] == len(found["items"]) >= len(doors.digests)
    assert {hit["shown"] for hit in found["items"]} == {right}
    assert not any(hit["highlights"]["text"] for hit in found["items"])
    source = doors.client.get(f"/api/v1/digests/{doors.digests[0]}/source")
    assert (source.status_code, source.json()["type"].rpartition("/")[2]) == (403, "not-shown")


def test_no_door_shows_what_none_may(doors: Doors) -> None:
    """Every address there is, by itself and with searches, as anybody and as an editor."""
    doors.allow("metadata")
    assert doors.leaks() == {}


def test_it_outlives_the_series(
    store: EventStore, engine: TantivyEngine, settings: Settings
) -> None:
    """The ledger tells of issues that were deleted, and of their series nothing is known."""
    key = {"Authorization": f"Bearer {KeyRing(store).create('Desk', frozenset(Scope))[1]}"}
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        client.post(SERIES, json=PROFILE | {"rights": "metadata"}, headers=key)
        made = client.post("/api/v1/digests", headers=key, json=issue(1)).json()
        client.delete(f"/api/v1/digests/{made['digest_id']}?reason=Old", headers=key)
        assert client.delete(f"{SERIES}/{ID}?reason=Old", headers=key).status_code == 200
        assert client.get(f"{SERIES}/{ID}").status_code == 404
        told = client.get("/api/v1/changes").text
    assert "Harbour pact" in told
    assert not [word for word in WORDS if word in told]


def test_what_may_be_shown_is_asked_once_for_a_whole_list(
    seeded: tuple[EventStore, TantivyEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a question to the database: a page or an export would ask it for every row."""
    store, _ = seeded
    shown = ShownStore(store, SeriesBook(store))
    ids = [event.id for event in store.iter_events()]
    asked: list[None] = []
    version = store.version
    monkeypatch.setattr(store, "version", lambda: (asked.append(None), version())[1])
    for read in (
        lambda: shown.projections(ids),
        lambda: list(shown.iter_projections()),
        lambda: shown.changes(since=0, limit=100),
        lambda: shown.digests(limit=20)[0],
    ):
        asked.clear()
        assert len(read()) > 1
        assert len(asked) == 1
