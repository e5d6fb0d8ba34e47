"""Months, quarters and years as buckets of days: their labels, their bounds, and walking them."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache

_MONTHS_A_QUARTER = 3


class Interval(StrEnum):
    """How long a bucket is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def label(day: date, interval: Interval) -> str:
    """The bucket that a day lies in: ``2023-04``, ``2023-Q2`` or ``2023``; labels sort by time."""
    match interval:
        case Interval.MONTH:
            return f"{day.year:04d}-{day.month:02d}"
        case Interval.QUARTER:
            return f"{day.year:04d}-Q{(day.month - 1) // _MONTHS_A_QUARTER + 1}"
    return f"{day.year:04d}"


@lru_cache(
    maxsize=4096
)  # centuries of months; pages ask for those of a few decades again and again
def bounds(bucket: str) -> tuple[date, date]:
    """First and last day of a bucket.

    Raises:
        ValueError: it is no label of a bucket.
    """
    year, _, part = bucket.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if part.startswith("Q"):
        last_month = int(part[1:]) * _MONTHS_A_QUARTER
        first_month = last_month - _MONTHS_A_QUARTER + 1
    else:
        first_month = last_month = int(part)
    last_day = monthrange(int(year), last_month)[1]
    return date(int(year), first_month, 1), date(int(year), last_month, last_day)


def walk(first: date, last: date, interval: Interval) -> Iterator[str]:
    """The buckets that a closed period touches, in order."""
    day = first
    while True:
        bucket = label(day, interval)
        yield bucket
        end = bounds(bucket)[1]
        if end >= last:
            return
        day = date.fromordinal(end.toordinal() + 1)


def touched(periods: Iterable[tuple[date, date]], interval: Interval) -> list[str]:
    """The buckets that any of these closed periods touches, sorted, none twice."""
    return sorted({bucket for a, b in periods for bucket in walk(a, b, interval)})
