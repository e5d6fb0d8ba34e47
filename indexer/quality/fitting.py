"""Fit the domain model to labelled items. Needs numpy, which running Entente does not.

Two linear scorers over the features of `indexer.normalise.tags.domains` and over common words: one
by a softmax over the domains, for the first of them; one by a logistic regression for each domain
with shared weights of the features, for the others. Ridge penalties, by L-BFGS. The words are those
with the heaviest weights in a fit over all that several issues use; the scorers are then fitted
again with these alone, so that the file stays small enough to be reviewed. For the others the cues
are terms, too, so that what speaks for one domain may speak for or against another; for the first
domain that did not help on series left out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from indexer.normalise.tags.domain_model import FEATURES, Model, Scorer, by_term
from indexer.normalise.tags.domains import domains, look
from indexer.quality.labels import LabelledItem, labelled_with

_RIDGE = 1.0
_THRESHOLD = 0.4
# The first label is what the item is about: getting it wrong costs more.
_WEIGHT_OF_FIRST = 1.5
# Words that fewer issues use are chance, and those that many items use tell nothing.
_LEAST_ISSUES = 3
_LEAST_LETTERS = 4
_STEPS = 80
_MEMORY = 8
_SUFFICIENT = 1e-4
_SHORTEST = 1e-8
_TINY = 1e-12
_CUE = "cue: "
_HEADER = """\
# The fitted part of the domain tagger. `first` scores which domain is the news, `others` which
# further ones an analyst would add: weights of the features that indexer/normalise/tags/domains.py
# computes, a bias for each domain, and weights of common words, for the others of cues, too.
# `threshold` is the least probability of a second or third domain.
# Made by `make fit` from the labelled set; reviewed like code, never edited by hand.
"""

# An item is looked at many times over in cross-validation.
look_at = cache(look)

Loss = Callable[[Any], tuple[Any, Any]]
LossOf = Callable[["_Data", Any], tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which terms a scorer has: how many a domain, how rare, with cues or without; their ridge."""

    terms: int
    most_items: float
    ridge: float
    cues: bool


# By what series that were left out of the fit showed.
_FIRST = _Choice(terms=80, most_items=0.1, ridge=4.0, cues=False)
_OTHERS = _Choice(terms=80, most_items=0.1, ridge=3.0, cues=True)


@dataclass(frozen=True, slots=True)
class _Data:
    """Arrays of a training set: items along the first axis, domains along the second."""

    features: Any
    words: Any
    wanted: Any
    counted: Any
    first: Any


def fit(items: Sequence[LabelledItem]) -> Model:
    """The model that fits the items' domain labels best; items without any count for nothing."""
    items = labelled_with("domain", items)
    return Model(
        first=_scorer(_loss_of_first, items, _FIRST),
        others=_scorer(_loss_of_others, items, _OTHERS),
        threshold=_THRESHOLD,
    )


def as_yaml(fitted: Model) -> str:
    """The file that the tagger reads."""
    lines = [_HEADER, f"threshold: {fitted.threshold}"]
    for name, scorer in (("first", fitted.first), ("others", fitted.others)):
        lines += [f"{name}:", "  weights:", *_lines(scorer.weights)]
        lines += ["  biases:", *_lines(scorer.biases), "  terms:"]
        for domain in scorer.biases:
            weights = {term: row[domain] for term, row in scorer.terms.items() if domain in row}
            heaviest = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))
            shown = ", ".join(f'"{term}": {value:.2f}' for term, value in heaviest)
            lines.append(f"    {domain}: {{{shown}}}")
    return "\n".join(lines) + "\n"


def _lines(values: Mapping[str, float]) -> list[str]:
    return [f"    {name}: {value:.3f}" for name, value in values.items()]


def _vocabulary(items: Sequence[LabelledItem], choice: _Choice) -> list[str]:
    """Terms that several issues use and that few items do, in order."""
    issues: dict[str, set[str]] = defaultdict(set)
    count: Counter[str] = Counter()
    for item in items:
        for term in look_at(item.headline, item.text).terms:
            issues[term].add(item.issue)
            count[term] += 1
    return sorted(
        term
        for term, used in issues.items()
        if len(used) >= _LEAST_ISSUES
        and count[term] <= choice.most_items * len(items)
        and len(term) >= _LEAST_LETTERS
        and (choice.cues or not term.startswith(_CUE))
    )


def _arrays(items: Sequence[LabelledItem], vocabulary: Sequence[str]) -> _Data:
    names = list(domains())
    place = {term: column for column, term in enumerate(vocabulary)}
    features = np.zeros((len(items), len(names), len(FEATURES)))
    words = np.zeros((len(items), len(vocabulary)))
    for row, item in enumerate(items):
        seen = look_at(item.headline, item.text)
        for domain, values in seen.features.items():
            features[row, names.index(domain)] = values
        for term, value in seen.terms.items():
            if term in place:
                words[row, place[term]] = value
    labels = [item.tags["domain"] for item in items]
    wanted = np.array([[float(name in given) for name in names] for given in labels])
    optional = [
        [name in item.optional["domain"] and name not in item.tags["domain"] for name in names]
        for item in items
    ]
    first = np.array([[float(name == given[0]) for name in names] for given in labels])
    return _Data(features, words, wanted, 1.0 - np.array(optional), first)


def _scorer(loss: LossOf, items: Sequence[LabelledItem], choice: _Choice) -> Scorer:
    names = list(domains())
    vocabulary = _vocabulary(items, choice)
    data = _arrays(items, vocabulary)
    everything = np.ones((len(vocabulary), len(names)))
    _, _, terms = _fitted(loss, data, everything, choice.ridge)
    kept = np.abs(terms) >= np.sort(np.abs(terms), axis=0)[-choice.terms :][:1]
    weights, biases, terms = _fitted(loss, data, kept.astype(float), choice.ridge)
    return Scorer(
        weights=dict(zip(FEATURES, map(float, weights), strict=True)),
        biases=dict(zip(names, map(float, biases), strict=True)),
        terms=by_term(
            {
                name: {
                    vocabulary[int(row)]: float(terms[row, column])
                    for row in np.flatnonzero(kept[:, column])
                }
                for column, name in enumerate(names)
            }
        ),
    )


def _loss_of_first(data: _Data, scores: Any) -> tuple[Any, Any]:
    """Negative log likelihood of the first label, and its slope along the scores."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely = shifted / shifted.sum(axis=1, keepdims=True)
    lost = -np.log((likely * data.first).sum(axis=1) + _TINY).sum()
    return lost, likely - data.first


def _loss_of_others(data: _Data, scores: Any) -> tuple[Any, Any]:
    """Negative log likelihood of each label; those that are right or wrong to find do not count."""
    likely = 1 / (1 + np.exp(-scores))
    weight = data.counted * (1 + (_WEIGHT_OF_FIRST - 1) * data.first)
    right = np.where(data.wanted > 0, likely, 1 - likely)
    return -(weight * np.log(right + _TINY)).sum(), weight * (likely - data.wanted)


def _fitted(loss: LossOf, data: _Data, kept: Any, ridge_of_terms: float) -> tuple[Any, Any, Any]:
    """Weights of the features, biases, and weights of the words that are kept."""
    of_features, of_domains = len(FEATURES), data.wanted.shape[1]
    terms = kept.shape[0]

    def parts(theta: Any) -> tuple[Any, Any, Any]:
        biases = theta[of_features : of_features + of_domains]
        rest = theta[of_features + of_domains :].reshape(terms, of_domains)
        return theta[:of_features], biases, rest * kept

    ridge = np.concatenate(
        [
            np.full(of_features + of_domains, _RIDGE),
            np.full(terms * of_domains, ridge_of_terms),
        ]
    )

    def penalised(theta: Any) -> tuple[Any, Any]:
        weights, biases, words = parts(theta)
        lost, slope = loss(data, data.features @ weights + biases + data.words @ words)
        slopes = [
            np.tensordot(slope, data.features, axes=([0, 1], [0, 1])),
            slope.sum(axis=0),
            ((data.words.T @ slope) * kept).ravel(),
        ]
        return lost + 0.5 * (ridge * theta * theta).sum(), np.concatenate(slopes) + ridge * theta

    return parts(_lowest(penalised, np.zeros(ridge.size)))


def _lowest(loss: Loss, theta: Any) -> Any:
    """L-BFGS (Nocedal, Wright: Numerical Optimization, algorithm 7.5) with halved steps."""
    history: list[tuple[Any, Any]] = []
    lost, slope = loss(theta)
    for _ in range(_STEPS):
        direction = _direction(slope, history)
        step = 1.0
        while True:
            moved = theta - step * direction
            now, new_slope = loss(moved)
            if now <= lost - _SUFFICIENT * step * (slope @ direction) or step < _SHORTEST:
                break
            step /= 2
        pair = (moved - theta, new_slope - slope)
        if pair[0] @ pair[1] > _TINY:
            history = [*history, pair][-_MEMORY:]
        settled = abs(lost - now) < 1e-6 * max(1.0, abs(lost))
        theta, lost, slope = moved, now, new_slope
        if settled:
            break
    return theta


def _direction(slope: Any, history: Sequence[tuple[Any, Any]]) -> Any:
    direction, parts = slope.copy(), []
    for moved, change in reversed(history):
        part = (moved @ direction) / (moved @ change)
        parts.append(part)
        direction -= part * change
    if history:
        moved, change = history[-1]
        direction *= (moved @ change) / (change @ change)
    else:
        direction /= max(1.0, float(np.linalg.norm(slope)))
    for (moved, change), part in zip(history, reversed(parts), strict=True):
        direction += moved * (part - (change @ direction) / (moved @ change))
    return direction
