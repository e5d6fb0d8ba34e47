"""What is held: which issues, of which half-months and months.

A gap in what is held must never look like a quiet time. It can only be told for a series that
numbers its issues: of one without numbers nobody knows whether an issue is missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from indexer.models import Digest
from indexer.search.buckets import Interval, bounds, label, walk
from indexer.store import Outline

_MID = 15

Slot = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class HeldIssue:
    """As much of an issue as it takes to say what is held."""

    series: str
    numbered: bool
    events: int
    start: date
    end: date
    id: str = ""
    title: str = ""
    volume: int | None = None
    number: int | None = None
    retold: bool = False

    @classmethod
    def of(cls, digest: Digest | Outline, events: int) -> Self:
        """As much of this digest, with its number of events."""
        numbered = digest.number is not None
        return cls(
            series=digest.series,
            numbered=numbered,
            events=events,
            start=digest.period_start,
            end=digest.period_end,
            id=digest.id,
            title=digest.title,
            volume=digest.volume,
            number=digest.number,
            retold=digest.retold,
        )

    @property
    def name(self) -> str:
        """``Vol 3.7`` or ``No. 12``, or the title where it has no number."""
        if self.number is None:
            return self.title
        return f"No. {self.number}" if self.volume is None else f"Vol {self.volume}.{self.number}"


@dataclass(frozen=True, slots=True)
class HalfMonth:
    """Half a month of the time that is covered.

    Attributes:
        year, month: when.
        half: 0 for the days up to the 15th, 1 for the rest.
        held: whether an issue of it is held.
    """

    year: int
    month: int
    half: int
    held: bool

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.month, _MID + 1 if self.half else 1)

    @property
    def end(self) -> date:
        """Its last day."""
        if not self.half:
            return self.start.replace(day=_MID)
        return bounds(label(self.start, Interval.MONTH))[1]


@dataclass(frozen=True, eq=False)  # one is kept for each state of the store: known by identity
class Holdings:
    """What is held.

    Attributes:
        events, digests: how many.
        periods: the days that each numbered issue covers.
        unnumbered: the days that each issue without a number covers.
    """

    events: int
    digests: int
    periods: tuple[tuple[date, date], ...]
    unnumbered: tuple[tuple[date, date], ...]

    @cached_property
    def first(self) -> date | None:
        """The first day that an issue covers; None where none is held."""
        return min((start for start, _ in (*self.periods, *self.unnumbered)), default=None)

    @cached_property
    def last(self) -> date | None:
        """The last day that an issue covers; None where none is held."""
        return max((end for _, end in (*self.periods, *self.unnumbered)), default=None)

    @cached_property
    def half_months(self) -> tuple[HalfMonth, ...]:
        """Every half-month from the first numbered issue to the last, by time."""
        if not self.periods:
            return ()
        held = _slots(self.periods) | _slots(self.unnumbered)
        first = min(start for start, _ in self.periods)
        last = max(end for _, end in self.periods)
        return tuple(HalfMonth(*slot, slot in held) for slot in half_months(first, last))

    @cached_property
    def months_not_held(self) -> frozenset[str]:
        """The months, as ``2023-04``, of which no issue is held."""
        held = {(half.year, half.month) for half in self.half_months if half.held}
        every = {(half.year, half.month) for half in self.half_months}
        return frozenset(f"{year:04d}-{month:02d}" for year, month in every - held)

    @cached_property
    def in_words(self) -> str:
        """How much is held, from when to when."""
        said = f"{_number(self.digests, 'issue')}, {_number(self.events, 'event')}"
        if self.first is None or self.last is None:
            return said
        return f"{said}, {self.first:%B} {self.first.year} to {self.last:%B} {self.last.year}"

    @cached_property
    def gaps_in_words(self) -> str:
        """How many half-months are not held; empty where all are."""
        missing = sum(not half.held for half in self.half_months)
        if not missing:
            return ""
        verb = "is" if missing == 1 else "are"
        return f"{missing} of {len(self.half_months)} half-months {verb} not held"


def holdings(issues: Sequence[HeldIssue], series: Iterable[str] = ()) -> Holdings:
    """What is held.

    Args:
        issues: every issue.
        series: only of these; of every one where none is named.
    """
    only = set(series)
    chosen = [issue for issue in issues if not only or issue.series in only]
    return Holdings(
        events=sum(issue.events for issue in chosen),
        digests=len(chosen),
        periods=tuple((issue.start, issue.end) for issue in chosen if issue.numbered),
        unnumbered=tuple((issue.start, issue.end) for issue in chosen if not issue.numbered),
    )


def _slots(periods: Iterable[tuple[date, date]]) -> set[Slot]:
    return {slot for first, last in set(periods) for slot in half_months(first, last)}


def half_months(first: date, last: date) -> Iterator[Slot]:
    """The half-months, as year, month and 0 or 1, that a period touches, by time."""
    for month in walk(first, last, Interval.MONTH):
        start, _ = bounds(month)
        middle = start.replace(day=_MID)
        if first <= middle:
            yield start.year, start.month, 0
        if last > middle:
            yield start.year, start.month, 1


def in_order(issue: HeldIssue) -> tuple[date, int, int, str]:
    """What the issues of a series are ordered by."""
    return (issue.start, issue.volume or 0, issue.number or 0, issue.id)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
