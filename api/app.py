"""create_app(settings): the API with its lifespan, routers and error table."""

from collections.abc import AsyncIterator, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    nullcontext,
)
from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from api.knowledge.editing import WritingService
from api.knowledge.service import EventService
from api.rest.addresses import Site
from api.rest.attempts import Attempts
from api.rest.errors import add_error_handlers
from api.rest.middleware import install
from api.rest.openapi import described
from api.rest.routes import (
    changes,
    citing,
    correcting,
    counts,
    digests,
    docs,
    events,
    exports,
    feeds,
    health,
    index,
    problems,
    quality,
    series,
    stories,
    story_files,
    suggest,
    terms,
    timeline,
    writing,
)
from api.rest.routes.responses import COMMON, LIMITED
from api.rest.strict import strict_parameters
from api.watching import Metrics, WatchedEngine
from indexer.access import KeyRing
from indexer.ingest.series_book import SeriesBook
from indexer.search import open_engine
from indexer.search.keeper import IndexKeeper
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.sign_ins import SignIns
from indexer.store import EventStore

_V1 = (
    *(
        events,
        feeds,
        exports,
        citing,
        timeline,
        counts,
        suggest,
        digests,
        series,
        stories,
        story_files,
    ),
    changes,
    *(writing, correcting, terms, quality),
)
_DESCRIPTION = """
Search, filter and count alliance developments. Every list is exact and complete: totals have no
ceiling, and following `next` gives every hit exactly once. Unknown parameters are refused by name.
"""


def create_app(
    settings: Settings,
    *,
    store: EventStore | None = None,
    engine: SearchEngine | None = None,
) -> FastAPI:
    """The API.

    Args:
        settings: where store and search engine are.
        store: used instead of the one that the settings name; the caller closes it.
        engine: used instead of the one that the settings name; the caller closes it.
    """
    app = FastAPI(
        title="Entente",
        version=version("entente"),
        summary="A searchable knowledge base of alliance developments",
        description=_DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(settings, store, engine),
    )
    app.state.site = Site.of(settings)
    app.state.attempts = Attempts(settings.upload_limit)
    app.state.metrics = Metrics()
    app.state.metrics_shown = settings.metrics
    add_error_handlers(app)
    for router in (*(part.router for part in _V1), series.writing):
        app.include_router(
            router,
            prefix="/api/v1",
            dependencies=[Depends(strict_parameters)],
            responses=COMMON,
        )
    for part in (health, index, problems):
        app.include_router(part.router, responses=LIMITED)
    app.include_router(docs.router)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    app.mount(docs.ASSETS, StaticFiles(packages=[("swagger_ui", "static")]), name="docs-assets")
    install(app, settings)
    return app


def _lifespan(
    settings: Settings, store: EventStore | None, engine: SearchEngine | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        own_store = (
            await run_in_threadpool(EventStore, settings.store_url) if store is None else store
        )
        opened = open_engine(settings) if engine is None else engine
        own_engine = WatchedEngine.of(opened, app.state.metrics)
        book = SeriesBook.of(own_store, settings)
        app.state.service = EventService(own_store, own_engine, book)
        app.state.writing = WritingService(own_store, own_engine, settings, book)
        app.state.keys = KeyRing(own_store)
        app.state.sign_ins = SignIns(own_store, app.state.keys)
        with _kept(settings, own_store, opened) if engine is None else nullcontext():
            yield
        if engine is None:
            own_engine.close()
        if store is None:
            own_store.close()

    return lifespan


def _kept(
    settings: Settings, store: EventStore, engine: SearchEngine
) -> AbstractContextManager[object]:
    """An embedded index kept up to the ledger; a server's is kept by the indexer's process."""
    if not engine.is_local:
        return nullcontext()
    return IndexKeeper(store, engine, settings.index_dir).running()
