"""What is fitted, measured on issues that were kept from the fit."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.normalise.tags.domain_model import Model, choose
from indexer.normalise.tags.domains import domains
from indexer.quality import fit_primary
from indexer.quality.fitting import fit, look_at
from indexer.quality.labels import LabelledItem, issues, labelled_with
from indexer.quality.scores import Figure, Score, Share

# Cross-validation keeps back a sixth of the issues at a time: whole issues, as a new issue is what
# the model will meet.
_FOLDS = 6
_SHARES = (0.25, 0.5, 1.0)
# Below the whole, several draws are pooled, so that no lucky one stands for its size.
_DRAWS = 3
_SEED = 20220115


@dataclass
class _Tally:
    score: Score
    first: Share

    def add(self, items: Sequence[LabelledItem], by: Model) -> None:
        for labelled in items:
            chosen = choose(look_at(labelled.headline, labelled.text), by, domains())
            wanted = set(labelled.tags["domain"])
            found = set(chosen) - (labelled.optional["domain"] - wanted)
            self.score.add(len(found & wanted), len(found - wanted), len(wanted - found))
            self.first.add(right=chosen[:1] == list(labelled.tags["domain"][:1]))

    def figures(self) -> dict[str, Figure]:
        return {"domains_f1": self.score.figure(), "first_domain": self.first.figure()}


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Figures on the frozen part of a model fitted to a part of the others."""

    share: float
    issues: int
    figures: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """Flat."""
        return {"share": self.share, "issues": self.issues, **self.figures}


def cross_validated(items: Sequence[LabelledItem]) -> dict[str, Figure]:
    """What is fitted on each issue by models fitted without it."""
    items = labelled_with("domain", items)
    names = _shuffled(items)
    tally, dates = _Tally(Score(), Share()), fit_primary.cases(items)
    primary = Share()
    for fold in range(min(_FOLDS, len(names))):
        kept_back = set(names[fold::_FOLDS])
        fitted = fit([item for item in items if item.issue not in kept_back])
        tally.add([item for item in items if item.issue in kept_back], fitted)
        weights = fit_primary.fit([case for case in dates if case.issue not in kept_back])
        primary.add_all(
            fit_primary.share_right([case for case in dates if case.issue in kept_back], weights)
        )
    return {"primary_date": primary.figure(), **tally.figures()}


def learning_curve(
    training: Sequence[LabelledItem], unseen: Sequence[LabelledItem]
) -> list[CurvePoint]:
    """What fitting to a quarter, half and all of the training issues gives on the frozen part."""
    training = labelled_with("domain", training)
    names = _shuffled(training)
    dates, unseen_dates = fit_primary.cases(training), fit_primary.cases(unseen)
    curve = []
    for share in _SHARES:
        size = round(share * len(names))
        tally, primary = _Tally(Score(), Share()), Share()
        for draw in range(_DRAWS if share < 1 else 1):
            start = draw * len(names) // _DRAWS
            chosen = set((names * 2)[start : start + size])
            tally.add(unseen, fit([item for item in training if item.issue in chosen]))
            weights = fit_primary.fit([case for case in dates if case.issue in chosen])
            primary.add_all(fit_primary.share_right(unseen_dates, weights))
        figures = {"primary_date": primary.figure(), **tally.figures()}
        values = {name: round(figure.value, 4) for name, figure in figures.items()}
        curve.append(CurvePoint(share, size, values))
    return curve


def _shuffled(items: Sequence[LabelledItem]) -> list[str]:
    names = sorted(issues(items))
    random.Random(_SEED).shuffle(names)  # noqa: S311  (no secret; the same order every time)
    return names
