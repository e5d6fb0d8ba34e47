"""Cue phrases of the domains, found in a text.

The phrases and their weights are written by hand (``data/domains.yaml``). Before they are looked
for, what only seems to speak is passed over: phrases of another sense (``data/domain_masks.yaml``)
and the names of ships and exercises ("USS Blue Ridge", "exercise Noble Fusion").
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from indexer.normalise.tags.gazetteer import ship_prefixes
from indexer.normalise.vocabulary import load_yaml

_WORD = re.compile(r"\d\+\d|\w&\w|[^\W_]+(?:['’][^\W_]+)*")
_NAME = r"[“\"‘]?[A-Z][\w’'-]*(?:[ -](?:of |del )?[A-Z][\w’'-]*)*"
_NAMED = re.compile(
    rf"\b(?:[Ee]xercises?|[Oo]perations?|[Dd]rills?|named|called) (?P<name>{_NAME})"
)
# "Reshuffle brings new defense and foreign ministers": governments change, nothing is defended.
_FILLED = re.compile(
    r"\b(?:[Rr]eshuffl\w+|[Ss]huffl\w+|[Nn]ew (?:\w+ ){0,3}named|[Nn]ames? (?:\w+ )?new"
    r"|[Uu]nveils? (?:\w+ )?cabinet|[Cc]abinet (?:with|brings|of))\b"
)
# Without one of these there is no need to look closer.
_FILLING = ("huffl", "named", "ames ", "veils ", "veil ", "abinet ")
_NAMING = frozenset(
    {"exercise", "exercises", "operation", "operations", "drill", "drills", "named", "called"}
)
_POST = re.compile(
    r"\b(?:[A-Za-z]+ and )?(?:foreign|defen[cs]e|trade|finance|economy|health|energy|climate)"
    r"(?: and [A-Za-z]+)? (?:minist(?:er|ry|ries)s?|chiefs?|secretar(?:y|ies)|posts?)\b",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """A word in comparable form, without possessive, and its place in the text."""

    form: str
    start: int
    end: int
    lower: bool


@dataclass(frozen=True)
class Cue:
    """A phrase that speaks for a domain; one without a domain only keeps its words from others."""

    domain: str | None
    weight: float
    words: tuple[str, ...]

    @cached_property
    def term(self) -> str:
        """The term that it is for models: they may weigh it for other domains than its own."""
        return f"cue: {' '.join(self.words)}"

    @cached_property
    def rule(self) -> str:
        """How evidence names it."""
        return f"cue {self.weight:g}"


def words_of(text: str) -> list[Word]:
    """The words of a text."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        form = word.lower()
        if not form.isalnum():
            form = _base(form.replace("’", "'"))
        start, end = match.span()
        found.append(Word(form, start, end, word.islower()))
    return found


def find_cues(text: str, words: Sequence[Word]) -> list[tuple[Cue, int, int]]:
    """The cues in the text; of those that begin at one word only the longest count."""
    forms = [word.form for word in words]
    names, posts = _names(text, forms), _posts(text)
    found = []
    at = 0
    while at < len(words):
        candidates = _candidates(forms[at])
        if not candidates:
            at += 1
            continue
        here = words[at]
        fitting = [cue for cue in candidates if _fits(cue, forms, at)]
        if not fitting:
            at += 1
            continue
        longest = max(len(cue.words) for cue in fitting)
        chosen = {cue.domain: cue for cue in fitting if len(cue.words) == longest}
        end = words[at + longest - 1].end
        if covered(posts, here.start, end):
            at += 1
            continue
        if longest > 1 or not covered(names, here.start, here.start + 1):
            found += [(cue, here.start, end) for cue in chosen.values() if cue.domain]
        at += longest
    return found


def _names(text: str, forms: Sequence[str]) -> list[tuple[int, int]]:
    """Where names of ships and exercises stand, in order: their words are no news."""
    rules = []
    if not _NAMING.isdisjoint(forms):
        rules.append(_NAMED)
    if not _ship_words().isdisjoint(forms):
        rules.append(_ship())
    spans = (match.span("name") for rule in rules for match in rule.finditer(text))
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of some spans, in order and apart from each other, covers a stretch."""
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1]


def _posts(text: str) -> list[tuple[int, int]]:
    """Where posts are named that somebody is given: what they are for is no news."""
    may_be = any(part in text for part in _FILLING)
    filled = may_be and _FILLED.search(text)
    return [match.span() for match in _POST.finditer(text)] if filled else []


@cache
def _ship_words() -> frozenset[str]:
    return frozenset(prefix.lower() for prefix in ship_prefixes())


@cache
def _ship() -> re.Pattern[str]:
    prefixes = "|".join(sorted(ship_prefixes()))
    return re.compile(rf"\b(?:{prefixes}) (?P<name>{_NAME})")


def _fits(cue: Cue, forms: Sequence[str], at: int) -> bool:
    """Whether the words behind the first one, which was looked up, are the cue's."""
    length = len(cue.words)
    if at + length > len(forms):
        return False
    for place in range(1, length):
        form, pattern = forms[at + place], cue.words[place]
        if form != pattern and not (pattern[-1] == "*" and form.startswith(pattern[:-1])):
            return False
    return True


def _base(word: str) -> str:
    return word.removesuffix("'s").removesuffix("s'")


@lru_cache(maxsize=20_000)
def _candidates(word: str) -> tuple[Cue, ...]:
    """The cues whose first word may be this one."""
    exact, stems = _index()
    beginnings = (word[:length] for length in range(1, len(word) + 1))
    return (*exact.get(word, ()), *(cue for stem in beginnings for cue in stems.get(stem, ())))


@cache
def _index() -> tuple[Mapping[str, list[Cue]], Mapping[str, list[Cue]]]:
    """Cues by their first word, and by the stem of their first word; longer cues first."""
    exact: dict[str, list[Cue]] = defaultdict(list)
    stems: dict[str, list[Cue]] = defaultdict(list)
    for cue in sorted(_all(), key=lambda cue: -len(cue.words)):
        first = cue.words[0]
        if first.endswith("*"):
            stems[first[:-1]].append(cue)
        else:
            exact[first].append(cue)
    return exact, stems


def _all() -> Iterator[Cue]:
    for domain, entry in load_yaml("domains.yaml").items():
        for weight, phrases in entry["cues"].items():
            for phrase in phrases:
                yield Cue(domain, float(weight), _pattern(phrase))
    for phrase in load_yaml("domain_masks.yaml")["masks"]:
        yield Cue(None, 0.0, _pattern(phrase))


def _pattern(phrase: str) -> tuple[str, ...]:
    return tuple(_base(word) for word in str(phrase).lower().split())
