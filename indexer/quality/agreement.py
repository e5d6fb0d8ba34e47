"""How far two labellings of the same items agree, before they were settled.

Run as ``python -m indexer.quality.agreement``. The passes stand in ``tests/labels/passes/``: a line
an item, with the status of each occurrence by its letter, the actors, and those that are optional.
The first is held against the second as findings are held against labels.
"""

import argparse
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import InputError
from indexer.normalise.spans import Status
from indexer.quality.paths import LABELS
from indexer.quality.scores import Score, macro

PASSES = ("first.txt", "second.txt")
_LETTERS = {
    "r": Status.REPORTED,
    "s": Status.SCHEDULED,
    "c": Status.CONSIDERED,
    "x": Status.CALLED_OFF,
}


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass says of an item; `actors` is None where only its status was labelled."""

    statuses: tuple[Status, ...]
    actors: frozenset[str] | None
    optional: frozenset[str]


def passes(folder: Path) -> tuple[dict[str, Pass], dict[str, Pass]]:
    """Both passes, by the name of the item.

    Raises:
        InputError: they are not of the same items and occurrences.
    """
    first, second = (_read(folder / name) for name in PASSES)
    if set(first) != set(second):
        odd = min(set(first) ^ set(second))
        raise InputError(f"{odd}: stands in one pass only")
    for name, one in first.items():
        other = second[name]
        if len(one.statuses) != len(other.statuses) or (one.actors is None) != (
            other.actors is None
        ):
            raise InputError(f"{name}: the passes label different things of it")
    return first, second


def agreement(
    first: dict[str, Pass], second: dict[str, Pass]
) -> tuple[Score, dict[Status, Score], int]:
    """The score of the actors, that of each status, and how many items have actors at all."""
    actors, statuses, items = Score(), defaultdict[Status, Score](Score), 0
    for name, one in first.items():
        other = second[name]
        for given, wanted in zip(one.statuses, other.statuses, strict=True):
            statuses[wanted].add(given == wanted, 0, given != wanted)
            if given != wanted:
                statuses[given].add(0, 1, 0)
        if one.actors is not None and other.actors is not None:
            items += 1
            both = one.actors & other.actors
            actors.add(len(both), len(one.actors - both), len(other.actors - both))
    return actors, dict(statuses), items


def _read(path: Path) -> dict[str, Pass]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(_line(line) for line in lines if line and not line.startswith("#"))


def _line(line: str) -> tuple[str, Pass]:
    name, letters, *rest = line.split("|")
    statuses = tuple(_LETTERS[letter] for letter in letters)
    if not rest:
        return name, Pass(statuses, None, frozenset())
    actors, optional = (frozenset(ids.split()) for ids in rest)
    return name, Pass(statuses, actors, optional)


def main() -> None:
    """Print how far the two passes agree."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=LABELS / "passes")
    first, second = passes(parser.parse_args().folder)
    actors, statuses, items = agreement(first, second)
    found = sum(score.right for score in statuses.values())
    of = sum(score.right + score.missed for score in statuses.values())
    print(  # noqa: T201
        f"actors: {items} items, precision {actors.precision:.3f}, recall {actors.recall:.3f}, "
        f"F1 {actors.f1:.3f} of the first pass against the second"
    )
    print(  # noqa: T201
        f"status: {of} occurrences of {len(first)} items, {found} alike ({found / of:.3f}), "
        f"macro F1 {macro(statuses.values()).value:.3f}"
    )
    for status, score in sorted(statuses.items()):
        print(f"  {status:10} n {score.right + score.missed:3}  F1 {score.f1:.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
