"""create_app(settings): the API plus pages and static files."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.app import create_app as create_api
from api.watching import logs
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.errors import add_error_pages
from web.headers import SecurityHeaders
from web.views import events, problems, search

_STATIC = Path(__file__).parent / "static"


def create_app(
    settings: Settings,
    *,
    store: EventStore | None = None,
    engine: SearchEngine | None = None,
) -> FastAPI:
    """The whole application; arguments as for the API's own."""
    app = create_api(settings, store=store, engine=engine)
    add_error_pages(app)
    # Before the API's own: a browser is shown the page, a program the JSON of the same address.
    app.router.routes[:0] = problems.router.routes
    app.include_router(search.router)
    app.include_router(events.router)
    app.mount("/static/htmx", StaticFiles(packages=[("js_lib_htmx", "static/htmx")]), name="htmx")
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(SecurityHeaders)
    return app


def from_environment() -> FastAPI:
    """The whole application as the environment sets it; each server process calls it for itself."""
    settings = Settings()
    logs.configure(settings.log)
    return create_app(settings)
