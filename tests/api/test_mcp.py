"""The MCP door, asked with the SDK's own client: its answers are the JSON API's own."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp import Client, MCPError

from api.app import create_app
from api.knowledge.service import EventService
from api.mcp import asking
from api.mcp.server import make_server
from api.mcp.tools import TOOLS
from indexer.ingest.pipeline import Ingest
from indexer.normalise.tags.kinds import KINDS
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text

pytestmark = pytest.mark.anyio
SITE = "http://testserver"
# What a model reads before it has asked anything; it was three times as much.
MOST_BYTES = 28_000 // 3
SEARCHES: list[dict[str, Any]] = [
    {"q": "space"},
    {"q": "lunar rover country:Japan"},
    {"country": ["JP", "Korea"], "domain_not": ["economy"], "sort": "oldest"},
    {"country_all": ["JP", "PH"], "event_from": "2023", "event_to": "2024-06"},
    {"member_of": ["nato"], "precision": ["day"], "certain": True},
    {"group": ["trilateral-us-jp-kr"], "digest": ["2.7"]},
]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def application(store: EventStore, engine: TantivyEngine, settings: Settings) -> FastAPI:
    """The API over a store."""
    free = settings.model_copy(update={"rate_limit": "", "allowed_hosts": "testserver"})
    return create_app(free, store=store, engine=engine)


@pytest.fixture(scope="module")
def seeded_app(
    seeded: tuple[EventStore, TantivyEngine], tmp_path_factory: pytest.TempPathFactory
) -> FastAPI:
    """The API over the seed data, whose description is made once."""
    return application(*seeded, Settings(data_dir=tmp_path_factory.mktemp("mcp")))


async def connected(app: FastAPI, mode: Any = "auto") -> AsyncIterator[Client]:
    """A client of a server over the API in the same process."""
    async with asking.inside(app, SITE) as api, Client(make_server(api), mode=mode) as client:
        yield client


@pytest.fixture(params=["auto", "legacy"])
async def tools(request: pytest.FixtureRequest, seeded_app: FastAPI) -> AsyncIterator[Client]:
    """A client of the seed data, of the newest protocol and of those with a handshake."""
    async for client in connected(seeded_app, request.param):
        yield client


async def ask(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer."""
    result = await client.call_tool(name, arguments)
    assert not result.is_error, said(result)
    assert result.structured_content is not None
    return dict(result.structured_content)


async def refused(client: Client, name: str, **arguments: Any) -> str:
    """The words of a refusal."""
    result = await client.call_tool(name, arguments)
    assert result.is_error
    assert result.structured_content is None
    assert "Traceback" not in said(result)
    assert "\n" not in said(result)
    return said(result)


def said(result: Any) -> str:
    """The text of a result."""
    (block,) = result.content
    return str(block.text)


def api(client: TestClient, path: str, **arguments: Any) -> Any:
    answer = client.get(f"/api/v1/{path}?{urlencode(arguments, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestDescription:
    async def test_all_tools_only_read(self, tools: Client) -> None:
        """As their annotations say."""
        listed = (await tools.list_tools()).tools
        assert [tool.name for tool in listed] == [tool.name for tool in TOOLS]
        for tool in listed:
            hints = tool.annotations
            assert hints is not None
            assert (hints.read_only_hint, hints.open_world_hint) == (True, False)
            assert tool.title
            assert tool.description

    async def test_they_take_little_room(self, tools: Client) -> None:
        """Filters are described once; the others name them with their types."""
        listed = await tools.list_tools()
        size = len(listed.model_dump_json(by_alias=True, exclude_none=True).encode())
        assert size <= MOST_BYTES
        by_name = {tool.name: tool.input_schema for tool in listed.tools}
        filters = by_name["search_events"]["properties"]
        for name in ("counts", "timeline"):
            for argument, schema in by_name[name]["properties"].items():
                assert ("description" in schema) == (argument not in filters), argument

    async def test_every_filter_of_the_api_is_an_argument(
        self, tools: Client, client: TestClient
    ) -> None:
        """Whatever kinds there are, with its type; nothing unknown is let in."""
        described = client.get("/openapi.json").json()["paths"]["/api/v1/counts"]["get"]
        names = {one["name"] for one in described["parameters"]}
        assert {str(kind) for kind in KINDS} <= names
        for tool in (await tools.list_tools()).tools:
            assert tool.input_schema["additionalProperties"] is False
            for argument in tool.input_schema["properties"].values():
                assert argument["type"]
            if tool.name == "counts":
                assert set(tool.input_schema["properties"]) == names
                assert tool.input_schema["required"] == ["by"]

    async def test_the_server_says_what_it_holds(self, tools: Client) -> None:
        """And how its query language is written."""
        assert tools.instructions is not None
        for word in ("country:JP", "member_of:", "trilateral-us-jp-kr", "cyber", "cite"):
            assert word in tools.instructions.replace("Cite", "cite")
        assert tools.server_info is not None
        assert tools.server_info.name == "entente"


class TestAnswersAreTheApisOwn:
    @pytest.mark.parametrize("search", SEARCHES)
    async def test_a_search(
        self, tools: Client, client: TestClient, search: dict[str, Any]
    ) -> None:
        """Near misses and readings come along."""
        theirs = api(client, "events", **search, limit=10, facets="none")
        assert theirs["total"] > 0
        assert await ask(tools, "search_events", **search) == theirs

    @pytest.mark.parametrize("q", ["lunar zebra rover", "Japan Philippines 2024"])
    async def test_what_almost_matches_and_how_it_could_be_read(
        self, tools: Client, client: TestClient, q: str
    ) -> None:
        """In the structure, and in the text."""
        theirs = api(client, "events", q=q, limit=10, facets="none")
        result = await tools.call_tool("search_events", {"q": q})
        assert result.structured_content == theirs
        assert theirs["near"] or theirs["readings"]
        for one in theirs["readings"]:
            assert one["label"] in said(result)
        if theirs["near"]:
            assert theirs["near"]["reason"] in said(result)

    async def test_an_event(self, tools: Client, client: TestClient) -> None:
        """With how it is cited, and its address."""
        (found, *_) = (await ask(tools, "search_events", q="lunar rover"))["items"]
        theirs = api(client, f"events/{found['id']}")
        ours = await ask(tools, "get_event", event_id=found["id"])
        cited = api(client, "cite", ids=found["id"])["items"][0]
        assert ours == theirs | {"citation": cited["chicago"]["text"], "url": cited["url"]}

    @pytest.mark.parametrize(
        ("tool", "path", "arguments"),
        [
            ("counts", "counts", {"by": ["country", "quarter"], "domain": ["space"]}),
            ("counts", "counts", {"by": ["domain"]}),
            ("timeline", "timeline", {"q": "space", "interval": "quarter", "by": "country"}),
            ("timeline", "timeline", {"country": ["JP"]}),
            ("cite_events", "cite", {"ids": ["usjad-2-7-d71d4375"], "accessed": "2026-01-15"}),
        ],
    )
    async def test_everything_else(
        self, tools: Client, client: TestClient, tool: str, path: str, arguments: dict[str, Any]
    ) -> None:
        """Value by value."""
        if tool == "cite_events":
            arguments["ids"] = [api(client, "events", q="space")["items"][0]["id"]]
        assert await ask(tools, tool, **arguments) == api(client, path, **arguments)

    async def test_what_is_new(self, tools: Client, client: TestClient) -> None:
        """Since a number, a day or a month; the next answer goes on where this one ended."""
        theirs = api(client, "changes", since=3, limit=20)
        assert await ask(tools, "whats_new", since=3) == theirs
        assert await ask(tools, "whats_new", since="3") == theirs
        everything = api(client, "changes", written_from="2020-01-01", limit=20)
        for since in ("2020-01-01", "2020-01"):
            assert await ask(tools, "whats_new", since=since) == everything
        result = await tools.call_tool("whats_new", {"since": "2020-01-01", "subject": ["event"]})
        assert result.structured_content is not None
        assert f"since {result.structured_content['next']}" in said(result)
        assert result.structured_content["items"][0]["after"]["headline"] in said(result)

    async def test_following_next_gives_every_hit_once(self, tools: Client) -> None:
        """And the total stays what it was."""
        page = await ask(tools, "search_events", q="japan", limit=50)
        seen = [item["id"] for item in page["items"]]
        while page["next"]:
            page = await ask(tools, "search_events", q="japan", limit=50, cursor=page["next"])
            seen += [item["id"] for item in page["items"]]
        assert len(seen) == len(set(seen)) == page["total"] > 50


class TestText:
    async def test_it_says_what_the_structure_says(self, tools: Client) -> None:
        """For clients that read nothing else."""
        result = await tools.call_tool("search_events", {"q": "space", "limit": 3})
        page = result.structured_content
        assert page is not None
        needed = [page["next"], str(page["total"]), *(item["id"] for item in page["items"])]
        assert [part for part in needed if part not in said(result)] == []
        event = await tools.call_tool("get_event", {"event_id": page["items"][0]["id"]})
        assert event.structured_content is not None
        for name in ("text", "citation", "url"):
            assert event.structured_content[name] in said(event)
        counts = await tools.call_tool("counts", {"by": ["country", "year"]})
        assert "- JP (Japan): " in said(counts)
        assert "- JP x 2023: " in said(counts)
        line = await tools.call_tool("timeline", {"interval": "quarter", "by": "country"})
        assert "- 2023-Q1: " in said(line)
        assert "Japan: " in said(line)

    async def test_an_empty_answer_says_what_would_give_more(self, tools: Client) -> None:
        """As the API does."""
        result = await tools.call_tool("search_events", {"q": "lunar zebra", "domain": ["space"]})
        assert "What would give more:" in said(result)
        assert 'leave out the word "zebra"' in said(result)

    async def test_the_snippet_shows_the_match(self, tools: Client) -> None:
        """However far down in the text it stands, in a piece of a few lines."""
        result = await tools.call_tool("search_events", {"q": "missile", "limit": 50})
        assert result.structured_content is not None
        for event in result.structured_content["items"]:
            for mark in event["highlights"]["text"][:1]:
                assert event["text"][mark["start"] : mark["end"]] in said(result)
        assert max(map(len, said(result).splitlines())) < 400

    async def test_null_means_not_given(self, tools: Client) -> None:
        """As clients write that fill in every argument."""
        plain = await ask(tools, "search_events", q="space")
        filled = await ask(tools, "search_events", q="space", country=None, sort=None, limit=None)
        assert filled == plain


class TestPromptsAndResources:
    async def test_a_briefing_can_be_picked(self, tools: Client) -> None:
        """On a topic since a day, with citations, by the tools that there are."""
        prompts = {one.name: one for one in (await tools.list_prompts()).prompts}
        assert set(prompts) == {"brief", "catch_up", "compare"}
        names = {tool.name for tool in TOOLS}
        given = {"topic": "space and Japan", "since": "2024-01", "a": "PH", "b": "KR"}
        for prompt in prompts.values():
            taken = {one.name: given[one.name] for one in prompt.arguments or ()}
            (message,) = (await tools.get_prompt(prompt.name, taken)).messages
            text = getattr(message.content, "text", "")
            assert all(value in text for value in taken.values())
            assert sum(name in text for name in names) >= 2
            assert "cite_events" in text

    @pytest.mark.parametrize(
        ("name", "arguments", "words"),
        [("brief", {}, "topic"), ("breif", {"topic": "x"}, "did you mean brief")],
    )
    async def test_a_prompt_that_cannot_be_written(
        self, tools: Client, name: str, arguments: dict[str, str], words: str
    ) -> None:
        """Says what it lacks, or which was meant."""
        with pytest.raises(MCPError, match=words):
            await tools.get_prompt(name, arguments)

    async def test_every_digest_is_listed(self, tools: Client, client: TestClient) -> None:
        """Page by page, and read as the API answers it."""
        total = api(client, "digests", limit=1)["total"]
        page = await tools.list_resources()
        assert len(page.resources) == min(total, 50)
        first = page.resources[0]
        (content,) = (await tools.read_resource(str(first.uri))).contents
        assert json.loads(getattr(content, "text", "")) == api(client, f"digests/{first.name}")

    async def test_events_and_stories_have_addresses(
        self, tools: Client, client: TestClient
    ) -> None:
        """By templates."""
        templates = (await tools.list_resource_templates()).resource_templates
        assert {one.uri_template for one in templates} == {
            "entente://events/{event_id}",
            "entente://digests/{digest_id}",
            "entente://stories/{story_id}",
        }
        event_id = api(client, "events", q="lunar rover")["items"][0]["id"]
        (content,) = (await tools.read_resource(f"entente://events/{event_id}")).contents
        assert json.loads(getattr(content, "text", "")) == api(client, f"events/{event_id}")

    @pytest.mark.parametrize(
        "uri", ["entente://events/none-0-0-x", "entente://secrets/x", "file:///etc/passwd"]
    )
    async def test_what_is_not_there_is_refused(self, tools: Client, uri: str) -> None:
        """As an error of the protocol."""
        with pytest.raises(MCPError):
            await tools.read_resource(uri)


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "arguments", "words"),
        [
            ("search_events", {"contry": ["JP"]}, "did you mean country?"),
            ("search_events", {"contry": None}, "did you mean country?"),
            ("search_events", {"facets": ["country"]}, "unknown argument 'facets'"),
            ("search_events", {"country": ["Japn"]}, "did you mean Japan?"),
            ("search_events", {"q": "domian:space"}, "at offset 0"),
            ("search_events", {"limit": 5000}, "limit"),
            ("search_events", {"sort": "best"}, "'relevance', 'newest', 'oldest' or 'added'"),
            ("search_events", {"cursor": "rubbish"}, "take `next` from a page as it is"),
            ("search_events", {"digest": ["99.1"]}, "unknown digest '99.1'"),
            ("search_events", {"event_from": "2024", "event_to": "2023"}, "ends (2023-12-31)"),
            ("counts", {"by": ["moon"]}, "by"),
            ("counts", {}, "by: this argument is needed"),
            ("counts", {"by": ["year"], "cursor": "x"}, "unknown argument 'cursor'"),
            ("timeline", {"interval": "week"}, "'month', 'quarter' or 'year'"),
            ("get_event", {"event_id": "usjad-0-0-none"}, "Take ids from search_events."),
            ("get_event", {"event_id": "../digests"}, "Take ids from search_events."),
            ("get_event", {}, "event_id: this argument is needed"),
            ("whats_new", {"since": "yesterday"}, "(argument since)"),
            ("whats_new", {"since": 999_999}, "begin again at since=0"),
            ("cite_events", {"ids": ["nothing"]}, "nothing"),
        ],
    )
    async def test_what_cannot_be_used_is_named_with_a_way_out(
        self, tools: Client, name: str, arguments: dict[str, Any], words: str
    ) -> None:
        """As the tool's own error, on one line."""
        assert words in await refused(tools, name, **arguments)

    async def test_a_tool_that_is_not_there(self, tools: Client) -> None:
        """An error of the protocol, with the nearest name."""
        with pytest.raises(MCPError, match="did you mean search_events"):
            await tools.call_tool("search_event", {})

    async def test_a_cursor_serves_its_own_search_only(self, tools: Client) -> None:
        """Its page size may change."""
        page = await ask(tools, "search_events", q="japan", limit=5)
        await ask(tools, "search_events", q="japan", limit=7, cursor=page["next"])
        words = await refused(tools, "search_events", q="korea", cursor=page["next"])
        assert "another search" in words

    async def test_what_was_removed_says_so(
        self, store: EventStore, engine: TantivyEngine, settings: Settings
    ) -> None:
        """An event, and a cursor of an index that has changed since."""
        taker = Ingest(store, 10_000, allow_shorter=True)
        items = [(f"Item {n}", f"Japan did {n}.") for n in range(4)]
        taker.file(make_digest_text(*items), SourceHints("a.txt"))
        sync.sync(store, engine)
        async for client in connected(application(store, engine, settings)):
            first = await ask(client, "search_events", q="Item 0", limit=1)
            removed = first["items"][0]["id"]
            cursor = (await ask(client, "search_events", q="japan", limit=1))["next"]
            taker.file(make_digest_text(*items[1:]), SourceHints("a.txt"))
            sync.sync(store, engine)
            assert "was removed" in await refused(client, "get_event", event_id=removed)
            words = await refused(client, "search_events", q="japan", limit=1, cursor=cursor)
            assert "search again" in words

    async def test_without_an_index_events_can_still_be_read(
        self, seeded: tuple[EventStore, TantivyEngine], engine: TantivyEngine, settings: Settings
    ) -> None:
        """And search says what to run."""
        store, _ = seeded
        event = next(iter(store.iter_events()))
        async for client in connected(application(store, engine, settings)):
            assert "run `entente sync`" in await refused(client, "search_events", q="space")
            found = await ask(client, "get_event", event_id=event.id)
            assert found["headline"] == event.headline

    async def test_a_crash_keeps_its_words_to_the_log(
        self,
        seeded_app: FastAPI,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The other side learns that it is not its fault."""

        def crash(*_: object, **__: object) -> None:
            raise RuntimeError("a secret")

        monkeypatch.setattr(EventService, "search", crash)
        async for client in connected(seeded_app):
            words = await refused(client, "search_events", q="nobody asked this before")
            assert "went wrong there" in words
            assert "secret" not in words

    async def test_nobody_there_is_said(self) -> None:
        """With the address, so that a wrong one is seen."""
        async with (
            asking.remote("http://127.0.0.1:9") as api,
            Client(make_server(api)) as client,
        ):
            assert "No Entente answers at http://127.0.0.1:9" in await refused(
                client, "search_events", q="space"
            )
            with pytest.raises(MCPError, match="No Entente answers"):
                await client.list_tools()
