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
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from math import exp, log1p
from typing import NamedTuple

from indexer.errors import InputError
from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.tags.cues import Word, covered, find_cues, words_of
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
_LEAST_SUBJECT = 3
# A word below this weight tells too little to be shown as evidence, or to earn a tag alone.
_LEAST_TERM = 0.1
_MAX_DOMAINS = 3
_MAX_EVIDENCE = 12
_SENTENCE = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[“‘\"A-Z0-9])")

FEATURES = (
    "headline",  # log1p of the weight of cues in the headline
    "text",  # log1p of the weight of cues in the text
    "lead",  # log1p of the weight of cues in the first sentence of the text
    "share_of_top",  # weight relative to the strongest domain
    "share_of_all",  # weight relative to all domains
    "share_of_headline",  # weight in the headline relative to all domains
    "is_top",  # 1 for the strongest domain
    "in_headline",  # 1 where any cue stands in the headline
    "opens",  # 1 where the first cue of the headline speaks for it
    "sentences",  # share of the sentences of the text that have a cue
    "distinct",  # log1p of the number of different cues in the text
    "subject",  # 1 where the headline names an agreement, a meeting, a law of it
)


_NO_CUE = (0.0,) * len(FEATURES)


@dataclass(frozen=True, slots=True)
class Domain:
    """A subject that events are tagged with."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Scorer:
    """Linear in the features and in the terms: weights, a bias and weights of terms by domain."""

    weights: Mapping[str, float]
    biases: Mapping[str, float]
    terms: Mapping[str, Mapping[str, float]]

    def score(self, domain: str, seen: "Seen") -> float:
        """How much speaks for the domain."""
        values = zip(FEATURES, seen.features.get(domain, _NO_CUE), strict=True)
        known = self.terms.get(domain, {})
        return (
            self.biases[domain]
            + sum(self.weights[name] * value for name, value in values)
            + sum(known[term] * value for term, value in seen.terms.items() if term in known)
        )

    def knows(self, domain: str, seen: "Seen") -> bool:
        """Whether a word speaks for the domain, cues or none."""
        known = self.terms.get(domain, {})
        return any(known.get(term, 0.0) >= _LEAST_TERM for term in seen.terms)


@dataclass(frozen=True)
class Model:
    """Which domain is the news, which others are given, and the least probability of these."""

    first: Scorer
    others: Scorer
    threshold: float

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The terms that weigh anything."""
        scorers = (self.first, self.others)
        return frozenset(term for by in scorers for terms in by.terms.values() for term in terms)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a model is asked about.

    Attributes:
        features: by domain, in the order of `FEATURES`.
        terms: how strongly each word stands out, and each cue by its phrase.
        subjects: the domains that the headline names an agreement, a meeting or a law of.
    """

    features: Mapping[str, tuple[float, ...]]
    terms: Mapping[str, float]
    subjects: tuple[str, ...] = ()


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
        Scorer(entry[name]["weights"], entry[name]["biases"], entry[name]["terms"])
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
        for domain in choose(seen, by)
    )


def look(headline: str, text: str) -> Seen:
    """What a model is asked about an item."""
    words = {Field.HEADLINE: words_of(headline), Field.TEXT: words_of(text)}
    told: Counter[str] = Counter()
    return _seen(_cases(headline, text, words, told), text, words, told)


def choose(seen: Seen, by: Model) -> list[str]:
    """The domains that a model gives: the news, and up to two more above the threshold."""
    known = {term: value for term, value in seen.terms.items() if term in by.vocabulary}
    seen = replace(seen, terms=known)
    spoken_for = {d for d in domains() if d in seen.features or by.first.knows(d, seen)}
    if not spoken_for:
        return []
    first = max(spoken_for, key=lambda domain: (by.first.score(domain, seen), domain))
    likely = {d: 1 / (1 + exp(-by.others.score(d, seen))) for d in spoken_for - {first}}
    ranked = sorted(likely, key=lambda domain: (-likely[domain], domain))
    others = [d for d in ranked[: _MAX_DOMAINS - 1] if likely[d] >= by.threshold]
    others += [d for d in ranked if d in seen.subjects and d not in others]
    return [first, *others[: _MAX_DOMAINS - 1]]


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
    counts = Counter(told)
    for place, found in words.items():
        factor = _TERM_IN_HEADLINE if place is Field.HEADLINE else 1
        for word in found:
            if word.lower:
                counts[word.form] += factor
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
                case.subject |= cue.weight >= _LEAST_SUBJECT and bool(
                    _SUBJECT_OF.match(content, end)
                )
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
    known = by.first.terms.get(domain, {})
    return [
        _Telling(known[word.form], place, word.start, word.end, "fitted term")
        for place in (Field.HEADLINE, Field.TEXT)
        for word in words[place]
        if word.form in known and word.lower and known[word.form] >= _LEAST_TERM
    ]


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
