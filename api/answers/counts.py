"""Counts in up to three dimensions as the API shows them: JSON, and CSV in two shapes."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.formats.tabular import csv_row
from api.answers.page import FacetValueOut
from api.answers.query import QueryOut
from api.knowledge import vocabulary
from indexer.search.crosstab import Crosstab
from indexer.search.query import EventQuery


class TableShape(StrEnum):
    """How a table of counts is laid out."""

    LONG = "long"
    WIDE = "wide"


class CellOut(BaseModel):
    """How many events have all of these values."""

    values: Annotated[list[str], Field(description="A value of each dimension, in their order.")]
    count: int


class DimensionOut(BaseModel):
    """A dimension, and how many events have each of its values."""

    name: str
    values: Annotated[
        list[FacetValueOut],
        Field(
            description="By time where they are of time, empty ones between included; else the "
            "largest count first. An event counts once in each of its values."
        ),
    ]


class CountsOut(BaseModel):
    """A table of counts."""

    by: list[str]
    items: Annotated[
        list[CellOut],
        Field(
            description="The cells that are not zero. An event counts once in every cell whose "
            "values it all has: a cell is the total of the search with its values added."
        ),
    ]
    total: Annotated[int, Field(description="Events of the search, each once.")]
    dimensions: list[DimensionOut]
    query: QueryOut

    @classmethod
    def of(cls, table: Crosstab, query: EventQuery) -> "CountsOut":
        """The table as the API shows it."""
        return cls(
            by=list(table.by),
            items=[CellOut(values=list(key), count=count) for key, count in table.cells.items()],
            total=table.total,
            dimensions=[
                DimensionOut(
                    name=name,
                    values=[
                        FacetValueOut(value=value, label=vocabulary.label(name, value), count=count)
                        for value, count in table.values[name].items()
                    ],
                )
                for name in table.by
            ],
            query=QueryOut.of(query),
        )


def long_csv(table: Crosstab) -> Iterator[str]:
    """One row a cell that is not zero: each value, its name where it has one, and the count."""
    named = [name for name in table.by if _has_names(name)]
    header = [column for name in table.by for column in _columns(name, named)]
    yield csv_row([*header, "count"])
    for key, count in table.cells.items():
        cells = [
            cell
            for name, value in zip(table.by, key, strict=True)
            for cell in _cells(name, value, named)
        ]
        yield csv_row([*cells, count])


def wide_csv(table: Crosstab) -> Iterator[str]:
    """The values of the last dimension as columns, zeros written; a row for each of the others.

    With one dimension there is one row a value. Rows that would hold zeros alone are left out.
    """
    *down, across = table.by
    if not down:
        yield from long_csv(table)
        return
    named = [name for name in down if _has_names(name)]
    columns = list(table.values[across])
    header = [column for name in down for column in _columns(name, named)]
    yield csv_row([*header, *columns])
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    for place, count in table.cells.items():
        rows.setdefault(place[:-1], {})[place[-1]] = count
    for key, counts in rows.items():
        cells = [
            cell
            for name, value in zip(down, key, strict=True)
            for cell in _cells(name, value, named)
        ]
        yield csv_row([*cells, *(counts.get(column, 0) for column in columns)])


TABLES: Mapping[TableShape, Callable[[Crosstab], Iterator[str]]] = {
    TableShape.LONG: long_csv,
    TableShape.WIDE: wide_csv,
}


def _has_names(dimension: str) -> bool:
    """Whether its values are codes; names beside them keep Namibia (NA) from being missing."""
    return bool(vocabulary.labels(dimension))


def _columns(name: str, named: list[str]) -> list[str]:
    return [name, f"{name}_name"] if name in named else [name]


def _cells(name: str, value: str, named: list[str]) -> list[str]:
    return [value, vocabulary.label(name, value)] if name in named else [value]
