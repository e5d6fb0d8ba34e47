"""How far two labellings of domains, countries, groups and dates agree, before they were settled.

Run as ``python -m indexer.quality.agreement_of_tags``. The passes stand in
``tests/labels/passes/digest/``, a line an item: its name, domains, optional domains, countries,
groups, and occurrences, between bars. An occurrence is a day, a month (2010-05) or a range (two
days with two dots between), with a tilde before it if approximate, a star before that if it is the
primary one, and the letter of its status after it. Where an item's occurrences were not labelled,
a dash stands for them. The first pass is held against the second as findings are held against
labels.
"""

import argparse
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import InputError
from indexer.quality.paths import LABELS
from indexer.quality.scores import Score, Share

_PASSES = ("first.txt", "second.txt")
_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass says of an item; `occurrences` is None where they were not labelled."""

    domains: tuple[str, ...]
    countries: tuple[str, ...]
    groups: tuple[str, ...]
    occurrences: tuple[str, ...] | None

    @property
    def primary(self) -> str:
        """The day or days of the primary occurrence; empty where there is none."""
        return next((one[1:-1] for one in self.occurrences or () if one.startswith("*")), "")

    @property
    def dates(self) -> list[str]:
        """The days of every occurrence, without its status."""
        return [one.removeprefix("*")[:-1] for one in self.occurrences or ()]

    @property
    def statuses(self) -> list[str]:
        """Each occurrence with its status."""
        return [one.removeprefix("*") for one in self.occurrences or ()]


@dataclass
class Agreement:
    """Scores of the first pass against the second; shares of items that are alike."""

    items: int = 0
    dated: int = 0
    scores: dict[str, Score] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)

    def score(self, name: str, given: Iterable[Hashable], wanted: Iterable[Hashable]) -> None:
        """Count one item's values, each as often as it stands."""
        found, there = Counter(given), Counter(wanted)
        both = (found & there).total()
        counted = self.scores.setdefault(name, Score())
        counted.add(both, found.total() - both, there.total() - both)

    def share(self, name: str, *, alike: bool) -> None:
        """Count one item."""
        self.shares.setdefault(name, Share()).add(right=alike)


def readings(folder: Path) -> tuple[dict[str, Reading], dict[str, Reading]]:
    """Both passes, by the name of the item.

    Raises:
        InputError: a line has not its six fields, or the passes are not of the same items.
    """
    first, second = (_read(folder / name) for name in _PASSES)
    if odd := set(first) ^ set(second):
        raise InputError(f"{min(odd)}: stands in one pass only")
    return first, second


def agreement(first: dict[str, Reading], second: dict[str, Reading]) -> Agreement:
    """How far the first pass agrees with the second."""
    found = Agreement(items=len(first))
    for name, one in first.items():
        other = second[name]
        found.score("domains", one.domains, other.domains)
        found.score("countries", one.countries, other.countries)
        found.score("groups", one.groups, other.groups)
        found.share("first domain", alike=one.domains[:1] == other.domains[:1])
        if one.occurrences is not None and other.occurrences is not None:
            found.dated += 1
            found.score("occurrences", one.dates, other.dates)
            found.score("status", one.statuses, other.statuses)
            found.share("primary", alike=one.primary == other.primary)
    return found


def _read(path: Path) -> dict[str, Reading]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(_line(path, line) for line in lines if line and not line.startswith("#"))


def _line(path: Path, line: str) -> tuple[str, Reading]:
    fields = line.split("|")
    if len(fields) != _FIELDS:
        raise InputError(f"{path}: {line!r} has {len(fields)} fields; {_FIELDS} are wanted")
    name, domains, _, countries, groups, occurrences = fields
    dated = None if occurrences == "-" else tuple(occurrences.split())
    reading = Reading(
        tuple(domains.split()), tuple(countries.split()), tuple(groups.split()), dated
    )
    return name, reading


def main() -> None:
    """Print how far the two passes agree."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=LABELS / "passes" / "digest")
    found = agreement(*readings(parser.parse_args().folder))
    print(f"{found.items} items, {found.dated} of them with dates")  # noqa: T201
    for name, score in found.scores.items():
        print(f"  {name:12} F1 {score.f1:.3f}, n {score.right + score.missed}")  # noqa: T201
    for name, share in found.shares.items():
        print(f"  {name:12} {share.value:.3f} alike, n {share.of}")  # noqa: T201


if __name__ == "__main__":
    main()
