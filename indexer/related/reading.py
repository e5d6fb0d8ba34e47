"""What the tables answer: a bounded number of rows for every question, and no engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import Column, select

from indexer.related import aliases, bulk
from indexer.related.features import first_letter
from indexer.related.likeness import ENTRY, Entry, Likeness, entry, explained
from indexer.related.tables import EVENT, PAIR, PHRASE, STORY, TAG, WORD
from indexer.search.matching import ONE_TYPO_FROM, TWO_TYPOS_FROM
from indexer.store import EventStore

# Of a long story the events nearest to the one asked about, so many to each side.
_SHOWN_TO_EACH_SIDE = 15
_FARTHEST_SPELLING = 2
_FARTHEST_OF_LONG = 3
# The most frequent words of one first letter and length; beyond them nobody means a word.
_SPELT_SO = 400
_PHRASES_LOOKED_AT = 400
_AFTER_ANY_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Story:
    """A matter told across issues.

    Attributes:
        id: the id of its first event.
        title: the headline of its first event.
        total: how many events tell it.
        first, latest: its first event and its latest, by day of issue.
    """

    id: str
    title: str
    total: int
    first: Entry
    latest: Entry


class Related:
    """Reads what follows from all events together.

    Args:
        store: where the tables are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def related(self, event_id: str, *, limit: int) -> list[Likeness]:
        """The events most like one, with the reason, as many as are listed."""
        with self._store.tables() as connection:
            own = connection.execute(select(EVENT).where(EVENT.c.event_id == event_id)).first()
            if own is None:
                return []
            rows = connection.execute(
                select(EVENT, PAIR.c.score)
                .join(PAIR, PAIR.c.other == EVENT.c.place)
                .where(PAIR.c.place == own.place)
                .order_by(PAIR.c.score.desc(), EVENT.c.day.desc(), EVENT.c.event_id)
                .limit(limit)
            ).all()
            return explained(connection, own, rows) if rows else []

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """These events in this order; those that are not in the tables are left out."""
        with self._store.tables() as connection:
            found = {
                row[0]: entry(row)
                for some in bulk.chunks(ids)
                for row in connection.execute(select(*ENTRY).where(EVENT.c.event_id.in_(some)))
            }
        return [found[event_id] for event_id in ids if event_id in found]

    def thread(self, event_id: str) -> list[Entry]:
        """The events that tell one story with this one across issues, oldest first, itself too.

        Of a long story those nearest to it; the story of an event that resembles none is empty.
        """
        with self._store.tables() as connection:
            own = connection.execute(
                select(EVENT.c.place, EVENT.c.story_id).where(EVENT.c.event_id == event_id)
            ).first()
            if own is None or own.story_id is None:
                return []
            told = select(*ENTRY).where(EVENT.c.story_id == own.story_id)
            earlier = told.where(EVENT.c.place <= own.place).order_by(EVENT.c.place.desc())
            later = told.where(EVENT.c.place > own.place).order_by(EVENT.c.place)
            rows = [
                *connection.execute(earlier.limit(_SHOWN_TO_EACH_SIDE)),
                *connection.execute(later.limit(_SHOWN_TO_EACH_SIDE)),
            ]
        return sorted(map(entry, rows), key=lambda one: (one.day, one.id))

    def story(self, name: str) -> Story | None:
        """The story that goes by an id, or went by it before it was joined to an older one."""
        with self._store.tables() as connection:
            story_id = aliases.story_of(connection, name)
            if story_id is None:
                return None
            row = connection.execute(select(STORY).where(STORY.c.id == story_id)).one()
            ends = {
                place: entry(rest)
                for place, *rest in connection.execute(
                    select(EVENT.c.place, *ENTRY).where(EVENT.c.place.in_([row.first, row.last]))
                )
            }
        return Story(row.id, row.title, row.events, ends[row.first], ends[row.last])

    def phrases(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Phrases that begin so, folded, with the number of events that have them.

        A phrase that is only ever part of a longer one that is listed is left out.
        """
        found = self._beginning(
            PHRASE.c.phrase, PHRASE.c.events, beginning, at_least, _PHRASES_LOOKED_AT
        )
        whole = [
            (phrase, count)
            for phrase, count in found
            if not any(p.startswith(f"{phrase} ") and c == count for p, c in found)
        ]
        return whole[:limit]

    def words(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Words of several events that begin so, folded, with how many have them."""
        return self._beginning(WORD.c.word, WORD.c.events, beginning, at_least, limit)

    def _beginning(
        self, text: Column[str], events: Column[int], beginning: str, at_least: int, limit: int
    ) -> list[tuple[str, int]]:
        """Rows of a table of counted texts that begin so, the most frequent first."""
        with self._store.tables() as connection:
            rows = connection.execute(
                select(text, events)
                .where(
                    text >= beginning,
                    text < beginning + _AFTER_ANY_LETTER,
                    events >= at_least,
                )
                .order_by(events.desc(), text)
                .limit(limit)
            )
            return [(found, count) for found, count in rows]

    def having(self, words: list[str]) -> dict[str, int]:
        """How many events have each of these words, folded; 0 where none has."""
        found = dict.fromkeys(words, 0)
        with self._store.tables() as connection:
            for some in bulk.chunks(found.copy()):
                rows = connection.execute(
                    select(WORD.c.word, WORD.c.events).where(WORD.c.word.in_(some))
                )
                found |= {row.word: row.events for row in rows}
        return found

    def tags(self) -> Mapping[str, Mapping[str, int]]:
        """How many events have each tag, by kind and value."""
        found: dict[str, dict[str, int]] = {}
        with self._store.tables() as connection:
            for tag, events in connection.execute(select(TAG.c.tag, TAG.c.events)):
                kind, _, value = tag.partition(":")
                found.setdefault(kind, {})[value] = events
        return found

    def spellings(self, word: str, *, limit: int) -> list[str]:
        """Words of the data that are written nearly so, the nearest and then commonest first.

        Sought among words that begin with the same letter, or with its second, as when the two
        changed places.
        """
        if len(word) < ONE_TYPO_FROM - 1:
            return []
        farthest = _FARTHEST_OF_LONG if len(word) >= TWO_TYPOS_FROM else _FARTHEST_SPELLING
        firsts = sorted({first_letter(word), first_letter(word[1:])})
        found: list[Any] = []
        with self._store.tables() as connection:
            for first in firsts:
                for length in range(len(word) - farthest, len(word) + farthest + 1):
                    found += connection.execute(
                        select(WORD.c.word, WORD.c.events)
                        .where(WORD.c.first == first, WORD.c.length == length)
                        .order_by(WORD.c.events.desc())
                        .limit(_SPELT_SO)
                    ).all()
        near = [
            (distance, -events, form)
            for form, events in found
            if form != word
            and (distance := OSA.distance(word, form, score_cutoff=farthest)) <= farthest
        ]
        return [form for _, _, form in sorted(near)[:limit]]
