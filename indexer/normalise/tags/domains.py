"""Domains of an item: cue phrases and telling words as evidence, weighed by a small fitted model.

Cues are written by hand (`indexer.normalise.tags.cues`). Which further words tell, how much a cue
in the headline or in the first sentence counts, and where to draw the line, is fitted to labelled
items (``data/domain_model.yaml``, by ``indexer.quality.fitting``). Two scores are fitted: which
domain is the news, and which others an analyst would add.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log1p
from typing import NamedTuple

from indexer.errors import InputError
from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.tags.cues import Word, covered, find_cues, words_of
from indexer.normalise.tags.domain_model import (
    FEATURES,
    LEAST_TERM,
    Model,
    Scorer,
    Seen,
    by_term,
    choose,
)
from indexer.normalise.vocabulary import load_yaml

# A headline is short and says what the item is about.
_HEADLINE_FACTOR = 2.5
_TERM_IN_HEADLINE = 3
# A cue named again adds little; a second different one adds in full.
_REPEAT_FACTOR = 0.25
# What follows "over" or "after" in a headline is the reason or the background, not the news.
_REASON = re.compile(r"\b(?:over|amid|after|despite|because of|due to|following)\b")
_REASON_FACTOR = 0.4
# What follows these in the text, up to the end of the clause, is told beside the news.
_BACKGROUND = re.compile(
    r"\b(?:in line with|as agreed (?:in|at|by)|on the (?:margins|sidelines|edge) of|in response to"
    r"|ahead of|in keeping with|following|as part of)\b[^,.;:]*"
)
# A cue right before one of these says what that is about: "cyber agreement", "AI safety summit".
_SUBJECT_OF = re.compile(
    r"\s+(?:agreement|pact|deal|accord|memorandum|partnership|talk|dialogue|cooperation|initiative"
    r"|tie|treaty|plan|bill|law|rule|exercise|drill|summit|conference|project|corridor|act|package"
    r"|strategy|fund|work|team|center|centre|network)s?\b"
)
# A cue of this weight all but settles the matter.
_FULL_WEIGHT = 3
_MAX_EVIDENCE = 12
_NOTHING: Mapping[str, float] = {}
_SENTENCE = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[“‘\"A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Domain:
    """A subject that events are tagged with."""

    id: str
    name: str
    definition: str


class _Telling(NamedTuple):
    """A place that speaks for a domain, and how much."""

    worth: float
    field: Field
    start: int
    end: int
    rule: str


@dataclass
class _Case:
    """What speaks for one domain in one item."""

    headline: float = 0.0
    text: float = 0.0
    lead: float = 0.0
    opens: bool = False
    subject: bool = False
    sentences: set[int] = field(default_factory=set)
    distinct: int = 0
    evidence: list[_Telling] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return _HEADLINE_FACTOR * self.headline + self.text


@cache
def domains() -> Mapping[str, Domain]:
    """Every domain by its id, in the order in which the site lists them.

    Raises:
        InputError: an entry of ``data/domains.yaml`` lacks its name, definition or cues.
    """
    return {name: _domain(name, entry) for name, entry in load_yaml("domains.yaml").items()}


@cache
def model() -> Model:
    """The fitted model.

    Raises:
        InputError: the vocabulary has a domain, or the code a feature, that the model was not
            fitted with.
    """
    entry = load_yaml("domain_model.yaml")
    unfitted = [domain for domain in domains() if domain not in entry["first"]["biases"]]
    if unfitted:
        raise InputError(
            f"domains.yaml lists {', '.join(unfitted)}, which domain_model.yaml was not fitted "
            "with: label some events with it and run `make fit`"
        )
    unknown = [name for name in FEATURES if name not in entry["first"]["weights"]]
    if unknown:
        raise InputError(
            f"domain_model.yaml was fitted without the features {', '.join(unknown)}: "
            "run `make fit`"
        )
    first, others = (
        Scorer(entry[name]["weights"], entry[name]["biases"], by_term(entry[name]["terms"]))
        for name in ("first", "others")
    )
    return Model(first, others, entry["threshold"])


def find_domains(headline: str, text: str) -> tuple[TagFinding, ...]:
    """One to three domains of an item, the most important first; none where nothing speaks."""
    words = {Field.HEADLINE: words_of(headline), Field.TEXT: words_of(text)}
    told: Counter[str] = Counter()
    cases = _cases(headline, text, words, told)
    seen = _seen(cases, text, words, told)
    by = model()
    return tuple(
        TagFinding(
            TagKind.DOMAIN,
            domain,
            _strongest([*cases[domain].evidence, *_telling(domain, by, words)], headline, text),
        )
        for domain in choose(seen, by, domains())
    )


def look(headline: str, text: str) -> Seen:
    """What a model is asked about an item."""
    words = {Field.HEADLINE: words_of(headline), Field.TEXT: words_of(text)}
    told: Counter[str] = Counter()
    return _seen(_cases(headline, text, words, told), text, words, told)


def _seen(
    cases: Mapping[str, _Case],
    text: str,
    words: Mapping[Field, Sequence[Word]],
    told: Mapping[str, int],
) -> Seen:
    subjects = tuple(domain for domain, case in cases.items() if case.subject)
    return Seen(_features(cases, text), _terms(words, told), subjects)


def _domain(name: str, entry: Mapping[str, object]) -> Domain:
    missing = [key for key in ("name", "definition", "cues") if not entry.get(key)]
    if missing:
        raise InputError(
            f"data/domains.yaml: the domain {name!r} has no {' and no '.join(missing)}; "
            "add it, then run `make fit`"
        )
    return Domain(name, str(entry["name"]), str(entry["definition"]))


def _features(cases: Mapping[str, _Case], text: str) -> dict[str, tuple[float, ...]]:
    """The features of each domain's case against the others, in the order of `FEATURES`."""
    top = max((case.weight for case in cases.values()), default=0.0)
    total = sum(case.weight for case in cases.values())
    headlines = sum(case.headline for case in cases.values()) or 1.0
    sentences = len(_SENTENCE.findall(text)) + 1
    return {
        domain: (
            log1p(case.headline),
            log1p(case.text),
            log1p(case.lead),
            case.weight / top,
            case.weight / total,
            case.headline / headlines,
            float(case.weight == top),
            float(case.headline > 0),
            float(case.opens),
            len(case.sentences) / sentences,
            log1p(case.distinct),
            float(case.subject),
        )
        for domain, case in cases.items()
    }


def _terms(words: Mapping[Field, Sequence[Word]], told: Mapping[str, int]) -> dict[str, float]:
    """How strongly each common word and cue stands out. Names are left to the vocabulary."""
    counts = Counter([word.form for word in words[Field.TEXT] if word.lower])
    for word in words[Field.HEADLINE]:
        if word.lower:
            counts[word.form] += _TERM_IN_HEADLINE
    counts.update(told)
    return {term: log1p(count) for term, count in counts.items()}


def _cases(
    headline: str, text: str, words: Mapping[Field, Sequence[Word]], told: Counter[str]
) -> dict[str, _Case]:
    """What speaks for each domain; counts in ``told`` how often each cue does."""
    cases: dict[str, _Case] = defaultdict(_Case)
    ends = [stop.start() for stop in _SENTENCE.finditer(text)]
    beside = [match.span() for match in _BACKGROUND.finditer(text)]
    reason = _REASON.search(headline)
    news = reason.start() if reason else len(headline)
    for place, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        seen: set[tuple[str, tuple[str, ...]]] = set()
        opening = True
        for cue, start, end in find_cues(content, words[place]):
            domain = str(cue.domain)
            told[cue.term] += _TERM_IN_HEADLINE if place is Field.HEADLINE else 1
            case = cases[domain]
            again = (domain, cue.words) in seen
            seen.add((domain, cue.words))
            worth = cue.weight * (_REPEAT_FACTOR if again else 1.0)
            if place is Field.HEADLINE:
                worth *= 1.0 if start < news else _REASON_FACTOR
                case.headline += worth
                case.opens |= opening
                case.subject |= cue.weight >= _FULL_WEIGHT and bool(_SUBJECT_OF.match(content, end))
                opening = False
                worth *= _HEADLINE_FACTOR
            else:
                sentence = bisect_right(ends, start)
                worth *= _REASON_FACTOR if covered(beside, start, start + 1) else 1.0
                case.text += worth
                case.lead += worth if sentence == 0 else 0.0
                case.sentences.add(sentence)
                case.distinct += not again
            case.evidence.append(_Telling(worth, place, start, end, cue.rule))
    return cases


def _telling(domain: str, by: Model, words: Mapping[Field, Sequence[Word]]) -> list[_Telling]:
    """The words that the model weighs in favour of the domain."""
    known = by.first.terms
    found = []
    for place in (Field.HEADLINE, Field.TEXT):
        for word in words[place]:
            worth = known.get(word.form, _NOTHING).get(domain, 0.0)
            if word.lower and worth >= LEAST_TERM:
                found.append(_Telling(worth, place, word.start, word.end, "fitted term"))
    return found


def _strongest(found: Sequence[_Telling], headline: str, text: str) -> tuple[Evidence, ...]:
    """The most telling spans, in reading order, each place once."""
    top: dict[tuple[Field, int], _Telling] = {}
    for one in sorted(found, key=lambda entry: -entry.worth):
        if len(top) < _MAX_EVIDENCE:
            top.setdefault((one.field, one.start), one)
    contents = {Field.HEADLINE: headline, Field.TEXT: text}
    return tuple(
        Evidence(e.field, e.start, e.end, contents[e.field][e.start : e.end], e.rule)
        for e in sorted(top.values(), key=lambda e: (e.field != Field.HEADLINE, e.start, e.end))
    )
