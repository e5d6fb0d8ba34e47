"""XLSX: a sheet for events, occurrences and tags, and one that says what the columns mean.

It needs the extra ``export``.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from api.answers.formats.base import ExportContext, pieces_of, rfc3339
from api.answers.formats.tables import TABLES, Column, Kind, Shape
from indexer.errors import QueryError
from indexer.projection import Projected

NEEDS = "xlsxwriter"
_ROWS, _LETTERS = 1_048_576, 32_767  # of a sheet and of a cell, as the format has it
_WIDTHS = {
    Kind.WORDS: 50,
    Kind.TEXT: 16,
    Kind.NUMBER: 8,
    Kind.DAY: 11,
    Kind.MOMENT: 19,
    Kind.FLAG: 8,
}
_CODEBOOK = ("sheet", "column", "meaning")


def xlsx(events: Iterable[Projected], context: ExportContext) -> Iterator[bytes]:
    """The workbook; words are written as words, so that none is taken for a formula.

    The sheet of evidence is there where that is asked for. Texts beyond what a cell holds are cut
    with an ellipsis.

    Raises:
        QueryError: there are more rows than a sheet holds.
    """
    import xlsxwriter  # noqa: PLC0415  (an extra: everything else works without it)

    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    shapes = [shape for shape in Shape if shape is not Shape.EVIDENCE or context.evidence]
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, options) as book:
            sheets = [_Sheet(book, shape) for shape in shapes]
            for told in events:
                for sheet in sheets:
                    sheet.add(told, context)
            _codebook(book, shapes, context)
        yield from pieces_of(file)


class _Sheet:
    """A table that is being written, row by row."""

    def __init__(self, book: Any, shape: Shape) -> None:
        self._shape = shape
        self._table = TABLES[shape]
        self._sheet = book.add_worksheet(str(shape))
        self._formats = {
            Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
            Kind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._next = 1
        _head(book, self._sheet, [column.name for column in self._table.columns])
        for place, column in enumerate(self._table.columns):
            self._sheet.set_column(place, place, _WIDTHS[column.kind])

    def add(self, told: Projected, context: ExportContext) -> None:
        """The rows of an event."""
        for row in self._table.rows(told, context):
            if self._next >= _ROWS:
                raise QueryError(
                    f"a sheet holds {_ROWS} rows, and there are more {self._shape}: take csv or "
                    "parquet, or a smaller search",
                    parameter="suffix",
                )
            for place, column in enumerate(self._table.columns):
                self._write(place, column, row[column.name])
            self._next += 1

    def _write(self, place: int, column: Column, value: Any) -> None:
        match value:
            case bool():
                self._sheet.write_boolean(self._next, place, value)
            case int():
                self._sheet.write_number(self._next, place, value)
            case datetime() | date():
                moment = value.replace(tzinfo=None) if isinstance(value, datetime) else value
                self._sheet.write_datetime(self._next, place, moment, self._formats[column.kind])
            case str():
                self._sheet.write_string(self._next, place, _fitting(value))


def _codebook(book: Any, shapes: Sequence[Shape], context: ExportContext) -> None:
    sheet = book.add_worksheet("codebook")
    _head(book, sheet, _CODEBOOK)
    lines = [
        (str(shape), column.name, column.meaning)
        for shape in shapes
        for column in TABLES[shape].columns
    ]
    lines += [
        ("", "search", context.title),
        ("", "address", context.search_url),
        ("", "events", str(context.total)),
        ("", "state of", rfc3339(context.updated)),
    ]
    for number, line in enumerate(lines, start=1):
        for place, words in enumerate(line):
            sheet.write_string(number, place, _fitting(words))
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 2, 80)


def _head(book: Any, sheet: Any, names: Sequence[str]) -> None:
    bold = book.add_format({"bold": True})
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)


def _fitting(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[: _LETTERS - 1]}…"
