"""Stories as they are told: the list of them, and one with its events and the gaps between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, func, select

from indexer.errors import NotFound
from indexer.related import aliases
from indexer.related.likeness import ENTRY, Entry, entry
from indexer.related.reading import Story
from indexer.related.tables import EVENT, STORY
from indexer.store import EventStore


@dataclass(frozen=True, slots=True)
class Telling:
    """One event of a story.

    Attributes:
        entry: the event.
        gap: days from the end of the event before it to its first day; 0 where they overlap, None
            for the first event of the story.
    """

    entry: Entry
    gap: int | None


class Stories:
    """Reads the stories; what it reads for a page does not grow with the base.

    Args:
        store: where the tables are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def page(self, *, limit: int, offset: int = 0) -> tuple[list[Story], int]:
        """Stories, that with the latest event first, and how many there are."""
        with self._store.tables() as connection:
            total = connection.scalar(select(func.count()).select_from(STORY)) or 0
            rows = connection.execute(
                select(STORY).order_by(STORY.c.last.desc(), STORY.c.id).limit(limit).offset(offset)
            ).all()
            places = {place for row in rows for place in (row.first, row.last)}
            ends = _at(connection, sorted(places))
        return [
            Story(row.id, row.title, row.events, ends[row.first], ends[row.last]) for row in rows
        ], total

    def name(self, asked: str) -> str:
        """The id that a story goes by now.

        Args:
            asked: that id, one that it had before, or the id of any of its events.

        Raises:
            NotFound: no story ever went by it.
        """
        with self._store.tables() as connection:
            found = aliases.story_of(connection, asked)
        if found is None:
            raise NotFound(f"no story has the id {asked!r}")
        return found

    def story(self, story_id: str) -> Story:
        """The story of this id.

        Raises:
            NotFound: no story has it now.
        """
        with self._store.tables() as connection:
            row = connection.execute(select(STORY).where(STORY.c.id == story_id)).first()
            if row is None:
                raise NotFound(f"no story has the id {story_id!r}")
            ends = _at(connection, [row.first, row.last])
        return Story(row.id, row.title, row.events, ends[row.first], ends[row.last])

    def events(self, story_id: str, *, limit: int, offset: int = 0) -> list[Telling]:
        """Events of a story in the order of their issues, each with the gap before it."""
        before = min(offset, 1)
        with self._store.tables() as connection:
            rows = connection.execute(
                select(*ENTRY)
                .where(EVENT.c.story_id == story_id)
                .order_by(EVENT.c.place)
                .limit(limit + before)
                .offset(offset - before)
            ).all()
        told = [entry(row) for row in rows]
        gaps = [None, *(_days(one, other) for one, other in pairwise(told))]
        return [Telling(one, gap) for one, gap in zip(told, gaps, strict=False)][before:]


def _days(before: Entry, after: Entry) -> int:
    return max(0, (after.day - before.end).days)


def _at(connection: Connection, places: Sequence[int]) -> dict[int, Entry]:
    rows = connection.execute(select(EVENT.c.place, *ENTRY).where(EVENT.c.place.in_(places)))
    return {place: entry(rest) for place, *rest in rows}
