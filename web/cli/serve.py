"""`entente serve`: the site and the API, in one process or several."""

import os
import tempfile
from typing import Annotated

import typer
import uvicorn

from api.watching import logs
from api.watching.metrics import FOLDER
from indexer.errors import EntenteError
from indexer.search import open_engine, sync
from indexer.search.document import SCHEMA_VERSION
from indexer.search.keeper import alone
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.cli.lines import BoundedLine

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
# What is running when the server is told to end has this long to finish; a stalled upload or
# an export that nobody reads does not hold it longer.
_GRACE_SECONDS = 10
# Connections of one process, so that files do not run out. Quiet ones make room; where so many are
# being answered, more get 503 at once.
_CONNECTIONS = 1000


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port.")] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Processes that answer; one a core at most.")
    ] = 1,
) -> None:
    """Serve the site and the API.

    Example: [bold]entente serve --port 8080 --workers 2[/bold]
    """
    settings = Settings()
    _prepare(settings)
    host, port = host or settings.host, settings.port if port is None else port
    logs.configure(settings.log)
    if workers > 1:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="entente-metrics-")
    typer.echo(f"Entente: http://{host}:{port}")
    uvicorn.run(
        "web.app:from_environment",
        factory=True,
        workers=workers if workers > 1 else None,
        host=host,
        port=port,
        log_config=None,  # `api.watching.logs` says where it goes
        access_log=False,
        http=BoundedLine,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        limit_concurrency=_CONNECTIONS,
    )


def _prepare(settings: Settings) -> None:
    """Tables of the present version and an index to search in; what lags is caught up later.

    Done once, before the processes start: all of them would do it otherwise.
    """
    store = EventStore(settings.store_url)
    try:
        engine = open_engine(settings)
        if engine.is_local and not _can_be_searched(engine):
            with alone(store, engine, settings.index_dir):
                if not _can_be_searched(engine):  # another process may just have built it
                    sync.sync(store, engine)
        engine.close()
    except EntenteError as error:
        typer.echo(f"entente: the index is not up to date: {error}", err=True)
    finally:
        store.close()


def _can_be_searched(engine: SearchEngine) -> bool:
    state = engine.state()
    return state is not None and state.schema_version == SCHEMA_VERSION
