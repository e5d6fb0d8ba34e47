"""The matrix: events by two dimensions, as a page and as CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers.formats.tabular import csv_row
from api.knowledge import vocabulary
from api.knowledge.params import FilterParams
from api.knowledge.service import EventService
from api.knowledge.spelling import unknown
from api.rest.deps import EventServiceDep
from indexer.search.buckets import Interval, bounds, walk
from indexer.search.document import SERIES
from web.contexts.holdings import Holdings
from web.contexts.matrix import COLUMNS, CSV_PATH, PATH, ROWS, Table, matrix_page
from web.contexts.narrowing import INTERVALS
from web.held import held
from web.params import FilterParamsDep
from web.templating import render

router = APIRouter(include_in_schema=False)
# Of two values of one kind every pair is counted on its own.
_MOST_PAIRED = 60
_MOST_QUARTERS = 40
_LONGEST_NAME = 40

_Name = Annotated[str, Query(max_length=_LONGEST_NAME)]


@dataclass(frozen=True, slots=True)
class Shape:
    """Which dimensions the table has, and whether it is shown whole."""

    rows: str
    cols: str
    all: bool


def shape(rows: _Name = "country", cols: _Name = "domain", all: bool = False) -> Shape:  # noqa: A002  (its name in the address)
    """The table that an address asks for.

    Raises:
        QueryError: there is no such dimension.
    """
    for name, known, parameter in ((rows, ROWS, "rows"), (cols, COLUMNS, "cols")):
        if name not in known:
            raise unknown("dimension", name, known, None, parameter=parameter)
    return Shape(rows, cols, all)


ShapeDep = Annotated[Shape, Depends(shape)]


@router.get(PATH)
def matrix(
    request: Request, params: FilterParamsDep, service: EventServiceDep, shape: ShapeDep
) -> Response:
    """Events by two dimensions: country by domain, where nothing else is asked for."""
    series = params.to_query().selection(SERIES).any_of
    table = _table(params, service, shape, held(request, series))
    return render("matrix.html", matrix_page(params, table, everything=shape.all), request)


@router.get(CSV_PATH)
def matrix_csv(params: FilterParamsDep, service: EventServiceDep, shape: ShapeDep) -> Response:
    """The same counts, complete, the columns of the table as columns; codes and names."""
    text = _csv(_table(params, service, shape))
    name = f"entente-{shape.rows}-by-{shape.cols}.csv"
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _table(
    params: FilterParams, service: EventService, asked: Shape, holdings: Holdings | None = None
) -> Table:
    rows, columns = asked.rows, asked.cols
    if rows == columns:
        found = service.crosstab(params, (rows,))
        counts = dict(list(found.values[rows].items())[:_MOST_PAIRED])
        cells = service.comparisons.pairs(params, rows, list(counts))
        row_counts = column_counts = counts
    else:
        found = service.crosstab(params, (rows, columns))
        row_counts, column_counts = dict(found.values[rows]), dict(found.values[columns])
        cells = found.cells
    lines, times = ({}, ()) if columns in INTERVALS else _lines(params, service, rows)
    pairs = {(key[0], key[1]): count for key, count in cells.items()}
    gaps = _not_held(column_counts, holdings) if holdings and columns in INTERVALS else frozenset()
    return Table(rows, columns, found.total, row_counts, column_counts, pairs, lines, times, gaps)


def _not_held(buckets: Iterable[str], holdings: Holdings) -> frozenset[str]:
    """Those of which no issue of any month is held."""
    missing = holdings.months_not_held
    return frozenset(
        bucket
        for bucket in buckets
        if all(month in missing for month in walk(*bounds(bucket), Interval.MONTH))
    )


def _lines(
    params: FilterParams, service: EventService, rows: str
) -> tuple[dict[str, dict[str, int]], Sequence[str]]:
    """Events of each row by quarter, or by year where that would be too many."""
    interval = Interval.QUARTER
    found = service.crosstab(params, (rows, interval))
    if len(found.values[interval]) > _MOST_QUARTERS:
        interval = Interval.YEAR
        found = service.crosstab(params, (rows, interval))
    lines: dict[str, dict[str, int]] = {}
    for (value, time), count in found.cells.items():
        lines.setdefault(value, {})[time] = count
    return lines, tuple(found.values[interval])


def _csv(table: Table) -> str:
    named = bool(vocabulary.labels(table.columns))
    columns = [one for one, count in table.column_counts.items() if count or not named]
    rows = [csv_row([table.rows, f"{table.rows}_name", "all", *columns])]
    for row, count in table.row_counts.items():
        if count:
            counts = _counts(table, row, columns)
            rows.append(csv_row([row, vocabulary.label(table.rows, row), count, *counts]))
    return "".join(rows)


def _counts(table: Table, row: str, columns: Iterable[str]) -> list[int]:
    return [table.cells.get((row, column), 0) for column in columns]
