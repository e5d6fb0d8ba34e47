"""create_app(settings): the API plus pages and static files."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.app import create_app as create_api
from api.watching import logs
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web import assets
from web.contact import contact_address
from web.errors import add_error_pages
from web.headers import SecurityHeaders
from web.taking import fetching
from web.views import (
    agenda,
    citing,
    compare,
    digests,
    events,
    machines,
    matrix,
    problems,
    reference,
    search,
    stories,
    subjects,
    timeline,
    told,
)
from web.views.editor import PARTS as EDITOR

# The rooms of the site; a page is linked from header and footer where one of them answers it.
_PARTS = (
    *(assets, search, events, citing, digests, subjects, stories, agenda),
    *(timeline, matrix, compare, told, reference, machines),
    *EDITOR,
)


def create_app(
    settings: Settings,
    *,
    store: EventStore | None = None,
    engine: SearchEngine | None = None,
) -> FastAPI:
    """The whole application; arguments as for the API's own."""
    app = create_api(settings, store=store, engine=engine)
    app.state.contact = contact_address(settings.contact)
    app.state.fetch = fetching(settings)
    add_error_pages(app)
    # Before the API's own: a browser is shown the page, a program the JSON of the same address.
    app.router.routes[:0] = [*problems.router.routes, *reference.front.routes]
    app.state.pages = frozenset(_addresses())
    for part in _PARTS:
        app.include_router(part.router)
    app.add_middleware(SecurityHeaders)
    return app


def from_environment() -> FastAPI:
    """The whole application as the environment sets it; each server process calls it for itself."""
    settings = Settings()
    logs.configure(settings.log)
    return create_app(settings)


def page_routes() -> Iterator[BaseRoute]:
    """The routes of everything that the site answers itself."""
    yield from (*problems.router.routes, *reference.front.routes)
    for part in _PARTS:
        yield from part.router.routes


def _addresses() -> Iterator[str]:
    for route in page_routes():
        if isinstance(route, APIRoute):
            yield route.path
