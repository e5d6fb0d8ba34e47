"""`entente search`: what the site finds, on the terminal."""

from typing import Annotated

import typer

from api.answers import EventPageOut
from api.knowledge.found import FoundEvent, NearPage, SearchResult
from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from indexer.cli.app import opened
from indexer.cli.output import say, write_json
from indexer.ingest.series_book import SeriesBook
from indexer.settings import Settings

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="What the search box takes.")],
    near_page: Annotated[int, typer.Option(min=1, help="Page of what almost matches.")] = 1,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Hits shown.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="The API's answer.")] = False,
) -> None:
    """Search as the site does.

    Example: [bold]entente search 'lunar rover domain:space after:2023'[/bold]
    """
    settings = Settings()
    with opened(settings) as (store, engine):
        params = EventParams(q=" ".join(text), limit=limit, near_page=near_page)
        result = EventService(store, engine, SeriesBook.of(store, settings)).search(params)
        if as_json:
            answer = EventPageOut.of(result).model_dump(mode="json")
            write_json(answer)
        else:
            _print(result)


def _print(result: SearchResult) -> None:
    for reading in result.readings:
        said = f"{reading.label}: {reading.total:,}  {reading.params.to_url()}"
        say(said, style="dim")
    for found in result.items:
        _print_event(found)
    say(f"{len(result.items)} of {result.total}")
    if result.near is not None:
        _print_near(result.near)


def _print_near(near: NearPage) -> None:
    """The second tier under its own heading, each event with what it lacks."""
    say(f"\n{near.reason}")
    for one in near.items:
        _print_event(one.found)
        said = [f"without {word}" for word in one.how.missing]
        said += [f"{instead} for {word}" for word, instead in one.how.instead]
        if said:
            say(f"            {'; '.join(said)}", style="dim")
    say(f"{len(near.items)} of {near.total}")


def _print_event(found: FoundEvent) -> None:
    event = found.event
    say(f"{event.primary.start}  {event.headline}")
    say(f"            {event.id}", style="dim")
