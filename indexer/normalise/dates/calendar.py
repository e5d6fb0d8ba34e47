"""Date expressions in a given year: closed intervals of days on the calendar."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from indexer.normalise.dates import patterns
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.patterns import month_number
from indexer.normalise.spans import Precision

_PARTS = {"early": "early", "beginning of": "early", "start of": "early"}
_PARTS |= {"mid": "mid", "middle of": "mid", "late": "late", "end of": "late"}


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of days."""

    start: date
    end: date
    precision: Precision
    note: str | None = None

    def distance(self, day: date) -> int:
        """Days between the interval and the day; negative where it lies behind."""
        if self.end < day:
            return (self.end - day).days
        return max((self.start - day).days, 0)


def in_year(mention: Mention, year: int) -> list[Interval]:
    """The mention in a year; empty where the calendar has no such day."""
    months = _months(mention)
    match mention.name:
        case "month" | "my":
            found = [whole_month(year, months[0])]
        case "m-m":
            found = _across(whole_month(year, months[0]), whole_month(year, months[1]), mention)
        case "part":
            found = [part_of_month(mention.get("part1"), year, months[0])]
        case "parts" | "part-part":
            first = part_of_month(mention.get("part1"), year, months[0])
            found = _across(first, part_of_month(mention.get("part2"), year, months[-1]), mention)
        case "week-of":
            found = [_week_of(mention, year, months[0])]
        case "list" | "d-list-m":
            found = _listed(mention, year, months[0])
        case _:
            found = _days(mention, year, months)
    return found


def impossible(mention: Mention, year: int) -> list[Interval]:
    """The month of days that the calendar does not have, with a note; a guess would be worse.

    Empty for what only looks like days: four figures behind the name of a month.
    """
    months = _months(mention)
    if mention.name == "lost-dash" or not 1 <= months[0] <= 12:  # noqa: PLR2004
        return []
    month = whole_month(year, months[0])
    return [replace(month, note=f"{year} has no such day; its month was taken")]


def _months(mention: Mention) -> list[int]:
    if (number := mention.get("mn")) is not None:
        return [int(number)]
    return [month_number(name) for key in ("m1", "m2") if (name := mention.get(key))]


def _days(mention: Mention, year: int, months: list[int]) -> list[Interval]:
    first = valid_day(year, months[0], number(mention.get("d1")))
    if first is None:
        return []
    if mention.get("d2") is None:
        return [Interval(first, first, Precision.DAY)]
    # The stated year is that of the end: "December 28-January 3, 2023".
    last = valid_day(year, months[-1], number(mention.get("d2")))
    if last is not None and last < first and months[-1] < months[0]:
        if mention.get("y1"):
            last = valid_day(year + 1, months[-1], number(mention.get("d2")))
        else:
            first = valid_day(year - 1, months[0], number(mention.get("d1"))) or first
    if last is None or last <= first:
        return []
    note = None
    if mention.name == "lost-dash":
        note = "read as a range whose dash was lost"
    return [Interval(first, last, Precision.RANGE, note)]


def _listed(mention: Mention, year: int, month: int) -> list[Interval]:
    days = [
        valid_day(year, month, int(n)) for n in re.findall(r"\d{1,2}", mention.get("days") or "")
    ]
    found = [day for day in days if day is not None]
    if len(found) != len(days) or not found:
        return []
    if mention.lead == "between":
        return [Interval(found[0], found[-1], Precision.RANGE)]
    return [Interval(day, day, Precision.DAY) for day in found]


def _across(first: Interval, last: Interval, mention: Mention) -> list[Interval]:
    """From the start of one interval to the end of another, over a year's turn if need be."""
    first_year, last_year = mention.get("y1"), mention.get("y2")
    if first_year and last_year:
        first = _moved(first, int(first_year))
        last = _moved(last, int(last_year))
    elif last.end < first.start:  # over a year's turn
        if first_year:
            last = _moved(last, last.end.year + 1)
        else:
            first = _moved(first, first.start.year - 1)
    if last.end < first.start:
        return []
    whole_months = first.precision is Precision.MONTH
    precision = Precision.RANGE if whole_months else Precision.APPROXIMATE
    return [Interval(first.start, last.end, precision)]


def _moved(interval: Interval, year: int) -> Interval:
    """The same days of a month in another year."""
    month = interval.start.month
    if interval.precision is Precision.MONTH:
        return whole_month(year, month)
    last = monthrange(year, month)[1]
    return replace(
        interval,
        start=interval.start.replace(year=year),
        end=interval.end.replace(year=year, day=min(interval.end.day, last)),
    )


def whole_month(year: int, month: int) -> Interval:
    """The whole month."""
    last = monthrange(year, month)[1]
    return Interval(date(year, month, 1), date(year, month, last), Precision.MONTH)


def part_of_month(words: str | None, year: int, month: int) -> Interval:
    """Early, mid or late: days 1-10, 11-20 or 21-last."""
    part = _PARTS[(words or "").lower()]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}[part]
    last = min(last, monthrange(year, month)[1])
    return Interval(date(year, month, first), date(year, month, last), Precision.APPROXIMATE)


def _week_of(mention: Mention, year: int, month: int) -> Interval:
    final = monthrange(year, month)[1]
    index = patterns.ORDINALS.index((mention.get("nth") or "").lower())
    if mention.get("unit") == "half":
        first, last = (1, 15) if index == 0 else (16, final)
    elif index == len(patterns.ORDINALS) - 1:
        first, last = final - 6, final
    else:
        first, last = 1 + 7 * index, 7 + 7 * index
    return Interval(date(year, month, first), date(year, month, last), Precision.APPROXIMATE)


def number(digits: str | None) -> int:
    """The number in "3rd"; 0 where there is none."""
    return int(re.sub(r"\D", "", digits or "0") or 0)


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
