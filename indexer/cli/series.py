"""`entente series`: the publications that this installation knows, and profiles of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.table import Table
from rich.text import Text

from indexer.cli.app import opened, sync_quietly
from indexer.cli.output import OUT, say, shown, write_json
from indexer.errors import InputError, NotFound
from indexer.ingest.series_book import SeriesBook
from indexer.ingest.series_editing import add_series, completed, remove_series
from indexer.normalise.series import Numbering, Rights, SeriesProfile
from indexer.normalise.series_files import entries_in
from indexer.settings import Settings
from indexer.store import EventStore
from indexer.store.series import HeldSeries

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
series_app = typer.Typer(
    help="The publications that are known, and profiles of this installation's own.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
app.add_typer(series_app, name="series")
_ADDED = "added by `entente series add`"

ReasonOption = Annotated[str, typer.Option(help="Why; it is kept in the ledger.")]
SeriesArgument = Annotated[
    str, typer.Argument(metavar="SERIES", help="Its id, as `entente series list` shows it.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a series.")]


@series_app.command()
def add(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="YAML that maps ids of series to their profiles."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Without a file: its title.")] = None,
    series_id: Annotated[
        str | None, typer.Option("--id", help="Name in addresses; else made of the title.")
    ] = None,
    code: Annotated[
        str | None, typer.Option(help="Begins its ids, and never changes; else made of the title.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    url: Annotated[str | None, typer.Option(help="Home page.")] = None,
    numbering: Annotated[Numbering | None, typer.Option(help="How it counts issues.")] = None,
    rights: Annotated[Rights | None, typer.Option(help="How much of its texts is shown.")] = None,
    reason: ReasonOption = _ADDED,
) -> None:
    """Add series, or change profiles that were added; what a file leaves out has its default.

    Example: [bold]entente series add --title 'Harbour Institute Letter' --numbering number[/bold]
    """
    given = {
        "id": series_id, "code": code, "title": title, "publisher": publisher, "url": url,
        "numbering": numbering, "rights": rights,
    }  # fmt: skip
    said = {name: value for name, value in given.items() if value is not None}
    if (file is None) == (title is None):
        raise typer.BadParameter("give a file of profiles, or the --title of one series")
    if file is not None and said:
        raise typer.BadParameter("a file says all of its series: only --reason goes with it")
    with _changing() as (store, book):
        for told in [said] if file is None else _entries(file):
            with _naming(file, told):
                done = add_series(store, book, completed(told, book), reason=reason)
            profile = done.profile
            say(f"{profile.id}: {done.kind or 'unchanged'}, its ids begin with {profile.code}-")


@series_app.command("list")
def list_series(as_json: JsonOption = False) -> None:
    """List every series that is known, with what is held of it.

    Example: [bold]entente series list[/bold]
    """
    with _known() as (store, book):
        held = store.held_series()
        rows = [(profile, held.get(profile.id, HeldSeries())) for profile in book.registry()]
        rows.sort(key=lambda row: (-row[1].digests, row[0].id))
        if as_json:
            for profile, have in rows:
                write_json(_as_json(profile, have, book))
            return
        table = Table("id", "code", "title", "from", "issues", "events", box=None)
        table.columns[0].no_wrap = True
        for profile, have in rows:
            cells = (profile.id, profile.code, Text(shown(profile.title)))
            table.add_row(*cells, _where(book, profile), str(have.digests), str(have.events))
    OUT.print(table)


@series_app.command()
def show(series_id: SeriesArgument, as_json: JsonOption = False) -> None:
    """Print a profile, as YAML that `entente series add` takes.

    Example: [bold]entente series show us-japan-alliance-digest[/bold]
    """
    with _known() as (store, book):
        profile = book.registry().get(series_id)
        if profile is None:
            raise NotFound(f"no series {series_id!r} is known; `entente series list` shows all")
        have = store.held_series().get(profile.id, HeldSeries())
        where = _where(book, profile)
        if as_json:
            write_json(_as_json(profile, have, book))
            return
    say(f"# from the {where}; {have.digests} issues, {have.events} events")
    told = profile.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    say(yaml.safe_dump({profile.id: told}, allow_unicode=True, sort_keys=False).rstrip())


@series_app.command()
def remove(series_id: SeriesArgument, reason: ReasonOption) -> None:
    """Remove a profile that was added; refused while issues of the series are held.

    Example: [bold]entente series remove harbour-institute-letter --reason 'added twice'[/bold]
    """
    with _changing() as (store, book):
        remove_series(store, book, series_id, reason=reason)
    say(f"{series_id}: removed")


@contextmanager
def _known() -> Iterator[tuple[EventStore, SeriesBook]]:
    settings = Settings()
    store = EventStore(settings.store_url)
    try:
        yield store, SeriesBook.of(store, settings)
    finally:
        store.close()


@contextmanager
def _changing() -> Iterator[tuple[EventStore, SeriesBook]]:
    """The same; the index follows the ledger when all is done."""
    settings = Settings()
    with opened(settings) as (store, engine):
        yield store, SeriesBook.of(store, settings)
        sync_quietly(store, engine, settings)


def _entries(file: Path) -> list[dict[str, Any]]:
    return [{"id": series_id, **entry} for series_id, entry in entries_in(file).items()]


@contextmanager
def _naming(file: Path | None, told: dict[str, Any]) -> Iterator[None]:
    """Name file and series where something is wrong with a profile."""
    try:
        yield
    except InputError as error:
        where = "" if file is None else f"{file}: {told['id']}: "
        raise InputError(f"{where}{error}") from error


def _where(book: SeriesBook, profile: SeriesProfile) -> str:
    return str(book.kept_in(profile.id) or "issues held")


def _as_json(profile: SeriesProfile, have: HeldSeries, book: SeriesBook) -> dict[str, Any]:
    kept = book.kept_in(profile.id)
    return profile.model_dump(mode="json") | {
        "kept_in": None if kept is None else str(kept),
        "digests": have.digests,
        "events": have.events,
    }
