"""Events as they stand in the tables, with their words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, select

from indexer.related import bulk
from indexer.related.tables import EVENT

_COLUMNS = (
    EVENT.c.place,
    EVENT.c.event_id,
    EVENT.c.tags,
    EVENT.c.words,
    EVENT.c.phrases,
    EVENT.c.story_id,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as it stands in the tables, or shall.

    Attributes:
        place, event_id, tags, phrases, story_id: as there.
        words: for each word's number, 2 where it stands in the headline, else 1.
    """

    place: int
    event_id: str
    tags: tuple[str, ...]
    words: dict[int, int]
    phrases: tuple[str, ...]
    story_id: str | None

    @classmethod
    def of(cls, row: Any) -> "Kept":
        """The event of a row of `_COLUMNS`."""
        return cls(
            row.place,
            row.event_id,
            tuple(row.tags.split()),
            {code >> 1: 1 + (code & 1) for code in json.loads(row.words)},
            tuple(row.phrases.splitlines()),
            row.story_id,
        )


def kept(connection: Connection, column: Column[Any], values: Iterable[object]) -> list[Kept]:
    """The events that have one of these values in a column."""
    return [
        Kept.of(row)
        for some in bulk.chunks(values)
        for row in connection.execute(select(*_COLUMNS).where(column.in_(some)))
    ]
