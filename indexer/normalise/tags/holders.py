"""Office holders of states: who they are, and when they serve."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from indexer.normalise.tags.actor_names import actor_id
from indexer.normalise.vocabulary import files_in, load_yaml

# A nominee is news some months before taking office; a predecessor stays news for a year.
_BEFORE_OFFICE = 270
_AFTER_OFFICE = 400
# A digest tells what happened in the weeks before it.
_JUST_LEFT = 45


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the days it was held, as ISO text; ``until`` is None while it still is."""

    title: str
    since: str
    until: str | None

    @property
    def start(self) -> date:
        """First day in office."""
        return date.fromisoformat(self.since)

    @property
    def end(self) -> date | None:
        """Last day in office; None while in office."""
        return None if self.until is None else date.fromisoformat(self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """An office holder of one state; ``alone``: the family name needs no title."""

    name: str
    code: str
    offices: tuple[Office, ...]
    alone: bool = False

    @property
    def actor(self) -> str:
        """Id of the person as an actor."""
        return actor_id(self.name)

    def known_on(self, day: date) -> bool:
        """Whether a digest of that day may mean this person: in office, soon, or once."""
        return any((office.start - day).days <= _BEFORE_OFFICE for office in self.offices)

    def in_office_on(self, day: date) -> bool:
        """Whether the person held office that day, or had left it shortly before."""
        return any(
            office.start <= day and (office.end is None or (day - office.end).days <= _JUST_LEFT)
            for office in self.offices
        )

    def serving_on(self, day: date) -> bool:
        """Whether the person held office within a year of that day."""
        return any(
            (office.start - day).days <= _BEFORE_OFFICE
            and (office.end is None or (day - office.end).days <= _AFTER_OFFICE)
            for office in self.offices
        )


@cache
def people() -> tuple[tuple[Person, dict[str, Any]], ...]:
    """Office holders with their vocabulary entries."""
    return tuple(
        (
            Person(
                name=entry["name"],
                code=code,
                offices=tuple(
                    Office(office["title"], office["from"], office.get("until"))
                    for office in entry["offices"]
                ),
                alone=entry.get("alone", False),
            ),
            entry,
        )
        for file in files_in("people")
        for code, entries in load_yaml(file).items()
        for entry in entries
    )
