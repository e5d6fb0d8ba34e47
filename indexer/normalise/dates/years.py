"""Which year a day or month without one is of."""

import re
from collections.abc import Sequence
from datetime import date

from indexer.normalise.dates.calendar import Interval
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.tense import Telling, Tense
from indexer.normalise.dates.words import word_set

# A digest names a day ahead without words of announcement only when it is close ...
_PLAIN_AHEAD = 75
# ... and an item all in the present tense tells the past in it, but for the next few weeks.
_CHRONICLE_AHEAD = 31
# What is announced may have come about in the weeks before the issue is out.
_SETTLED = 45
# An inferred issue date may lie some days before the issue really came out.
_LATE_ISSUE = 10
# With a hint of the future a day ahead may be this much farther away than one behind.
_HINT_AHEAD = 60
# Not where a clause about something else ends with it: "that began last year has run its course".
_OTHER_YEAR = re.compile(
    r"\b(last|this|next) year(?:['’]s)?\b(?!\s(?:has|have|had|is|are|was|were)\b)"
)
_SHIFTS = {"last": -1, "this": 0, "next": 1}


def stated_year(mention: Mention, issue_date: date) -> int | None:
    """The year that stands with the date, in figures or as "next year"."""
    # Where two months are named, a single year belongs to the later one.
    for index in ("2", "1"):
        if year := mention.get("y" + index):
            return int(year)
        if short := mention.get("yy" + index):
            return 2000 + int(short)
        if words := mention.get("ry" + index):
            return issue_date.year + _SHIFTS[words.split()[0].lower()]
    return None


def named_year(clause_before: str, issue_date: date) -> int | None:
    """The year of "next year’s meeting" and the like, where the clause speaks of one."""
    match = _OTHER_YEAR.search(clause_before)
    return issue_date.year + _SHIFTS[match[1]] if match else None


def choose(  # noqa: C901, PLR0911, PLR0912  (one return a rule, in the order in which they count)
    options: Sequence[list[Interval]],
    mention: Mention,
    telling: Telling,
    issue_date: date,
    *,
    chronicle: bool,
    stated_issue: bool,
    is_attribute: bool = False,
    tells_which: bool = False,
) -> list[Interval]:
    """The candidate that fits the wording best.

    Args:
        options: the intervals in each year that may be meant, earliest first.
        mention: the expression.
        telling: how its clause tells it.
        issue_date: day of the issue.
        chronicle: the date is told in the present tense, as the whole item is.
        stated_issue: the issue date is certain.
        is_attribute: the date belongs to a noun ("the duties of July will not be collected").
        tells_which: it stands before its noun ("called off the May 28 talks").
    """
    behind = [option for option in options if option[0].start <= issue_date]
    ahead = [option for option in options if option[0].start > issue_date]
    if not behind or not ahead:
        return (behind or ahead)[0 if ahead else -1]
    past, future = behind[-1], ahead[0]
    days_behind = max(0, -past[0].distance(issue_date))
    days_ahead = future[0].distance(issue_date)
    if mention.before == "last":
        return past if past[0].end < issue_date or len(behind) == 1 else behind[-2]
    if mention.before == "next":
        return future
    if mention.lead == "since":
        return past
    if is_attribute:
        return future if days_ahead < days_behind else past
    if telling.word in word_set("of_plans") and days_ahead < _PLAIN_AHEAD:
        return future if days_ahead < days_behind else past
    tense = telling.tense
    moved = telling.word in word_set("moved") and tense is Tense.FUTURE
    if moved or takes_effect(mention) or only_tells_which(mention, telling):
        return future if days_ahead < days_behind else past
    if says_when(mention) and days_behind > _SETTLED:
        return future
    if mention.before == "for" and days_ahead < min(days_behind, _PLAIN_AHEAD):
        return future
    if tense is Tense.PAST and not tells_which:
        late = 0 if stated_issue else _LATE_ISSUE
        return future if days_ahead <= late else past
    if days_behind <= _SETTLED:
        return past if days_behind <= days_ahead else future
    if tense is Tense.FUTURE:
        return future
    if tense is Tense.OPEN and _BY.search(_words_before(mention)) is not None:
        return future
    if tense is Tense.OPEN or telling.word in _COMING or mention.before in _DEADLINE:
        return future if days_ahead < days_behind + _HINT_AHEAD else past
    limit = _CHRONICLE_AHEAD if chronicle else _PLAIN_AHEAD
    return future if days_ahead < limit else past


_AUXILIARY = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+ly\s)?$")
_IS_ON = re.compile(r"\b(?:is|are)\s(?:(?:in|at)\s(?:[A-Z]\w+\s){1,2})?(?:on|in|for|at)\s$")
_WITH_EFFECT = re.compile(r"\b(?:(?:with effect|effective)\s(?:from|on|as of)|,\seffective)\s$")
_BY = re.compile(r"\b(?:by|before)\s(?:the\s)?$")
_NEAR = 40


def only_tells_which(mention: Mention, telling: Telling) -> bool:
    """Whether a plan stands beside its noun: "her visit, planned for June 14", "is planned" not."""
    if telling.word not in word_set("plans_told") or telling.span is None:
        return False
    if telling.span[0] >= mention.start:
        return False
    before = mention.match.string[max(0, telling.span[0] - _NEAR) : telling.span[0]]
    return _AUXILIARY.search(before) is None


def says_when(mention: Mention) -> bool:
    """Whether the sentence says nothing else: "the election is on October 14"."""
    return _IS_ON.search(_words_before(mention)) is not None


def takes_effect(mention: Mention) -> bool:
    """Whether the date is that "with effect from" which something is."""
    return _WITH_EFFECT.search(_words_before(mention)) is not None


def _words_before(mention: Mention) -> str:
    return mention.match.string[max(0, mention.start - _NEAR) : mention.start]


# Verbs that announce even in the present tense, and prepositions of what is still to come.
_COMING = frozenset(
    {
        "takes",
        "take",
        "goes",
        "go",
        "comes",
        "enters",
        "enter",
        "starts",
        "start",
        "begins",
        "opens",
        "ends",
        "expires",
        "runs",
        "closes",
        "handed",
        "arrives",
        "arrive",
        "leaves",
        "returns",
        "lands",
        "due",
        "when",
    }
)
_DEADLINE = frozenset({"by", "until", "till", "next"})
