"""The search page and its results fragment."""

from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.knowledge.cursor import Cursor
from api.knowledge.params import EventParams
from api.knowledge.query_language import completed
from api.knowledge.service import EventService
from api.rest.deps import EventServiceDep
from indexer.errors import Gone, QueryError, SearchUnavailable
from web import htmx
from web.contexts.cards import HOME, Link
from web.contexts.search import SearchPage, page_url, refused_page, search_page
from web.params import PageParamsDep, has_strays
from web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def search(request: Request, params: PageParamsDep, service: EventServiceDep) -> Response:
    """Search, filter and page through events."""
    asked = htmx.Htmx.of(request)
    fragment = asked.wants_fragment
    searched = params.model_copy(update={"q": completed(params.q)}) if fragment else params
    canonical = searched.to_url(HOME)
    if not fragment and has_strays(request):
        return RedirectResponse(canonical, 303)
    status, page = _page(request, searched, service)
    template = "search_fragment.html" if fragment else "search.html"
    response = render(template, page, request, status=status)
    if fragment:
        htmx.show_address(response, canonical, typing=_typing(params, asked.current_url))
    return htmx.finish(response)


def _typing(params: EventParams, current_url: str | None) -> bool:
    """Whether nothing but the words differs from the address that the browser shows."""
    shown = parse_qsl(urlsplit(current_url or "").query)
    ignored = {"q", "cursor"}
    return [pair for pair in shown if pair[0] not in ignored] == [
        pair for pair in params.pairs() if pair[0] not in ignored
    ]


def _page(request: Request, params: EventParams, service: EventService) -> tuple[int, SearchPage]:
    try:
        result = service.search(params)
        request.state.applied = result.applied
    except QueryError as error:
        return 422, refused_page(params, str(error), _suggested(params, error))
    except Gone as error:
        first = Link("Back to the first page", params.with_().to_url(HOME))
        return 410, refused_page(params, str(error), first)
    except SearchUnavailable:
        again = Link("Try again", params.to_url(HOME))
        message = "Search is unavailable at the moment. Events and issues can still be read."
        return 503, refused_page(params, message, again)
    coverage = None if params.pairs() else service.coverage()
    return 200, search_page(params, result, _previous(params, result.query.offset), coverage)


def _previous(params: EventParams, offset: int) -> str | None:
    """The address of the page before; None on the first one."""
    if offset == 0:
        return None
    before = offset - params.limit
    if before <= 0:
        return params.with_().to_url(HOME)
    cursor = Cursor.read(params)
    version = cursor.version if cursor else 0
    return page_url(params, Cursor(before, version).write(params))


def _suggested(params: EventParams, error: QueryError) -> Link | None:
    """The same search with the nearest valid spelling in place of the wrong word."""
    if error.suggestion is None or error.parameter != "q" or error.start is None:
        return None
    corrected = params.q[: error.start] + error.suggestion + params.q[error.end :]
    return Link(f"Search {corrected}", params.with_(q=corrected).to_url(HOME))
