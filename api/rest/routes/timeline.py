"""The timeline of a search."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field, WithJsonSchema

from api.answers import TimelineOut
from api.knowledge.crosstab import LINES, one_of_lines
from api.knowledge.params import MAX_FACET_LIMIT, FilterParams
from api.knowledge.values import Blankable, Whole
from api.rest.deps import EventServiceDep
from api.rest.ready import ready
from indexer.search.buckets import Interval
from indexer.search.timeline import Line

router = APIRouter(tags=["events"])
# As many as a chart can tell apart.
_LINES_SHOWN = 12


class TimelineParams(FilterParams):
    """Which events are meant, and how long a bar of the timeline is."""

    interval: Annotated[Interval, Field(description="How long a bar is.")] = Interval.MONTH
    by: Annotated[
        str | None,
        Blankable,
        WithJsonSchema({"type": "string", "enum": [*LINES, ""]}),
        Field(description="A line for each value of this, too.", examples=["country"]),
    ] = None
    facet_limit: Annotated[
        int,
        Field(ge=0, le=MAX_FACET_LIMIT, description="Lines, the largest first; 0 for all."),
        Whole,
    ] = _LINES_SHOWN


@router.get("/timeline", operation_id="getTimeline", response_model=TimelineOut)
def get_timeline(params: Annotated[TimelineParams, Query()], service: EventServiceDep) -> Response:
    """Events by month, quarter or year.

    An event counts once in every bar that one of its occurrences touches. Those known to the day
    are certain; those dated to a month, a part of one or an issue are possible. With ``by`` there
    is a line for each value, too: what a chart of several countries is drawn from.
    """
    buckets = service.timeline(params, params.interval)
    lines: Sequence[Line] = ()
    if params.by is not None:
        by = one_of_lines(params.by)
        lines = service.timeline_lines(params, params.interval, by)[: params.facet_limit or None]
    return ready(
        TimelineOut.of(
            str(params.interval),
            buckets,
            params.to_query(),
            total=service.total(params),
            by=params.by,
            lines=lines,
        )
    )
