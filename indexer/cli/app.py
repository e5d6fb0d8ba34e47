"""What the commands share: the store and its index, opened and brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from indexer.cli.keys import keys_app
from indexer.cli.output import warn
from indexer.cli.quality import quality
from indexer.errors import EntenteError
from indexer.ingest.series_book import SeriesBook
from indexer.normalise.series_known import knowing
from indexer.search import open_engine, sync
from indexer.search.keeper import alone
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore

FAILED = 1  # exit status

# `entente` itself is `web.cli.front`, whose table of commands names this module.
app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


app.command()(quality)
app.add_typer(keys_app, name="keys")


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[EventStore, SearchEngine]]:
    """Store and engine for one command."""
    store = EventStore(settings.store_url)
    engine = open_engine(settings)
    try:
        with knowing(SeriesBook.of(store, settings).registry):
            yield store, engine
    finally:
        engine.close()
        store.close()


def sync_quietly(store: EventStore, engine: SearchEngine, settings: Settings) -> None:
    """Index what was stored; where the engine is away the next sync does it."""
    try:
        with alone(store, engine, settings.index_dir):
            sync.sync(store, engine)
    except EntenteError as error:
        warn(f"stored, but not indexed yet: {error}; `entente sync` will do it")
