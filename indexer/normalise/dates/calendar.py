"""Date expressions in a given year: closed intervals of days on the calendar."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.named_days import NAMED_DAYS
from indexer.normalise.dates.words import ORDINALS, month_number, word_set
from indexer.normalise.spans import Precision

DAY = timedelta(days=1)
_MONTHS_IN_YEAR = 12
_PARTS = {"early": "early", "beginning of": "early", "start of": "early", "early in": "early"}
_PARTS |= {"mid": "mid", "middle of": "mid", "late": "late", "end of": "late", "late in": "late"}
_DAYS_OF_PART = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_HOLIDAYS = {"new": (1, 1), "new-eve": (12, 31), "christmas": (12, 25), "christmas-eve": (12, 24)}
_HOLIDAYS |= {"boxing": (12, 26)}
_SATURDAY = 5


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


def single(day: date) -> Interval:
    """One day."""
    return Interval(day, day, Precision.DAY)


def in_year(mention: Mention, year: int) -> list[Interval]:
    """The mention in a year; empty where the calendar has no such day."""
    return _IN_YEAR.get(mention.kind, _days)(mention, year)


def is_impossible(mention: Mention) -> bool:
    """Whether the expression names a day that its month never has, or not in the year it states.

    False for what only looks like days: four figures behind the name of a month.
    """
    if mention.kind is Kind.LOST_DASH:
        return False
    month = mention.get("mn")
    return month is None or 1 <= int(month) <= _MONTHS_IN_YEAR


def _months(mention: Mention) -> list[int]:
    return [month_number(name) for key in ("m1", "m2") if (name := mention.get(key))]


def _one_month(mention: Mention, year: int) -> list[Interval]:
    return [whole_month(year, _months(mention)[0])]


def _two_months(mention: Mention, year: int) -> list[Interval]:
    first, last = (whole_month(year, month) for month in _months(mention))
    return _across(first, last, mention)


def _part(mention: Mention, year: int) -> list[Interval]:
    return [part_of_month(mention.get("part1"), year, _months(mention)[0])]


def _parts(mention: Mention, year: int) -> list[Interval]:
    months = _months(mention)
    first = part_of_month(mention.get("part1"), year, months[0])
    return _across(first, part_of_month(mention.get("part2"), year, months[-1]), mention)


def _numbered(mention: Mention, year: int) -> list[Interval]:
    """Year, month and day in figures."""
    month = int(mention.get("mn") or 0)
    first = valid_day(year, month, number(mention.get("d1")))
    last = valid_day(year, month, number(mention.get("d2"))) if mention.get("d2") else first
    if first is None or last is None or last < first:
        return []
    return [single(first) if first == last else Interval(first, last, Precision.RANGE)]


def _days(mention: Mention, year: int) -> list[Interval]:
    months = _months(mention)
    first = valid_day(year, months[0], number(mention.get("d1")))
    if first is None:
        return []
    if mention.get("d2") is None:
        return [single(first)]
    # The stated year is that of the end: "December 28-January 3, 2023".
    last = valid_day(year, months[-1], number(mention.get("d2")))
    if last is not None and last < first and months[-1] < months[0]:
        if mention.get("y1"):
            last = valid_day(year + 1, months[-1], number(mention.get("d2")))
        else:
            first = valid_day(year - 1, months[0], number(mention.get("d1"))) or first
    if last is None or last <= first:
        return []
    note = "read as a range whose dash was lost" if mention.kind is Kind.LOST_DASH else None
    return [Interval(first, last, Precision.RANGE, note)]


def _listed(mention: Mention, year: int) -> list[Interval]:
    month = _months(mention)[0]
    parts = re.findall(r"(\d{1,2})\D*?(?:[-–—]\s?(\d{1,2}))?(?!\d)", mention.get("days") or "")
    days = [tuple(valid_day(year, month, int(day)) for day in part if day) for part in parts]
    found = [tuple(day for day in part if day is not None) for part in days]
    if found != days:
        return []
    if any(len(part) > 1 for part in found):
        return _periods(found)
    return listed_days([part[0] for part in found], mention)


def _periods(parts: list[tuple[date, ...]]) -> list[Interval]:
    """Days and periods of a list: "January 2-3 and 5"; empty where one of them ends too early."""
    if any(part[0] >= part[-1] for part in parts if len(part) > 1):
        return []
    return [
        single(part[0]) if len(part) == 1 else Interval(part[0], part[-1], Precision.RANGE)
        for part in parts
    ]


def listed_days(days: list[date], mention: Mention) -> list[Interval]:
    """Days joined by "and": one occurrence each, but two in a row are one happening of two days.

    "launches on February 18 and 19" are again two.
    """
    if not days:
        return []
    two = len(days) == len(("first", "second"))
    joined = two and days[1] - days[0] == DAY and not _several(mention)
    if (mention.lead == "between" or joined) and days[0] < days[-1]:
        return [Interval(days[0], days[-1], Precision.RANGE)]
    return [single(day) for day in days]


def _several(mention: Mention) -> bool:
    """Whether the words before speak of several happenings."""
    before = mention.match.string[
        max(0, mention.start - len("missile launches on ")) : mention.start
    ]
    nouns = re.findall(r"[a-z]+", before)[-2:]
    return any(noun in word_set("plural_events") for noun in nouns)


def _week_of_month(mention: Mention, year: int) -> list[Interval]:
    month = _months(mention)[0]
    final = monthrange(year, month)[1]
    index = ORDINALS.index((mention.get("nth") or "").lower())
    if mention.get("unit") == "half":
        first, last = (1, 15) if index == 0 else (16, final)
    elif index == len(ORDINALS) - 1:
        first, last = final - 6, final
    else:
        first, last = 1 + 7 * index, 7 + 7 * index
    return [Interval(date(year, month, first), date(year, month, last), Precision.APPROXIMATE)]


def _first_or_last_day(mention: Mention, year: int) -> list[Interval]:
    month = whole_month(year, _months(mention)[0])
    return [single(month.start if mention.get("nth") == "first" else month.end)]


def _week_of_day(mention: Mention, year: int) -> list[Interval]:
    """Monday to Sunday of the week that holds the day."""
    return [week_of(found.start) for found in _days(mention, year)]


def _weekend_of_day(mention: Mention, year: int) -> list[Interval]:
    """Saturday and Sunday of the week that holds the day."""
    return [weekend_of(found.start) for found in _days(mention, year)]


def _holiday(mention: Mention, year: int) -> list[Interval]:
    name = (mention.get("holiday") or "").lower()
    month, day = _HOLIDAYS[name.split()[0] + ("-eve" if name.endswith("eve") else "")]
    return [single(date(year, month, day))]


def _named_day(mention: Mention, year: int) -> list[Interval]:
    month, day = NAMED_DAYS[(mention.get("holiday") or "").replace("'", "’")]
    return [single(date(year, month, day))]


_IN_YEAR: Mapping[Kind, Callable[[Mention, int], list[Interval]]] = {
    Kind.ISO: _numbered,
    Kind.JAPANESE: _numbered,
    Kind.MONTH: _one_month,
    Kind.MONTH_OF_YEAR: _one_month,
    Kind.MONTHS: _two_months,
    Kind.PART_OF_MONTH: _part,
    Kind.PARTS_OF_MONTH: _parts,
    Kind.PARTS_OF_TWO_MONTHS: _parts,
    Kind.WEEK_OF_MONTH: _week_of_month,
    Kind.LAST_DAY_OF_MONTH: _first_or_last_day,
    Kind.WEEK_OF_DAY: _week_of_day,
    Kind.WEEKEND_OF_DAY: _weekend_of_day,
    Kind.DAY_LIST: _listed,
    Kind.HOLIDAY: _holiday,
    Kind.NAMED_DAY: _named_day,
}


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


def month_away(day: date, months: int) -> Interval:
    """The whole month so many months after that of the day."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return whole_month(year, month + 1)


def part_of_month(words: str | None, year: int, month: int) -> Interval:
    """Early, mid or late: days 1-10, 11-20 or 21-last."""
    part = _PARTS[(words or "").lower().removeprefix("very ")]
    first, last = _DAYS_OF_PART[part]
    last = min(last, monthrange(year, month)[1])
    return Interval(date(year, month, first), date(year, month, last), Precision.APPROXIMATE)


def week_of(day: date) -> Interval:
    """Monday to Sunday of the week of a day."""
    monday = day - day.weekday() * DAY
    return Interval(monday, monday + 6 * DAY, Precision.APPROXIMATE)


def weekend_of(day: date) -> Interval:
    """Saturday and Sunday of the week of a day."""
    saturday = day + (_SATURDAY - day.weekday()) * DAY
    return Interval(saturday, saturday + DAY, Precision.RANGE)


def number(digits: str | None) -> int:
    """The number in "3rd"; 0 where there is none."""
    return int(re.sub(r"\D", "", digits or "0") or 0)


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
