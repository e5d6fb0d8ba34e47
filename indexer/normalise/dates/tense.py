"""The tense in which a date is told, by the verb nearest to it.

This is no parser. The verb that governs a date in a digest is nearly always the last one before it
in its clause, and where the date opens its clause, the first one behind it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from indexer.normalise.dates.layout import Layout
from indexer.normalise.dates.words import word_set

_WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?(?:-[a-z]+)*")
# An aside right before the date says nothing of it: "will join the drill, focused on X, in June".
_ASIDE = re.compile(
    r"\([^()]*\)|,\s[^,;:.()]{1,80},"
    r"(?=\s*(?:in|on|by|from|until|for|at|as)?\s*(?:the\s|late\s|early\s|mid-?)*$)"
)
_ASIDE_REACH = 24
# Longer sentences are lists; who looks for a verb far away in one would look at every word.
_SENTENCE_REACH = 1_000
_ONLY_LINKS = re.compile(
    r"(?:\s|,|and|or|but|on|in|by|from|until|since|at|late|early|the|around|about|as|of|for|that"
    r"|then|also|between|during|before|after)*$",
    re.IGNORECASE,
)
# What a new thought opens with: ", and on", "that in"; its verb stands behind the date.
_FRESH = re.compile(r"(?:,\s(?:and\s)?|\sthat\s|\sand\s)(?:on|in|by|from)?\s*$")
_FRESH_REACH = 12


class Tense(IntEnum):
    """When a clause says that its happening is."""

    UNKNOWN = 0
    PAST = 1
    PRESENT = 2
    OPEN = 3  # may, could, hopes to: nothing is decided
    FUTURE = 4


@dataclass(frozen=True, slots=True)
class Telling:
    """The tense of a date and the words that show it.

    Attributes:
        tense: when the happening is said to be.
        span: offsets of the deciding words in the text; None where none were found.
        word: the word that decided, in lower case.
    """

    tense: Tense
    span: tuple[int, int] | None = None
    word: str = ""


class _Word(NamedTuple):
    form: str
    start: int
    end: int
    is_capital: bool


_Words = Sequence[_Word]
_Role = Callable[[_Words, int], Telling | None]


def telling(layout: Layout, start: int, end: int) -> Telling:
    """How the text tells the date that stands from ``start`` to ``end``."""
    text = layout.text
    first, _ = layout.clause(start)
    before = _before(text, first, start)
    opens_clause = _ONLY_LINKS.match(text, first, start) is not None
    found: Telling | None = None
    if not opens_clause:
        is_parenthesis = text[end : end + 1] == ","
        fresh = _FRESH.search(text, max(first, start - _FRESH_REACH), start)
        if fresh is not None and not is_parenthesis:
            found = _behind(layout, end)
        found = found or _backwards(before)
    found = found or _behind(layout, end)
    if found is None:
        sentence, _ = layout.near(start, end)
        found = _backwards(_before(text, sentence, start))
    return found or Telling(Tense.UNKNOWN)


def tells_the_past(layout: Layout) -> bool:
    """Whether any clause of the text has a verb of the past; without one it is a chronicle."""
    words = _words(layout.text, 0, len(layout.text))
    return any(_is_past(words, index) for index in range(len(words)))


def _before(text: str, first: int, start: int) -> _Words:
    """The words before a date, without the aside that may stand between it and its verb."""
    first = max(first, start - _SENTENCE_REACH)
    words = _words(text, first, start)
    asides = [m for m in _ASIDE.finditer(text, first, start) if m.end() >= start - _ASIDE_REACH]
    if not asides:
        return words
    first_aside, last_aside = asides[-1].span()
    return [w for w in words if w.end <= first_aside or w.start >= last_aside] or words


def _behind(layout: Layout, end: int) -> Telling | None:
    return _forwards(_words(layout.text, end, layout.clause(end)[1]))


def _words(text: str, start: int, end: int) -> _Words:
    found = []
    for match in _WORD.finditer(text, start, end):
        form = match[0]
        is_capital = form[0].isupper()
        first, last = match.span()
        found.append(_Word(form.lower().replace("’", "'"), first, last, is_capital))
    return found


def _backwards(words: _Words) -> Telling | None:
    """What the last verb says."""
    for index in range(len(words) - 1, -1, -1):
        if (found := _at(words, index)) is not None:
            return found
    return None


def _forwards(words: _Words) -> Telling | None:
    """What the first verb says, with the participle behind an auxiliary: "is expected"."""
    for index in range(len(words)):
        found = _at(words, index)
        if found is None:
            continue
        if words[index].form in _AUXILIARIES:
            for later in range(index + 1, min(index + 4, len(words))):
                inner = _at(words, later)
                if inner is not None and _completes(inner, words[index]):
                    return inner
        return found
    return None


def _completes(inner: Telling, auxiliary: _Word) -> bool:
    begins_there = inner.span is not None and inner.span[0] <= auxiliary.start
    return begins_there or inner.tense in {Tense.FUTURE, Tense.OPEN}


_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_HAVE = frozenset({"has", "have", "had"})
_OBJECTS = frozenset(
    {"a", "an", "another", "its", "his", "her", "two", "three", "further", "talks"}
)
_AUXILIARIES = _BE | _HAVE
_CERTAIN = frozenset({"will", "shall", "won't"})
_SIMPLE_PAST = frozenset({"was", "were", "had", "did"})
_BETWEEN_AUXILIARY_AND_PARTICIPLE = frozenset({"not", "also", "then", "first", "already", "yet"})
# "is being considered for March"
_DELIBERATED = frozenset({"considered", "discussed", "weighed", "mooted", "explored"})
_SHORTEST_PARTICIPLE = 4
# As many words may stand between an auxiliary and the second verb that it belongs to.
_SHARED = 12


def _at(words: _Words, index: int) -> Telling | None:
    """What a word says of the tense, with its auxiliaries; None where it is no verb."""
    word = words[index]
    if word.is_capital and index > 0:
        return None  # a name: "Reed", "United"
    role = _roles().get(word.form)
    if role is not None:
        return role(words, index)
    return _participle(words, index) if _ends_like_a_participle(word.form) else None


@cache
def _roles() -> Mapping[str, _Role]:
    """What to ask of each word that may show a tense; later rows count before earlier ones."""
    listed: dict[str, _Role] = {}
    listed |= dict.fromkeys(word_set("present_verbs") | {"is", "are", "has", "have"}, _present)
    listed |= dict.fromkeys(word_set("past_verbs"), _participle)
    listed |= dict.fromkeys(_SIMPLE_PAST, _simple_past)
    listed |= dict.fromkeys(word_set("announcing"), _announced)
    listed |= dict.fromkeys(word_set("open_verbs"), _open)
    listed |= dict.fromkeys(_CERTAIN, _announced)
    return listed | {"set": _set, "to": _infinitive, "plans": _plans}


def _announced(words: _Words, index: int) -> Telling:
    return _told(Tense.FUTURE, words, index)


def _open(words: _Words, index: int) -> Telling:
    if words[index + 1 : index + 2] and words[index + 1].form == "not":
        if words[index].form == "could":
            return _told(Tense.PAST, words, index)  # "could not trade on May 3" has happened
        return _told(Tense.FUTURE, words, index)  # "may not enter from May 3" is decided
    return _told(Tense.OPEN, words, index)


def _simple_past(words: _Words, index: int) -> Telling:
    return _told(Tense.PAST, words, index)


def _told(tense: Tense, words: _Words, index: int) -> Telling:
    word = words[index]
    return Telling(tense, (word.start, word.end), word.form)


def _set(words: _Words, index: int) -> Telling:
    """Set for a day, is set to sail; else a past form like any other: "set to work"."""
    following = words[index + 1] if index + 1 < len(words) else None
    helped = index > 0 and words[index - 1].form in _BE
    if following is not None and (following.form == "for" or (helped and following.form == "to")):
        return Telling(Tense.FUTURE, (words[index].start, following.end), "set")
    return _participle(words, index)


def _plans(words: _Words, index: int) -> Telling | None:
    """Plans a round; the noun has a determiner or "to" near and leaves it to the verb."""
    following = words[index + 1].form if index + 1 < len(words) else ""
    return _told(Tense.FUTURE, words, index) if following in _OBJECTS else None


def _infinitive(words: _Words, index: int) -> Telling | None:
    """Are to meet, plans to sign; other infinitives leave it to the verb before them."""
    if index == 0 or index + 1 >= len(words):
        return None
    before, following = words[index - 1], words[index + 1]
    if following.is_capital or following.form in word_set("no_verb"):
        return None
    span = (before.start, following.end)
    if before.form in {"is", "are", "was", "were"} | word_set("planning"):
        hoped = before.form in word_set("open_planning")
        return Telling(Tense.OPEN if hoped else Tense.FUTURE, span, before.form)
    return None


def _participle(words: _Words, index: int) -> Telling:
    """A past form, unless an auxiliary says otherwise: "will be held", "is held"."""
    word = words[index]
    at = index - 1
    while at >= 0 and _may_stand_between(words[at].form):
        at -= 1
    auxiliaries = {between.form for between in words[at + 1 : index]}
    # "May 6, passed": a month is no auxiliary.
    before = words[at].form if at >= 0 and not words[at].is_capital else ""
    is_open = before in word_set("open_verbs")
    if before in _CERTAIN or is_open:
        tense = Tense.OPEN if is_open else Tense.FUTURE
        return Telling(tense, (words[at].start, word.end), before)
    if before == "to" and "be" in auxiliaries:
        return Telling(Tense.FUTURE, (words[max(at - 1, 0)].start, word.end), "to be")
    if before in _HAVE:
        return Telling(Tense.PAST, (words[at].start, word.end), word.form)
    is_present = bool({"is", "are"} & auxiliaries)
    if is_present and "being" in auxiliaries and word.form in _DELIBERATED:
        return _told(Tense.OPEN, words, index)
    tense = Tense.PRESENT if is_present else Tense.PAST
    return Telling(tense, (words[at + 1].start, word.end), word.form)


def _may_stand_between(form: str) -> bool:
    return form in _BE or form in _BETWEEN_AUXILIARY_AND_PARTICIPLE or form.endswith("ly")


def _present(words: _Words, index: int) -> Telling | None:
    """A present form, which "when" makes a future: "when members meet in November"."""
    touches = index > 0 and words[index].start - words[index - 1].end == 1
    before = words[index - 1].form if touches else ""
    if before == "not":
        return None
    if before in word_set("before_noun") or before in _CERTAIN or before in word_set("open_verbs"):
        return None
    if before == "and" and any(w.form in _CERTAIN for w in words[max(0, index - _SHARED) : index]):
        return _told(Tense.FUTURE, words, index)  # "will leave it and resume the hunt in July"
    is_awaited = any(word.form == "when" for word in words[max(0, index - 4) : index])
    return _told(Tense.FUTURE if is_awaited else Tense.PRESENT, words, index)


def _is_past(words: _Words, index: int) -> bool:
    found = _at(words, index)
    return found is not None and found.tense is Tense.PAST


@cache
def _ends_like_a_participle(form: str) -> bool:
    return (
        form.endswith("ed")
        and len(form) >= _SHORTEST_PARTICIPLE
        and form not in word_set("no_participle")
    )
