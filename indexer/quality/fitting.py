"""Fit the domain model to labelled items.

Logistic regression over the features of `indexer.normalise.tags.domains`, one bias a domain, by
Newton's method. Needs numpy, which running Entente does not.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from indexer.normalise.tags.domains import FEATURES, Model, domains, features
from indexer.quality.labels import LabelledItem

_RIDGE = 1.0
_THRESHOLD = 0.42
# The first label is what the item is about: getting it wrong costs more.
_WEIGHT_OF_FIRST = 1.5
_STEPS = 60
_NO_CUE = (0.0,) * len(FEATURES)
_HEADER = """\
# The fitted part of the domain tagger: weights of the features that
# indexer/normalise/tags/domains.py computes, a bias for each domain, and the least probability of
# a second or third domain.
# Made by `make fit` from the labelled set; reviewed like code, never edited by hand.
"""


# An item is fitted to many times over in cross-validation.
features_of_item = cache(features)


def fit(items: Sequence[LabelledItem]) -> Model:
    """The model that fits the items' domain labels best."""
    names = list(domains())
    rows, wanted, weights = [], [], []
    for labelled in items:
        labels = labelled.tags["domain"]
        found = features_of_item(labelled.headline, labelled.text)
        for domain in names:
            values = found.get(domain, _NO_CUE)
            if domain in labelled.optional["domain"] and domain not in labels:
                continue
            one_hot = [float(domain == name) for name in names]
            rows.append([*values, *one_hot])
            wanted.append(float(domain in labels))
            weights.append(_WEIGHT_OF_FIRST if labels[0] == domain else 1.0)
    theta = _newton(np.array(rows), np.array(wanted), np.array(weights))
    return Model(
        weights=dict(zip(FEATURES, map(float, theta[: len(FEATURES)]), strict=True)),
        biases=dict(zip(names, map(float, theta[len(FEATURES) :]), strict=True)),
        threshold=_THRESHOLD,
    )


def _newton(rows: Any, wanted: Any, weights: Any) -> Any:
    theta = np.zeros(rows.shape[1])
    ridge = _RIDGE * np.eye(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ theta))
        gradient = rows.T @ (weights * (likely - wanted)) + ridge @ theta
        curvature = (rows.T * (weights * likely * (1 - likely))) @ rows + ridge
        theta -= np.linalg.solve(curvature, gradient)
    return theta


def as_yaml(fitted: Model) -> str:
    """The file that the tagger reads."""
    lines = [_HEADER, f"threshold: {fitted.threshold}", "weights:"]
    lines += [f"  {name}: {value:.3f}" for name, value in fitted.weights.items()]
    lines += ["biases:"]
    lines += [f"  {name}: {value:.3f}" for name, value in fitted.biases.items()]
    return "\n".join(lines) + "\n"
