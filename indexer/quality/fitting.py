"""Fit the domain model to the labelled set, and measure it on issues it was not fitted to.

Logistic regression over the features of `indexer.normalise.tags.domains`, one bias a domain, by
Newton's method. Cross-validation leaves out one issue at a time, as a new issue is what the model
will meet.

Run as ``python -m indexer.quality.fitting``; ``--write`` replaces ``data/domain_model.yaml``,
``--record`` the figures that may not fall. Needs numpy, which running Entente does not.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer.normalise import vocabulary
from indexer.normalise.tags.domains import FEATURES, Model, choose, domains, features, model
from indexer.quality.labels import LabelledItem, issues, load
from indexer.quality.measure import Score, Share, measure
from indexer.quality.paths import DIGESTS, LABELS, RECORDED

MODEL = Path(__file__).parent.parent / "normalise" / "data" / "domain_model.yaml"
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


def fit(items: Sequence[LabelledItem]) -> Model:
    """The model that fits the items' domain labels best."""
    names = list(domains())
    rows, wanted, weights = [], [], []
    for labelled in items:
        labels = labelled.tags["domain"]
        found = features(labelled.item.headline, labelled.item.text)
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


def cross_validated(items: Sequence[LabelledItem]) -> dict[str, float]:
    """Domain figures on each issue by a model fitted to the others."""
    score, first = Score(), Share()
    for issue in issues(items):
        fitted = fit([item for item in items if item.issue != issue])
        for labelled in items:
            if labelled.issue != issue:
                continue
            chosen = choose(features(labelled.item.headline, labelled.item.text), fitted)
            wanted = set(labelled.tags["domain"])
            found = set(chosen) - (labelled.optional["domain"] - wanted)
            score.add(len(found & wanted), len(found - wanted), len(wanted - found))
            first.add(right=chosen[:1] == list(labelled.tags["domain"][:1]))
    return {"domains_f1": round(score.f1, 4), "first_domain": round(first.value, 4)}


def _newton(rows: Any, wanted: Any, weights: Any) -> Any:
    theta = np.zeros(rows.shape[1])
    ridge = _RIDGE * np.eye(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ theta))
        gradient = rows.T @ (weights * (likely - wanted)) + ridge @ theta
        curvature = (rows.T * (weights * likely * (1 - likely))) @ rows + ridge
        theta -= np.linalg.solve(curvature, gradient)
    return theta


def _written(fitted: Model) -> str:
    lines = [_HEADER, f"threshold: {fitted.threshold}", "weights:"]
    lines += [f"  {name}: {value:.3f}" for name, value in fitted.weights.items()]
    lines += ["biases:"]
    lines += [f"  {name}: {value:.3f}" for name, value in fitted.biases.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print fitted and cross-validated figures; write model and record where asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help=f"fit, and replace {MODEL.name}")
    parser.add_argument("--record", action="store_true", help=f"replace {RECORDED.name}")
    arguments = parser.parse_args()
    items = load(LABELS, DIGESTS)
    if arguments.write:
        MODEL.write_text(_written(fit(items)), encoding="utf-8")
        vocabulary.forget()
        model.cache_clear()
    held_out = cross_validated(items)
    found = measure(items)
    for name, value in found.figures().items():
        beside = f"   cross-validated {held_out[name]:.3f}" if name in held_out else ""
        print(f"{name:20} {value:.3f}{beside}")  # noqa: T201
    if arguments.record:
        record = {
            "items": found.items,
            "issues": found.issues,
            "figures": found.figures(),
            "cross_validated": held_out,
            "by_domain": {name: round(s.f1, 4) for name, s in sorted(found.by_domain.items())},
        }
        RECORDED.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
