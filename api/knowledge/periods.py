"""Periods as people write them: "2023", "March 2023", "2023-Q2", "early 2024", "15 March 2023"."""

import re
from calendar import month_abbr, month_name, monthrange
from dataclasses import dataclass
from datetime import date

_MONTHS = {name.lower(): n for names in (month_name, month_abbr) for n, name in enumerate(names)}
_MONTHS |= {"sept": 9}
_MONTHS.pop("")
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_PART = r"(?:(?P<part>early|mid|late)[ -])?"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?",
        r"(?P<year>\d{4})[ -]?Q(?P<quarter>[1-4])",
        r"Q(?P<quarter>[1-4])[ -]?(?P<year>\d{4})",
        rf"{_PART}(?P<year>\d{{4}})",
        rf"{_PART}(?P<name>{_NAMED})\.?,? (?P<year>\d{{4}})",
        rf"(?P<name>{_NAMED})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}}) (?P<name>{_NAMED})\.?,? (?P<year>\d{{4}})",
    )
)
# Thirds of a month as in the dates of events; thirds of a year are whole months.
_DAYS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_MONTHS_OF = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
HOW = "write a year, quarter, month or day, as in 2023, 2023-Q2, 2023-04, March 2023 or 2023-04-15"


@dataclass(frozen=True, slots=True)
class Written:
    """A period that was written out.

    Attributes:
        first, last: its first and its last day.
        label: it in words: ``March 2023``.
        start, end: its ends as parameters take them: a year, month or day.
    """

    first: date
    last: date
    label: str
    start: str
    end: str


def period(text: str) -> Written | None:
    """The period that a text says as a whole; None where it says none."""
    plain = " ".join(text.split())
    for pattern in _WRITTEN:
        if match := pattern.fullmatch(plain):
            try:
                return _period(match.groupdict())
            except ValueError:
                return None
    return None


def is_period(text: str) -> bool:
    """Whether a text says a period as a whole."""
    return period(text) is not None


def is_calendar_year(year: int) -> bool:
    """Whether a bare number is likelier a year than a quantity."""
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _period(found: dict[str, str | None]) -> Written:
    year = int(found["year"] or 0)
    name, part = found.get("name"), (found.get("part") or "").lower()
    month = _MONTHS[name.lower()] if name else int(found.get("month") or 0)
    if day := found.get("day"):
        return _of_days(year, month, int(day), int(day), "")
    if month:
        low, high = _DAYS.get(part, (1, 31)) if part else (1, 31)
        return _of_days(year, month, low, min(high, _length(year, month)), part)
    if found.get("quarter"):
        quarter = int(found["quarter"] or 0)
        return _of_months(year, 3 * quarter - 2, 3 * quarter, f"Q{quarter} {year}")
    if part:
        return _of_months(year, *_MONTHS_OF[part], f"{part} {year}")
    return Written(date(year, 1, 1), date(year, 12, 31), str(year), str(year), str(year))


def _of_days(year: int, month: int, low: int, high: int, part: str) -> Written:
    first, last = date(year, month, low), date(year, month, high)
    if low == high:
        return Written(first, last, f"{low} {first:%B %Y}", str(first), str(last))
    if (low, high) == (1, _length(year, month)):
        return Written(first, last, f"{first:%B %Y}", f"{first:%Y-%m}", f"{first:%Y-%m}")
    return Written(first, last, f"{part} {first:%B %Y}", str(first), str(last))


def _of_months(year: int, low: int, high: int, label: str) -> Written:
    first, last = date(year, low, 1), date(year, high, _length(year, high))
    return Written(first, last, label, f"{first:%Y-%m}", f"{last:%Y-%m}")


def _length(year: int, month: int) -> int:
    """Days of a month.

    Raises:
        ValueError: there is no such month.
    """
    return monthrange(year, month)[1]
