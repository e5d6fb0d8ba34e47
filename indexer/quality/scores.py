"""What is counted, and the figures made of it with their 95 % intervals.

The interval of a share is Wilson's (E. B. Wilson, JASA 22, 1927, p. 209). F1 is no share, but a
monotone function of one: with J the share of right decisions among all (true positives, false
positives and misses), F1 = 2J / (1 + J). Its interval is therefore Wilson's for J, so transformed;
unlike a bootstrap it does not shrink to a point where nothing came out wrong. Both take decisions
for independent; those of one item are not quite, so the true intervals are somewhat wider.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Any

# The 97.5 % point of the normal distribution.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value from 0 to 1.

    Attributes:
        value: the value.
        n: decisions (F1) or items (shares) that it rests on.
        low: lower end of the 95 % interval.
        high: upper end.
    """

    value: float
    n: int
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        """To four decimals."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        return {"n": self.n, **{name: round(number, 4) for name, number in numbers.items()}}


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; all of 0 to 1 where there is nothing to go by."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = right / of, _Z * _Z
    middle = share + z2 / (2 * of)
    reach = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, (middle - reach) / (1 + z2 / of)), min(1.0, (middle + reach) / (1 + z2 / of))


@dataclass
class Score:
    """True and false positives and misses."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Count one item's."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    def __add__(self, other: "Score") -> "Score":
        """The counts of both."""
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def figure(self) -> Figure:
        """F1 with its interval."""
        decisions = self.right + self.wrong + self.missed
        low, high = (2 * share / (1 + share) for share in wilson(self.right, decisions))
        return Figure(self.f1, decisions, low, high)

    def figure_of_precision(self) -> Figure:
        """Precision with its interval."""
        found = self.right + self.wrong
        return Figure(self.precision, found, *wilson(self.right, found))

    def figure_of_recall(self) -> Figure:
        """Recall with its interval."""
        wanted = self.right + self.missed
        return Figure(self.recall, wanted, *wilson(self.right, wanted))

    def as_json(self) -> dict[str, Any]:
        """Counts and figures."""
        return {
            "true_positives": self.right,
            "false_positives": self.wrong,
            "misses": self.missed,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


@dataclass
class Share:
    """How often something came out right."""

    right: int = 0
    of: int = 0

    def add(self, *, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    def add_all(self, other: "Share") -> None:
        """Count what another one counted."""
        self.right += other.right
        self.of += other.of

    @property
    def value(self) -> float:
        """The share; 1 where there was nothing to get right."""
        return self.right / self.of if self.of else 1.0

    def figure(self) -> Figure:
        """The share with its interval."""
        return Figure(self.value, self.of, *wilson(self.right, self.of))


def macro(scores: Iterable[Score]) -> Figure:
    """The mean F1 of those that have labels, whatever their number, with the mean of their ends.

    A value that is found and never labelled costs those that are labelled their recall. The
    interval is wider than need be: it is that of figures that all err in one direction.
    """
    figures = [score.figure() for score in scores if score.right + score.missed]
    if not figures:
        return Figure(1.0, 0, 0.0, 1.0)
    value, low, high = (
        fmean(getattr(figure, name) for figure in figures) for name in ("value", "low", "high")
    )
    return Figure(value, sum(figure.n for figure in figures), low, high)
