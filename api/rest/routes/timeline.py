"""The timeline of a search."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.answers import TimelineOut
from api.knowledge.params import FilterParams
from api.rest.deps import EventServiceDep
from api.rest.ready import ready
from indexer.search.buckets import Interval

router = APIRouter(tags=["events"])


class TimelineParams(FilterParams):
    """Which events are meant, and how long a bar of the timeline is."""

    interval: Annotated[Interval, Field(description="How long a bar is.")] = Interval.MONTH


@router.get("/timeline", operation_id="getTimeline", response_model=TimelineOut)
def get_timeline(params: Annotated[TimelineParams, Query()], service: EventServiceDep) -> Response:
    """Events by month, quarter or year.

    An event counts once in every bar that one of its occurrences touches. Those known to the day
    are certain; those dated to a month, a part of one or an issue are possible.
    """
    buckets = service.timeline(params, params.interval)
    return ready(TimelineOut.of(str(params.interval), buckets, params.to_query()))
