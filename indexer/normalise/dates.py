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

from indexer.normalise import date_words
from indexer.normalise.date_calendar import (
    Interval,
    in_year,
    number,
    part_of_month,
    valid_day,
    whole_month,
)
from indexer.normalise.date_mentions import Mention, find_mentions
from indexer.normalise.date_words import count_of
from indexer.normalise.spans import DateSpan, Precision, Status

_WINDOW = timedelta(days=366)
_DAY = timedelta(days=1)
# An issue covers half a month, and its inferred date is the last day of it.
_WEEKS_COVERED = timedelta(days=15)
# A digest names a day ahead without words of announcement only when it is close.
_PLAIN_AHEAD = 75
_CERTAIN_BEHIND = 45
_CLAUSE = 100
_CLAUSE_START = re.compile(
    r"[.!?][”’\"]?\s+(?=[“‘\"A-Z])|[;:]\s"
    r"|\b(?:while|but|although|because)\b|,\s(?:where|which|who|when|as)\b"
)
_SENTENCE_END = re.compile(r"[.!?][”’\"]?\s*(?=[“‘\"A-Z])|[;]\s")


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
        self.anchor: Interval | None = None
        self.month: Interval | None = None

    def run(self) -> tuple[DateSpan, ...]:
        found: list[DateSpan] = []
        previous_end = -1
        for mention in find_mentions(self.text):
            if mention.name == "month" and not self._introduced(mention, previous_end):
                continue
            background = self._in_background(mention, previous_end)
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
        if intro == "the":
            return mention.match.end() < len(self.text) and self.text[mention.end] in " ’'"
        return True

    def _in_background(self, mention: Mention, previous_end: int) -> bool:
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

    def _remember(self, mention: Mention, interval: Interval, *, background: bool) -> None:
        self.month = interval
        exact = interval.precision in {Precision.DAY, Precision.RANGE}
        if exact and not background and mention.lead != "until":
            self.anchor = interval

    def _span(self, mention: Mention, interval: Interval) -> DateSpan:
        start, end = mention.start, mention.end
        if mention.lead in {"from", "since"} and interval.start == interval.end:
            start = mention.match.start("lead")
        ahead = interval.start > self.issue_date or self._announced(mention, interval)
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
        certain = date_words.certain_future_wording()
        return recent and certain.search(self._clause(mention)) is not None

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
            return in_year(mention, stated)
        around = range(self.issue_date.year - 1, self.issue_date.year + 2)
        options = [option for year in around if (option := in_year(mention, year))]
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
        if intro == "next":
            return future
        clause = self._clause(mention)
        if date_words.certain_future_wording().search(clause) and days_behind > _CERTAIN_BEHIND:
            return future
        if date_words.future_wording().search(clause) and days_ahead < days_behind:
            return future
        return past if days_ahead >= _PLAIN_AHEAD else future

    def _clause(self, mention: Mention) -> str:
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

    def _stated_year(self, mention: Mention) -> int | None:
        for index in ("1", "2"):
            if year := mention.get("y" + index):
                return int(year)
            if words := mention.get("ry" + index):
                shift = {"last": -1, "this": 0, "next": 1}[words.split()[0].lower()]
                return self.issue_date.year + shift
        return None

    # -- relative expressions --------------------------------------------------------------

    def _ordinal(self, mention: Mention) -> list[Interval]:
        after = (mention.get("after") or "").strip()
        if after[:1].isalpha() and after.lower() not in date_words.words()["after_ordinal"]:
            return []
        month = self.month.end if self.month else self.issue_date
        day = valid_day(month.year, month.month, number(mention.get("d1")))
        return [] if day is None else [Interval(day, day, Precision.DAY)]

    def _same(self, _mention: Mention) -> list[Interval]:
        return self._shifted(0)

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
        later = (mention.get("way") or "").startswith(("later", "after"))
        return self._shifted(days if later else -days)

    def _shifted(self, days: int) -> list[Interval]:
        """A day counted from the last one named; nothing where there is none."""
        if self.anchor is None:
            return []
        day = (self.anchor.end if days > 0 else self.anchor.start) + days * _DAY
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
        return Interval(today - 7 * _DAY, today - _DAY, Precision.APPROXIMATE)

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
        wanted = date_words.WEEKDAYS.index(mention.get("wd") or "")
        back = (self.issue_date.weekday() - wanted) % 7
        day = self.issue_date - back * _DAY
        if date_words.certain_future_wording().search(self._clause(mention)):
            day += 7 * _DAY
        return [Interval(day, day, Precision.DAY)]
