"""Relative expressions: counted from the last day told, or from the issue date."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from indexer.normalise.dates import issue_relative
from indexer.normalise.dates.bare_days import bare_day, bare_weekday, last_weekday, next_weekday
from indexer.normalise.dates.calendar import (
    DAY,
    Interval,
    listed_days,
    month_away,
    number,
    single,
    valid_day,
    week_of,
)
from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.layout import REACH
from indexer.normalise.dates.mentions import OF_MONTH, Mention
from indexer.normalise.dates.story import Story
from indexer.normalise.dates.tense import Tense
from indexer.normalise.dates.words import weekday_number, word_set
from indexer.normalise.spans import Precision

_WEEK = timedelta(days=7)
_WEEKS_AWAY = {"last": -1, "this": 0, "next": 1}
_NEAR = 9
_EVE = " eve of"
_AHEAD = frozenset({Tense.FUTURE, Tense.OPEN})

Resolver = Callable[[Story, Mention], list[Interval]]


# -- days of a month named by their number alone --------------------------------------------


def _ordinal(story: Story, mention: Mention) -> list[Interval]:
    """The 10th, or "the 10th and 12th", all of the first one's month."""
    first, *more = (number(word) for word in re.findall(r"\d{1,2}", mention.get("days") or ""))
    told = story.telling(mention)
    within = _month_meant(story, mention) or story.month_of_sentence(mention)
    if within is not None and (named := valid_day(within.start.year, within.start.month, first)):
        days = (valid_day(named.year, named.month, other) for other in more)
        return listed_days([named, *(day for day in days if day is not None)], mention)
    base = story.last if not story.is_new_sentence(mention) else story.anchor or story.last
    if told.tense is Tense.PAST and base is not None and base.start > story.issue_date:
        base = story.last_past or base
    name = mention.get("wd")
    day = bare_day(
        first,
        issue_date=story.issue_date,
        last=base.start if base else None,
        tense=_tense_of_number(story, told.tense),
        perfect=_is_perfect(story, mention),
        weekday=weekday_number(name) if name else None,
    )
    if day is None:
        return []
    others = [valid_day(day.year, day.month, other) for other in more]
    return listed_days([day, *(other for other in others if other is not None)], mention)


def _month_meant(story: Story, mention: Mention) -> Interval | None:
    """The month that the words point at: "the 11th of that month", "the 3rd of this month"."""
    pointed = OF_MONTH.match(story.text, mention.end)
    if pointed is None:
        return None
    return single(story.issue_date) if pointed[1] == "this" else story.named


def _tense_of_number(story: Story, tense: Tense) -> Tense:
    """Where the past is told as past, the present announces: "the party votes on the 27th"."""
    return Tense.FUTURE if tense is Tense.PRESENT and not story.is_chronicle else tense


def _is_perfect(story: Story, mention: Mention) -> bool:
    """By its own verb; where none is found, by any of its clause."""
    told = story.telling(mention)
    if told.span is not None and told.span[0] < mention.start:
        return story.text.startswith("had", told.span[0])
    return told.word == "had" or re.search(r"\bhad\b", story.clause_before(mention)) is not None


def _ordinal_range(story: Story, mention: Mention) -> list[Interval]:
    found = _ordinal(story, mention)
    if found[:1] and found[0].precision is Precision.RANGE:
        return found
    if len(found) != len(("first", "last")) or found[0].start >= found[1].start:
        return []
    return [Interval(found[0].start, found[1].start, Precision.RANGE)]


# -- weekdays ---------------------------------------------------------------------------------


def _weekday(story: Story, mention: Mention) -> list[Interval]:
    wanted = weekday_number(mention.get("wd") or "")
    of_issue = _weekday_of_issue(story, mention, wanted)
    return [of_issue or _weekday_told(story, mention, wanted)]


def _weekday_of_issue(story: Story, mention: Mention, wanted: int) -> Interval | None:
    """The weekday where the words count it from the issue: "last Friday", "Friday of next week"."""
    today = story.issue_date
    if (week := mention.get("week")) is not None:
        return single(week_of(today + _WEEKS_AWAY[week] * _WEEK).start + wanted * DAY)
    reference = (mention.get("ref") or "").lower()
    if reference in {"last", "this past"}:
        return single(last_weekday(today, wanted))
    if reference in {"next", "this coming"}:
        return single(next_weekday(today, wanted))
    if reference == "this":
        of_week = week_of(today).start + wanted * DAY
        ahead = of_week > today or story.telling(mention).tense in _AHEAD
        return single(next_weekday(today, wanted) if ahead else of_week)
    return None


def _weekday_told(story: Story, mention: Mention, wanted: int) -> Interval:
    """The weekday by what the text has told so far."""
    base = story.base(mention)
    if base is not None and mention.before in {"following", "previous", "preceding"}:
        step = next_weekday if mention.before == "following" else last_weekday
        return single(step(base.end, wanted))
    if (inside := _weekday_inside(story, mention, wanted)) is not None:
        return single(inside)
    if base is not None and _is_before(story, mention):
        return single(last_weekday(base.start, wanted))
    return single(
        bare_weekday(
            wanted,
            issue_date=story.issue_date,
            last=base.end if base else None,
            tense=story.telling(mention).tense if _has_own_verb(mention) else Tense.UNKNOWN,
            same_sentence=not story.is_new_sentence(mention),
        )
    )


def _weekday_inside(story: Story, mention: Mention, wanted: int) -> date | None:
    """The weekday of the days just told: "from July 11 to 14 ... on Thursday"."""
    span = story.week_of(mention) or story.base(mention)
    if span is None or span.start == span.end or span.end - span.start >= _WEEK:
        return None
    day = next_weekday(span.start - DAY, wanted)
    return day if day <= span.end else None


def _is_before(story: Story, mention: Mention) -> bool:
    """Whether it is told as earlier than its own sentence: "left, having signed on Monday"."""
    if story.is_new_sentence(mention) or mention.start - story.last_end > REACH:
        return False
    return (
        re.search(r"\b(?:having|that \w+ had)\s", story.text[story.last_end : mention.start])
        is not None
    )


def _weekday_range(story: Story, mention: Mention) -> list[Interval]:
    """From the first to the second; joined by "and", only where they follow each other."""
    (first,) = _weekday(story, mention)
    last = next_weekday(first.start, weekday_number(mention.get("wd2") or ""))
    if "and" in (mention.get("to") or "") and last - first.start != DAY:
        return [first, single(last)]
    return [Interval(first.start, last, Precision.RANGE)]


def _has_own_verb(mention: Mention) -> bool:
    """Not "goes on after Monday’s earthquake", nor "need a license since Saturday"."""
    return mention.get("possessive") is None and mention.lead != "since"


# -- days counted from another ------------------------------------------------------------------


def _same_day(story: Story, mention: Mention) -> list[Interval]:
    base = story.base(mention)
    return [single(base.end)] if base else []


def _hours_later(story: Story, mention: Mention) -> list[Interval]:
    return _same_day(story, mention)


def _next_day(story: Story, mention: Mention) -> list[Interval]:
    return _shifted(story.base(mention), 1)


def _day_before(story: Story, mention: Mention) -> list[Interval]:
    if mention.match[0].endswith(_EVE):
        return []  # "on the eve of war": only what is dated itself has an eve
    return _shifted(story.base(mention), -1)


def _counted(story: Story, mention: Mention) -> list[Interval]:
    return _shifted(story.base(mention), counted_days(story, mention))


def counted_days(story: Story, mention: Mention) -> int:
    """How many days a counted expression goes ahead; negative where it goes back."""
    days = mention.days_counted
    way = mention.get("way") or ""
    if way == "after":
        # "came nine days after the North fired" dates the firing, which lies before;
        # "resigned two days after the vote" dates what came of it.
        return -days if _happens(story.text, mention) else days
    return days if way.startswith(("later", "afterward", "on")) else -days


def _happens(text: str, mention: Mention) -> bool:
    """Whether a clause with a verb follows: "after the North fired", not "after the vote"."""
    after = re.split(r"[,.;:]", text[mention.end : mention.end + REACH])[0]
    verbs = word_set("past_verbs")
    return any(word in verbs or word.endswith("ed") for word in after.split()[:_NEAR])


def _shifted(base: Interval | None, days: int) -> list[Interval]:
    """A day counted from an interval; nothing where there is none."""
    if base is None:
        return []
    return [single((base.end if days > 0 else base.start) + days * DAY)]


def shift_of(mention: Mention) -> int | None:
    """The days between a counted expression and the happening named with it.

    "the day after the summit", "two weeks before he arrived"; None for other expressions.
    """
    if mention.kind is Kind.NEXT_DAY and mention.match[0].endswith(" after"):
        return 1
    if mention.kind is Kind.DAY_BEFORE and mention.match[0].endswith((" before", _EVE)):
        return -1
    if mention.kind is Kind.COUNTED and mention.get("way") in {"after", "before"}:
        days = mention.days_counted
        return days if mention.get("way") == "after" else -days
    return None


def _month_away(story: Story, mention: Mention) -> list[Interval]:
    """The whole month after or before that of the last day named."""
    base = story.base(mention)
    if base is None:
        return []
    return [
        month_away(base.start, 1 if mention.get("way") in {"following", "next", "after"} else -1)
    ]


def _that_month(story: Story, mention: Mention) -> list[Interval]:
    """The whole month of the last day named."""
    base = story.base(mention)
    return [month_away(base.start, 0)] if base else []


def _next_week(story: Story, mention: Mention) -> list[Interval]:
    return _week_away(story.base(mention), 1)


def _week_before(story: Story, mention: Mention) -> list[Interval]:
    return _week_away(story.anchor or story.base(mention), -1)


def _week_away(base: Interval | None, weeks: int) -> list[Interval]:
    """Monday to Sunday of the week after or before that of the last day named."""
    return [week_of(base.start + weeks * _WEEK)] if base else []


def _earlier_in_week(story: Story, mention: Mention) -> list[Interval]:
    """From Monday to the day before the last one named."""
    base = story.base(mention)
    day = base.start if base else story.issue_date
    monday = week_of(day).start
    return [Interval(monday, max(monday, day - DAY), Precision.APPROXIMATE)]


RELATIVE: Mapping[Kind, Resolver] = {
    Kind.ORDINAL: _ordinal,
    Kind.ORDINALS: _ordinal,
    Kind.ORDINAL_RANGE: _ordinal_range,
    Kind.WEEKDAY_ORDINAL: _ordinal,
    Kind.WEEKDAY: _weekday,
    Kind.SAME_DAY: _same_day,
    Kind.HOURS_LATER: _hours_later,
    Kind.NEXT_DAY: _next_day,
    Kind.DAY_BEFORE: _day_before,
    Kind.COUNTED: _counted,
    Kind.WEEKDAY_RANGE: _weekday_range,
    Kind.MONTH_AWAY: _month_away,
    Kind.THAT_MONTH: _that_month,
    Kind.NEXT_WEEK: _next_week,
    Kind.WEEK_BEFORE: _week_before,
    Kind.EARLIER_IN_WEEK: _earlier_in_week,
    Kind.ISSUE_DAY: issue_relative.issue_day,
    Kind.AGO: issue_relative.ago,
    Kind.IN_TIME: issue_relative.in_time,
    Kind.ISSUE_WEEK: issue_relative.issue_week,
    Kind.ISSUE_MONTH: issue_relative.issue_month,
    Kind.IN_THE_MONTH: issue_relative.in_the_month,
    Kind.END_OF_THE_MONTH: issue_relative.end_of_the_month,
    Kind.WEEKEND: issue_relative.weekend,
}
