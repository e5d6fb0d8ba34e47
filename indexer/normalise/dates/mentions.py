"""Date expressions in a text, before they are resolved: in reading order, none overlapping."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.normalise.dates import patterns
from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.refused import refused_spans
from indexer.normalise.dates.words import count_of, word_set

_LEAD = re.compile(
    r"(?<![\w-])([Ss]ince|[Ff]rom|[Uu]ntil|[Tt]ill|[Bb]etween)\s+(?:late\s+|the\s+)?$"
)
_LEAD_REACH = 18
_WORD_BEFORE = re.compile(r"(?:([\w’'-]+)[\s“(]+|(\())$")
_WORD_REACH = 30
# A determiner makes a month of the month's name only before a noun: "the May summit", but neither
# "the May Flower" nor "the March of".
_NOUN_AFTER = re.compile(r"\s(?:\d+\s)?([a-z]+)")
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "that"})
_POSSESSIVE = re.compile(r"[’']s?$")
_FUNCTION_WORDS = frozenset({"of", "for", "to", "on", "in", "against", "and", "or", "the"})
# "until today", "to this day", "still today" speak of the present age.
_BEFORE_NOWADAYS = frozenset({"until", "to", "even", "still", "of", "since", "like"})
# What must stand before. A feast is a day where something happens on it: "on Bastille Day", not
# "the Bastille Day parade".
_BEFORE = {
    Kind.IN_TIME: frozenset({"in"}),
    Kind.NAMED_DAY: frozenset({"on", "since", "until", "till", "by"}),
}
# Whoever acts, and the verb, behind a day that opens a clause.
_NAMED_ACTOR = re.compile(r"\s(?:[A-Z][\w’'-]+\s){1,4}([a-z]+)\b")
_ACTS = frozenset({"was", "were", "had", "has", "is", "are", "will"})
_HEAD_OF_CLAUSE = re.compile(r"(?:^|[.;:,]\s|\b(?:and|but|while)\s)[Oo]n\s$")
_HEAD_REACH = 12
OF_MONTH = re.compile(r"\sof (that|the same|this) month\b")
_AFTER_WEEKDAY = re.compile(r",?\s+(?:on\s+)?(?:the\s+)?")

_DAYS_OF_UNIT = {"day": 1, "night": 1, "morning": 1, "evening": 1, "week": 7, "fortnight": 14}
_CALENDAR = frozenset(
    {
        Kind.ISO,
        Kind.DOTTED,
        Kind.SLASHED,
        Kind.RANGE_OVER_MONTHS,
        Kind.RANGE_IN_MONTH,
        Kind.DAY_LIST,
        Kind.LOST_DASH,
        Kind.DAY,
    }
)
_WEEKDAYS = frozenset({Kind.WEEKDAY, Kind.WEEKDAY_ORDINAL, Kind.WEEKDAY_RANGE})
_BARE_ORDINALS = frozenset({Kind.ORDINAL, Kind.ORDINALS, Kind.ORDINAL_RANGE})
_BETWEEN_ONLY = frozenset({Kind.RANGE_OVER_MONTHS, Kind.MONTHS})


@dataclass(frozen=True, slots=True)
class Mention:
    """A date expression before it is resolved.

    Attributes:
        kind: which rule resolves it.
        match: what its pattern found.
        start, end: offsets of the date words.
        lead: from, since, until or between, where one stands before it; else empty.
        lead_start: where that word begins; ``start`` where there is none.
        before: the word before the date words in lower case, a bracket, or empty.
    """

    kind: Kind
    match: re.Match[str]
    start: int
    end: int
    lead: str
    lead_start: int
    before: str
    groups: dict[str, str | None] = field(repr=False, compare=False)

    def get(self, group: str) -> str | None:
        """What a named group matched; None where it did not, or the pattern has none."""
        return self.groups.get(group)

    @property
    def days_counted(self) -> int:
        """The days that a number of days, weeks or fortnights comes to."""
        return count_of(self.get("n") or "") * _DAYS_OF_UNIT[self.get("unit") or "day"]


def find_mentions(text: str) -> Iterator[Mention]:
    """Date expressions that do not overlap, in order; of two at one place the longer wins."""
    refused = deque(refused_spans(text))
    at, previous = 0, None
    while (starter := patterns.STARTERS.search(text, at)) is not None:
        start = starter.start()
        while refused and refused[0][1] <= start:
            refused.popleft()
        if refused and refused[0][0] <= start:
            at = refused[0][1]
            continue
        mention = _at(text, start, starter.lastgroup or "", previous)
        if mention is None:
            at = starter.end()
        else:
            yield mention
            previous, at = mention, mention.end


def _at(text: str, start: int, starter: str, previous: Mention | None) -> Mention | None:
    """The mention that begins at a word."""
    if starter == "the" and text[start + 4].isdigit():  # "the 1st of July"
        dated = _longest(text, start + 4, "digit")
        if dated is not None and dated[0] in _CALENDAR:
            return _mention(text, *dated, start + 4, dated[1].end())
    found = _longest(text, start, starter)
    if found is None:
        return None
    kind, match = found
    end = match.end()
    if kind is Kind.WEEKDAY:
        dated = _dated_weekday(text, start, end)
        if dated is not None:
            kind, match = dated
            end = match.end()
    elif kind in _BARE_ORDINALS:
        end = match.end("days")
    mention = _mention(text, kind, match, start, end)
    return mention if _means_a_date(text, mention, previous) else None


def _longest(text: str, start: int, starter: str) -> tuple[Kind, re.Match[str]] | None:
    best: tuple[Kind, re.Match[str]] | None = None
    for kind, pattern in patterns.RULES[starter]:
        match = pattern.match(text, start)
        if match is None or (kind in _BETWEEN_ONLY and _not_a_range(text, match)):
            continue
        if best is None or match.end() > best[1].end():
            best = kind, match
    return best


def _not_a_range(text: str, match: re.Match[str]) -> bool:
    """Two days or months joined by "and" are one interval only behind "between"."""
    if match.groupdict().get("and") is None:
        return False
    lead = _LEAD.search(text, max(0, match.start() - _LEAD_REACH), match.start())
    return lead is None or lead[1].lower() != "between"


def _dated_weekday(text: str, start: int, end: int) -> tuple[Kind, re.Match[str]] | None:
    """The date that follows a weekday, which then only confirms it: "Friday, 5 January"."""
    joint = _AFTER_WEEKDAY.match(text, end)
    if joint is None:
        joint = patterns.AFTER_WEEKDAY.match(text, start)
    if joint is None:
        return None
    after = patterns.STARTERS.match(text, joint.end())
    if after is None or after.lastgroup not in {"month", "digit"}:
        return None
    found = _longest(text, joint.end(), after.lastgroup)
    return found if found is not None and found[0] in _CALENDAR else None


def _mention(text: str, kind: Kind, match: re.Match[str], start: int, end: int) -> Mention:
    lead = _LEAD.search(text, max(0, start - _LEAD_REACH), start)
    before = _WORD_BEFORE.search(text, max(0, start - _WORD_REACH), start)
    return Mention(
        kind=kind,
        match=match,
        start=start,
        end=end,
        lead=lead[1].lower() if lead else "",
        lead_start=lead.start(1) if lead else start,
        before=(before[1] or before[2]).lower() if before else "",
        groups=match.groupdict(),
    )


def _means_a_date(text: str, mention: Mention, previous: Mention | None) -> bool:
    """Whether the words around an expression that could be something else make it a date."""
    if mention.kind in _BEFORE:
        return mention.before in _BEFORE[mention.kind]
    if mention.kind is Kind.MONTH:
        return _introduced(text, mention, previous)
    if _is_no_day(mention):
        return False
    if mention.kind in _BARE_ORDINALS:
        return _is_a_day(mention, previous)
    if mention.kind in _WEEKDAYS:
        return _is_a_weekday(text, mention, previous)
    return mention.kind is not Kind.ISSUE_DAY or _is_an_issue_day(text, mention)


def _is_no_day(mention: Mention) -> bool:
    """Whether it tells how long something took, or belongs to a day: "the 3rd of that month"."""
    if mention.kind is Kind.THAT_MONTH:
        return mention.before == "of"
    lasts = mention.before in word_set("lasting") and mention.get("way") in {"before", "after"}
    return mention.kind is Kind.COUNTED and lasts


def _introduced(text: str, mention: Mention, previous: Mention | None) -> bool:
    """Whether the word before a bare month makes it a date: "and May" only in a list."""
    before = mention.before
    if before in {"and", "or"}:
        return previous is not None and mention.start - previous.end <= len(", and ")
    if before in word_set("before_month"):
        return True
    follower = _NOUN_AFTER.match(text, mention.end)
    genitive = text[mention.end : mention.end + 2] in {"’s", "'s"}
    if genitive and not mention.match[0].startswith("May"):
        return True  # "January's talks"
    if before == "(":
        return text[mention.end : mention.end + 1] in {")", ":"}
    before_noun = follower is not None and follower[1] not in _FUNCTION_WORDS
    determined = before in _DETERMINERS or _POSSESSIVE.search(before) is not None
    return before_noun and determined


def _is_a_day(mention: Mention, previous: Mention | None) -> bool:
    """Whether "the 24th" is a day of a month and not one of a row of things."""
    listed = previous is not None and mention.start - previous.end <= len(", and ")
    if not (listed or mention.before in word_set("before_ordinal")):
        return False
    if mention.before == "on" and (mention.get("after") or "").strip() in word_set("dignities"):
        return True
    if mention.before == "on" and _opens_clause_of_actor(mention):
        return True
    if OF_MONTH.match(mention.match.string, mention.end):
        return True
    after = (mention.get("after") or "").strip().lower()
    if not after[:1].isalpha():
        return True
    known = after in word_set("after_ordinal") or after in word_set("past_verbs")
    return (known or after.endswith(("ed", "ly"))) and after == (mention.get("after") or "").strip()


def _opens_clause_of_actor(mention: Mention) -> bool:
    """Whether it opens a clause in which somebody named acts: "; on the 27th Moon told"."""
    text = mention.match.string
    actor = _NAMED_ACTOR.match(text, mention.end)
    if actor is None:
        return False
    if not (actor[1] in _ACTS or actor[1] in word_set("past_verbs") or actor[1].endswith("ed")):
        return False
    opening = max(0, mention.start - _HEAD_REACH)
    return _HEAD_OF_CLAUSE.search(text, opening, mention.start) is not None


def _is_a_weekday(text: str, mention: Mention, previous: Mention | None) -> bool:
    """Whether a weekday is a day of its own: neither a habit, nor a name, nor an aside."""
    if mention.before in word_set("no_weekday_after"):
        return False
    if previous is not None and re.fullmatch(r"\s?[,(]?\s?", text[previous.end : mention.start]):
        return previous.kind not in _CALENDAR  # "5 January (Friday)"
    following = re.match(r"\s([A-Z][a-z]+)", text[mention.end : mention.end + _WORD_REACH])
    # "the Sunday Times"
    return following is None or mention.before not in {"the", "a"}


def _is_an_issue_day(text: str, mention: Mention) -> bool:
    """Whether "today" is a day: neither the present age nor what somebody's own day was."""
    possessive = mention.get("possessive") is not None
    if not possessive and mention.before in _BEFORE_NOWADAYS:
        return False
    if possessive and (mention.get("time") or "").lower() in {"today", "tomorrow"}:
        noun = re.match(r"\s([a-z]+)", text[mention.end : mention.end + _WORD_REACH])
        return noun is not None and noun[1] in word_set("event_nouns")
    return True
