"""Occurrences in text: date expressions found by grammar and resolved against the issue date.

Rules, with their source in the publication's own habits:

* a month and day without a year is the candidate nearest the issue date, in the past unless the
  wording announces it;
* early, mid and late are days 1-10, 11-20 and 21-last of the month;
* relative expressions count from the last dated development, or from the issue date;
* what ended more than twelve months before the issue is background, not an occurrence.
"""

import re
from datetime import date, timedelta

from indexer.normalise.dates import patterns
from indexer.normalise.dates.bare_days import bare_day
from indexer.normalise.dates.calendar import (
    Interval,
    impossible,
    in_year,
    number,
    part_of_month,
    valid_day,
    whole_month,
)
from indexer.normalise.dates.clauses import (
    already_past,
    clause,
    happens,
    in_background,
    named_year_shift,
)
from indexer.normalise.dates.mentions import Mention, find_mentions
from indexer.normalise.dates.patterns import count_of
from indexer.normalise.spans import EXACT, DateSpan, Precision, Status

_WINDOW = timedelta(days=366)
_DAY = timedelta(days=1)
# Where two months are named, a single year belongs to the later one.
_SPANNING = frozenset({"m-m", "part-part"})
_FUNCTION_WORDS = frozenset({"of", "for", "to", "on", "in", "against", "and", "or", "the"})
# An issue covers half a month, and its inferred date is the last day of it.
_WEEKS_COVERED = timedelta(days=15)
# A digest names a day ahead without words of announcement only when it is close.
_PLAIN_AHEAD = 75
_CERTAIN_BEHIND = 45
# An inferred issue date may lie some days before the issue really came out.
_LATE_ISSUE = 10
# With a hint of the future a day ahead may be this much farther away than one behind.
_HINT_AHEAD = 60


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
        self.anchor: Interval | None = None  # the last day that an item's own subject is dated to
        self.last: Interval | None = None  # the last day named at all

    def run(self) -> tuple[DateSpan, ...]:
        found: list[DateSpan] = []
        previous_end = -1
        for mention in find_mentions(self.text):
            if mention.name == "month" and not self._introduced(mention, previous_end):
                continue
            background = in_background(self.text, mention, previous_end)
            for interval in self._intervals(mention):
                self._remember(mention, interval, background=background)
                if interval.end >= self.issue_date - _WINDOW:
                    found.append(self._span(mention, interval))
            previous_end = mention.end
        return tuple(found)

    def _introduced(self, mention: Mention, previous_end: int) -> bool:
        """Whether the word before a bare month makes it a date: "and May" only in a list."""
        intro = (mention.get("intro") or "").lower()
        if intro in {"and", "or"}:
            return 0 <= mention.match.start("intro") - previous_end <= len(", ")
        if intro == "the":  # "the May summit", but neither "the May Flower" nor "the March of"
            follower = re.match(r"['’]?s?\s([a-z]+)", self.text[mention.end :])
            return follower is not None and follower[1] not in _FUNCTION_WORDS
        return True

    def _remember(self, mention: Mention, interval: Interval, *, background: bool) -> None:
        exact = interval.precision in EXACT
        if exact and mention.lead != "until":
            self.last = interval
            self.anchor = self.anchor if background else interval

    def _span(self, mention: Mention, interval: Interval) -> DateSpan:
        start, end = mention.start, mention.end
        if mention.lead in {"from", "since"} and interval.start == interval.end:
            start = mention.match.start("lead")
        ahead = interval.start > self.issue_date or self._announced(mention, interval)
        if interval.start <= self.issue_date + _LATE_ISSUE * _DAY:
            ahead = ahead and not already_past(self.text, mention)
        return DateSpan(
            start=interval.start,
            end=interval.end,
            precision=interval.precision,
            status=Status.SCHEDULED if ahead else Status.REPORTED,
            quote=self.text[start:end],
            span=(start, end),
            note=interval.note,
        )

    def _announced(self, mention: Mention, interval: Interval) -> bool:
        """Whether a day of the last weeks was still to come when the item was written."""
        recent = interval.start > self.issue_date - _WEEKS_COVERED
        certain = patterns.certain_future_wording()
        return recent and certain.search(clause(self.text, mention)) is not None

    # -- one mention to its intervals ------------------------------------------------------

    def _intervals(self, mention: Mention) -> list[Interval]:
        resolve = getattr(self, "_" + mention.name.replace("-", "_"), None)
        if resolve is not None:
            result: list[Interval] = resolve(mention)
            return result
        return self._calendar(mention)

    def _calendar(self, mention: Mention) -> list[Interval]:
        """Expressions that name a month, by the candidate year that fits best."""
        stated = self._stated_year(mention)
        if stated is not None:
            return in_year(mention, stated) or impossible(mention, stated)
        around = range(self.issue_date.year - 1, self.issue_date.year + 2)
        options = [in_year(mention, year) or impossible(mention, year) for year in around]
        options = [option for option in options if option]
        return self._nearest(options, mention) if options else []

    def _nearest(self, options: list[list[Interval]], mention: Mention) -> list[Interval]:
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
        words = clause(self.text, mention)
        settled = days_behind <= _CERTAIN_BEHIND
        certain = patterns.certain_future_wording().search(words) is not None
        if intro == "next" or (certain and not settled):
            return future
        if already_past(self.text, mention):
            return future if days_ahead <= _LATE_ISSUE else past
        hinted = patterns.future_wording().search(words) is not None and not settled
        near = days_ahead < (days_behind + _HINT_AHEAD if hinted else _PLAIN_AHEAD)
        return future if near else past

    def _stated_year(self, mention: Mention) -> int | None:
        for index in ("2", "1") if mention.name in _SPANNING else ("1", "2"):
            if year := mention.get("y" + index):
                return int(year)
            if words := mention.get("ry" + index):
                return (
                    self.issue_date.year
                    + {"last": -1, "this": 0, "next": 1}[words.split()[0].lower()]
                )
        shift = named_year_shift(self.text, mention)
        return None if shift is None else self.issue_date.year + shift

    # -- relative expressions --------------------------------------------------------------

    def _ordinal(self, mention: Mention) -> list[Interval]:
        return [Interval(day, day, Precision.DAY) for day in self._ordinal_days(mention)]

    def _ordinals(self, mention: Mention) -> list[Interval]:
        return self._ordinal(mention)

    def _ordinal_range(self, mention: Mention) -> list[Interval]:
        days = self._ordinal_days(mention)
        if len(days) != len(("first", "last")) or days[0] >= days[1]:
            return []
        return [Interval(days[0], days[1], Precision.RANGE)]

    def _ordinal_days(self, mention: Mention) -> list[date]:
        """The days of "the 10th" or "the 10th and 12th", all of the first one's month."""
        after = (mention.get("after") or "").strip()
        known = after.lower() in patterns.words()["after_ordinal"]
        if after[:1].isalpha() and not (known or after.endswith("ed")):
            return []
        named = mention.get("days") or mention.get("d1") or ""
        first, *more = (number(word) for word in re.findall(r"\d{1,2}", named))
        base = self.anchor or self.last
        announced = patterns.future_wording().search(clause(self.text, mention)) is not None
        day = bare_day(
            first,
            issue_date=self.issue_date,
            last=base.end if base else None,
            announced=announced,
            told=already_past(self.text, mention),
        )
        if day is None:
            return []
        others = [valid_day(day.year, day.month, other) for other in more]
        return [day, *(other for other in others if other is not None)]

    def _same(self, _mention: Mention) -> list[Interval]:
        day = self.anchor.end if self.anchor else None
        return [] if day is None else [Interval(day, day, Precision.DAY)]

    def _next(self, _mention: Mention) -> list[Interval]:
        return self._shifted(1)

    def _previous(self, _mention: Mention) -> list[Interval]:
        return self._shifted(-1)

    def _next_week(self, _mention: Mention) -> list[Interval]:
        return self._calendar_week(1)

    def _previous_week(self, _mention: Mention) -> list[Interval]:
        return self._calendar_week(-1)

    def _counted(self, mention: Mention) -> list[Interval]:
        days = count_of(mention.get("n") or "") * (7 if mention.get("unit") == "week" else 1)
        way = mention.get("way") or ""
        if way == "after":
            # "came nine days after the North fired" dates the firing, which lies before;
            # "resigned two days after the vote" dates what came of it.
            forward = not happens(self.text, mention)
        else:
            forward = way.startswith(("later", "afterward"))
        return self._shifted(days if forward else -days)

    def _shifted(self, days: int) -> list[Interval]:
        """A day counted from the last one named; nothing where there is none."""
        if self.last is None:
            return []
        day = (self.last.end if days > 0 else self.last.start) + days * _DAY
        return [Interval(day, day, Precision.DAY)]

    def _calendar_week(self, weeks: int) -> list[Interval]:
        """Monday to Sunday of the week after or before that of the last day named."""
        if self.anchor is None:
            return []
        monday = self.anchor.start + (7 * weeks - self.anchor.start.weekday()) * _DAY
        return [Interval(monday, monday + 6 * _DAY, Precision.APPROXIMATE)]

    def _issue(self, mention: Mention) -> list[Interval]:
        """This, last and next week or month, counted from the issue date."""
        reference = (mention.get("ref") or "").lower()
        if mention.get("unit") == "week":
            return [self._issue_week(ahead=reference == "next")]
        if reference in {"the past", "the last", "this past"}:
            return []
        shift = {"this": 0, "last": -1, "next": 1}[reference]
        return [self._issue_month(shift, (mention.get("sub") or "").lower())]

    def _issue_week(self, *, ahead: bool) -> Interval:
        today = self.issue_date
        if ahead:
            return Interval(today + _DAY, today + 7 * _DAY, Precision.APPROXIMATE)
        return Interval(today - 7 * _DAY, today, Precision.APPROXIMATE)

    def _in_the_month(self, mention: Mention) -> list[Interval]:
        """Earlier or later in the month: the issue's own."""
        return [self._issue_month(0, (mention.get("sub") or "").lower())]

    def _issue_month(self, shift: int, part: str) -> Interval:
        today = self.issue_date
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        whole = whole_month(year, month + 1)
        if part == "earlier" and shift == 0:
            return Interval(whole.start, today, Precision.APPROXIMATE)
        if part == "later" and shift == 0:
            return Interval(min(today + _DAY, whole.end), whole.end, Precision.APPROXIMATE)
        return part_of_month(part.removesuffix("r"), year, month + 1) if part else whole

    def _weekday(self, mention: Mention) -> list[Interval]:
        wanted = patterns.WEEKDAYS.index(mention.get("wd") or "")
        back = (self.issue_date.weekday() - wanted) % 7
        day = self.issue_date - back * _DAY
        if patterns.certain_future_wording().search(clause(self.text, mention)):
            day += 7 * _DAY
        return [Interval(day, day, Precision.DAY)]
