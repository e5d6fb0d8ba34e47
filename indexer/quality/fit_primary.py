"""Fit the ranking of an item's dates, and measure it on issues it was not fitted to.

A conditional logit over the features of `indexer.normalise.dates.primary`: among the dates of one
item, the probability of each to be the primary one. Fitted by Newton's method from zero, so the
same labels always give the same weights.

Run as ``python -m indexer.quality.fit_primary``; ``--write`` replaces ``data/primary_model.yaml``.
Needs numpy, which running Entente does not.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from indexer.normalise import vocabulary
from indexer.normalise.dates.primary import FEATURES, features, weights
from indexer.normalise.dates.resolver import find_dates
from indexer.quality.labels import LabelledItem, load
from indexer.quality.paths import DIGESTS, LABELS

MODEL = Path(__file__).parent.parent / "normalise" / "data" / "primary_model.yaml"
_RIDGE = 1.0
_STEPS = 14
_HEADER = """\
# The fitted weights by which the primary one of an item's dates is chosen; the features are those
# of indexer/normalise/dates/primary.py.
# Made by `python -m indexer.quality.fit_primary --write` from the labelled set without its frozen
# part; reviewed like code, never edited by hand.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One item to learn from: its dates' features, and which of them are right."""

    issue: str
    rows: Any
    right: Any


def case(
    issue: str, headline: str, text: str, issue_date: date, wanted: tuple[date, date]
) -> Case | None:
    """An item with the days of its primary occurrence; None where no date is found in it."""
    dates, dated = find_dates(text, issue_date), text
    if not dates:
        dates, dated = find_dates(headline, issue_date), headline
    if not dates:
        return None
    rows = np.array(features(headline, dated, dates, issue_date))
    right = np.array([(found.start, found.end) == wanted for found in dates])
    return Case(issue, rows, right)


def fit(cases: Sequence[Case]) -> Any:
    """The weights that make the labelled dates likeliest, in the order of `FEATURES`."""
    theta = np.zeros(len(FEATURES))
    telling = [c for c in cases if len(c.right) > 1 and c.right.any()]
    for _ in range(_STEPS):
        gradient, curvature = _RIDGE * theta, _RIDGE * np.eye(len(FEATURES))
        for item in telling:
            scores = item.rows @ theta
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            wanted = np.where(item.right, likely, 0)
            wanted /= wanted.sum()
            mean = item.rows.T @ likely
            gradient = gradient + item.rows.T @ (likely - wanted)
            curvature = curvature + (item.rows.T * likely) @ item.rows - np.outer(mean, mean)
        theta = theta - np.linalg.solve(curvature, gradient)
    return theta


def share_right(cases: Sequence[Case], theta: Any) -> float:
    """Share of items whose best date is the labelled one."""
    right = [bool(item.right[int(np.argmax(item.rows @ theta))]) for item in cases]
    return sum(right) / max(1, len(right))


def cross_validated(cases: Sequence[Case]) -> float:
    """Share right on each issue by weights fitted to the others."""
    right = 0.0
    for issue in dict.fromkeys(item.issue for item in cases):
        held_out = [item for item in cases if item.issue == issue]
        theta = fit([item for item in cases if item.issue != issue])
        right += share_right(held_out, theta) * len(held_out)
    return right / max(1, len(cases))


def written(theta: Any) -> str:
    """The model as YAML."""
    lines = [_HEADER, "weights:"]
    lines += [f"  {name}: {value:.3f}" for name, value in zip(FEATURES, theta, strict=True)]
    return "\n".join(lines) + "\n"


def _cases(items: Sequence[LabelledItem]) -> list[Case]:
    found = []
    for item in items:
        if item.primary is not None:
            start, end, _ = item.occurrences[item.primary]
            made = case(item.issue, item.headline, item.text, item.issue_date, (start, end))
            found += [made] if made else []
    return found


def main() -> None:
    """Print fitted and cross-validated shares; write the model where asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help=f"fit, and replace {MODEL.name}")
    arguments = parser.parse_args()
    items = load(LABELS, DIGESTS)
    cases = _cases([item for item in items if not item.unseen])
    unseen = _cases([item for item in items if item.unseen])
    theta = fit(cases)
    if arguments.write:
        MODEL.write_text(written(theta), encoding="utf-8")
        vocabulary.forget()
        weights.cache_clear()
    print(f"items {len(cases)}   fitted {share_right(cases, theta):.3f}")  # noqa: T201
    print(f"unseen {len(unseen)}   right {share_right(unseen, theta):.3f}")  # noqa: T201
    print(f"cross-validated by issue {cross_validated(cases):.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
