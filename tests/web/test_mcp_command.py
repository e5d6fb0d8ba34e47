"""The command `entente mcp` as clients start it: real processes on standard streams and on HTTP."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters

from api.mcp.prompts import PROMPTS
from api.mcp.tools import TOOLS
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.conftest import ingest_seeds
from tests.servers import free_port, wait_until
from web.cli.extras import how_to_get

SITE = "https://entente.example"
ENTENTE = str(Path(sys.executable).parent / "entente")
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process over a store and an index on disk with all seed data."""
    folder = tmp_path_factory.mktemp("mcp")
    store = EventStore(f"sqlite:///{folder / 'entente.db'}")
    ingest_seeds(store)
    engine = TantivyEngine(Settings(data_dir=folder).index_dir)
    sync.sync(store, engine)
    engine.close()
    store.close()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
    return kept | {"ENTENTE_DATA_DIR": str(folder), "ENTENTE_PUBLIC_URL": SITE}


@pytest.fixture(scope="module")
def address(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real process that serves over HTTP."""
    port = free_port()
    folder = tmp_path_factory.mktemp("mcp-http")
    command = [ENTENTE, "mcp", "--http", "--port", str(port), "--allowed-host", "mcp.example.org"]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, cwd=folder)
    wait_until(lambda: _listens(port), "entente mcp --http", process)
    yield f"http://127.0.0.1:{port}/mcp"
    process.terminate()
    process.wait(30)
    assert (folder / "out").read_bytes() == b""
    assert f"http://127.0.0.1:{port}/mcp" in (folder / "err").read_text()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def exercise(client: Client, api: TestClient, site: str = SITE) -> None:
    """Some tools once, and a refusal; found is what the JSON API finds."""
    names = [tool.name for tool in (await client.list_tools()).tools]
    assert names == [tool.name for tool in TOOLS]
    arguments: dict[str, Any] = {"q": "space", "country": ["JP"]}
    found = (await client.call_tool("search_events", arguments)).structured_content
    theirs = api.get("/api/v1/events?q=space&country=JP&limit=10").json()
    assert found is not None
    assert found["total"] == theirs["total"] > 0
    assert [item["id"] for item in found["items"]] == [item["id"] for item in theirs["items"]]
    event = await client.call_tool("get_event", {"event_id": found["items"][0]["id"]})
    assert event.structured_content is not None
    assert event.structured_content["url"].startswith(f"{site}/events/")
    line = (await client.call_tool("timeline", arguments)).structured_content
    assert line == api.get("/api/v1/timeline?q=space&country=JP").json()
    assert (await client.call_tool("search_events", {"country": ["Japn"]})).is_error
    assert len((await client.list_prompts()).prompts) == len(PROMPTS)


@pytest.fixture
def site(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a real site over the same store."""
    port = free_port()
    served = subprocess.Popen(
        [ENTENTE, "serve", "--port", str(port)],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: _listens(port), "entente serve", served)
    yield f"http://127.0.0.1:{port}"
    served.terminate()
    served.wait(30)


@pytest.mark.anyio
async def test_another_server_is_asked_where_one_is_named(
    site: str, client: TestClient, tmp_path: Path
) -> None:
    """Without a store here: the answers are those of the site at the address."""
    nothing = tmp_path / "nothing"
    process = StdioServerParameters(
        command=ENTENTE,
        args=["mcp", "--url", f"{site}/"],
        env={"PATH": os.environ["PATH"], "ENTENTE_DATA_DIR": str(nothing)},
        cwd=tmp_path,
    )
    async with Client(process) as tools:
        await exercise(tools, client, site)
    assert not nothing.exists()


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_standard_streams(
    environment: dict[str, str], client: TestClient, tmp_path: Path, mode: str
) -> None:
    """The client starts the process, and ends it by closing its input."""
    process = StdioServerParameters(command=ENTENTE, args=["mcp"], env=environment, cwd=tmp_path)
    async with Client(process, mode=mode) as tools:
        await exercise(tools, client)


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_streamable_http(address: str, client: TestClient, mode: str) -> None:
    """Nothing is kept between requests, so any client may come at any time."""
    async with Client(address, mode=mode) as tools:
        await exercise(tools, client)


def test_standard_output_carries_nothing_but_the_protocol(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Not a line before it and not a line after; closing the input ends the process."""
    process = subprocess.Popen(
        [ENTENTE, "mcp"],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(CALL).encode() + b"\n")
    process.stdin.flush()
    first = process.stdout.readline()
    assert first.startswith(b'{"jsonrpc":"2.0"')
    assert b'"name":"entente"' in first
    rest, _ = process.communicate(timeout=30)
    assert (rest, process.returncode) == (b"", 0)


class TestRebinding:
    """A page in a browser must not reach the server by a name of its own."""

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 200),
            ({"Host": "mcp.example.org"}, 200),
            ({"Host": "mcp.example.org", "Origin": "https://mcp.example.org"}, 200),
            ({"Host": "evil.example"}, 421),
            ({"Host": "evil.example", "MCP-Protocol-Version": "2026-07-28"}, 421),
            ({"Origin": "http://evil.example"}, 403),
        ],
    )
    def test_names_that_nobody_allowed_are_refused(
        self, address: str, headers: dict[str, str], status: int
    ) -> None:
        """Of the host, and of the page that asks."""
        accepted = {"Accept": "application/json, text/event-stream"}
        answer = httpx2.post(address, json=CALL, headers=accepted | headers)
        assert answer.status_code == status, answer.text
        assert "mcp-session-id" not in answer.headers


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--port", "8001"], 2, "go with --http"),
        (["--http", "--port", "0"], 2, "--port"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    """No option is ignored."""
    done = subprocess.run(
        [ENTENTE, "mcp", *arguments], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == status
    assert words in done.stderr.decode()


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    """That names it, and the way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [ENTENTE, "mcp", "--http", "--port", port],
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert f"port {port}: Address already in use; choose others" in line


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    """In one line; the other commands work."""
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['entente', sys.argv[1]]; "
        "from web.__main__ import main; main()"
    )

    def run(command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", program, command],
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
            check=False,
        )

    done = run("mcp")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        "entente: the MCP SDK 2 is not installed: pip install 'entente[mcp]'"
    ]
    assert not (tmp_path / "var").exists()
    assert run("sync").returncode == 0


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("/srv/entente/.venv", "pip install 'entente[mcp]'"),
        ("/home/a/.local/share/pipx/venvs/entente", "pipx install --force 'entente[mcp]'"),
        ("/home/a/.local/share/uv/tools/entente", "uv tool install --force 'entente[mcp]'"),
        ("/home/a/.cache/uv/archive-v0/x1y2", "uvx --from 'entente[mcp]' entente mcp"),
    ],
)
def test_what_to_install_depends_on_how_it_was_installed(prefix: str, words: str) -> None:
    """So that the line can be pasted."""
    assert how_to_get("mcp", "mcp", prefix) == words
