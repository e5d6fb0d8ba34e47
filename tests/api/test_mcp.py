"""The MCP tools, asked with the SDK's own client: the same answers as the JSON API."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from mcp import Client, MCPError

from api.knowledge.service import EventService
from api.mcp.server import make_server
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.builders import make_digest_text

pytestmark = pytest.mark.anyio
SITE = "https://entente.example"
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


@pytest.fixture(params=["auto", "legacy"])
async def tools(
    request: pytest.FixtureRequest, seeded: tuple[EventStore, TantivyEngine]
) -> AsyncIterator[Client]:
    """A client of the seed data, of the newest protocol and of those with a handshake."""
    server = make_server(EventService(*seeded), SITE)
    async with Client(server, mode=request.param) as client:
        yield client


async def ask(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer; the client checks it against the tool's output schema."""
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
    async def test_there_are_four_tools_and_all_of_them_only_read(self, tools: Client) -> None:
        """As their annotations say."""
        listed = (await tools.list_tools()).tools
        assert [tool.name for tool in listed] == [
            *("search_events", "get_event", "list_facets", "timeline")
        ]
        for tool in listed:
            hints = tool.annotations
            assert hints is not None
            assert (hints.read_only_hint, hints.idempotent_hint) == (True, True)
            assert (hints.destructive_hint, hints.open_world_hint) == (False, False)
            assert tool.title
            assert tool.description

    async def test_every_argument_is_described_with_an_example(self, tools: Client) -> None:
        """Its type stands in the schema, and nothing unknown is let in."""
        for tool in (await tools.list_tools()).tools:
            schema = tool.input_schema
            assert schema["additionalProperties"] is False
            for name, argument in schema["properties"].items():
                where = f"{tool.name}: {name}"
                assert argument["description"][0] not in ". ", where
                assert argument["examples"], where
                assert {"type", "anyOf", "$ref"} & set(argument), where
            assert tool.output_schema is not None
            assert tool.output_schema["type"] == "object"

    async def test_the_examples_are_understood(self, tools: Client) -> None:
        """Each on its own; the cursor's and the id's are of other data, and say so."""
        for tool in (await tools.list_tools()).tools:
            for name, argument in tool.input_schema["properties"].items():
                for example in argument["examples"]:
                    result = await tools.call_tool(tool.name, {name: example})
                    assert result.is_error == (name in {"cursor", "id"}), (name, said(result))

    async def test_the_server_says_what_it_holds(self, tools: Client) -> None:
        """And how its query language is written."""
        assert tools.instructions is not None
        for word in ("country:JP", "member_of:", "trilateral-us-jp-kr", "cyber", "cite"):
            assert word in tools.instructions.replace("Cite", "cite")
        assert tools.server_info is not None
        assert tools.server_info.name == "entente"


class TestAnswersAgreeWithTheApi:
    @pytest.mark.parametrize("search", SEARCHES)
    async def test_a_search_finds_the_same(
        self, tools: Client, client: TestClient, search: dict[str, Any]
    ) -> None:
        """The same events in the same order, the same total, the same cursor."""
        theirs = api(client, "events", **search, limit=10)
        ours = await ask(tools, "search_events", **search)
        assert theirs["total"] > 0
        for name in ("total", "next", "warnings"):
            assert ours[name] == theirs[name]
        for name in ("id", "headline", "countries", "domains", "groups"):
            assert [one[name] for one in ours["items"]] == [one[name] for one in theirs["items"]]
        for our, their in zip(ours["items"], theirs["items"], strict=True):
            (primary,) = (row for row in their["occurrences"] if row["primary"])
            assert our["when"] == {name: primary[name] for name in our["when"]}
            assert our["digest_id"] == their["digest"]["id"]
            assert our["url"] == f"{SITE}/events/{our['id']}"
            assert our["snippet"].strip("…") in their["text"]

    @pytest.mark.parametrize("search", SEARCHES)
    async def test_counts_are_the_same(
        self, tools: Client, client: TestClient, search: dict[str, Any]
    ) -> None:
        """By every facet, whole."""
        search = {name: value for name, value in search.items() if name != "sort"}
        theirs = api(client, "events", **search, facet_limit=0)
        ours = await ask(tools, "list_facets", **search, facets=[], limit=300)
        assert ours["total"] == theirs["total"]
        assert {name: facet["items"] for name, facet in ours["facets"].items()} == theirs["facets"]
        short = await ask(tools, "list_facets", **search, facets=["country", "year"], limit=2)
        assert list(short["facets"]) == ["country", "year"]
        for name, facet in short["facets"].items():
            assert facet["items"] == theirs["facets"][name][:2]
            assert facet["total"] == len(theirs["facets"][name])

    @pytest.mark.parametrize("interval", ["month", "quarter", "year"])
    async def test_the_timeline_is_the_same(
        self, tools: Client, client: TestClient, interval: str
    ) -> None:
        """Bucket by bucket."""
        search = {"q": "space", "country": ["JP"], "interval": interval}
        assert await ask(tools, "timeline", **search) == api(client, "timeline", **search)

    async def test_an_event_is_the_same(self, tools: Client, client: TestClient) -> None:
        """With its evidence, its digest, its relatives, and how to cite it."""
        (found, *_) = (await ask(tools, "search_events", q="lunar rover"))["items"]
        theirs = api(client, f"events/{found['id']}")
        ours = await ask(tools, "get_event", id=found["id"])
        for name in ("headline", "text", "occurrences", "tags", "digest", "thread"):
            assert ours[name] == theirs[name]
        assert [one["id"] for one in ours["related"]] == [one["id"] for one in theirs["related"]]
        assert ours["url"] == f"{SITE}/events/{found['id']}"
        assert ours["citation"].startswith(f"“{found['headline']}")
        assert ours["citation"].endswith(ours["url"])

    async def test_following_next_gives_every_hit_once(self, tools: Client) -> None:
        """And the total stays what it was."""
        page = await ask(tools, "search_events", q="japan", limit=50)
        seen = [item["id"] for item in page["items"]]
        while page["next"]:
            page = await ask(tools, "search_events", q="japan", limit=50, cursor=page["next"])
            seen += [item["id"] for item in page["items"]]
        assert len(seen) == len(set(seen)) == page["total"] > 50


class TestHelp:
    async def test_an_empty_answer_says_what_would_give_more(self, tools: Client) -> None:
        """In searches that can be asked as they stand."""
        page = await ask(tools, "search_events", q="lunar zebra", domain=["space"])
        assert page["total"] == 0
        advice = page["explanation"]["advice"]
        assert 'leave out the word "zebra"' in [one["change"] for one in advice]
        for one in advice:
            again = await ask(tools, "search_events", **one["arguments"])
            assert again["total"] == one["total"] > 0, one

    async def test_the_snippet_shows_the_match(self, tools: Client, client: TestClient) -> None:
        """However far down in the text it stands, in a piece of a few lines."""
        ours = await ask(tools, "search_events", q="missile", limit=50)
        theirs = api(client, "events", q="missile", limit=50)
        far = 0
        for our, their in zip(ours["items"], theirs["items"], strict=True):
            for mark in their["highlights"]["text"][:1]:
                assert their["text"][mark["start"] : mark["end"]] in our["snippet"]
                far += mark["start"] > 300
            assert len(our["snippet"]) <= 262
        assert far > 0

    async def test_the_text_says_what_the_structure_says(self, tools: Client) -> None:
        """For clients that read nothing else."""
        result = await tools.call_tool("search_events", {"q": "space", "limit": 3})
        page = result.structured_content
        assert page is not None
        needed = [page["next"], str(page["total"]), *(item["id"] for item in page["items"])]
        assert [part for part in needed if part not in said(result)] == []
        event = await tools.call_tool("get_event", {"id": page["items"][0]["id"]})
        assert event.structured_content is not None
        for name in ("text", "citation", "url"):
            assert event.structured_content[name] in said(event)
        counts = await tools.call_tool("list_facets", {"facets": ["country"]})
        assert "- JP (Japan): " in said(counts)
        assert "2023-Q1: " in said(await tools.call_tool("timeline", {"interval": "quarter"}))

    async def test_null_means_not_given(self, tools: Client) -> None:
        """As clients write that fill in every argument."""
        plain = await ask(tools, "search_events", q="space")
        filled = await ask(tools, "search_events", q="space", country=None, sort=None, limit=None)
        assert filled == plain


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "arguments", "words"),
        [
            ("search_events", {"contry": ["JP"]}, "did you mean country?"),
            ("search_events", {"contry": None}, "did you mean country?"),
            ("search_events", {"facets": ["country"]}, "unknown argument 'facets'"),
            ("search_events", {"country": ["Japn"]}, "did you mean Japan?"),
            ("search_events", {"q": "domian:space"}, "at offset 0"),
            ("search_events", {"limit": 51}, "limit: "),
            ("search_events", {"sort": "best"}, "'relevance', 'newest', 'oldest' or 'added'"),
            ("search_events", {"cursor": "rubbish"}, "take `next` from a page as it is"),
            ("search_events", {"digest": ["99.1"]}, "unknown digest '99.1'"),
            ("search_events", {"event_from": "2024", "event_to": "2023"}, "ends (2023-12-31)"),
            ("list_facets", {"facets": ["month"]}, "'country', 'domain'"),
            ("list_facets", {"cursor": "x"}, "unknown argument 'cursor'"),
            ("timeline", {"interval": "week"}, "'month', 'quarter' or 'year'"),
            ("get_event", {"id": "usjad-0-0-none"}, "Take ids from search_events."),
            ("get_event", {}, "id: Field required"),
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

    async def test_what_was_removed_says_so(self, store: EventStore, engine: TantivyEngine) -> None:
        """An event, and a cursor of an index that has changed since."""
        taker = Ingest(store, 10_000, allow_shorter=True)
        items = [(f"Item {n}", f"Japan did {n}.") for n in range(4)]
        taker.file(make_digest_text(*items), SourceHints("a.txt"))
        sync.sync(store, engine)
        async with Client(make_server(EventService(store, engine), SITE)) as client:
            first = await ask(client, "search_events", q="Item 0", limit=1)
            removed = first["items"][0]["id"]
            cursor = (await ask(client, "search_events", q="japan", limit=1))["next"]
            taker.file(make_digest_text(*items[1:]), SourceHints("a.txt"))
            sync.sync(store, engine)
            assert "was removed" in await refused(client, "get_event", id=removed)
            words = await refused(client, "search_events", q="japan", limit=1, cursor=cursor)
            assert "search again" in words

    async def test_without_an_index_events_can_still_be_read(
        self, seeded: tuple[EventStore, TantivyEngine], engine: TantivyEngine
    ) -> None:
        """And search says what to run."""
        store, _ = seeded
        event = next(iter(store.iter_events()))
        async with Client(make_server(EventService(store, engine), SITE)) as client:
            assert "run `entente sync`" in await refused(client, "search_events", q="space")
            assert (await ask(client, "get_event", id=event.id))["headline"] == event.headline

    async def test_a_crash_keeps_its_words_to_the_log(
        self,
        seeded: tuple[EventStore, TantivyEngine],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """The other side learns that it is not its fault."""

        def crash(*_: object) -> None:
            raise RuntimeError("a secret")

        service = EventService(*seeded)
        monkeypatch.setattr(service, "search", crash)
        async with Client(make_server(service, SITE)) as client:
            words = await refused(client, "search_events", q="space")
        assert "went wrong here" in words
        assert "secret" not in words
        assert "a secret" in caplog.text
