"""Conditions on an event, free of any engine: what filters mean, and what both compilers read.

A filter of a search is a `Selection`, a `Period`, or any condition made of the four others. Before
they reach a compiler, selections and periods are brought to these: `OneOf`, `During`, `Not` and the
junctions `Every`, `Either` and `AtLeast`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from indexer.search.document import CERTAIN_DAYS, DAYS, FACET_FIELDS

FIRST_DAY = 0
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field holds one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class During:
    """The field of days (proleptic ordinals) holds one from ``first`` to ``last``, both included.

    Both bounds hold for one and the same day: two days on either side of a period do not match.
    """

    field: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions hold; without any, everything matches."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the conditions holds; without any, nothing matches."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the conditions hold."""

    needed: int
    conditions: tuple["Condition", ...]

    def halved(self) -> "Condition":
        """The same in junctions, short, where a list of all choices would explode."""
        if self.needed <= 0:
            return Every(())
        if self.needed >= len(self.conditions):
            return Every(self.conditions) if self.needed == len(self.conditions) else Either(())
        if self.needed == 1:
            return Either(self.conditions)
        half = len(self.conditions) // 2
        left, right = self.conditions[:half], self.conditions[half:]
        splits = range(max(0, self.needed - len(right)), min(self.needed, len(left)) + 1)
        return Either(
            tuple(
                Every((AtLeast(n, left).halved(), AtLeast(self.needed - n, right).halved()))
                for n in splits
            )
        )


Condition: TypeAlias = OneOf | During | Not | Every | Either | AtLeast


@dataclass(frozen=True, slots=True)
class Selection:
    """Values chosen in one facet.

    Attributes:
        any_of: the event has one of these; empty means no such condition.
        all_of: the event has all of these.
        none_of: the event has none of these.
    """

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.any_of or self.all_of or self.none_of)


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which something happened.

    Attributes:
        first: an occurrence ends on or after this day; with ``last``, one and the same occurrence
            overlaps the period.
        last: an occurrence starts on or before this day.
        certain: only occurrences that are known to the day count; without a period, the event has
            such an occurrence.
    """

    first: date | None = None
    last: date | None = None
    certain: bool = False

    def __bool__(self) -> bool:
        return self.certain or self.bounded

    @property
    def bounded(self) -> bool:
        """Whether it has a first or a last day."""
        return self.first is not None or self.last is not None


Filter: TypeAlias = Selection | Period | Condition


def conditions(filters: Mapping[str, Filter], *, ignoring: str | None = None) -> list[Condition]:
    """The conditions that filters make, all of which must hold.

    Args:
        filters: by name; a selection's name is that of its facet.
        ignoring: the facet whose any-of choice is left out, so that its counts say what another
            choice would find.
    """
    return [
        condition
        for name, given in filters.items()
        for condition in _conditions(name, given, chosen=name != ignoring)
    ]


def _conditions(name: str, given: Filter, *, chosen: bool) -> Iterator[Condition]:
    if isinstance(given, Selection):
        field = FACET_FIELDS[name]
        yield from (OneOf(field, (value,)) for value in given.all_of)
        if given.any_of and chosen:
            yield OneOf(field, given.any_of)
        if given.none_of:
            yield Not(OneOf(field, given.none_of))
    elif not isinstance(given, Period):
        yield given
    elif given:
        first = given.first.toordinal() if given.first else FIRST_DAY
        last = given.last.toordinal() if given.last else LAST_DAY
        yield During(CERTAIN_DAYS if given.certain else DAYS, first, last)
