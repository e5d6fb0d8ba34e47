"""`entente demo`: the seed data on a store that is thrown away."""

import signal
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from api.watching import logs
from indexer.ingest import sources
from indexer.ingest.pipeline import Ingest
from indexer.samples import SEEDS
from indexer.search import open_engine, sync
from indexer.settings import LogForm, Settings
from indexer.store import EventStore
from web.app import create_app
from web.cli.listening import listening

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
# The settings of the environment do not reach a demo: it touches nobody's store.
_PREFIX = "ENTENTE_DEMO_"
_HOST = "127.0.0.1"


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8000,
) -> None:
    """Serve the seed data on this machine; nothing is kept, no setting and no store is touched.

    Example: [bold]entente demo --port 8080[/bold]
    """
    # Ended by either signal, the folder goes with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logs.configure(LogForm.OFF)
    with (
        listening(_HOST, port, options="--port") as listener,
        tempfile.TemporaryDirectory(prefix="entente-demo-") as folder,
    ):
        settings = Settings(_env_prefix=_PREFIX, data_dir=Path(folder))
        with closing(_filled(settings)) as store:
            events = store.count_events()
        address = f"http://{_HOST}:{listener.getsockname()[1]}"
        typer.echo(f"Entente: {address} with {events} events of the seed data; end it with Ctrl-C")
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


def _filled(settings: Settings) -> EventStore:
    """The store and the index with all of the seed data."""
    store = EventStore(settings.store_url)
    taker = Ingest(store, settings.max_source_bytes)
    for path in sources.files([str(SEEDS)]):
        source = sources.load(path, max_bytes=settings.max_source_bytes)
        taker.file(source, sources.hints(path, series=None, volume=None))
    engine = open_engine(settings)
    sync.sync(store, engine)
    engine.close()
    return store
