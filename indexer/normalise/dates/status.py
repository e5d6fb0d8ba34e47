"""Whether an occurrence is reported, scheduled, considered or called off, and by which words."""

import re
from datetime import date, timedelta
from functools import cache

from indexer.normalise.dates.calendar import Interval
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.story import Story
from indexer.normalise.dates.tense import Telling, Tense
from indexer.normalise.dates.words import words
from indexer.normalise.spans import Status

# An issue covers half a month, and its inferred date is the last day of it.
_WEEKS_COVERED = timedelta(days=15)

Span = tuple[int, int]


def status_of(story: Story, mention: Mention, interval: Interval) -> tuple[Status, Span | None]:
    """The status of what is dated, with the offsets of the words that decided it, where any did."""
    told = story.telling(mention)
    called_off = _called_off(story, mention, told)
    if called_off is not None:
        return Status.CALLED_OFF, called_off
    if _is_reported(story, interval, told):
        return Status.REPORTED, told.span
    considered = _considered(story, mention, told)
    if considered is not None:
        return Status.CONSIDERED, considered
    return Status.SCHEDULED, told.span


def _is_reported(story: Story, interval: Interval, told: Telling) -> bool:
    late = timedelta(0) if story.conventions.issue_date_stated else _WEEKS_COVERED
    if interval.start > story.issue_date + late:
        return False
    if interval.start > story.issue_date:
        return told.tense is Tense.PAST
    return not (told.tense in {Tense.FUTURE, Tense.OPEN} and _recent(interval, story.issue_date))


def _recent(interval: Interval, issue_date: date) -> bool:
    """Whether it was still to come when the item was written, for all that the date says."""
    return interval.start > issue_date - _WEEKS_COVERED


def _called_off(story: Story, mention: Mention, told: Telling) -> Span | None:
    """The words that called off what was planned for the date, where they stand in its sentence."""
    first, last = story.layout.near(mention.start, mention.end)
    for match in _calling_off().finditer(story.text, first, last):
        if match.end() <= mention.start:
            if _governs(story.text[match.end() : mention.start], match[0]):
                return match.span()
        elif told.tense in {Tense.FUTURE, Tense.OPEN} or _is_planned(story, mention):
            between = story.text[mention.end : match.start()]
            if not re.search(r"[;:]|,\s(?:and|but|while|after)\s", between):
                return match.span()
    return None


def _governs(between: str, cue: str) -> bool:
    """Whether what was called off is what the date stands with: "cancelled the June 3 launch".

    "cancelled the launch on June 3" dates the cancelling, "postponed until June 3" the new day.
    """
    del cue
    if re.search(r"[.;:]|,\s|\b(?:until|till|to|on|by|after)\s*(?:the\s)?$", between):
        return (
            re.search(
                r"\b(?:planned|scheduled|due|set|slated|expected|foreseen)\b[^.;:,]*$", between
            )
            is not None
        )
    return len(between.split()) <= 8  # noqa: PLR2004  (an object of a verb is no longer)


def _is_planned(story: Story, mention: Mention) -> bool:
    before = story.clause_before(mention)
    return (
        re.search(r"\b(?:planned|scheduled|due|set|slated|expected|foreseen)\b", before) is not None
    )


def _considered(story: Story, mention: Mention, told: Telling) -> Span | None:
    if told.tense is Tense.OPEN:
        return told.span
    first, last = story.layout.clause(mention.start)
    match = _considering().search(story.text, first, last)
    return match.span() if match else None


@cache
def _calling_off() -> re.Pattern[str]:
    return _any_of("calling_off")


@cache
def _considering() -> re.Pattern[str]:
    return _any_of("considering")


def _any_of(name: str) -> re.Pattern[str]:
    longest_first = sorted(words()[name], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
