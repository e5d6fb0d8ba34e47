"""The judged set: searches in users' own words, and how well events answer each.

Every event of a search's pool was graded in two passes, 0 to 3 (see the README beside the grades).
One rule settles them: equal grades stand; of two that differ by one the lower counts; where they
differ by more the event was read a third time, and that grade counts.

The figure is the normalised discounted cumulative gain of the first ten (K. Järvelin and
J. Kekäläinen, ACM TOIS 20, 2002, p. 422) with the gain 2^grade - 1; agreement of the two passes is
Cohen's kappa with quadratic weights (Psychological Bulletin 70, 1968, p. 213).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

DEPTH = 10
GRADES = range(4)
_GAINS = (0.0, 1.0, 3.0, 7.0)  # 2^grade - 1
# From this grade on an event answers a search; below, it only touches on it.
_ANSWERS = 2
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """A search with the grades of its pool.

    Attributes:
        query: as a user typed it.
        grades: by the event's id: that of the first pass, of the second, and of a third reading.
    """

    query: str
    grades: Mapping[str, tuple[int, ...]]

    @property
    def held_out(self) -> bool:
        """Whether it only measures: nothing is made better by looking at it."""
        return int(hashlib.sha256(self.query.encode()).hexdigest(), 16) % 2 == 0

    @property
    def settled(self) -> Mapping[str, int]:
        """The grade that counts, by the event's id."""
        return {event_id: _settled(grades) for event_id, grades in self.grades.items()}

    @property
    def answered(self) -> bool:
        """Whether any event answers it; where none does, there is nothing to put first."""
        return max(self.settled.values(), default=0) >= _ANSWERS


def load_judged(path: Path) -> list[Judged]:
    """The set, one search a line."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Judged(line["query"], {key: tuple(some) for key, some in line["grades"].items()})
        for line in lines
    ]


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """How good the first ten of a list are beside the best list there is: 0 to 1.

    Args:
        found: ids in the order shown.
        grades: of every event that was judged, one above 0 at least; all others count as 0.
    """
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(one, 0) for one in found]) / _gain(best)


def weighted_kappa(pairs: Iterable[tuple[int, int]]) -> float:
    """Agreement of two passes beyond chance: 1 is perfect, 0 what chance would give."""
    counted = Counter(pairs)
    total = counted.total()
    first = Counter(pair[0] for pair in counted.elements())
    second = Counter(pair[1] for pair in counted.elements())
    apart = sum((a - b) ** 2 * n for (a, b), n in counted.items()) / total
    chance = sum((a - b) ** 2 * first[a] * second[b] for a in GRADES for b in GRADES) / total**2
    return 1 - apart / chance if chance else 1.0


def agreement(judged: Sequence[Judged]) -> float:
    """Of the two passes over the whole set."""
    return weighted_kappa(
        (grades[0], grades[1]) for one in judged for grades in one.grades.values()
    )


def _settled(grades: tuple[int, ...]) -> int:
    return grades[_TWICE] if len(grades) > _TWICE else min(grades)


def _gain(grades: Sequence[int]) -> float:
    return sum(_GAINS[grade] / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))
