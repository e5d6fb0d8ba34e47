"""`entente search`: what the site finds, on the terminal."""

from typing import Annotated

import typer

from api.answers import EventPageOut
from api.knowledge.params import EventParams
from api.knowledge.service import EventService, SearchResult
from indexer.cli.app import opened
from indexer.cli.output import say, write_json
from indexer.settings import Settings

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


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
            write_json(answer)
        else:
            _print(result)


def _print(result: SearchResult) -> None:
    for found in result.items:
        event = found.event
        first = event.primary
        say(f"{first.start}  {event.headline}")
        say(f"            {event.id}", style="dim")
    say(f"{len(result.items)} of {result.total}")
