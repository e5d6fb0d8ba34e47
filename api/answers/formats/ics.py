"""iCalendar (RFC 5545, names from RFC 7986): one all-day entry an occurrence."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, timedelta

from api.answers.formats.base import ExportContext, labels_of, series_title
from api.answers.formats.text import one_line, readable
from indexer.models import Status
from indexer.normalise.spans import EXACT
from indexer.projection import EventOut, OccurrenceOut, Projected

# Octets of a line without its CRLF.
_WIDTH = 75
_CONTINUES = 0b1000_0000
_LEAD = 0b1100_0000
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def ics(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """A calendar; CRLF line ends, lines folded at 75 octets between characters.

    The primary occurrence is an all-day entry over its whole interval, which
    ``X-ENTENTE-PRECISION`` qualifies: day and range are exact, month, approximate and issue are
    not. So are the others that are known to the day, their quoted words behind the headline.
    Scheduled and inexact ones are tentative. An entry's UID is made of event and rank only, so
    that it stays when the site moves.
    """
    yield _lines(_head(context))
    for told in events:
        event = told.event()
        yield "".join(_lines(_entry(event, rank, context)) for rank in _entered(event))
    yield _lines(["END:VCALENDAR"])


def fold(line: str) -> str:
    """The content line with its CRLF, in pieces of at most 75 octets.

    A piece never ends inside a UTF-8 character; each but the first begins with a blank.
    """
    rest = line.encode()
    pieces: list[bytes] = []
    while len(rest) > (width := _WIDTH - bool(pieces)):
        while rest[width] & _LEAD == _CONTINUES:
            width -= 1
        pieces.append(rest[:width])
        rest = rest[width:]
    return "\r\n ".join(piece.decode() for piece in [*pieces, rest]) + "\r\n"


def _head(context: ExportContext) -> Iterator[str]:
    name = _text(one_line(context.title))
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Entente//Events//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    yield f"URL:{context.search_url}"
    yield f"SOURCE;VALUE=URI:{context.self_url}"


def _entered(event: EventOut) -> list[int]:
    """Which occurrences are entered, by their place."""
    rows = enumerate(event.occurrences)
    return [rank for rank, row in rows if row.primary or row.precision in EXACT]


def _summary(event: EventOut, row: OccurrenceOut) -> str:
    headline = one_line(event.headline)
    return headline if row.primary else f"{headline} – {one_line(row.quote or 'also')}"


def _entry(event: EventOut, rank: int, context: ExportContext) -> Iterator[str]:
    row = event.occurrences[rank]
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}-{rank}@entente"
    yield f"DTSTAMP:{event.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(row.start)}"
    # No end means one day, which is all that is left of the calendar on its very last one.
    if row.end < date.max:
        yield f"DTEND;VALUE=DATE:{_day(row.end + timedelta(days=1))}"
    yield f"SUMMARY:{_text(_summary(event, row))}"
    yield f"DESCRIPTION:{_text(readable(event.text))}"
    yield f"URL:{context.event_url(event.id)}"
    labels = [*labels_of(event), series_title(event.digest.series)]
    yield f"CATEGORIES:{','.join(_text(label) for label in labels)}"
    sure = row.status == Status.REPORTED and row.precision in EXACT
    yield f"STATUS:{'CONFIRMED' if sure else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-ENTENTE-PRECISION:{row.precision}"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _lines(lines: Iterable[str]) -> str:
    return "".join(fold(line) for line in lines)
