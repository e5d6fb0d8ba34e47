"""Officers of international bodies: while in office they stand for the body and for no state."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from indexer.normalise.tokens import PhraseIndex
from indexer.normalise.vocabulary import load_yaml

# A digest tells what happened in the weeks before it.
_JUST_LEFT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone's time at the head of a body; ``group`` is None where that is no group of states."""

    group: str | None
    start: date
    until: date | None

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


@cache
def officer_names() -> PhraseIndex[str]:
    """Every name by which an officer goes."""
    return PhraseIndex((name, name) for name in _by_name())


@cache
def _by_name() -> Mapping[str, list[Officer]]:
    found: dict[str, list[Officer]] = defaultdict(list)
    for entry in load_yaml("officers.yaml"):
        until = entry.get("until")
        officer = Officer(
            entry.get("group"),
            date.fromisoformat(entry["from"]),
            None if until is None else date.fromisoformat(until),
        )
        for name in (entry["name"], *entry.get("also", ())):
            found[name].append(officer)
    return found
