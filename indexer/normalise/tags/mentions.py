"""Where an item names a state or an actor."""

from dataclasses import dataclass
from typing import NamedTuple

from indexer.normalise.spans import Field


class Mention(NamedTuple):
    """A state named at one place of a field."""

    code: str
    field: Field
    start: int
    end: int
    quote: str
    rule: str


class ActorMention(NamedTuple):
    """An actor named at one place of a field."""

    actor: str
    field: Field
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Names:
    """What an item names, each in reading order, the headline first."""

    states: tuple[Mention, ...]
    actors: tuple[ActorMention, ...]


def reading_order(mention: Mention | ActorMention) -> tuple[bool, int]:
    """What mentions are sorted by: the headline first, then from left to right."""
    return (mention.field != Field.HEADLINE, mention.start)
