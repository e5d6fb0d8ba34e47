"""The command `entente mcp`; the SDK is an extra, so it is only looked for when asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer
import uvicorn

from api.app import create_app
from api.watching import logs
from indexer.cli.app import FAILED, opened
from indexer.cli.output import complain
from indexer.settings import LogForm, Settings
from web.cli.extras import how_to_get
from web.cli.listening import listening

if TYPE_CHECKING:
    from api.mcp.asking import Api

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
_PACKAGES = ("mcp", "mcp_types")
_HOST = "127.0.0.1"
_PORT = 8001


@app.command()
def mcp(
    url: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Ask the Entente at this address; no store is needed here."
        ),
    ] = None,
    http: Annotated[bool, typer.Option("--http", help="Over HTTP, not standard streams.")] = False,
    host: Annotated[
        str | None, typer.Option(help=f"Address to listen on, with --http ({_HOST}).")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help=f"Port, with --http ({_PORT})."),
    ] = None,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(help="Another name that clients know it by, with --http: mcp.example.org."),
    ] = None,
) -> None:
    """Serve read-only tools over the Model Context Protocol.

    Example: [bold]entente mcp --url https://entente.example.org[/bold]
    """
    if not http and (host is not None or port is not None or allowed_host):
        raise typer.BadParameter("--host, --port and --allowed-host go with --http")
    if url is not None and not _is_site(url):
        raise typer.BadParameter(f"--url is an address such as https://entente.example.org: {url}")
    if any(find_spec(package) is None for package in _PACKAGES):
        complain(f"the MCP SDK 2 is not installed: {how_to_get('mcp', 'mcp')}")
        raise typer.Exit(FAILED)
    # Standard output carries the protocol, and nothing else.
    logs.configure(LogForm.OFF)
    if http:
        asyncio.run(_over_http(url, host or _HOST, port or _PORT, allowed_host or []))
    else:
        asyncio.run(_over_streams(url))


async def _over_streams(url: str | None) -> None:
    from api.mcp import server as door  # noqa: PLC0415  (an extra: the rest works without it)

    async with _asked(url) as api:
        await door.serve_stdio(door.make_server(api))


async def _over_http(url: str | None, host: str, port: int, names: list[str]) -> None:
    from api.mcp import server as door  # noqa: PLC0415  (an extra: the rest works without it)

    with listening(host, port, options="--host and --port") as listener:
        async with _asked(url) as api:
            site = door.http_app(door.make_server(api), host, port, names)
            typer.echo(f"Entente MCP: {door.address(host, port)}", err=True)
            server = uvicorn.Server(uvicorn.Config(site, log_level="warning"))
            await server.serve(sockets=[listener])


@asynccontextmanager
async def _asked(url: str | None) -> "AsyncIterator[Api]":
    """The API that answers: the one at the address, or one over the store that is set here."""
    from api.mcp import asking  # noqa: PLC0415  (an extra: the rest works without it)

    if url is not None:
        async with asking.remote(url.rstrip("/")) as api:
            yield api
        return
    settings = Settings()
    # One program asks here, and none of other addresses.
    unbounded = settings.model_copy(update={"rate_limit": ""})
    with opened(settings) as (store, engine):
        inside = create_app(unbounded, store=store, engine=engine)
        async with asking.inside(inside, _site_url(settings)) as api:
            yield api


def _is_site(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _site_url(settings: Settings) -> str:
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
