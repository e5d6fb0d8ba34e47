"""`entente search`: what the site finds, on the terminal."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console

from api.answers import EventPageOut
from api.knowledge.params import EventParams
from api.knowledge.service import EventService, SearchResult
from indexer.cli.app import opened
from indexer.settings import Settings

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
_out = Console()


@app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="What the search box takes.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="Hits shown.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="The API's answer.")] = False,
) -> None:
    """Search as the site does.

    Example: [bold]entente search 'lunar rover domain:space after:2023'[/bold]
    """
    with opened(Settings()) as (store, engine):
        params = EventParams(q=" ".join(text), limit=limit)
        result = EventService(store, engine).search(params)
        if as_json:
            answer = EventPageOut.of(result).model_dump(mode="json")
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        else:
            _print(result)


def _print(result: SearchResult) -> None:
    for found in result.items:
        event = found.event
        first = event.primary
        _out.print(f"{first.start}  {event.headline}", highlight=False, markup=False)
        _out.print(f"            {event.id}", style="dim", highlight=False, markup=False)
    _out.print(f"{len(result.items)} of {result.total}", highlight=False)
