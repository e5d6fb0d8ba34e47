"""The timeline as the API shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.query import QueryOut
from api.knowledge import vocabulary
from indexer.projection import among
from indexer.search.buckets import Interval
from indexer.search.query import EventQuery
from indexer.search.timeline import Bucket, Line


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


class LineOut(BaseModel):
    """The timeline of one value of `by`."""

    value: str
    label: str
    total: Annotated[int, Field(description="Events with it.")]
    items: Annotated[list[BucketOut], Field(description="Its bars; empty ones are left out.")]

    @classmethod
    def of(cls, line: Line, by: str) -> "LineOut":
        """The line as the API shows it."""
        return cls(
            value=line.value,
            label=vocabulary.label(by, line.value),
            total=line.total,
            items=[BucketOut.of(bar) for bar in line.bars],
        )


class TimelineOut(BaseModel):
    """The bars from the first with events to the last, empty ones between included."""

    interval: Annotated[str, among(Interval)]
    items: list[BucketOut]
    total: Annotated[
        int, Field(description="Events of the search, each once; an event may stand in many bars.")
    ]
    by: Annotated[str | None, Field(description="What the lines are of; null without lines.")]
    lines: Annotated[
        list[LineOut],
        Field(description="A timeline for each value of `by`, the largest first."),
    ]
    query: QueryOut

    @classmethod
    def of(
        cls,
        interval: str,
        buckets: tuple[Bucket, ...],
        query: EventQuery,
        *,
        total: int,
        by: str | None = None,
        lines: Sequence[Line] = (),
    ) -> "TimelineOut":
        """The timeline as the API shows it."""
        return cls(
            interval=interval,
            items=[BucketOut.of(bucket) for bucket in buckets],
            total=total,
            by=by,
            lines=[LineOut.of(line, by) for line in lines] if by else [],
            query=QueryOut.of(query),
        )
