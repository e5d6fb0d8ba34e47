"""The timeline of a search."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.answers import TimelineOut
from api.knowledge.params import FilterParams
from api.rest.deps import EventServiceDep
from indexer.search.buckets import Interval

router = APIRouter(tags=["events"])


class TimelineParams(FilterParams):
    """Which events are meant, and how long a bar of the timeline is."""

    interval: Annotated[Interval, Field(description="How long a bar is.")] = Interval.MONTH


@router.get("/timeline", operation_id="getTimeline")
def get_timeline(
    params: Annotated[TimelineParams, Query()], service: EventServiceDep
) -> TimelineOut:
    """Events by month, quarter or year.

    An event counts once in every bar that one of its occurrences touches. Those known to the day
    are certain; those dated to a month, a part of one or an issue are possible.
    """
    buckets = service.timeline(params, params.interval)
    return TimelineOut.of(str(params.interval), buckets, params.to_query())
