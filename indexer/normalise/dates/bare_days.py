"""Days named without a month: bare numbers, "the 24th", and bare weekdays, "on Monday"."""

from datetime import date, timedelta

from indexer.normalise.dates.calendar import month_away, valid_day
from indexer.normalise.dates.tense import Tense

_DAY = timedelta(days=1)
# A digest tells its story forwards: a step back must be this much shorter than a step ahead.
_STEP_BACK = 3
# More than any step: what is not announced is not of the months to come.
_NEVER = 1000
# A weekday follows on the last day named only where that day is not long past.
_SAME_STORY = timedelta(days=21)
# An inferred issue date may lie some days before the issue really came out.
_LATE_ISSUE = timedelta(days=3)


def bare_day(
    day: int,
    *,
    issue_date: date,
    last: date | None,
    tense: Tense = Tense.UNKNOWN,
    perfect: bool = False,
    weekday: int | None = None,
) -> date | None:
    """The day meant by its number alone; None where no month near has such a day.

    Args:
        day: its number, 1 to 31.
        issue_date: day of the issue.
        last: the last day named before it, if any.
        tense: in which it is told.
        perfect: it is told in the past perfect, so it lies behind the last day named.
        weekday: 0 for Monday to 6 for Sunday, where one is named with it.
    """
    ahead = tense in {Tense.FUTURE, Tense.OPEN}
    if tense is Tense.PAST and last is not None and last > issue_date:
        last = None  # a day still to come says nothing of the month of a past one
    start = last or issue_date
    months = (month_away(start, shift).start for shift in (0, -1, 1, -2, 2))
    near = [found for m in months if (found := valid_day(m.year, m.month, day)) is not None]
    if weekday is not None:
        near = [found for found in near if found.weekday() == weekday] or near
    if not near:
        return None

    def cost(found: date) -> int:
        if last is None:
            step = (found - issue_date).days
            early = found > issue_date + _LATE_ISSUE and not ahead
            return abs(step) + (_NEVER if early else 0)
        step = (found - last).days
        back = perfect != (step < 0)
        early = found > issue_date + _LATE_ISSUE and not ahead and last <= issue_date
        return abs(step) * (_STEP_BACK if back else 1) + (_NEVER if early else 0)

    return min(near, key=lambda found: (cost(found), found))


def bare_weekday(
    weekday: int, *, issue_date: date, last: date | None, tense: Tense, same_sentence: bool
) -> date:
    """The day meant by a weekday alone.

    It follows on the last day named where that is of the same story ("on Friday, 5 January ... on
    Saturday"), and else counts from the issue date: back where it is told as past, ahead where it
    is announced.
    """
    ahead = tense in {Tense.FUTURE, Tense.OPEN}
    if last is not None and last <= issue_date and issue_date - last <= _SAME_STORY:
        following = next_weekday(last, weekday)
        if following <= issue_date and (not ahead or same_sentence):
            return following
    if ahead or tense is Tense.PRESENT:
        return next_weekday(issue_date, weekday)
    return last_weekday(issue_date + _DAY, weekday)


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday after a day."""
    return day + ((weekday - day.weekday() - 1) % 7 + 1) * _DAY


def last_weekday(day: date, weekday: int) -> date:
    """The last such weekday before a day."""
    return day - ((day.weekday() - weekday - 1) % 7 + 1) * _DAY
