"""The timeline of any search."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.knowledge.spelling import unknown
from api.rest.deps import EventServiceDep
from indexer.search.buckets import Interval
from indexer.search.document import SERIES
from web.contexts.courses import PATH, Told, timeline_page
from web.contexts.matrix import ROWS
from web.held import held
from web.params import FilterParamsDep
from web.templating import render

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def timeline(
    request: Request,
    params: FilterParamsDep,
    service: EventServiceDep,
    interval: Interval = Interval.MONTH,
    by: Annotated[str, Query(max_length=40)] = "domain",
) -> Response:
    """A search by month, quarter or year, and each value of a kind beneath it."""
    if by not in ROWS:
        raise unknown("dimension", by, ROWS, None, parameter="by")
    told = Told(
        total=service.total(params),
        buckets=service.timeline(params, interval),
        lines=service.timeline_lines(params, interval, by),
        holdings=held(request, params.to_query().selection(SERIES).any_of),
    )
    return render("timeline.html", timeline_page(params, interval, by, told), request)
