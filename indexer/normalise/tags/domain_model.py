"""The fitted model of domains: which one is the news, and which others an analyst would give.

Two scores, each linear in the features of a domain's cues and in the words and cues of the item.
The numbers stand in ``data/domain_model.yaml``; `indexer.quality.fitting` makes them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import exp
from operator import mul

# A word below this weight tells too little to be shown as evidence, or to earn a tag alone.
LEAST_TERM = 0.1
_MAX_DOMAINS = 3

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


@dataclass(frozen=True)
class Scorer:
    """Linear in features and terms.

    Attributes:
        weights: of the features, the same for all domains.
        biases: by domain.
        terms: by word or cue, what it weighs for each domain; nothing where it is not named.
    """

    weights: Mapping[str, float]
    biases: Mapping[str, float]
    terms: Mapping[str, Mapping[str, float]]

    def scores(self, seen: Seen, wanted: Iterable[str]) -> dict[str, float]:
        """How much speaks for each of the domains asked for."""
        weights, biases = self._in_order, self.biases
        found = dict.fromkeys(self.biases, 0.0)
        terms = self.terms
        for term, value in seen.terms.items():
            if term in terms:
                for domain, weight in terms[term].items():
                    found[domain] += weight * value
        features = seen.features
        return {
            domain: found[domain]
            + biases[domain]
            + sum(map(mul, weights, features.get(domain, _NO_CUE)))
            for domain in wanted
        }

    def spoken_for(self, seen: Seen) -> set[str]:
        """The domains that a word or cue speaks for enough to earn the tag."""
        telling = self._telling
        return set(chain.from_iterable(telling[term] for term in seen.terms if term in telling))

    @cached_property
    def _in_order(self) -> tuple[float, ...]:
        return tuple(self.weights[name] for name in FEATURES)

    @cached_property
    def _telling(self) -> Mapping[str, tuple[str, ...]]:
        """By term, the domains that it speaks for enough to earn the tag."""
        strong = {
            term: tuple(domain for domain, weight in row.items() if weight >= LEAST_TERM)
            for term, row in self.terms.items()
        }
        return {term: named for term, named in strong.items() if named}


@dataclass(frozen=True, slots=True)
class Model:
    """Which domain is the news, which others are given, and the least probability of these."""

    first: Scorer
    others: Scorer
    threshold: float


def by_term(by_domain: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Weights of terms as they are looked up, from the order in which people read them."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for domain, terms in by_domain.items():
        for term, weight in terms.items():
            found[term][domain] = weight
    return dict(found)


def choose(seen: Seen, by: Model, known: Collection[str]) -> list[str]:
    """The domains that a model gives: the news, and up to two more above the threshold.

    Args:
        seen: what stands in the item.
        by: the model.
        known: every domain there is.
    """
    spoken_for = (seen.features.keys() | by.first.spoken_for(seen)) & set(known)
    if not spoken_for:
        return []
    first_scores = by.first.scores(seen, spoken_for)
    first = max(spoken_for, key=lambda domain: (first_scores[domain], domain))
    scores = by.others.scores(seen, spoken_for - {first})
    likely = {domain: 1 / (1 + exp(-score)) for domain, score in scores.items()}
    ranked = sorted(likely, key=lambda domain: (-likely[domain], domain))
    others = [d for d in ranked[: _MAX_DOMAINS - 1] if likely[d] >= by.threshold]
    others += [d for d in ranked if d in seen.subjects and d not in others]
    return [first, *others[: _MAX_DOMAINS - 1]]
