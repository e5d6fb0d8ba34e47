"""The timeline as the API shows it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.query import QueryOut
from indexer.search.query import EventQuery
from indexer.search.timeline import Bucket


class BucketOut(BaseModel):
    """One bar; a search with `event_from` = `start` and `event_to` = `end` finds its events."""

    label: Annotated[str, Field(examples=["2023-04"])]
    start: date
    end: date
    total: Annotated[int, Field(description="All of its events.")]
    certain: Annotated[
        int, Field(description="Events with an occurrence here that is known to the day.")
    ]
    possible: Annotated[int, Field(description="The others, which may have happened here.")]

    @classmethod
    def of(cls, bucket: Bucket) -> "BucketOut":
        """The bar as the API shows it."""
        return cls(
            label=bucket.label,
            start=bucket.start,
            end=bucket.end,
            total=bucket.total,
            certain=bucket.certain,
            possible=bucket.possible,
        )


class TimelineOut(BaseModel):
    """The bars from the first with events to the last, empty ones between included."""

    interval: str
    items: list[BucketOut]
    total: Annotated[int, Field(description="Number of bars.")]
    query: QueryOut

    @classmethod
    def of(cls, interval: str, buckets: tuple[Bucket, ...], query: EventQuery) -> "TimelineOut":
        """The timeline as the API shows it."""
        return cls(
            interval=interval,
            items=[BucketOut.of(bucket) for bucket in buckets],
            total=len(buckets),
            query=QueryOut.of(query),
        )
