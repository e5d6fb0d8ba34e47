"""The command `entente mcp`; the SDK is an extra, so it is only looked for when asked for."""

from importlib.util import find_spec
from typing import Annotated

import typer
import uvicorn

from api.knowledge.service import EventService
from indexer.cli.app import FAILED, opened
from indexer.cli.output import complain
from indexer.ingest.series_book import SeriesBook
from indexer.settings import Settings
from web.cli.listening import listening

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
_PACKAGES = ("mcp", "mcp_types")
_HOST = "127.0.0.1"
_PORT = 8001


@app.command()
def mcp(
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

    Example: [bold]entente mcp --http --port 8001[/bold]
    """
    if not http and (host is not None or port is not None or allowed_host):
        raise typer.BadParameter("--host, --port and --allowed-host go with --http")
    if any(find_spec(package) is None for package in _PACKAGES):
        complain("the MCP SDK 2 is not installed: pip install 'entente[mcp]'")
        raise typer.Exit(FAILED)
    from api.mcp import server as door  # noqa: PLC0415  (an extra: the rest works without it)

    settings = Settings()
    with opened(settings) as (store, engine):
        server = door.make_server(
            EventService(store, engine, SeriesBook.of(store, settings)), _site_url(settings)
        )
        if http:
            host, port = host or _HOST, port or _PORT
            app = door.http_app(server, host, port, allowed_host or ())
            with listening(host, port, options="--host and --port") as listener:
                typer.echo(f"Entente MCP: {door.address(host, port)}", err=True)
                uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
        else:
            door.serve_stdio(server)


def _site_url(settings: Settings) -> str:
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
