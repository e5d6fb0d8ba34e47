"""CSV, as RFC 4180 has it: one row an event, opened safely by spreadsheets."""

import csv as standard_csv
from collections.abc import Iterable, Iterator

from api.answers.formats.base import ExportContext, rfc3339
from api.answers.formats.text import readable
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, OccurrenceOut, Projected

COLUMNS = (
    *("id", "headline", "text", "start", "end", "precision", "status", "basis", "occurrences"),
    *(kind.plural for kind in KINDS.values()),
    *("digest", "series", "volume", "number", "issue_date"),
    *("url", "updated_at"),
)
# A line feed and the full-width forms are read like the others by some spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that hands each row back instead of keeping it."""

    def write(self, row: str) -> str:
        return row


def csv(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """A header row and one row an event; CRLF line ends.

    Start, end, precision, status and basis are those of the primary occurrence; ``occurrences``
    holds all of them. Lists are separated by semicolons, the most important value first; volume
    and number are empty where the issue has none.

    A headline or text that a spreadsheet would take for a formula gets an apostrophe in front.
    Only these two can: ids begin with the letters of their series, dates with a figure,
    addresses with ``http``, and every other column holds words of our own.
    """
    writer = standard_csv.writer(_Echo(), lineterminator="\r\n")
    header: str = writer.writerow(COLUMNS)
    yield _BYTE_ORDER_MARK + header if context.excel else header
    for told in events:
        row: str = writer.writerow(_cells(told.event(), context))
        yield row


def _cells(event: EventOut, context: ExportContext) -> tuple[object, ...]:
    digest, primary = event.digest, event.primary
    return (
        event.id,
        _text(event.headline),
        _text(event.text),
        primary.start.isoformat(),
        primary.end.isoformat(),
        primary.precision,
        primary.status,
        primary.basis,
        "; ".join(_occurrence(occurrence) for occurrence in event.occurrences),
        *(";".join(event.tags_of(kind)) for kind in KINDS),
        digest.id,
        digest.series,
        digest.volume,
        digest.number,
        digest.issue_date.isoformat(),
        context.event_url(event.id),
        rfc3339(event.updated_at),
    )


def _text(text: str) -> str:
    shown = readable(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _occurrence(row: OccurrenceOut) -> str:
    return f"{row.start.isoformat()}/{row.end.isoformat()} {row.precision} {row.status}"
