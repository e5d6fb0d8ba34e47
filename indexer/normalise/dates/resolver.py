"""Occurrences in text: date expressions found by grammar and resolved against the issue date.

Rules, with their source in the publications' own habits (`docs/codebook.md` has them in full):

* a month and day without a year is the candidate nearest the issue date, in the past unless the
  wording announces it;
* early, mid and late are days 1-10, 11-20 and 21-last of the month;
* relative expressions count from the last dated development, or from the issue date;
* what ended more than twelve months before the issue is background, not an occurrence.

The work is linear in the text: each mention looks at no more than `layout.REACH` characters on
both sides and at the mention behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.normalise.dates import years
from indexer.normalise.dates.calendar import (
    Interval,
    in_year,
    is_impossible,
    number,
    single,
    valid_day,
)
from indexer.normalise.dates.conventions import DEFAULT, Conventions
from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.mentions import Mention, find_mentions
from indexer.normalise.dates.relative import RELATIVE, shift_of
from indexer.normalise.dates.restated import (
    OWN_DAYS,
    is_apposition,
    is_other_clock,
    is_restated,
    told_once,
)
from indexer.normalise.dates.status import status_of
from indexer.normalise.dates.story import Story
from indexer.normalise.dates.tense import Tense
from indexer.normalise.dates.words import weekday_number
from indexer.normalise.spans import DateDoubt, DateSpan

_WINDOW = timedelta(days=366)
_MONTHS_IN_YEAR = 12
# The happening that "the day after" counts from is named this soon, or not at all.
_NAMED_SOON = 110
_BESIDE = re.compile(r"[,\s()–—]*(?:just|only|some|about|or|exactly|barely)?\s*")
# Nothing but this stands between the dates of one list: "on August 6 and on November 4".
_LISTED = re.compile(r"\s*(?:,|,?\s(?:and|or|then))\s(?:then\s|again\s)?(?:on\s|in\s)?(?:the\s)?")


@dataclass(frozen=True, slots=True)
class DatesReading:
    """What the dates of a text come to.

    Attributes:
        spans: its occurrences, in reading order.
        doubts: date words that give none, since the calendar has no such day.
    """

    spans: tuple[DateSpan, ...]
    doubts: tuple[DateDoubt, ...]


def find_dates(
    text: str, issue_date: date, conventions: Conventions = DEFAULT
) -> tuple[DateSpan, ...]:
    """Every dated development in a text, in reading order; see `read_dates`."""
    return read_dates(text, issue_date, conventions).spans


def read_dates(text: str, issue_date: date, conventions: Conventions = DEFAULT) -> DatesReading:
    """Every dated development in a text, and the date words that cannot be one.

    Args:
        text: a paragraph or headline.
        issue_date: the day on which the issue came out; every year is resolved against it.
        conventions: how the publication writes dates.

    Returns:
        Closed intervals of days whose ``span`` points at ``quote`` in ``text``. Developments that
        ended more than a year before the issue are left out.
    """
    return _Resolver(text, issue_date, conventions).run()


class _Resolver:
    """Walks the mentions of one text in order, remembering the last date it resolved."""

    def __init__(self, text: str, issue_date: date, conventions: Conventions) -> None:
        self.mentions = list(find_mentions(text))
        self.story = Story(text, issue_date, conventions) if self.mentions else None
        self.text = text
        self.issue_date = issue_date
        self.conventions = conventions
        self.doubts: list[DateDoubt] = []
        self.orders: dict[Kind, bool] = {}

    def run(self) -> DatesReading:
        if self.story is None:
            return DatesReading((), ())
        found: list[DateSpan] = []
        for index, mention in enumerate(self.mentions):
            following = self.mentions[index + 1] if index + 1 < len(self.mentions) else None
            if following is not None and is_restated(self.text, mention, following):
                continue
            intervals = self._intervals(self.story, index)
            if self._repeats(index, intervals) or self._names_again(mention, intervals, found):
                continue
            # "On May 10, two days after the vote": the story goes on from May 10.
            aside = shift_of(mention) is not None and self._is_beside(index)
            background = self.story.remember(mention, intervals, aside=aside)
            found += [
                self._span(self.story, mention, interval, background=background)
                for interval in intervals
                if interval.end >= self.issue_date - _WINDOW
            ]
            if intervals and (mention.get("y1") or mention.get("y2")):
                self.story.stated = (intervals[-1], mention.end)
        return DatesReading(tuple(told_once(found, self.story)), tuple(self.doubts))

    def _span(
        self, story: Story, mention: Mention, interval: Interval, *, background: bool
    ) -> DateSpan:
        start, end = mention.start, mention.end
        if mention.lead in {"from", "since"} and interval.start == interval.end:
            start = mention.lead_start
        status, why = status_of(story, mention, interval)
        return DateSpan(
            start=interval.start,
            end=interval.end,
            precision=interval.precision,
            status=status,
            quote=self.text[start:end],
            span=(start, end),
            note=interval.note,
            status_span=why,
            is_relative=mention.kind in RELATIVE,
            is_background=background,
        )

    def _repeats(self, index: int, intervals: Sequence[Interval]) -> bool:
        """Whether it is a second name of one day: "from Christmas Eve, 24 December"."""
        if not index or self.story is None or self.story.last is None or len(intervals) != 1:
            return False
        between = self.text[self.mentions[index - 1].end : self.mentions[index].start]
        same = (self.story.last.start, self.story.last.end) == (
            intervals[0].start,
            intervals[0].end,
        )
        if same:
            return is_apposition(between)
        near = abs(intervals[0].start - self.story.last.start) == timedelta(days=1)
        return near and is_other_clock(self.text, between, self.mentions[index].end)

    def _names_again(
        self, mention: Mention, intervals: Sequence[Interval], found: Sequence[DateSpan]
    ) -> bool:
        """Whether a date only tells which of the happenings told: "the August 18 summit"."""
        if self.story is None or mention.before != "the" or mention.kind in RELATIVE:
            return False
        if len(intervals) != 1 or intervals[0].start != intervals[0].end:
            return False
        told = any(span.start == span.end == intervals[0].start for span in found)
        return told and self.story.is_attribute(mention)

    # -- one mention to its intervals ------------------------------------------------------

    def _intervals(self, story: Story, index: int) -> list[Interval]:
        mention = self.mentions[index]
        shift = shift_of(mention)
        if shift is not None:
            counted = self._from_following(story, index, shift)
            if counted is not None:
                return counted
            base = story.base(mention)
            if base is not None and self._is_beside(index):
                # "resigned on May 10, two days after the vote": the vote was on May 8.
                return [single((base.start if shift > 0 else base.end) - timedelta(days=shift))]
        resolve = RELATIVE.get(mention.kind)
        return resolve(story, mention) if resolve is not None else self._calendar(story, mention)

    def _from_following(self, story: Story, index: int, shift: int) -> list[Interval] | None:
        """Counted from a date that is named behind it: "the day after the August 18 summit".

        None where no date is; nothing at all where the day counted has its own date beside it:
        "on July 2, three weeks after advisers backed it on June 10".
        """
        if index + 1 >= len(self.mentions):
            return None
        mention, following = self.mentions[index], self.mentions[index + 1]
        between = self.text[mention.end : following.start]
        if len(between) > _NAMED_SOON or re.search(r"[.;:]\s|,\s(?!on\s$)", between):
            return None
        if following.kind in RELATIVE and following.kind not in OWN_DAYS:
            return None
        if self._is_beside(index):
            return []
        resolve = RELATIVE.get(following.kind, self._calendar)
        return [
            single((named.end if shift > 0 else named.start) + timedelta(days=shift))
            for named in resolve(story, following)[:1]
        ]

    def _is_beside(self, index: int) -> bool:
        """Whether a mention stands right behind another date, which then is its own."""
        if not index:
            return False
        between = self.text[self.mentions[index - 1].end : self.mentions[index].start]
        return _BESIDE.fullmatch(between) is not None

    def _calendar(self, story: Story, mention: Mention) -> list[Interval]:
        """Expressions that name a month, by the candidate year that fits best."""
        if mention.kind in {Kind.DOTTED, Kind.SLASHED}:
            return self._in_figures(mention)
        stated = years.stated_year(mention, self.issue_date)
        if stated is None:
            stated = years.named_year(story.clause_before(mention), self.issue_date)
        if stated is not None:
            return in_year(mention, stated) or self._impossible(mention)
        around = range(self.issue_date.year - 1, self.issue_date.year + 2)
        options = [option for year in around if (option := in_year(mention, year))]
        if not options or self._not_this_year(mention, options):
            return self._impossible(mention)
        told = self._of_list(story, mention, options)
        told = told or self._of_stated_year(story, mention, options)
        return told or years.choose(
            _of_weekday(mention, options, self.issue_date),
            mention,
            story.telling(mention),
            self.issue_date,
            chronicle=story.telling(mention).tense is Tense.PRESENT and story.is_chronicle,
            stated_issue=self.conventions.issue_date_stated,
            tells_which=story.is_attribute(mention),
            is_attribute=mention.before == "of" and story.telling(mention).tense is Tense.FUTURE,
        )

    def _not_this_year(self, mention: Mention, options: Sequence[list[Interval]]) -> bool:
        """Whether the nearest year lacks the day: 29 February; another year would be a guess."""
        del mention
        return len(options) == 1 and options[0][0].start.year != self.issue_date.year

    def _of_list(
        self, story: Story, mention: Mention, options: Sequence[list[Interval]]
    ) -> list[Interval] | None:
        """The candidate behind the day to come with which it is listed, in whatever year."""
        if story.last is None or story.last.start <= self.issue_date:
            return None
        if _LISTED.fullmatch(self.text, story.last_end, mention.start) is None:
            return None
        return next((o for o in options if o[0].start >= story.last.start), None)

    def _of_stated_year(
        self, story: Story, mention: Mention, options: Sequence[list[Interval]]
    ) -> list[Interval] | None:
        """The candidate of the year that the same sentence states, where it goes on from there."""
        if story.stated is None or story.layout.sentence(mention.start)[0] >= story.stated[1]:
            return None
        stated = story.stated[0].start
        following = (o for o in options if o[0].start.year == stated.year and o[0].start >= stated)
        return next(following, None)

    def _in_figures(self, mention: Mention) -> list[Interval]:
        """05.07.2022 and 11/13/2022, by the order that the publication or the item shows."""
        first, second = int(mention.get("a") or 0), int(mention.get("b") or 0)
        day_first = self.conventions.day_first
        if day_first is None:
            day_first = self._order_shown(mention.kind)
        if first > _MONTHS_IN_YEAR or second > _MONTHS_IN_YEAR:
            day_first = first > _MONTHS_IN_YEAR
        day, month = (first, second) if day_first else (second, first)
        year = years.stated_year(mention, self.issue_date)
        found = valid_day(year or 0, month, day)
        return [single(found)] if found else self._impossible(mention)

    def _order_shown(self, kind: Kind) -> bool:
        """Day first where another date of the item can only be read so; else by its sign."""
        if kind not in self.orders:
            pairs = [
                (number(other.get("a")), number(other.get("b")))
                for other in self.mentions
                if other.kind is kind
            ]
            shown = [
                first > _MONTHS_IN_YEAR
                for first, second in pairs
                if (first > _MONTHS_IN_YEAR) != (second > _MONTHS_IN_YEAR)
            ]
            self.orders[kind] = shown[0] if shown else kind is Kind.DOTTED
        return self.orders[kind]

    def _impossible(self, mention: Mention) -> list[Interval]:
        """No occurrence, but a doubt: a guess would be worse than nothing."""
        if is_impossible(mention):
            quote = self.text[mention.start : mention.end]
            span = (mention.start, mention.end)
            self.doubts.append(DateDoubt(quote, span, "the calendar has no such day"))
        return []


def _of_weekday(
    mention: Mention, options: Sequence[list[Interval]], issue_date: date
) -> Sequence[list[Interval]]:
    """The candidates that fall on the weekday named with the date, where any do."""
    name = mention.get("wd") or _weekday_before(mention)
    if not name:
        return options
    wanted = weekday_number(name)
    fitting = [option for option in options if option[0].start.weekday() == wanted]
    recent = [option for option in fitting if option[0].end >= issue_date - _WINDOW]
    return recent or options


def _weekday_before(mention: Mention) -> str:
    """The weekday that the date words begin with, if they do."""
    return mention.match.string[mention.start : mention.match.start()].strip()
