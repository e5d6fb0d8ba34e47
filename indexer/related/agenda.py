"""Scheduled developments: those still ahead of a day, and those whose day has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from indexer.models import Occurrence, Status, Tag
from indexer.normalise.spans import Precision
from indexer.related.likeness import ENTRY, Entry, entry
from indexer.related.tables import EVENT
from indexer.store import EventStore

_OCCURRENCE = Occurrence.__table__  # type: ignore[attr-defined]
_TAG = Tag.__table__  # type: ignore[attr-defined]
_LATER_SHOWN = 3

Tags = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A development that an event says will happen.

    Attributes:
        entry: the event that says so.
        start, end, precision: the days it is said for.
        quote: the words that say when; None where no words do.
        later: events of the same story that came in later issues, oldest first, a few at most.
    """

    entry: Entry
    start: date
    end: date
    precision: Precision
    quote: str | None
    later: tuple[Entry, ...] = ()


class Agenda:
    """Reads scheduled developments of living events.

    Args:
        store: where the tables are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def upcoming(self, as_of: date, *, tags: Tags = (), limit: int) -> list[Scheduled]:
        """What is scheduled for days after ``as_of``, or lasts beyond it, the nearest first.

        Args:
            as_of: the day looked from.
            tags: kinds and values that the event must have.
            limit: how many at most.
        """
        chosen = (
            _scheduled(tags)
            .where(_OCCURRENCE.c.end > as_of)
            .order_by(_OCCURRENCE.c.start, _OCCURRENCE.c.end, _OCCURRENCE.c.id)
        )
        with self._store.tables() as connection:
            return [_read(row) for row in connection.execute(chosen.limit(limit))]

    def due(self, as_of: date, *, tags: Tags = (), limit: int) -> list[Scheduled]:
        """What was scheduled for days up to ``as_of``, the latest first; arguments as above.

        Later events of the same story are named; whether they tell of the same is not decided.
        """
        chosen = (
            _scheduled(tags)
            .where(_OCCURRENCE.c.end <= as_of)
            .order_by(_OCCURRENCE.c.end.desc(), _OCCURRENCE.c.id)
        )
        with self._store.tables() as connection:
            rows = connection.execute(chosen.limit(limit)).all()
            return [_read(row, _later(connection, row)) for row in rows]


def _scheduled(tags: Tags) -> Select[Any]:
    chosen = (
        select(
            EVENT.c.place,
            EVENT.c.story_id,
            _OCCURRENCE.c.start,
            _OCCURRENCE.c.end.label("until"),
            _OCCURRENCE.c.precision.label("exactness"),
            _OCCURRENCE.c.quote,
            *ENTRY,
        )
        .join(EVENT, EVENT.c.event_id == _OCCURRENCE.c.event_id)
        .where(_OCCURRENCE.c.status == str(Status.SCHEDULED))
    )
    for kind, value in tags:
        own = _TAG.alias()
        chosen = chosen.join(own, own.c.event_id == _OCCURRENCE.c.event_id).where(
            own.c.kind == kind, own.c.value == value
        )
    return chosen


def _later(connection: Connection, row: Any) -> tuple[Entry, ...]:
    if row.story_id is None:
        return ()
    found = connection.execute(
        select(*ENTRY)
        .where(
            EVENT.c.story_id == row.story_id,
            EVENT.c.place > row.place,
            EVENT.c.digest_id != row.digest_id,
        )
        .order_by(EVENT.c.place)
        .limit(_LATER_SHOWN)
    )
    return tuple(map(entry, found))


def _read(row: Any, later: tuple[Entry, ...] = ()) -> Scheduled:
    precision = Precision(row.exactness)
    told = entry(row[-len(ENTRY) :])
    return Scheduled(told, row.start, row.until, precision, row.quote, later)
