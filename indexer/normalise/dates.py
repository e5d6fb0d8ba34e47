"""Occurrences in text: date expressions found by grammar and resolved against the issue date.

Rules, with their source in the publication's own habits:

* a month and day without a year is the candidate nearest the issue date, in the past unless the
  wording announces it;
* early, mid and late are days 1-10, 11-20 and 21-last of the month;
* relative expressions count from the last dated development, or from the issue date;
* what ended more than twelve months before the issue is background, not an occurrence.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.normalise import date_words
from indexer.normalise.date_words import count_of, month_number
from indexer.normalise.spans import DateSpan, Precision, Status

_WINDOW = timedelta(days=366)
_DAY = timedelta(days=1)
# A digest names a day ahead without words of announcement only when it is close.
_PLAIN_AHEAD = 75
_CERTAIN_BEHIND = 45
_CLAUSE = 100
_CLAUSE_START = re.compile(
    r"[.!?][”’\"]?\s+(?=[“‘\"A-Z])|[;:]\s"
    r"|\b(?:while|but|although|because)\b|,\s(?:where|which|who|when|as)\b"
)
_SENTENCE_END = re.compile(r"[.!?][”’\"]?\s*(?=[“‘\"A-Z])|[;]\s")
_PARTS = {"early": "early", "beginning of": "early", "start of": "early"}
_PARTS |= {"mid": "mid", "middle of": "mid", "late": "late", "end of": "late"}


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date expression before it is resolved; ``start`` and ``end`` span the date words."""

    name: str
    match: re.Match[str]
    start: int
    end: int

    def get(self, group: str) -> str | None:
        return self.match.groupdict().get(group)

    @property
    def lead(self) -> str:
        return (self.get("lead") or "").lower()


@dataclass(frozen=True, slots=True)
class _Interval:
    start: date
    end: date
    precision: Precision
    note: str | None = None

    def distance(self, day: date) -> int:
        """Days between the interval and the day; negative where it lies behind."""
        if self.end < day:
            return (self.end - day).days
        return max((self.start - day).days, 0)


def find_dates(text: str, issue_date: date) -> tuple[DateSpan, ...]:
    """Every dated development in a text, in reading order.

    Args:
        text: a paragraph or headline.
        issue_date: the day on which the issue came out; every year is resolved against it.

    Returns:
        Closed intervals of days whose ``span`` points at ``quote`` in ``text``. Developments that
        ended more than a year before the issue are left out.
    """
    return _Resolver(text, issue_date).run()


class _Resolver:
    """Walks the mentions of one text in order, remembering the last date it resolved."""

    def __init__(self, text: str, issue_date: date) -> None:
        self.text = text
        self.issue_date = issue_date
        self.anchor: _Interval | None = None
        self.month: _Interval | None = None

    def run(self) -> tuple[DateSpan, ...]:
        found: list[DateSpan] = []
        previous_end = -1
        for mention in _mentions(self.text):
            if mention.name == "month" and not self._introduced(mention, previous_end):
                continue
            background = self._in_background(mention, previous_end)
            for interval in self._intervals(mention):
                self._remember(mention, interval, background=background)
                if interval.end >= self.issue_date - _WINDOW:
                    found.append(self._span(mention, interval))
            previous_end = mention.end
        return tuple(found)

    def _introduced(self, mention: _Mention, previous_end: int) -> bool:
        """Whether the word before a bare month makes it a date: "and May" only in a list."""
        intro = (mention.get("intro") or "").lower()
        if intro in {"and", "or"}:
            return 0 <= mention.match.start("intro") - previous_end <= len(", ")
        if intro == "the":
            return mention.match.end() < len(self.text) and self.text[mention.end] in " ’'"
        return True

    def _in_background(self, mention: _Mention, previous_end: int) -> bool:
        """Whether the date only explains another: "on May 4, after the test of May 2".

        So does one in a relative clause: "condemned the launch that the North tried on May 2".
        """
        if previous_end < 0:
            return False
        between = self.text[previous_end : mention.start]
        stops = list(_SENTENCE_END.finditer(between))
        if not stops and date_words.background_wording().match(between):
            return True
        sentence = between[stops[-1].end() :] if stops else between
        return re.search(r"\w\s(?:that|which|who)\s", sentence) is not None

    def _remember(self, mention: _Mention, interval: _Interval, *, background: bool) -> None:
        self.month = interval
        exact = interval.precision in {Precision.DAY, Precision.RANGE}
        if exact and not background and mention.lead != "until":
            self.anchor = interval

    def _span(self, mention: _Mention, interval: _Interval) -> DateSpan:
        start, end = mention.start, mention.end
        if mention.lead in {"from", "since"} and interval.start == interval.end:
            start = mention.match.start("lead")
        ahead = interval.start > self.issue_date
        return DateSpan(
            start=interval.start,
            end=interval.end,
            precision=interval.precision,
            status=Status.SCHEDULED if ahead else Status.REPORTED,
            quote=self.text[start:end],
            span=(start, end),
            note=interval.note,
        )

    # -- one mention to its intervals ------------------------------------------------------

    def _intervals(self, mention: _Mention) -> list[_Interval]:
        resolve = getattr(self, "_" + mention.name.replace("-", "_"), None)
        if resolve is not None:
            result: list[_Interval] = resolve(mention)
            return result
        return self._calendar(mention)

    def _calendar(self, mention: _Mention) -> list[_Interval]:
        """Expressions that name a month, by the candidate year that fits best."""
        stated = self._stated_year(mention)
        if stated is not None:
            return _dated(mention, stated)
        around = range(self.issue_date.year - 1, self.issue_date.year + 2)
        options = [option for year in around if (option := _dated(mention, year))]
        return self._nearest(options, mention) if options else []

    def _nearest(self, options: list[list[_Interval]], mention: _Mention) -> list[_Interval]:
        behind = [o for o in options if o[0].distance(self.issue_date) <= 0]
        ahead = [o for o in options if o[0].distance(self.issue_date) > 0]
        if not behind or not ahead:
            return (behind or ahead)[0]
        past, future = behind[-1], ahead[0]
        days_behind = -past[0].distance(self.issue_date)
        days_ahead = future[0].distance(self.issue_date)
        intro = (mention.get("intro") or "").lower()
        if intro == "last":
            return past if past[0].end < self.issue_date else behind[-2]
        if intro == "next":
            return future
        clause = self._clause(mention)
        if date_words.certain_future_wording().search(clause) and days_behind > _CERTAIN_BEHIND:
            return future
        if date_words.future_wording().search(clause) and days_ahead < days_behind:
            return future
        return past if days_ahead >= _PLAIN_AHEAD else future

    def _clause(self, mention: _Mention) -> str:
        """The words before the mention in its clause; those after it where it stands first."""
        begin = max(0, mention.match.start() - _CLAUSE)
        before = self.text[begin : mention.start]
        breaks = list(_CLAUSE_START.finditer(before))
        before = before[breaks[-1].end() :] if breaks else before
        if len(before.split()) > 1:
            return before
        after = self.text[mention.end : mention.end + _CLAUSE]
        stop = _CLAUSE_START.search(after)
        return before + " " + (after[: stop.start()] if stop else after)

    def _stated_year(self, mention: _Mention) -> int | None:
        for index in ("1", "2"):
            if year := mention.get("y" + index):
                return int(year)
            if words := mention.get("ry" + index):
                shift = {"last": -1, "this": 0, "next": 1}[words.split()[0].lower()]
                return self.issue_date.year + shift
        return None

    # -- relative expressions --------------------------------------------------------------

    def _ordinal(self, mention: _Mention) -> list[_Interval]:
        after = (mention.get("after") or "").strip()
        if after[:1].isalpha() and after.lower() not in date_words.words()["after_ordinal"]:
            return []
        month = self.month.end if self.month else self.issue_date
        day = _day(month.year, month.month, _number(mention.get("d1")))
        return [] if day is None else [_Interval(day, day, Precision.DAY)]

    def _same(self, _mention: _Mention) -> list[_Interval]:
        return self._shifted(0)

    def _next(self, _mention: _Mention) -> list[_Interval]:
        return self._shifted(1)

    def _previous(self, _mention: _Mention) -> list[_Interval]:
        return self._shifted(-1)

    def _next_week(self, _mention: _Mention) -> list[_Interval]:
        return self._calendar_week(1)

    def _previous_week(self, _mention: _Mention) -> list[_Interval]:
        return self._calendar_week(-1)

    def _counted(self, mention: _Mention) -> list[_Interval]:
        days = count_of(mention.get("n") or "") * (7 if mention.get("unit") == "week" else 1)
        later = (mention.get("way") or "").startswith(("later", "after"))
        return self._shifted(days if later else -days)

    def _shifted(self, days: int) -> list[_Interval]:
        """A day counted from the last one named; nothing where there is none."""
        if self.anchor is None:
            return []
        day = (self.anchor.end if days > 0 else self.anchor.start) + days * _DAY
        return [_Interval(day, day, Precision.DAY)]

    def _calendar_week(self, weeks: int) -> list[_Interval]:
        """Monday to Sunday of the week after or before that of the last day named."""
        if self.anchor is None:
            return []
        monday = self.anchor.start + (7 * weeks - self.anchor.start.weekday()) * _DAY
        return [_Interval(monday, monday + 6 * _DAY, Precision.APPROXIMATE)]

    def _issue(self, mention: _Mention) -> list[_Interval]:
        """This, last and next week or month, counted from the issue date."""
        reference = (mention.get("ref") or "").lower()
        if mention.get("unit") == "week":
            return [self._issue_week(ahead=reference == "next")]
        if reference in {"the past", "the last", "this past"}:
            return []
        shift = {"this": 0, "last": -1, "next": 1}[reference]
        return [self._issue_month(shift, (mention.get("sub") or "").lower())]

    def _issue_week(self, *, ahead: bool) -> _Interval:
        today = self.issue_date
        if ahead:
            return _Interval(today + _DAY, today + 7 * _DAY, Precision.APPROXIMATE)
        return _Interval(today - 7 * _DAY, today - _DAY, Precision.APPROXIMATE)

    def _issue_month(self, shift: int, part: str) -> _Interval:
        today = self.issue_date
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        whole = _month(year, month + 1)
        if part == "earlier" and shift == 0:
            return _Interval(whole.start, today, Precision.APPROXIMATE)
        if part == "later" and shift == 0:
            return _Interval(min(today + _DAY, whole.end), whole.end, Precision.APPROXIMATE)
        return _part(part.removesuffix("r"), year, month + 1) if part else whole

    def _weekday(self, mention: _Mention) -> list[_Interval]:
        wanted = date_words.WEEKDAYS.index(mention.get("wd") or "")
        back = (self.issue_date.weekday() - wanted) % 7
        day = self.issue_date - back * _DAY
        if date_words.certain_future_wording().search(self._clause(mention)):
            day += 7 * _DAY
        return [_Interval(day, day, Precision.DAY)]


# -- finding ---------------------------------------------------------------------------------


def _mentions(text: str) -> Iterator[_Mention]:
    """Date expressions that do not overlap, in order; of two rivals the longer one wins."""
    refused = [match.span() for match in date_words.refused().finditer(text)]
    rivals = [
        mention
        for name, pattern in date_words.patterns()
        for match in pattern.finditer(text)
        if (mention := _mention(name, match)) is not None
    ]
    rivals.sort(key=lambda mention: mention.start - mention.end)
    taken: list[_Mention] = []
    spans = list(refused)
    for mention in rivals:
        if all(mention.end <= start or end <= mention.start for start, end in spans):
            taken.append(mention)
            spans.append((mention.start, mention.end))
    yield from sorted(taken, key=lambda mention: mention.start)


def _mention(name: str, match: re.Match[str]) -> _Mention | None:
    groups = match.groupdict()
    start, end = match.span()
    if groups.get("lead"):
        start = match.end("lead")
        start += len(match.string[start:end]) - len(match.string[start:end].lstrip())
    if "intro" in groups:
        start = match.start("m1")
    if name == "ordinal":
        start, end = match.start("d1"), match.end("d1")
    joined_by_and = name in {"md-md", "m-m"} and re.search(r"\s(?:and|&|or)\s", match[0])
    if joined_by_and and (groups.get("lead") or "").lower() != "between":
        return None
    return _Mention(name, match, start, end)


# -- resolving in a given year -----------------------------------------------------------------


def _dated(mention: _Mention, year: int) -> list[_Interval]:
    """The mention in a year; empty where the calendar has no such day."""
    months = _months(mention)
    match mention.name:
        case "month" | "my":
            found = [_month(year, months[0])]
        case "m-m":
            found = _across(_month(year, months[0]), _month(year, months[1]), mention)
        case "part":
            found = [_part(mention.get("part1"), year, months[0])]
        case "parts" | "part-part":
            first = _part(mention.get("part1"), year, months[0])
            found = _across(first, _part(mention.get("part2"), year, months[-1]), mention)
        case "week-of":
            found = [_week_of(mention, year, months[0])]
        case "list" | "d-list-m":
            found = _listed(mention, year, months[0])
        case _:
            found = _days(mention, year, months)
    return found


def _months(mention: _Mention) -> list[int]:
    if (number := mention.get("mn")) is not None:
        return [int(number)]
    return [month_number(name) for key in ("m1", "m2") if (name := mention.get(key))]


def _days(mention: _Mention, year: int, months: list[int]) -> list[_Interval]:
    first = _day(year, months[0], _number(mention.get("d1")))
    if first is None:
        return []
    if mention.get("d2") is None:
        return [_Interval(first, first, Precision.DAY)]
    # The stated year is that of the end: "December 28-January 3, 2023".
    last = _day(year, months[-1], _number(mention.get("d2")))
    if last is not None and last < first and months[-1] < months[0]:
        if mention.get("y1"):
            last = _day(year + 1, months[-1], _number(mention.get("d2")))
        else:
            first = _day(year - 1, months[0], _number(mention.get("d1"))) or first
    if last is None or last <= first:
        return []
    note = None
    if mention.name == "lost-dash":
        note = "read as a range whose dash was lost"
    return [_Interval(first, last, Precision.RANGE, note)]


def _listed(mention: _Mention, year: int, month: int) -> list[_Interval]:
    days = [_day(year, month, int(n)) for n in re.findall(r"\d{1,2}", mention.get("days") or "")]
    found = [day for day in days if day is not None]
    if len(found) != len(days) or not found:
        return []
    if mention.lead == "between":
        return [_Interval(found[0], found[-1], Precision.RANGE)]
    return [_Interval(day, day, Precision.DAY) for day in found]


def _across(first: _Interval, last: _Interval, mention: _Mention) -> list[_Interval]:
    """From the start of one interval to the end of another, over a year's turn if need be."""
    if last.end < first.start:
        if mention.get("y2") or not mention.get("y1"):
            first = replace(first, start=first.start.replace(year=first.start.year - 1, day=1))
        else:
            last = replace(last, end=_month(last.end.year + 1, last.end.month).end)
    whole_months = first.precision is Precision.MONTH
    precision = Precision.RANGE if whole_months else Precision.APPROXIMATE
    return [_Interval(first.start, last.end, precision)]


def _month(year: int, month: int) -> _Interval:
    last = monthrange(year, month)[1]
    return _Interval(date(year, month, 1), date(year, month, last), Precision.MONTH)


def _part(words: str | None, year: int, month: int) -> _Interval:
    part = _PARTS[(words or "").lower()]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}[part]
    last = min(last, monthrange(year, month)[1])
    return _Interval(date(year, month, first), date(year, month, last), Precision.APPROXIMATE)


def _week_of(mention: _Mention, year: int, month: int) -> _Interval:
    final = monthrange(year, month)[1]
    index = date_words.ORDINALS.index((mention.get("nth") or "").lower())
    if mention.get("unit") == "half":
        first, last = (1, 15) if index == 0 else (16, final)
    elif index == len(date_words.ORDINALS) - 1:
        first, last = final - 6, final
    else:
        first, last = 1 + 7 * index, 7 + 7 * index
    return _Interval(date(year, month, first), date(year, month, last), Precision.APPROXIMATE)


def _number(digits: str | None) -> int:
    return int(re.sub(r"\D", "", digits or "0") or 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
