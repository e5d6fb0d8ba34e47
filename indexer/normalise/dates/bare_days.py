"""Bare days of a month, "the 24th": which month they are of."""

from datetime import date, timedelta

from indexer.normalise.dates.calendar import valid_day

_DAY = timedelta(days=1)
# A bare day this little before the last one named is of the same month.
_SAME_STORY = timedelta(days=4)


def bare_day(
    day: int, *, issue_date: date, last: date | None, announced: bool, told: bool = False
) -> date | None:
    """The day meant by its number alone; None where that month has no such day.

    Args:
        day: its number, 1 to 31.
        issue_date: day of the issue.
        last: the last day named before it, if any.
        announced: it is still to come, by the wording.
        told: it is past, by the wording.
    """
    if told and last is not None and last > issue_date:
        last = None  # a day still to come says nothing of the month of a past one
    if last is None or last >= issue_date.replace(day=1):
        return _near_issue(day, issue_date, last, announced=announced)
    here = valid_day(issue_date.year, issue_date.month, day)
    there = valid_day(last.year, last.month, day)
    if here is None or (there is not None and there > last - _SAME_STORY):
        return there  # the story goes on in the month last named
    return there if here > issue_date and not announced else here


def _near_issue(day: int, issue_date: date, last: date | None, *, announced: bool) -> date | None:
    """In the issue's own month, or the one before where the day is still to come."""
    here = valid_day(issue_date.year, issue_date.month, day)
    if last is None and here is not None and here > issue_date and not announced:
        before = issue_date.replace(day=1) - _DAY
        return valid_day(before.year, before.month, day)
    return here if last is None else valid_day(last.year, last.month, day)
