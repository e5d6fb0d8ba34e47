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
    lower: bool
    start: int
    end: int


@dataclass(frozen=True)
class Cue:
    """A phrase that speaks for a domain; one without a domain only keeps its words from others."""

    domain: str | None
    weight: float
    words: tuple[str, ...]
    written: str = ""
    """As it has to be written, where in other letters it is another word: WHO, Diet."""

    def stands_at(self, text: str, start: int) -> bool:
        """Whether what begins there is written so, or with more capitals."""
        found = text[start : start + len(self.written)]
        return found == self.written or found.isupper() or not self.written

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
    return [Word(*_form(match[0]), *match.span()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def _form(word: str) -> tuple[str, bool]:
    """A word in comparable form, and whether it is written in lower case."""
    form = word.lower()
    return form if form.isalnum() else _base(form.replace("’", "'")), word.islower()


def find_cues(text: str, words: Sequence[Word]) -> list[tuple[Cue, int, int]]:
    """The cues in the text; of those that begin at one word only the longest count."""
    forms = [word.form for word in words]
    names, posts = _names(text, forms), _posts(text)
    found: list[tuple[Cue, int, int]] = []
    at = 0
    while at < len(words):
        fitting = _longest(forms, at)
        if not fitting:
            at += 1
            continue
        start, length = words[at].start, len(fitting[0].words)
        end = words[at + length - 1].end
        if posts and covered(posts, start, end):
            at += 1
            continue
        if length > 1 or not names or not covered(names, start, start + 1):
            found += [
                (cue, start, end) for cue in fitting if cue.domain and cue.stands_at(text, start)
            ]
        at += length
    return found


def _longest(forms: Sequence[str], at: int) -> Sequence[Cue]:
    """The longest cues that begin at a word, one for each domain that lists them."""
    beginning = _beginning(forms[at])
    if beginning is None:
        return ()
    if at + 1 < len(forms) and (beginning.longer or beginning.stems):
        longer = beginning.longer.get(forms[at + 1], ())
        fitting = [cue for cue in (*longer, *beginning.stems) if _fits(cue, forms, at)]
        if fitting:
            length = max(len(cue.words) for cue in fitting)
            # Where a domain lists a phrase twice, whole and as a stem, the later one counts.
            ranked = sorted(fitting, key=beginning.cues.index) if len(fitting) > 1 else fitting
            return list({c.domain: c for c in ranked if len(c.words) == length}.values())
    return beginning.alone


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


class _Beginning(NamedTuple):
    """The cues that a word may begin.

    Attributes:
        cues: all of them, in the order in which they are listed.
        alone: those of this word alone, one a domain.
        longer: those of several words by the second, where that is a whole word.
        stems: those of several words whose second is a stem.
    """

    cues: tuple[Cue, ...]
    alone: tuple[Cue, ...]
    longer: Mapping[str, tuple[Cue, ...]]
    stems: tuple[Cue, ...]


@lru_cache(maxsize=20_000)
def _beginning(word: str) -> _Beginning | None:
    exact, stems = _index()
    beginnings = (word[:length] for length in range(1, len(word) + 1))
    cues = (*exact.get(word, ()), *(cue for stem in beginnings for cue in stems.get(stem, ())))
    if not cues:
        return None
    alone = {cue.domain: cue for cue in cues if len(cue.words) == 1}
    longer: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        if len(cue.words) > 1 and not cue.words[1].endswith("*"):
            longer[cue.words[1]].append(cue)
    return _Beginning(
        cues,
        tuple(alone.values()),
        {second: tuple(those) for second, those in longer.items()},
        tuple(cue for cue in cues if len(cue.words) > 1 and cue.words[1].endswith("*")),
    )


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
                written = phrase if phrase != phrase.lower() and " " not in phrase else ""
                yield Cue(domain, float(weight), _pattern(phrase), written.rstrip("*"))
    for phrase in load_yaml("domain_masks.yaml")["masks"]:
        yield Cue(None, 0.0, _pattern(phrase))


def _pattern(phrase: str) -> tuple[str, ...]:
    return tuple(_base(word) for word in str(phrase).lower().split())
