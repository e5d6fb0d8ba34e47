"""How fast items are normalised, beside another checkout where one is named; in `make quality`.

The labelled items of both parts, each checkout with its own code and Python, in turn, so that
whatever else the machine does hits both alike. CPU time of one core, the median of the rounds.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from indexer.quality.labels import LabelledItem, load
from indexer.quality.paths import DIGESTS, LABELS

_INSIDE = Path(__file__).parent / "bench" / "inside" / "normalising.py"
HERE = Path(__file__).parents[1]
_ROUNDS = 5


def main() -> None:
    """Print items a second, and the ratio to the other checkout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beside", type=Path, help="another checkout, with its own .venv")
    beside = parser.parse_args().beside
    checkouts = [HERE, *([beside.resolve()] if beside else [])]
    speeds = [statistics.median(some) for some in measured(load(LABELS, DIGESTS), checkouts)]
    for checkout, speed in zip(checkouts, speeds, strict=True):
        print(f"{speed:,.0f} items a second of CPU: {checkout.name}")
    if beside:
        print(f"{speeds[0] / speeds[1]:.2f} times as many as beside it")


def measured(
    items: Sequence[LabelledItem], checkouts: Sequence[Path], rounds: int = _ROUNDS
) -> list[list[float]]:
    """Items a second by checkout and round.

    Args:
        items: what is normalised.
        checkouts: their folders.
        rounds: how often each is measured.

    Raises:
        subprocess.CalledProcessError: a checkout's code cannot be run.
    """
    told = [(item.headline, item.text, item.issue_date.isoformat()) for item in items]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        found: list[list[float]] = [[] for _ in checkouts]
        for _ in range(rounds):
            for speeds, checkout in zip(found, checkouts, strict=True):
                speeds.append(_speed(checkout, file.name))
    return found


def _speed(checkout: Path, items: str) -> float:
    own = checkout / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    done = subprocess.run(
        [python, str(_INSIDE), items], cwd=checkout, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
