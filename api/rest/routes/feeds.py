"""Feeds: what was stored last of a search, page by page, for readers and other programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.answers.formats import FEEDS, FORMATS, ExportContext
from api.answers.query import QueryOut
from api.knowledge.params import SortedParams
from api.knowledge.values import Whole
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.routes.responses import Responses
from api.rest.streaming import blocks
from indexer.search.query import Sort

router = APIRouter(tags=["exports"])
_MOST, _FIRST = 1000, 200
_LAST_PAGE = 100_000
_ATOM, _JSON = FEEDS


class FeedParams(SortedParams):
    """Which events are meant, and which page of them; without `sort` the last stored come first."""

    limit: Annotated[int, Field(ge=1, le=_MOST, description="Entries on a page."), Whole] = _FIRST
    page: Annotated[
        int, Field(ge=1, le=_LAST_PAGE, description="Which page; feeds name the next one."), Whole
    ] = 1


def _described(suffix: str, kind: str) -> Responses:
    content = {FORMATS[suffix].media_type: {"schema": {"type": kind}}}
    return {200: {"content": content, "description": "The feed"}}


@router.get(
    f"/events.{_ATOM}",
    operation_id="followEvents",
    response_class=Response,
    responses=_described(_ATOM, "string"),
)
def follow_events(
    request: Request, params: Annotated[FeedParams, Query()], service: EventServiceDep
) -> Response:
    """An Atom feed of a search: the 200 events stored last, older ones by `next` (RFC 5005)."""
    return _feed(_ATOM, request, params, service)


@router.get(
    f"/events.{_JSON}",
    operation_id="followEventsAsJson",
    response_class=Response,
    responses=_described(_JSON, "object"),
)
def follow_events_as_json(
    request: Request, params: Annotated[FeedParams, Query()], service: EventServiceDep
) -> Response:
    """The same as a JSON Feed; older events are at `next_url`."""
    return _feed(_JSON, request, params, service)


def _feed(suffix: str, request: Request, params: FeedParams, service: EventServiceDep) -> Response:
    base = public_url(request)
    here = f"{base}{request.url.path}"
    found, total = service.feed(
        params, sort=params.sort or Sort.ADDED, limit=params.limit, offset=_before(params)
    )
    query = params.to_query()
    search = SortedParams.model_validate(params.model_dump(exclude={"limit", "page"}))
    more = _before(params) + params.limit < total
    context = ExportContext(
        title=title(search),
        search_url=search.to_url(f"{base}/"),
        self_url=params.to_url(here),
        public_url=base,
        updated=service.changed_at(),
        total=total,
        query=QueryOut.of(query).model_dump(mode="json"),
        installation=service.installation(),
        first_url=params.with_(page=1).to_url(here),
        previous_url=params.with_(page=params.page - 1).to_url(here) if params.page > 1 else None,
        next_url=params.with_(page=params.page + 1).to_url(here) if more else None,
    )
    return Response(
        b"".join(blocks(FORMATS[suffix].write(found, context))),
        media_type=FORMATS[suffix].media_type,
        headers={"Content-Disposition": f'inline; filename="entente-events.{suffix}"'},
    )


def _before(params: FeedParams) -> int:
    return (params.page - 1) * params.limit


def title(params: SortedParams) -> str:
    """A search in words."""
    pairs = [f"{name} {value}" for name, value in params.pairs() if name not in NOT_SAID]
    said = ", ".join([params.q, *pairs] if params.q else pairs)
    return f"Entente: {said}" if said else "Entente: all events"


NOT_SAID = frozenset(
    {"q", "sort", "bom", "shape", "fields", "include", "style", "accessed", "limit", "page"}
)
