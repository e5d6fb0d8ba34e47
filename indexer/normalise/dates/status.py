"""Whether an occurrence is reported, scheduled, considered or called off, and by which words."""

import re
from datetime import date, timedelta
from functools import cache

from indexer.normalise.dates.calendar import Interval
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.relative import RELATIVE
from indexer.normalise.dates.story import Story
from indexer.normalise.dates.tense import Telling, Tense
from indexer.normalise.dates.words import words
from indexer.normalise.spans import Status

# An issue covers half a month, and its inferred date is the last day of it.
_WEEKS_COVERED = timedelta(days=15)

_PLANNED = re.compile(
    r"\b(?:planned|scheduled|due|set|slated|expected|foreseen|announced for|pencill?ed in"
    r"|promised|fixed|agreed for|called for|arranged|(?:was|were|had been|ought) to|should have"
    r"|plans? to)\b[^.;:,]*$"
)
# Between the calling off and the date these make the date that of the calling off.
_ADVERB = re.compile(
    r"[.;:]|,\s|\b(?:until|till|to|on|by|after|at|in|since|from|during|before|late|early)\s*(?:the\s)?$"
)
# "postponed until June 3" names the new day, "gave it up before the vote of June 3" another's.
_OTHER_DAY = re.compile(
    r"[.;:]|,\s(?:comes?|takes?|enters?|starts?|begins?|will|(?:is|are) to)\s"
    r"|,\s(?:and|but|while)\s|\b(?:before|after|when|while|because)\b"
    r"|\b(?:until|till|to|from)\s*(?:the\s)?$"
)
# "delayed since the incident of May 3": the date is that of what stood in the way.
_REASON = re.compile(r"\b(?:since|after|because|following|over|owing to|due to)\s")
# The next sentence goes on with what was planned: "The visit has since been", "It was".
_TAKES_UP = re.compile(
    r"(?:It|They|Both|(?:The|That|This) (?:visit|trip|meeting|talks|summit|launch|exercise|drill"
    r"|plan|event|call|session|ceremony|vote|tour))\s(?:was|were|has|have|had|is)\s"
    r"(?:(?:now|since|later|then|been)\s)*"
)
_LONGEST_OBJECT = 8

Span = tuple[int, int]


def status_of(story: Story, mention: Mention, interval: Interval) -> tuple[Status, Span | None]:
    """The status of what is dated, with the offsets of the words that decided it, where any did."""
    told = story.telling(mention)
    called_off = _called_off(story, mention, interval, told)
    if called_off is not None:
        return Status.CALLED_OFF, called_off
    if _is_reported(story, mention, interval, told):
        return Status.REPORTED, told.span
    considered = _considered(story, mention, told)
    if considered is not None:
        return Status.CONSIDERED, considered
    return Status.SCHEDULED, told.span


def _is_reported(story: Story, mention: Mention, interval: Interval, told: Telling) -> bool:
    late = timedelta(0) if story.conventions.issue_date_stated else _WEEKS_COVERED
    if interval.start > story.issue_date + late:
        return False
    if interval.start > story.issue_date:
        # "moved towards the April 10 summit", "in force from April 10": the verb is another's.
        own = mention.lead not in {"from", "until", "till"} and not story.is_attribute(mention)
        return told.tense is Tense.PAST and own
    if mention.lead == "since" or told.word == "would":
        return True
    return not (told.tense in {Tense.FUTURE, Tense.OPEN} and _recent(interval, story.issue_date))


def _recent(interval: Interval, issue_date: date) -> bool:
    """Whether it was still to come when the item was written, for all that the date says."""
    return interval.start > issue_date - _WEEKS_COVERED


def _called_off(story: Story, mention: Mention, interval: Interval, told: Telling) -> Span | None:
    """The words that called off what was planned for the date, where they stand in its sentence."""
    first, last = story.layout.near(mention.start, mention.end)
    for match in _calling_off().finditer(story.text, first, last):
        if match.end() <= mention.start:
            between = story.text[match.end() : mention.start]
            # Nobody has called anything off on a day to come: that day is the plan's.
            ahead = interval.start > story.issue_date and not _OTHER_DAY.search(between)
            if ahead or _governs(between, mention):
                return match.span()
        elif _is_planned(story, mention) or (
            interval.start > story.issue_date
            and (told.tense in {Tense.FUTURE, Tense.OPEN} or story.is_attribute(mention))
        ):
            between = story.text[mention.end : match.start()]
            if not re.search(r"[;]|,\s(?:and|while|after)\s", between):
                return match.span()
    return _called_off_behind(story, mention, told)


def _called_off_behind(story: Story, mention: Mention, told: Telling) -> Span | None:
    """The words of the next sentence that take the plan back: "The visit has been put off"."""
    following = _TAKES_UP.match(story.text, story.layout.sentence(mention.start)[1])
    if following is None:
        return None
    if told.tense not in {Tense.FUTURE, Tense.OPEN} and not _is_planned(story, mention):
        return None
    found = _calling_off().match(story.text, following.end())
    return found.span() if found else None


def _governs(between: str, mention: Mention) -> bool:
    """Whether what was called off is what the date stands with: "cancelled the June 3 launch".

    "cancelled the launch on June 3" dates the cancelling, "postponed until June 3" the new day.
    """
    if _PLANNED.search(between) is not None and not re.search(r"[.;:]", between):
        return True
    if mention.kind in RELATIVE or _REASON.search(between) is not None:
        return False
    if _ADVERB.search(between) is not None:
        return False
    return len(between.split()) <= _LONGEST_OBJECT


def _is_planned(story: Story, mention: Mention) -> bool:
    before = story.clause_before(mention)
    return _PLANNED.search(before) is not None


def _considered(story: Story, mention: Mention, told: Telling) -> Span | None:
    if told.tense is Tense.OPEN:
        return told.span
    if told.tense is Tense.FUTURE:
        return None
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
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-]| not\b)")
