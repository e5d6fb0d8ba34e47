"""`make quality`, `make measure` and `make fit`: measure, and record what may not fall.

Run as ``python -m indexer.quality.record``; ``--fit`` replaces ``data/domain_model.yaml`` and
``data/primary_model.yaml`` first, ``--write`` the recorded figures. Cross-validation and the
learning curve need numpy, which running Entente does not.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from indexer.normalise import vocabulary
from indexer.normalise.dates.primary import weights
from indexer.normalise.tags.domains import model
from indexer.quality import fit_primary
from indexer.quality.fitting import as_yaml, fit
from indexer.quality.labels import LabelledItem, load, seen, unseen
from indexer.quality.measure import Quality, measure
from indexer.quality.paths import DIGESTS, LABELS, RECORDED
from indexer.quality.scores import Figure, Score, macro
from indexer.quality.validation import cross_validated, learning_curve

_DATA = Path(__file__).parent.parent / "normalise" / "data"
MODEL = _DATA / "domain_model.yaml"
PRIMARY_MODEL = _DATA / "primary_model.yaml"


def record_of(items: list[LabelledItem]) -> dict[str, Any]:
    """All that is recorded of a version, the frozen part first."""
    frozen, training = unseen(items), seen(items)
    on_frozen, on_training = measure(frozen), measure(training)
    return {
        "unseen": on_frozen.summary(),
        "seen": on_training.summary(),
        "together": {"status_macro_f1": status_of(on_frozen, on_training).as_json()},
        "cross_validated": {
            name: figure.as_json() for name, figure in cross_validated(training).items()
        },
        "learning_curve": [point.as_json() for point in learning_curve(training, frozen)],
    }


def status_of(*parts: Quality) -> Figure:
    """Macro F1 of status over several parts: one alone may have few labels of a value."""
    values = sorted({name for part in parts for name in part.statuses})
    return macro(
        sum((part.statuses.get(name, Score()) for part in parts), Score()) for name in values
    )


def main() -> None:
    """Print the figures of both parts; refit and record where asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--fit", action="store_true", help="fit, and replace both models")
    parser.add_argument("--write", action="store_true", help=f"replace {RECORDED.name}")
    arguments = parser.parse_args()
    items = load(LABELS, DIGESTS)
    if arguments.fit:
        training = seen(items)
        MODEL.write_text(as_yaml(fit(training)), encoding="utf-8")
        by = fit_primary.fit(fit_primary.cases(training))
        PRIMARY_MODEL.write_text(fit_primary.as_yaml(by), encoding="utf-8")
        vocabulary.forget()
        model.cache_clear()
        weights.cache_clear()
    record = record_of(items)
    _print(record)
    if arguments.write:
        RECORDED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _print(record: dict[str, Any]) -> None:
    parts = ("unseen", "seen", "cross_validated")
    print(f"{'':20} {'unseen':21} {'seen':21} cross-validated")  # noqa: T201
    for name in record["unseen"]["figures"]:
        figures = (record[part].get("figures", record[part]).get(name) for part in parts)
        print(f"{name:20} {' '.join(map(_shown, figures))}".rstrip())  # noqa: T201
    together = record["together"]["status_macro_f1"]
    print(f"status_macro_f1 of both parts together: {_shown(together)}, n {together['n']}")  # noqa: T201
    print("fitted to    on the frozen part")  # noqa: T201
    for point in record["learning_curve"]:
        values = ", ".join(f"{n} {v:.3f}" for n, v in point.items() if n not in {"share", "issues"})
        print(f"{point['issues']:3} issues   {values}")  # noqa: T201


def _shown(figure: dict[str, float] | None) -> str:
    if figure is None:
        return ""
    return f"{figure['value']:.3f} ({figure['low']:.3f}–{figure['high']:.3f})"


if __name__ == "__main__":
    main()
