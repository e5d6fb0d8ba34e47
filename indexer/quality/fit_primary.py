"""Fit the ranking of an item's dates to labelled items.

Needs numpy, which running Entente does not. A conditional logit over the features of
`indexer.normalise.dates.primary`: among the dates of one item, the probability of each to be the
primary one. Fitted by Newton's method from zero, so the same labels always give the same weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.normalise.dates.primary import FEATURES, features
from indexer.normalise.dates.resolver import find_dates
from indexer.quality.labels import LabelledItem
from indexer.quality.scores import Share

_RIDGE = 0.5
_STEPS = 20
_SETTLED = 1e-6
_NO_DATE = -1e9
_HEADER = """\
# The fitted weights by which the primary one of an item's dates is chosen; the features are those
# of indexer/normalise/dates/primary.py.
# Made by `make fit` from the labelled set without its frozen part; reviewed like code, never
# edited by hand.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One item to learn from: its dates' features, and which of them are right."""

    issue: str
    rows: Any
    right: Any


def cases(items: Sequence[LabelledItem]) -> list[Case]:
    """The items whose primary date is labelled and in which any date is found."""
    made = (_case(item, item.primary) for item in items if item.primary is not None)
    return [case for case in made if case is not None]


def fit(of: Sequence[Case]) -> Any:
    """The weights that make the labelled dates likeliest, in the order of `FEATURES`."""
    telling = [item for item in of if len(item.right) > 1 and item.right.any()]
    longest = max((len(item.right) for item in telling), default=1)
    rows = np.zeros((len(telling), longest, len(FEATURES)))
    right = np.zeros((len(telling), longest), dtype=bool)
    bar = np.full((len(telling), longest), _NO_DATE)
    for place, item in enumerate(telling):
        of_item = slice(len(item.right))
        rows[place, of_item], right[place, of_item], bar[place, of_item] = item.rows, item.right, 0
    flat = rows.reshape(-1, len(FEATURES))
    theta = np.zeros(len(FEATURES))
    for _ in range(_STEPS):
        likely = _shares(rows @ theta + bar)
        mean = np.einsum("idf,id->if", rows, likely)
        wanted = _shares(np.where(right, rows @ theta, _NO_DATE))
        gradient = _RIDGE * theta + flat.T @ (likely - wanted).ravel()
        curvature = _RIDGE * np.eye(len(FEATURES)) + (flat.T * likely.ravel()) @ flat
        step = np.linalg.solve(curvature - mean.T @ mean, gradient)
        theta = theta - step
        if np.abs(step).max() < _SETTLED:
            break
    return theta


def share_right(of: Sequence[Case], theta: Any) -> Share:
    """How often the best date is the labelled one."""
    share = Share()
    for item in of:
        share.add(right=bool(item.right[int(np.argmax(item.rows @ theta))]))
    return share


def as_yaml(theta: Any) -> str:
    """The file that the normaliser reads."""
    lines = [_HEADER, "weights:"]
    lines += [f"  {name}: {value:.3f}" for name, value in zip(FEATURES, theta, strict=True)]
    return "\n".join(lines) + "\n"


def _case(item: LabelledItem, primary: int) -> Case | None:
    dates, dated = find_dates(item.text, item.issue_date), item.text
    if not dates:
        dates, dated = find_dates(item.headline, item.issue_date), item.headline
    if not dates:
        return None
    start, end, _ = item.occurrences[primary]
    right = np.array([(found.start, found.end) == (start, end) for found in dates])
    rows = np.array(features(item.headline, dated, dates, item.issue_date))
    return Case(item.issue, rows, right)


def _shares(scores: Any) -> Any:
    """Softmax along the dates of each item."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    return likely / likely.sum(axis=1, keepdims=True)
