"""Officers of international bodies: while in office they stand for the body and for no state."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from indexer.normalise.tags.actor_names import actor_id
from indexer.normalise.tokens import PhraseIndex
from indexer.normalise.vocabulary import load_yaml

# A digest tells what happened in the weeks before it.
_JUST_LEFT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone's time at the head of a body; ``group`` is None where that is no group of states.

    Attributes:
        name: the officer's full name.
        title: the office.
        group: the group that the officer stands for.
        start: first day in office.
        until: last day; None while in office.
        names: every spelling.
        short: spellings that are common names.
        near: words of which one must stand in the item for a short spelling to count.
    """

    name: str
    title: str
    group: str | None
    start: date
    until: date | None
    names: tuple[str, ...]
    short: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def actor(self) -> str:
        """Id of the officer as an actor."""
        return actor_id(self.name)

    @property
    def office(self) -> str:
        """The office with the years in it."""
        return f"{self.title} ({self.start.year}-{self.until.year if self.until else ''})"

    def serving_on(self, day: date) -> bool:
        """Whether a digest of that day means the officer of the body."""
        return self.start <= day and (self.until is None or day <= self.until + _JUST_LEFT)


def serves_a_body(name: str, day: date) -> bool:
    """Whether a name means, that day, an officer of a body and nobody of a state."""
    return any(officer.serving_on(day) for officer in _by_name().get(name, ()))


def group_of(name: str, day: date) -> str | None:
    """The group that an officer of this name stands for that day."""
    serving = (o.group for o in _by_name().get(name, ()) if o.serving_on(day))
    return next(serving, None)


def officer_meant(name: str, day: date) -> str | None:
    """The actor that a name means that day; None where it is nobody in office."""
    serving = (o.actor for o in _by_name(short=True).get(name, ()) if o.serving_on(day))
    return next(serving, None)


@cache
def officers() -> tuple[Officer, ...]:
    """Every officer of the list."""
    return tuple(_officer(entry) for entry in load_yaml("officers.yaml"))


@cache
def officer_names() -> PhraseIndex[str]:
    """Every name by which an officer goes, without those that need other words beside them."""
    return PhraseIndex((name, name) for name in _by_name())


def _officer(entry: Mapping[str, Any]) -> Officer:
    until = entry.get("until")
    return Officer(
        entry["name"],
        entry["title"],
        entry.get("group"),
        date.fromisoformat(entry["from"]),
        None if until is None else date.fromisoformat(until),
        names=(entry["name"], *entry.get("also", ())),
        short=tuple(entry.get("short", ())),
        near=tuple(entry.get("near", ())),
    )


@cache
def _by_name(*, short: bool = False) -> Mapping[str, list[Officer]]:
    found: dict[str, list[Officer]] = defaultdict(list)
    for officer in officers():
        for name in (*officer.names, *(officer.short if short else ())):
            found[name].append(officer)
    return found
