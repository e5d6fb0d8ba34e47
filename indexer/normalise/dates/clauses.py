"""What the words around a date say: announced or past, subject or background."""

import re
from functools import cache

from indexer.normalise.dates import patterns
from indexer.normalise.dates.mentions import Mention

_REACH = 100
_NEAR = 9
_CLAUSE_START = re.compile(
    r"[.!?][”’\"]?\s+(?=[“‘\"A-Z])|[;:]\s"
    r"|\b(?:while|but|although|because)\b|,\s(?:where|which|who|when|as)\b"
)
_SENTENCE_END = re.compile(r"[.!?][”’\"]?\s*(?=[“‘\"A-Z])|[;]\s")
_RELATIVE = re.compile(r"\w,?\s(?:that|which|who|whose|where)\s")
_PAST_PERFECT = re.compile(
    r"\bhad\s(?:\w+ly\s|already\s|not\s)?\w+(?:ed|en|n|t|d|me|ne|ft|ld|de)\b"
)
_OTHER_YEAR = re.compile(r"\b(?P<which>next|last|this) year(?:['’]s)?\b")


def clause(text: str, mention: Mention) -> str:
    """The words before the mention in its clause; those after it where it stands first."""
    before = clause_before(text, mention)
    if len(before.split()) > 1:
        return before
    after = text[mention.end : mention.end + _REACH]
    stop = _CLAUSE_START.search(after)
    return before + " " + (after[: stop.start()] if stop else after)


def clause_before(text: str, mention: Mention) -> str:
    """The words before the mention, back to where its clause begins."""
    before = text[max(0, mention.match.start() - _REACH) : mention.start]
    breaks = list(_CLAUSE_START.finditer(before))
    return before[breaks[-1].end() :] if breaks else before


def sentence_before(text: str, mention: Mention) -> str:
    """The words before the mention, back to where its sentence begins."""
    before = text[: mention.start]
    stops = list(_SENTENCE_END.finditer(before))
    return before[stops[-1].end() :] if stops else before


def in_background(text: str, mention: Mention, previous_end: int) -> bool:
    """Whether the date only explains another happening.

    "on May 4, after the test of May 2"; "condemned the launch that the North tried on May 2";
    "it had landed on January 20"; "After the volcano erupted on January 15, ...".
    """
    sentence = sentence_before(text, mention)
    between = sentence[-max(0, mention.start - previous_end) :] if previous_end >= 0 else sentence
    if previous_end >= 0 and patterns.background_wording().match(between):
        return True
    if _RELATIVE.search(between) or _PAST_PERFECT.search(sentence):
        return True
    opening = patterns.background_wording().match(sentence.lower())
    return opening is not None and "," not in sentence


def already_past(text: str, mention: Mention) -> bool:
    """Whether the clause tells the past: "met Biden on January 6", not "said it meets on".

    The last verb before the date decides; words of announcement after it take it back.
    """
    before = re.split(r",\s(?:and|but)\s", clause_before(text, mention))[-1]
    verbs = [*_past_verb().finditer(before), *_PAST_PERFECT.finditer(before)]
    if not verbs:
        return False
    tail = before[max(verb.end() for verb in verbs) :]
    return patterns.future_wording().search(tail) is None


def named_year_shift(text: str, mention: Mention) -> int | None:
    """-1, 0 or 1 where the clause speaks of "next year\u2019s meeting" and the like."""
    match = _OTHER_YEAR.search(clause_before(text, mention))
    return {"last": -1, "this": 0, "next": 1}[match["which"]] if match else None


def happens(text: str, mention: Mention) -> bool:
    """Whether a clause with a verb follows: "after the North fired", not "after the vote"."""
    after = re.split(r"[,.;:]", text[mention.end : mention.end + _REACH])[0]
    verbs = set(patterns.words()["past_verbs"])
    return any(word in verbs or word.endswith("ed") for word in after.split()[:_NEAR])


@cache
def _past_verb() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, patterns.words()["past_verbs"]))
    # A passive with a modal ("will be signed on") is no past.
    return re.compile(rf"(?<!be\s)(?<!been\s)(?<!to\s)\b(?:[a-z]{{2,}}ed|{verbs})\b")
