"""Expressions counted from the issue date: today, this week, last month, the weekend."""

from datetime import date, timedelta

from indexer.normalise.dates.bare_days import last_weekday, next_weekday
from indexer.normalise.dates.calendar import (
    DAY,
    Interval,
    month_away,
    part_of_month,
    single,
    week_of,
    weekend_of,
)
from indexer.normalise.dates.conventions import Weeks
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.story import Story
from indexer.normalise.dates.tense import Tense
from indexer.normalise.dates.words import count_of
from indexer.normalise.spans import Precision

_WEEK = timedelta(days=7)
_SATURDAY = 5
_DAYS_AWAY = {
    "yesterday": -1,
    "night": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}
_STATES = frozenset({"is", "are", "has", "have", "remains", "stands", "makes"})
_AHEAD = frozenset({Tense.FUTURE, Tense.OPEN})


def issue_day(story: Story, mention: Mention) -> list[Interval]:
    """Today, yesterday, this morning, last night; in direct speech they are the speaker's."""
    if story.layout.is_quoted(mention.start):
        return []
    word = (mention.get("time") or "").lower()
    if word == "today" and _is_nowadays(story, mention):
        return []
    shift = _DAYS_AWAY.get(word, 0)
    if mention.match[0].lower() == "last evening":
        shift = -1
    return [single(story.issue_date + shift * DAY)]


def _is_nowadays(story: Story, mention: Mention) -> bool:
    """Whether it tells a state of things: "Today Japan is a partner"."""
    told = story.telling(mention)
    follows = told.span is not None and told.span[0] >= mention.end
    return follows and told.tense is Tense.PRESENT and told.word in _STATES


def ago(story: Story, mention: Mention) -> list[Interval]:
    """So many days or weeks before the issue; of months the whole one."""
    return [_away(story.issue_date, mention, -1)]


def in_time(story: Story, mention: Mention) -> list[Interval]:
    """So many days, weeks or months after the issue; nothing where it tells how long it took."""
    if story.telling(mention).tense not in _AHEAD or story.layout.is_quoted(mention.start):
        return []
    return [_away(story.issue_date, mention, 1)]


def _away(day: date, mention: Mention, way: int) -> Interval:
    if mention.get("unit") == "month":
        return month_away(day, way * count_of(mention.get("n") or ""))
    return single(day + way * mention.days_counted * DAY)


def issue_week(story: Story, mention: Mention) -> list[Interval]:
    """This, last and next week, by the convention of the series."""
    if story.layout.is_quoted(mention.start):
        return []
    reference = (mention.get("ref") or "").lower()
    today = story.issue_date
    sub = (mention.get("sub") or "").lower()
    ahead = reference == "next" or (
        reference == "this" and (sub == "later" or story.telling(mention).tense in _AHEAD)
    )
    if story.conventions.weeks is Weeks.CALENDAR:
        shift = {"next": 1, "last": -1}.get(reference, 0)
        return [week_of(today + shift * _WEEK)]
    if ahead:
        return [Interval(today + DAY, today + _WEEK, Precision.APPROXIMATE)]
    return [Interval(today - _WEEK, today - DAY, Precision.APPROXIMATE)]


def issue_month(story: Story, mention: Mention) -> list[Interval]:
    """This, last and next month, whole or in part."""
    shift = {"this": 0, "last": -1, "next": 1}[(mention.get("ref") or "").lower()]
    part = (mention.get("sub") or "").lower()
    today = story.issue_date
    if shift == 0 and not part:
        # Only the part of it that the wording leaves: what is behind, or what is to come.
        month = month_away(today, 0)
        if story.telling(mention).tense in _AHEAD:
            return [Interval(today, month.end, Precision.APPROXIMATE)]
        return [Interval(month.start, today, Precision.APPROXIMATE)]
    return _month_part(today, shift, part)


def in_the_month(story: Story, mention: Mention) -> list[Interval]:
    """Earlier or later in the month: the issue's own; "later that month": all of the one named."""
    base = story.base(mention)
    if mention.match[0].endswith("that month") and base is not None:
        return [month_away(base.start, 0)]
    return _month_part(story.issue_date, 0, (mention.get("sub") or "").lower())


def _month_part(today: date, shift: int, part: str) -> list[Interval]:
    whole = month_away(today, shift)
    if part == "earlier" and shift == 0:
        return [Interval(whole.start, today, Precision.APPROXIMATE)]
    if part == "later" and shift == 0:
        return [Interval(min(today + DAY, whole.end), whole.end, Precision.APPROXIMATE)]
    if not part:
        return [whole]
    return [part_of_month(part.removesuffix("r"), whole.start.year, whole.start.month)]


def end_of_the_month(story: Story, mention: Mention) -> list[Interval]:
    """Of the month last named, else of the issue's own."""
    base = story.base(mention)
    day = base.start if base else story.issue_date
    return [part_of_month(mention.get("part1"), day.year, day.month)]


def weekend(story: Story, mention: Mention) -> list[Interval]:
    """The Saturday and Sunday before the issue date, or the next ones where it says so."""
    reference = (mention.get("ref") or "").strip().lower()
    ahead = reference in {"next", "this coming"} or (
        reference == "this" and story.telling(mention).tense is not Tense.PAST
    )
    today = story.issue_date
    if ahead:
        return [weekend_of(next_weekday(today, _SATURDAY))]
    return [weekend_of(last_weekday(today, _SATURDAY))]
