"""The timeline of a search: hits by month, quarter or year, certain and possible kept apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.search.buckets import Interval, bounds, walk
from indexer.search.conditions import Period
from indexer.search.crosstab import crosstab
from indexer.search.document import BUCKET_FIELDS
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bar of a timeline.

    Attributes:
        label: ``2023-04``, ``2023-Q2`` or ``2023``.
        start: its first day, or the first day of the period asked for where that is later.
        end: its last day, or the last day of the period asked for where that is earlier.
        certain: events with an occurrence here that is known to the day.
        possible: the other events that may have happened here; searching for ``start`` to
            ``end`` finds both.
    """

    label: str
    start: date
    end: date
    certain: int
    possible: int

    @property
    def total(self) -> int:
        """All events of the bar."""
        return self.certain + self.possible


@dataclass(frozen=True, slots=True)
class Line:
    """The timeline of one value.

    Attributes:
        value: the value.
        total: events with it.
        bars: its bars, by time; those without events are left out.
    """

    value: str
    total: int
    bars: tuple[Bucket, ...]


def timeline(engine: SearchEngine, query: EventQuery, interval: Interval) -> tuple[Bucket, ...]:
    """The bars from the first with events to the last, empty ones between included.

    An event stands in every bar that one of its occurrences touches, once in each. With a
    period in the query the bars lie inside it, the outer ones cut to it.
    """
    certain_only = query.period.certain
    counts = engine.histogram(query.during(Period(certain=certain_only)), interval)
    every = counts.certain if certain_only else counts.all
    inside = [name for name in every if _overlaps(name, query)]
    if not inside:
        return ()
    found = []
    for name in _between(inside, interval):
        total, certain = every.get(name, 0), counts.certain.get(name, 0)
        start, end = _clipped(name, query)
        if total and (start, end) != bounds(name):
            counting = replace(query, limit=0, facets=())
            total = engine.search(counting.during(Period(start, end, certain_only))).total
            certain = engine.search(counting.during(Period(start, end, certain=True))).total
        found.append(Bucket(name, start, end, certain, total - certain))
    return _without_empty_ends(found)


def by_time(
    engine: SearchEngine, query: EventQuery, intervals: Sequence[Interval]
) -> dict[Interval, Mapping[str, int]]:
    """How many events touch each bucket, by time; empty buckets are left out.

    Buckets are whole: a period in the query chooses events, and cuts no bucket.
    """
    fields = {one: BUCKET_FIELDS[one][query.period.certain] for one in intervals}
    _, counts = engine.tally(query, tuple(fields.values()))
    return {one: dict(sorted(counts[field].items())) for one, field in fields.items()}


def timeline_lines(
    engine: SearchEngine, query: EventQuery, interval: Interval, by: str
) -> tuple[Line, ...]:
    """A timeline for each value of a dimension, the largest first; without its empty bars.

    Args:
        engine: where events are counted.
        query: which events.
        interval: how long a bar is.
        by: a dimension that is not of time.

    Raises:
        QueryError: there would be too many bars.
    """
    period = query.period
    every = crosstab(engine, query, (by, str(interval)))
    certainly = query.during(replace(period, certain=True))
    certain = crosstab(engine, certainly, (by, str(interval))).cells
    bars: dict[str, list[Bucket]] = {value: [] for value in every.values[by]}
    for (value, name), total in every.cells.items():
        known = certain.get((value, name), 0)
        bars[value].append(Bucket(name, *_clipped(name, query), known, total - known))
    return tuple(
        Line(value, every.values[by][value], tuple(found)) for value, found in bars.items()
    )


def _between(labels: Sequence[str], interval: Interval) -> list[str]:
    first, last = bounds(min(labels))[0], bounds(max(labels))[0]
    return list(walk(first, last, interval))


def _overlaps(name: str, query: EventQuery) -> bool:
    start, end = bounds(name)
    period = query.period
    return (period.first is None or end >= period.first) and (
        period.last is None or start <= period.last
    )


def _clipped(name: str, query: EventQuery) -> tuple[date, date]:
    start, end = bounds(name)
    period = query.period
    return (
        max(start, period.first) if period.first else start,
        min(end, period.last) if period.last else end,
    )


def _without_empty_ends(found: list[Bucket]) -> tuple[Bucket, ...]:
    """Cutting an outer bar may have emptied it."""
    full = [index for index, bucket in enumerate(found) if bucket.total]
    return tuple(found[full[0] : full[-1] + 1]) if full else ()
