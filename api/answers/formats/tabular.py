"""CSV, as RFC 4180 has it: one row an event, an occurrence or a tag, safe for spreadsheets."""

import csv as standard_csv
from collections.abc import Iterable, Iterator
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
    columns = table.chosen(context.fields)
    header = csv_row([column.name for column in columns])
    yield _BYTE_ORDER_MARK + header if context.excel else header
    for told in events:
        for values in table.rows(told, context):
            yield csv_row(values[column.name] for column in columns)


def csv_row(cells: Iterable[object]) -> str:
    """One row with its line end; an apostrophe before what a spreadsheet would run."""
    writer = standard_csv.writer(_Echo(), lineterminator="\r\n")
    row: str = writer.writerow([_cell(value) for value in cells])
    return row


def _cell(value: object) -> object:
    match value:
        case str():  # by far the most
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
