"""CSV, as RFC 4180 has it: one row an event, an occurrence or a tag, safe for spreadsheets."""

import csv as standard_csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from api.answers.formats.base import ExportContext, rfc3339
from api.answers.formats.tables import TABLES, Shape
from indexer.projection import Projected

COLUMNS = tuple(column.name for column in TABLES[Shape.EVENTS].columns)
# A line feed and the full-width forms are read like the others by some spreadsheets.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that hands each row back instead of keeping it."""

    def write(self, row: str) -> str:
        return row


def csv(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """A header row and the rows of the shape; CRLF line ends.

    In the shape of events, start, end, precision, status and basis are those of the primary
    occurrence; ``occurrences`` holds all of them. Lists are separated by semicolons, the most
    important value first; what is not known is empty.

    Words that a spreadsheet would take for a formula get an apostrophe in front.
    """
    table = TABLES[Shape(context.shape)]
    names = [column.name for column in table.chosen(context.fields)]
    row = _rows()
    header = row(names)
    yield _BYTE_ORDER_MARK + header if context.excel else header
    for told in events:
        for values in table.rows(told, context):
            yield row([values[name] for name in names])


def csv_row(cells: Iterable[object]) -> str:
    """One row with its line end; an apostrophe before what a spreadsheet would run."""
    return _rows()(cells)


def _rows() -> Callable[[Iterable[object]], str]:
    """What writes rows as `csv_row` does; for one thread."""
    write = standard_csv.writer(_Echo(), lineterminator="\r\n").writerow

    def row(cells: Iterable[object]) -> str:
        # By far the most cells are texts that stay as they are: no call for each of them.
        written: str = write(
            [
                value if type(value) is str and value[:1] not in _FORMULA else _cell(value)
                for value in cells
            ]
        )
        return written

    return row


def _cell(value: object) -> object:
    match value:
        case str():
            return f"'{value}" if value[:1] in _FORMULA else value
        case None:
            return None
        case bool():
            return str(value).lower()
        case datetime():
            return rfc3339(value)
        case date():
            return value.isoformat()
    return value
