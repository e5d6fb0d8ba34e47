"""Reading events: what is told of them, as it was made when they were written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, func
from sqlalchemy import select as choose
from sqlmodel import col, select

from indexer.models import Correction
from indexer.projection import EventOut, FullEventOut, Projected
from indexer.store.corrections import digest_state
from indexer.store.living import absent, gone, merged
from indexer.store.reading import EVENT, PROJECTION
from indexer.store.session import Sessions

_BATCH = 500
_TOLD = (PROJECTION.c.event_id, PROJECTION.c.lean, PROJECTION.c.tags)
# Written once: to put them together takes as long as to run it.
_SOME: BindParameter[list[str]] = bindparam("some", expanding=True)
_SOME_TOLD = choose(*_TOLD).where(PROJECTION.c.event_id.in_(_SOME))
_TOLD_BY_DIGEST = (
    choose(PROJECTION.c.digest_id, *_TOLD)
    .where(PROJECTION.c.digest_id.in_(_SOME))
    .order_by(PROJECTION.c.position, PROJECTION.c.event_id)
)


class EventReading(Sessions):
    """Events, living ones unless it is said otherwise."""

    def event(self, event_id: str) -> FullEventOut:
        """The event with the evidence for its tags.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
            Merged: it became part of another.
        """
        return self.projection(event_id).full_event()

    def projection(self, event_id: str) -> Projected:
        """What is told of the event, as text.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
            Merged: it became part of another.
        """
        with self.tables() as connection:
            found = _told(connection, choose(*_TOLD).where(PROJECTION.c.event_id == event_id))
            if not found:
                _explain_absence(connection, event_id)
        return found[0]

    def events(self, event_ids: Sequence[str]) -> list[EventOut]:
        """These events, in the order asked for; ids that are gone are left out."""
        return [told.event() for told in self.projections(event_ids)]

    def projections(self, event_ids: Sequence[str]) -> list[Projected]:
        """What is told of these events, in the order asked for; ids that are gone are left out."""
        with self.tables() as connection:
            found = _told(connection, _SOME_TOLD, {"some": list(event_ids)})
        by_id = {told.event_id: told for told in found}
        return [by_id[event_id] for event_id in event_ids if event_id in by_id]

    def projections_of(self, digest_id: str) -> list[Projected]:
        """What is told of the digest's events, in order."""
        chosen = (
            choose(*_TOLD)
            .where(PROJECTION.c.digest_id == digest_id)
            .order_by(PROJECTION.c.position, PROJECTION.c.event_id)
        )
        with self.tables() as connection:
            return _told(connection, chosen)

    def projections_by_digest(self, digest_ids: Sequence[str]) -> dict[str, list[Projected]]:
        """What is told of the events of some digests, in order; in one question."""
        found: dict[str, list[Projected]] = {digest_id: [] for digest_id in digest_ids}
        with self.tables() as connection:
            rows = connection.execute(_TOLD_BY_DIGEST, {"some": list(digest_ids)})
            for digest_id, event_id, lean, tags in rows:
                found[digest_id].append(Projected(event_id, lean, tags))
        return found

    def iter_events(self) -> Iterator[EventOut]:
        """Every living event by id, read in batches so that memory stays bounded."""
        return (told.event() for told in self.iter_projections())

    def iter_projections(self) -> Iterator[Projected]:
        """What is told of every living event, by id, read in batches."""
        after = ""
        while True:
            chosen = (
                choose(*_TOLD)
                .where(PROJECTION.c.event_id > after)
                .order_by(PROJECTION.c.event_id)
                .limit(_BATCH)
            )
            with self.tables() as connection:
                batch = _told(connection, chosen)
            if not batch:
                return
            yield from batch
            after = batch[-1].event_id

    def count_events(self) -> int:
        """How many living events there are."""
        with self._reading() as session:
            counted = choose(func.count()).select_from(PROJECTION)
            return int(session.connection().execute(counted).scalar_one())

    def corrections(self, event_id: str) -> list[Correction]:
        """The editors' changes to one event, oldest first."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Correction)
                    .where(col(Correction.event_id) == event_id)
                    .order_by(col(Correction.id))
                ).all()
            )

    def digest_corrections(self, digest_id: str) -> list[Correction]:
        """The editors' changes to a digest itself, oldest first."""
        with self._reading() as session:
            chosen = select(Correction).where(col(Correction.digest_id) == digest_id)
            return list(session.exec(chosen.order_by(col(Correction.id))).all())

    def event_state(self, event_id: str) -> int:
        """The number of the last change of a living event; 0 where there is none."""
        with self._reading() as session:
            chosen = choose(PROJECTION.c.changed).where(PROJECTION.c.event_id == event_id)
            return session.connection().execute(chosen).scalar() or 0

    def digest_state(self, digest_id: str) -> int:
        """The number of the last change of a digest or its events; 0 where there is none."""
        with self._reading() as session:
            return digest_state(session, digest_id)


def _explain_absence(connection: Connection, event_id: str) -> None:
    chosen = choose(EVENT.c.deleted_at, EVENT.c.merged_into).where(EVENT.c.id == event_id)
    row = connection.execute(chosen).first()
    if row is None or row.deleted_at is None:
        raise absent("event", event_id)
    if row.merged_into is not None:
        raise merged(event_id, row.merged_into)
    raise gone("event", event_id, row.deleted_at)


def _told(
    connection: Connection, chosen: Select[Any], values: Mapping[str, Any] | None = None
) -> list[Projected]:
    rows = connection.execute(chosen, values)
    return [Projected(event_id, lean, tags) for event_id, lean, tags in rows]
