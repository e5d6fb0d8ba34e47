"""Several events as one bibliography."""

from fastapi import APIRouter, Request, Response

from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.routes.citing import cited, today
from indexer.errors import QueryError
from web.contexts.citing import cite_page, style_of
from web.templating import render

router = APIRouter(include_in_schema=False)
_MOST = 100


@router.get("/cite")
def cite(
    request: Request, service: EventServiceDep, ids: str = "", style: str | None = None
) -> Response:
    """The events with these ids, in a style, in the order asked for."""
    wanted = [one.strip() for one in ids.split(",") if one.strip()]
    if not wanted:
        raise QueryError("name the events to cite: /cite?ids=…,…", parameter="ids")
    if len(wanted) > _MOST:
        raise QueryError(f"at most {_MOST} events are cited at once", parameter="ids")
    events = [told.event() for told in cited(service, wanted)]
    page = cite_page(events, style_of(style), public_url(request), today())
    return render("cite.html", page, request)
