"""Days that are named twice for one happening, and so are one occurrence."""

import re
from collections.abc import Iterator, Sequence

from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.relative import RELATIVE
from indexer.normalise.dates.story import Story
from indexer.normalise.spans import DateSpan

# What stands between two names of one day: ", on", "(that is,".
_APPOSITION = re.compile(r"\s?[,(–—]\s?(?:that is,\s)?(?:(?:late |early )?on\s|from\s)?(?:the\s)?")
_OPENS_BRACKET = re.compile(r"\s?\(")
_CLOCK = re.compile(r"(?:,?\s[\d:.apm]+)?,?\s(?:in [A-Z]\w+|(?:\w+ )?(?:local )?time|[A-Z]{3,4})\)")
# Expressions too vague to restate an exact day.
_VAGUE = frozenset(
    {
        Kind.MONTH,
        Kind.MONTHS,
        Kind.COUNTED,
        Kind.SAME_DAY,
        Kind.NEXT_DAY,
        Kind.DAY_BEFORE,
        Kind.HOURS_LATER,
        Kind.ISSUE_WEEK,
        Kind.ISSUE_MONTH,
    }
)
# Relative expressions that are days of their own, so a date behind a comma is another one.
OWN_DAYS = frozenset(
    {Kind.ORDINAL, Kind.ORDINALS, Kind.ORDINAL_RANGE, Kind.WEEKDAY_ORDINAL, Kind.SAME_DAY}
)


# As far back as a happening is named again by the days since.
_FEW = 4


def is_apposition(between: str) -> bool:
    """Whether what stands between two expressions makes the second a name of the first."""
    return _APPOSITION.fullmatch(between) is not None


def is_other_clock(text: str, between: str, end: int) -> bool:
    """Whether a bracket gives the day by another clock: "6 January (7 January in Tokyo)"."""
    return _OPENS_BRACKET.fullmatch(between) is not None and _CLOCK.match(text, end) is not None


def is_restated(text: str, mention: Mention, following: Mention) -> bool:
    """Whether the date behind says the same exactly: "five days earlier, on 30 March"."""
    if mention.kind not in RELATIVE or mention.kind in OWN_DAYS or following.kind in _VAGUE:
        return False
    return is_apposition(text[mention.end : following.start])


def told_once(found: Sequence[DateSpan], story: Story) -> Iterator[DateSpan]:
    """Without the counted days that the same sentence dates exactly."""
    for index, span in enumerate(found):
        following = found[index + 1 : index + 3]
        sentence = story.layout.sentence(span.span[0])
        counted = span.is_relative and re.search(r"\b(?:after|before)$", span.quote)
        if counted and any(
            (other.start, other.end) == (span.start, span.end)
            and story.layout.sentence(other.span[0]) == sentence
            for other in following
        ):
            continue
        if counted and any(
            (other.start, other.end) == (span.start, span.end) and not other.is_relative
            for other in found[max(0, index - _FEW) : index]
        ):
            continue  # "They flew on May 26. It was told on June 5, ten days after the flight."
        yield span
