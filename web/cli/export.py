"""`entente export`: what is published of a store, in one file."""

import os
from pathlib import Path
from typing import Annotated

import typer

from api.answers.bundle import Bundle
from api.rest.addresses import Site
from indexer.cli.output import say
from indexer.errors import Conflict, InputError
from indexer.ingest.series_book import SeriesBook
from indexer.settings import Settings
from indexer.store import EventStore

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
export_app = typer.Typer(
    help="Write what is published into a file.", no_args_is_help=True, rich_markup_mode="rich"
)
app.add_typer(export_app, name="export")
_TRIES = 5


@export_app.callback()
def _group() -> None:
    """Write what is published into a file."""


@export_app.command()
def bundle(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A ZIP file, written anew.")],
    overwrite: Annotated[bool, typer.Option(help="Replace the file where it is there.")] = False,
) -> None:
    """Write events, issues and ledger, with their schemas and checksums, into one file.

    It needs no search index. The same store gives the same bytes.

    Example: [bold]entente export bundle entente-2026-01-31.zip[/bold]
    """
    if file.exists() and not overwrite:
        raise Conflict(f"{file} exists: choose another name, or say --overwrite")
    settings = Settings()
    site = Site.of(settings)
    store = EventStore(settings.store_url)
    book = SeriesBook.of(store, settings)
    partial = file.with_name(file.name + ".partial")
    try:
        for _ in range(_TRIES):
            with partial.open("wb") as stream:
                end = Bundle(store, book, site.public or site.own).write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            now = store.ledger_end()
            if (now.ledger, now.seq) == (
                end.ledger,
                end.seq,
            ):  # else something was written meanwhile
                break
        else:
            raise InputError("the store is being written all the time: try again later")
        partial.replace(file)
    except OSError as error:
        raise InputError(f"{file}: the bundle was not made: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
        store.close()
    say(f"{file}: up to ledger row {end.seq}, {file.stat().st_size:,} bytes")
