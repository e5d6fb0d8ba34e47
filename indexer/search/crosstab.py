"""Cross-tabulation: how many hits have each combination of values of up to three dimensions.

A dimension is a kind of tag, a facet, or months, quarters or years. An event counts once in every
cell whose values it all has, so a cell holds what the search finds with these values added to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import prod

from indexer.errors import QueryError
from indexer.search.buckets import Interval, bounds, label, walk
from indexer.search.conditions import OneOf, Period
from indexer.search.document import BUCKET_FIELDS, FACET_FIELDS, TAG_FIELDS
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery

_INTERVALS = {str(interval): interval for interval in Interval}
DIMENSIONS = tuple(dict.fromkeys([*TAG_FIELDS, *FACET_FIELDS, *_INTERVALS]))
"""What can be counted by."""
MOST_DIMENSIONS = 3
# 195 states, 13 domains and 90 quarters; both engines answer it in a few seconds at worst.
MOST_CELLS = 250_000

Cells = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Crosstab:
    """A table of counts.

    Attributes:
        by: its dimensions.
        total: events of the search; those without a value in some dimension stand in no cell.
        values: for each dimension its values and how many events have each: by time where they are
            of time, empty ones between included; else the largest count first.
        cells: the counts that are not zero, by the values of ``by``, in the order of ``values``.
    """

    by: tuple[str, ...]
    total: int
    values: Mapping[str, Mapping[str, int]]
    cells: Cells


def crosstab(engine: SearchEngine, query: EventQuery, by: Sequence[str]) -> Crosstab:
    """Count the events of a search by up to three dimensions.

    With a period in the query, buckets of time lie inside it; the outer ones are cut to it, and
    count what touches the days that are left. Of several dimensions of time the shortest decides:
    2023-04 stands under 2023-Q2 and under no other quarter.

    Args:
        engine: where events are counted.
        query: which events.
        by: names out of `DIMENSIONS`, none twice.

    Raises:
        QueryError: there would be too many cells.
    """
    names = tuple(by)
    total, found = engine.tally(query, [_field(name, query) for name in names])
    values = {name: _ordered(name, found[_field(name, query)], query) for name in names}
    for name, counts in values.items():
        for bucket in counts:
            if _is_cut(name, bucket, query):
                counts[bucket] = engine.tally(_cut(query, bucket), [])[0]
    shortest = next((str(one) for one in Interval if str(one) in names), None)
    counted = {name: values[name] for name in names if name == shortest or not _is_time(name)}
    _require_bounded(counted)
    cells = _cells(engine, query, counted, shortest)
    values = {name: _without_empty_ends(name, counts) for name, counts in values.items()}
    return Crosstab(names, total, values, _ranked(cells, names, tuple(counted), values))


def pairs(engine: SearchEngine, query: EventQuery, name: str, values: Sequence[str]) -> Cells:
    """How many events have both of two values of one kind, for every two of them.

    Args:
        engine: where events are counted.
        query: which events.
        name: a dimension of which an event has several values; not one of time.
        values: those that pairs are made of; there is a count for each of them.
    """
    field = _field(name, query)
    found: dict[tuple[str, ...], int] = {}
    for one in values:
        both = query.with_condition(f"pairs of {name}", OneOf(field, (one,)))
        counts = engine.tally(both, [field])[1][field]
        found |= {(one, other): counts[other] for other in values if counts.get(other)}
    return found


def _cells(
    engine: SearchEngine,
    query: EventQuery,
    values: Mapping[str, Mapping[str, int]],
    time: str | None,
) -> Cells:
    """The cells; buckets of ``time`` that the period cuts are counted each on its own."""
    chosen = {
        name: [one for one, n in counts.items() if n and not _is_cut(name, one, query)]
        for name, counts in values.items()
    }
    cells = dict(_crossed(engine, query, chosen))
    if time is None:
        return cells
    rest = {name: [one for one, n in values[name].items() if n] for name in values if name != time}
    at = tuple(values).index(time)
    for bucket, count in values[time].items():
        if count and _is_cut(time, bucket, query):
            for key, inside in _crossed(engine, _cut(query, bucket), rest).items():
                cells[(*key[:at], bucket, *key[at:])] = inside
    return cells


def _crossed(engine: SearchEngine, query: EventQuery, chosen: Mapping[str, Sequence[str]]) -> Cells:
    if not chosen:
        return {(): engine.tally(query, [])[0]}
    return engine.cross(query, {_field(name, query): chosen[name] for name in chosen})


def _ranked(
    cells: Cells,
    names: tuple[str, ...],
    counted: tuple[str, ...],
    values: Mapping[str, Mapping[str, int]],
) -> Cells:
    """The cells in the order of their values, under every name; a bucket says its longer ones."""
    places = {name: {one: at for at, one in enumerate(counts)} for name, counts in values.items()}
    found: dict[tuple[str, ...], int] = {}
    for key, count in cells.items():
        known = dict(zip(counted, key, strict=True))
        time = next((one for name, one in known.items() if _is_time(name)), None)
        if time is not None:
            day = bounds(time)[0]
            known |= {name: label(day, _INTERVALS[name]) for name in names if _is_time(name)}
        if count:
            found[tuple(known[name] for name in names)] = count
    order = sorted(
        found, key=lambda key: [places[n][one] for n, one in zip(names, key, strict=True)]
    )
    return {key: found[key] for key in order}


def _field(name: str, query: EventQuery) -> str:
    interval = _INTERVALS.get(name)
    if interval is None:
        return FACET_FIELDS.get(name) or TAG_FIELDS[name]
    every, certain = BUCKET_FIELDS[interval]
    return certain if query.period.certain else every


def _ordered(name: str, counts: Mapping[str, int], query: EventQuery) -> dict[str, int]:
    interval = _INTERVALS.get(name)
    if interval is None:
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    inside = sorted(bucket for bucket in counts if _overlaps(bucket, query.period))
    if not inside:
        return {}
    between = walk(bounds(inside[0])[0], bounds(inside[-1])[0], interval)
    return {bucket: counts.get(bucket, 0) for bucket in between}


def _require_bounded(values: Mapping[str, Mapping[str, int]]) -> None:
    cells = prod(len(counts) for counts in values.values())
    if cells > MOST_CELLS:
        sizes = " x ".join(f"{len(counts):,} ({name})" for name, counts in values.items())
        raise QueryError(
            f"{sizes} makes {cells:,} cells, more than {MOST_CELLS:,}: narrow the search by a "
            "filter or a period, count by longer intervals, or by fewer dimensions",
            parameter="by",
        )


def _overlaps(bucket: str, period: Period) -> bool:
    start, end = bounds(bucket)
    return (period.first or date.min) <= end and start <= (period.last or date.max)


def _is_cut(name: str, bucket: str, query: EventQuery) -> bool:
    """Whether the period leaves out days of a bucket of time."""
    if not _is_time(name):
        return False
    start, end = bounds(bucket)
    period = query.period
    return (period.first or start) > start or (period.last or end) < end


def _cut(query: EventQuery, bucket: str) -> EventQuery:
    """The search over those days of a bucket that its period leaves."""
    start, end = bounds(bucket)
    period = query.period
    first, last = max(start, period.first or start), min(end, period.last or end)
    return query.during(replace(period, first=first, last=last))


def _is_time(name: str) -> bool:
    return name in _INTERVALS


def _without_empty_ends(name: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Cutting an outer bucket may have emptied it."""
    if not _is_time(name):
        return dict(counts)
    full = [at for at, count in enumerate(counts.values()) if count]
    return dict(list(counts.items())[full[0] : full[-1] + 1]) if full else {}
