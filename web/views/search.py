"""The search page and its results fragment."""

from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.knowledge.query_language import completed
from api.knowledge.service import EventService
from api.rest.deps import EventServiceDep
from indexer.errors import QueryError, SearchUnavailable
from web import htmx
from web.contexts.cards import HOME, Link
from web.contexts.search import SearchPage, refused_page, search_page
from web.params import PageParams, PageParamsDep, has_strays
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


def _typing(params: PageParams, current_url: str | None) -> bool:
    """Whether nothing but the words differs from the address that the browser shows."""
    shown = parse_qsl(urlsplit(current_url or "").query)
    ignored = {"q", "page"}
    return [pair for pair in shown if pair[0] not in ignored] == [
        pair for pair in params.pairs() if pair[0] not in ignored
    ]


def _page(request: Request, params: PageParams, service: EventService) -> tuple[int, SearchPage]:
    try:
        result = service.search(params, offset=params.offset)
        if params.offset and params.offset >= result.total:
            # There were more of them once: the last page is the nearest to what was meant.
            last = max(0, result.total - 1) // params.limit + 1
            params = params.with_(page=last)
            result = service.search(params, offset=params.offset)
        request.state.applied = result.applied
    except QueryError as error:
        return 422, refused_page(params, str(error), _suggested(params, error))
    except SearchUnavailable:
        again = Link("Try again", params.to_url(HOME))
        message = "Search is unavailable at the moment. Events and issues can still be read."
        return 503, refused_page(params, message, again)
    coverage = None if params.pairs() else service.coverage()
    return 200, search_page(params, result, coverage)


def _suggested(params: PageParams, error: QueryError) -> Link | None:
    """The same search with the nearest valid spelling in place of the wrong word."""
    if error.suggestion is None or error.parameter != "q" or error.start is None:
        return None
    corrected = params.q[: error.start] + error.suggestion + params.q[error.end :]
    return Link(f"Search {corrected}", params.with_(q=corrected).to_url(HOME))
