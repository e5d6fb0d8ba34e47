"""The console script, and the composition root: the indexer's commands, plus search and serve."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from indexer.cli import app as cli
from indexer.errors import EntenteError
from indexer.search import sync
from indexer.settings import Settings
from web.cli_mcp import mcp

if TYPE_CHECKING:
    from api.knowledge.service import SearchResult

# Loading the web framework takes longer than most commands: those that need it load it.
_out = Console()


@cli.app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="What the search box takes.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="Hits shown.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="The API's answer.")] = False,
) -> None:
    """Search as the site does.

    Example: [bold]entente search 'lunar rover domain:space after:2023'[/bold]
    """
    from api.answers import EventPageOut  # noqa: PLC0415
    from api.knowledge.params import EventParams  # noqa: PLC0415
    from api.knowledge.service import EventService  # noqa: PLC0415

    with cli.opened(Settings()) as (store, engine):
        params = EventParams(q=" ".join(text), limit=limit)
        result = EventService(store, engine).search(params)
        if as_json:
            answer = EventPageOut.of(result).model_dump(mode="json")
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        else:
            _print(result)


@cli.app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port.")] = None,
) -> None:
    """Serve the site and the API.

    Example: [bold]entente serve --port 8080[/bold]
    """
    import uvicorn  # noqa: PLC0415

    from web.app import create_app  # noqa: PLC0415

    settings = Settings()
    with cli.opened(settings) as (store, engine):
        if engine.name == "tantivy":  # a server's index is kept by the indexer's process
            try:
                sync.sync(store, engine)
            except EntenteError as error:
                typer.echo(f"entente: the index is not up to date: {error}", err=True)
    host, port = host or settings.host, settings.port if port is None else port
    typer.echo(f"Entente: http://{host}:{port}")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        forwarded_allow_ips=settings.trusted_proxies,
    )


cli.app.command()(mcp)


def main() -> None:
    """The `entente` command."""
    cli.run(cli.app)


def _print(result: "SearchResult") -> None:
    for found in result.items:
        event = found.event
        first = next(o for o in event.occurrences if o.is_primary)
        _out.print(f"{first.start}  {event.headline}", highlight=False, markup=False)
        _out.print(f"            {event.id}", style="dim", highlight=False, markup=False)
    _out.print(f"{len(result.items)} of {result.total}", highlight=False)


if __name__ == "__main__":
    main()
