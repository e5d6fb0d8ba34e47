"""Domains of an item: cue phrases as evidence, weighed by a small fitted model.

The cues and their weights are written by hand (``data/domains.yaml``). How much a cue in the
headline counts against one in the text, and where to draw the line, is fitted to the labelled set
(``data/domain_model.yaml``, by ``indexer.quality.fitting``). No domain is given without a cue.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp, log1p

from indexer.errors import InputError
from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.vocabulary import load_yaml

# A headline is short and says what the item is about.
_HEADLINE_FACTOR = 2.5
# A cue named again adds little; a second different one adds in full.
_REPEAT_FACTOR = 0.25
_MAX_DOMAINS = 3
_MAX_EVIDENCE = 12
_WORD = re.compile(r"\d\+\d|\w&\w|[^\W_]+(?:['’][^\W_]+)*")

FEATURES = (
    "headline",  # log1p of the weight of cues in the headline
    "text",  # log1p of the weight of cues in the text
    "share_of_top",  # weight relative to the strongest domain
    "share_of_all",  # weight relative to all domains
    "is_top",  # 1 for the strongest domain
    "in_headline",  # 1 where any cue stands in the headline
    "distinct",  # log1p of the number of different cues in the text
)


@dataclass(frozen=True, slots=True)
class Domain:
    """A subject that events are tagged with."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features, a bias for each domain, and the least probability of a tag."""

    weights: Mapping[str, float]
    biases: Mapping[str, float]
    threshold: float

    def probability(self, domain: str, features: Sequence[float]) -> float:
        """How likely a careful analyst gives the domain."""
        weighed = zip(FEATURES, features, strict=True)
        total = self.biases[domain] + sum(self.weights[name] * value for name, value in weighed)
        return 1 / (1 + exp(-total))


@dataclass(frozen=True, slots=True)
class _Cue:
    domain: str
    weight: float
    words: tuple[str, ...]


@dataclass
class _Case:
    """What speaks for one domain in one item."""

    headline: float = 0.0
    text: float = 0.0
    distinct: int = 0
    evidence: list[tuple[float, Evidence]] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return _HEADLINE_FACTOR * self.headline + self.text


@cache
def domains() -> Mapping[str, Domain]:
    """Every domain by its id, in the order in which the site lists them."""
    return {
        domain_id: Domain(domain_id, entry["name"], entry["definition"])
        for domain_id, entry in load_yaml("domains.yaml").items()
    }


@cache
def model() -> Model:
    """The fitted model.

    Raises:
        InputError: the vocabulary has a domain that the model was not fitted with.
    """
    entry = load_yaml("domain_model.yaml")
    unfitted = [domain for domain in domains() if domain not in entry["biases"]]
    if unfitted:
        raise InputError(
            f"domains.yaml lists {', '.join(unfitted)}, which domain_model.yaml was not fitted "
            "with: label some events with it and run `make fit`"
        )
    return Model(entry["weights"], entry["biases"], entry["threshold"])


def find_domains(headline: str, text: str) -> tuple[TagFinding, ...]:
    """One to three domains of an item, the most important first; none where no cue stands in it."""
    cases = _cases(headline, text)
    chosen = choose(features_of(cases), model())
    return tuple(
        TagFinding(TagKind.DOMAIN, domain, _strongest(cases[domain].evidence)) for domain in chosen
    )


def features(headline: str, text: str) -> dict[str, tuple[float, ...]]:
    """The features of every domain that the item has a cue for, in the order of `FEATURES`."""
    return features_of(_cases(headline, text))


def choose(found: Mapping[str, Sequence[float]], by: Model) -> list[str]:
    """The domains that a model gives: the likeliest, and up to two more above the threshold."""
    likely = {domain: by.probability(domain, values) for domain, values in found.items()}
    ranked = sorted(likely, key=lambda domain: (-likely[domain], domain))
    return ranked[:1] + [d for d in ranked[1:_MAX_DOMAINS] if likely[d] >= by.threshold]


def features_of(cases: Mapping[str, _Case]) -> dict[str, tuple[float, ...]]:
    """The features of each domain's case against the others."""
    top = max((case.weight for case in cases.values()), default=0.0)
    total = sum(case.weight for case in cases.values())
    return {
        domain: (
            log1p(case.headline),
            log1p(case.text),
            case.weight / top,
            case.weight / total,
            float(case.weight == top),
            float(case.headline > 0),
            log1p(case.distinct),
        )
        for domain, case in cases.items()
    }


def _cases(headline: str, text: str) -> dict[str, _Case]:
    cases: dict[str, _Case] = defaultdict(_Case)
    for place, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for cue, start, end in _matches(content):
            case = cases[cue.domain]
            again = (cue.domain, cue.words) in seen
            seen.add((cue.domain, cue.words))
            worth = cue.weight * (_REPEAT_FACTOR if again else 1.0)
            if place is Field.HEADLINE:
                case.headline += worth
                worth *= _HEADLINE_FACTOR
            else:
                case.text += worth
                case.distinct += not again
            span = Evidence(place, start, end, content[start:end], f"cue {cue.weight:g}")
            case.evidence.append((worth, span))
    return cases


def _strongest(found: Sequence[tuple[float, Evidence]]) -> tuple[Evidence, ...]:
    """The most telling spans, in reading order."""
    top = sorted(found, key=lambda entry: -entry[0])[:_MAX_EVIDENCE]
    return tuple(
        sorted(
            (evidence for _, evidence in top),
            key=lambda e: (e.field != Field.HEADLINE, e.start, e.end),
        )
    )


def _matches(text: str) -> list[tuple[_Cue, int, int]]:
    """The cues in the text; of those that begin at one word only the longest count."""
    words = [
        (_base(match[0].lower().replace("’", "'")), *match.span()) for match in _WORD.finditer(text)
    ]
    forms = [form for form, _, _ in words]
    found = []
    at = 0
    while at < len(words):
        fitting = [cue for cue in _candidates(forms[at]) if _fits(cue, forms, at)]
        longest = max((len(cue.words) for cue in fitting), default=1)
        chosen = {cue.domain: cue for cue in fitting if len(cue.words) == longest}
        end = words[at + longest - 1][2]
        found += [(cue, words[at][1], end) for cue in chosen.values()]
        at += longest
    return found


def _fits(cue: _Cue, forms: Sequence[str], at: int) -> bool:
    run = forms[at : at + len(cue.words)]
    return len(run) == len(cue.words) and all(map(_same, run, cue.words))


def _same(form: str, pattern: str) -> bool:
    return form.startswith(pattern[:-1]) if pattern.endswith("*") else form == pattern


def _base(word: str) -> str:
    return word.removesuffix("'s")


@cache
def _candidates(word: str) -> tuple[_Cue, ...]:
    """The cues whose first word may be this one."""
    exact, stems = _index()
    beginnings = (word[:length] for length in range(1, len(word) + 1))
    return (*exact.get(word, ()), *(cue for stem in beginnings for cue in stems.get(stem, ())))


@cache
def _index() -> tuple[Mapping[str, list[_Cue]], Mapping[str, list[_Cue]]]:
    """Cues by their first word, and by the stem of their first word; longer cues first."""
    exact: dict[str, list[_Cue]] = defaultdict(list)
    stems: dict[str, list[_Cue]] = defaultdict(list)
    cues = [
        _Cue(domain, float(weight), tuple(str(phrase).lower().split()))
        for domain, entry in load_yaml("domains.yaml").items()
        for weight, phrases in entry["cues"].items()
        for phrase in phrases
    ]
    for cue in sorted(cues, key=lambda cue: -len(cue.words)):
        first = cue.words[0]
        if first.endswith("*"):
            stems[first[:-1]].append(cue)
        else:
            exact[first].append(cue)
    return exact, stems
