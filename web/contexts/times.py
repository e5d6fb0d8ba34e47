"""Days in words, as exact as they are known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from api.answers.formats.citation import period_in_words
from indexer.models import Precision, Status
from indexer.projection import OccurrenceOut

# Vague words for thirds of a month, as the date grammar reads them: first and last day.
_THIRDS = {(1, 10): "early", (11, 20): "mid"}
_LATE = 21
_MONTHS = (
    ("January", "Jan"), ("February", "Feb"), ("August", "Aug"), ("September", "Sep"),
    ("October", "Oct"), ("November", "Nov"), ("December", "Dec"), ("March", "Mar"),
    ("April", "Apr"), ("June", "Jun"), ("July", "Jul"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Time:
    """When something happened, for a ``<time>``.

    Attributes:
        datetime: its first day for machines, as exact as it is known: a day or a month.
        words: the days.
        note: what to say beside them where they are not plain fact; else empty.
    """

    datetime: str
    words: str
    note: str = ""


def time_of(occurrence: OccurrenceOut, *, short: bool = True) -> Time:
    """When an occurrence happened; months abbreviated where ``short``."""
    precision = Precision(occurrence.precision)
    note = occurrence_note(occurrence)
    return time(occurrence.start, occurrence.end, precision, note=note, short=short)


def time(
    start: date, end: date, precision: Precision, *, note: str = "", short: bool = True
) -> Time:
    """When something happened that lasted from ``start`` to ``end``."""
    words = days_in_words(start, end, precision)
    if precision is Precision.ISSUE and short:
        words = f"{start:%B} {start.year}"
    exact = precision in (Precision.DAY, Precision.RANGE)
    datetime = start.isoformat() if exact else f"{start:%Y-%m}"
    return Time(datetime, shortened(words) if short else words, note)


def when_said(occurrence: OccurrenceOut) -> str:
    """The occurrence's days in words."""
    return days_in_words(occurrence.start, occurrence.end, Precision(occurrence.precision))


def days_in_words(start: date, end: date, precision: Precision) -> str:
    """A closed interval of days, as exact as it is known."""
    if precision is Precision.MONTH and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B} {start.year}"
    if precision is Precision.APPROXIMATE:
        return _vaguely(start, end)
    return period_in_words(start, end)


def occurrence_note(occurrence: OccurrenceOut) -> str:
    """What to say beside the days where they are not plain fact; empty where they are."""
    if occurrence.precision == Precision.ISSUE:
        return "undated"
    return "" if occurrence.status == Status.REPORTED else occurrence.status.replace("_", " ")


def shortened(words: str) -> str:
    """The same days with months abbreviated."""
    for name, short in _MONTHS:
        words = words.replace(name, short)
    return words


def _vaguely(start: date, end: date) -> str:
    """Such as mid-December 2021, where the days are a third of a month."""
    if (start.year, start.month) == (end.year, end.month):
        last = monthrange(end.year, end.month)[1]
        third = _THIRDS.get((start.day, end.day))
        if (start.day, end.day) == (_LATE, last):
            third = "late"
        if third:
            joint = "-" if third == "mid" else " "
            return f"{third}{joint}{start:%B} {start.year}"
    return f"about {period_in_words(start, end)}"
