"""The search page and its results fragment."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.knowledge.found import SearchResult
from api.knowledge.offered import Suggestion
from api.knowledge.params import EventParams
from api.knowledge.query_language import completed
from api.knowledge.service import EventService
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from indexer.errors import QueryError, SearchUnavailable
from indexer.normalise.spans import TagKind
from indexer.search.buckets import Interval
from indexer.search.document import SERIES
from web import htmx
from web.contexts.cards import HOME, Link
from web.contexts.completions import completions_page
from web.contexts.front import FrontPage, front_page
from web.contexts.metadata import catalogue_ld
from web.contexts.search import SearchPage, Timing, refused_page, search_page
from web.held import every_month, held
from web.params import PageParams, PageParamsDep, has_strays
from web.templating import render

router = APIRouter(include_in_schema=False)
_BARS = (TagKind.DOMAIN, TagKind.COUNTRY)
_COMPLETIONS = 8
_REFUSED = 422
_MOST_TYPED = 500


@router.get("/")
def search(request: Request, params: PageParamsDep, service: EventServiceDep) -> Response:
    """Search, filter and page through events."""
    asked = htmx.Htmx.of(request)
    fragment = asked.wants_fragment
    searched = params.model_copy(update={"q": completed(params.q)}) if fragment else params
    canonical = _settled(searched).to_url(HOME)
    if not fragment and has_strays(request):
        return RedirectResponse(canonical, 303)
    if not fragment and not params.pairs():
        return htmx.finish(render("front.html", _front(request, service), request))
    status, page = _page(request, searched, service)
    unfinished = False
    template = "search_fragment.html" if fragment else "search.html"
    response = render(template, page, request, status=status)
    if fragment and page.error:
        # What is being typed may only be unfinished: the hits stay, the box says what is wrong.
        # What can still become something is no mistake: the completions say what.
        unfinished = status == _REFUSED and bool(_completions(service, searched.q))
        page = replace(page, error=None) if unfinished else page
        response = render("search_hint.html", page, request)
        htmx.keep_results(response)
    if fragment and not unfinished:
        htmx.show_address(response, canonical, typing=_typing(params, asked.current_url))
    return htmx.finish(response)


@router.get("/completions")
def completions(request: Request, service: EventServiceDep, q: str = "") -> Response:
    """What is typed so far could become, as options of a listbox; none where nothing could."""
    found = completions_page(_completions(service, q[:_MOST_TYPED]))
    response = render("completions.html", found, request)
    response.headers["Cache-Control"] = "no-store"
    return response


def _completions(service: EventService, typed: str) -> list[Suggestion]:
    try:
        return service.suggest(typed, limit=_COMPLETIONS)
    except (QueryError, SearchUnavailable):
        return []


def _front(request: Request, service: EventService) -> FrontPage:
    """The front page; without chart and bars while the search engine does not answer."""
    holdings = held(request)
    period = (
        None if holdings.first is None or holdings.last is None else (holdings.first, holdings.last)
    )
    try:
        months = every_month(request, service)
        found = service.search(EventParams(limit=1, facets=_BARS, facet_limit=0))
        facets = found.facets
        request.state.applied = found.applied
    except SearchUnavailable:
        months, facets = None, {}
    newest, _ = service.digests(limit=1)
    latest = None
    if newest:
        digest = newest[0][0]
        latest = (digest, service.events_of(digest.id))
    json_ld = catalogue_ld(public_url(request), holdings.events, period)
    return front_page(holdings, months, facets, latest, json_ld)


def _typing(params: PageParams, current_url: str | None) -> bool:
    """Whether nothing but the words differs from the address that the browser shows."""
    shown = parse_qsl(urlsplit(current_url or "").query)
    ignored = {"q", "page", "typing"}
    return [pair for pair in shown if pair[0] not in ignored] == [
        pair for pair in params.pairs() if pair[0] not in ignored
    ]


def _settled(params: PageParams) -> PageParams:
    """The search as it is once it is typed: what addresses and links say."""
    return params.model_copy(update={"typing": False})


def _page(request: Request, params: PageParams, service: EventService) -> tuple[int, SearchPage]:
    try:
        result = service.search(params, offset=params.offset)
        if params.offset and params.offset >= result.total:
            # There were more of them once: the last page is the nearest to what was meant.
            last = max(0, result.total - 1) // params.limit + 1
            params = params.with_(page=last)
            result = service.search(params, offset=params.offset)
        request.state.applied = result.applied
        timing = _timing(request, params, service, result)
        page = search_page(_settled(params), result, timing, service.total)
    except QueryError as error:
        suggested = _suggested(params, error)
        return _REFUSED, refused_page(
            params, str(error), suggested, "This search is not understood"
        )
    except SearchUnavailable:
        again = Link("Try again", params.to_url(HOME))
        message = "Events and issues can still be read."
        return 503, refused_page(params, message, again, "Search is unavailable at the moment")
    return 200, page


def _timing(
    request: Request, params: PageParams, service: EventService, result: SearchResult
) -> Timing:
    """Events by time, whatever the period of the search."""
    always = params.with_(event_from=None, event_to=None, typing=params.typing)
    counts = service.by_time(always, Interval.MONTH, Interval.YEAR)
    return Timing(
        found=counts[Interval.MONTH],
        every=every_month(request, service),
        years=counts[Interval.YEAR],
        holdings=held(request, result.query.selection(SERIES).any_of),
    )


def _suggested(params: PageParams, error: QueryError) -> Link | None:
    """The same search with the nearest valid spelling in place of the wrong word."""
    if error.suggestion is None or error.parameter != "q" or error.start is None:
        return None
    corrected = params.q[: error.start] + error.suggestion + params.q[error.end :]
    return Link(f"Search {corrected}", params.with_(q=corrected).to_url(HOME))
