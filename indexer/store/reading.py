"""Rows out of the database, in bulk and without an object a row; for whoever has a connection."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select
from sqlmodel import SQLModel

from indexer.models import Subject
from indexer.projection import Projected, projected
from indexer.store.rows import EventRows, projection_row

TABLES = SQLModel.metadata.tables
CHANGE, DIGEST, EVENT, OCCURRENCE, PROJECTION, SOURCE, TAG = (
    TABLES[name]
    for name in ("change", "digest", "event", "occurrence", "projection", "source", "tag")
)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it is stored.

    Attributes:
        rows: what was written of it.
        projected: what is said of it; None where it was deleted.
        deleted_at: when it was deleted; None while it lives.
    """

    rows: EventRows
    projected: Projected | None
    deleted_at: datetime | None

    @property
    def id(self) -> str:
        """The event's id."""
        return self.rows.id

    @property
    def merged_into(self) -> str | None:
        """The event that it became part of, where it did."""
        into: str | None = self.rows.event["merged_into"]
        return into if self.deleted_at is not None else None

    @property
    def words(self) -> tuple[str, str]:
        """Headline and text as the issue has them, whatever editors made of them."""
        row = self.rows.event
        if row["read_headline"] is not None:
            return row["read_headline"], row["read_text"] or ""
        return row["headline"], row["text"]


def stored_events(connection: Connection, chosen: Select[Any]) -> list[StoredEvent]:
    """The events that a statement over the event table chooses, in its order."""
    events = [dict(row._mapping) for row in connection.execute(chosen)]  # noqa: SLF001
    ids = [event["id"] for event in events]
    occurrences = _parts(connection, select(OCCURRENCE).where(OCCURRENCE.c.event_id.in_(ids)))
    tags = _parts(
        connection, select(TAG).where(TAG.c.event_id.in_(ids)).order_by(TAG.c.kind, TAG.c.rank)
    )
    told = {
        row.event_id: Projected(row.event_id, row.lean, row.tags)
        for row in connection.execute(select(PROJECTION).where(PROJECTION.c.event_id.in_(ids)))
    }
    return [
        StoredEvent(
            EventRows(event, occurrences.get(event["id"], ()), tags.get(event["id"], ())),
            told.get(event["id"]),
            event["deleted_at"],
        )
        for event in events
    ]


def events_of(digest_id: str) -> Select[Any]:
    """Every event that a digest ever had, in order."""
    return (
        select(EVENT).where(EVENT.c.digest_id == digest_id).order_by(EVENT.c.position, EVENT.c.id)
    )


def source_row(connection: Connection, source_id: int) -> Mapping[str, Any]:
    """A source's row, with the size of its content in place of the content."""
    columns = [column for column in SOURCE.c if column.name != "content"]
    size = func.length(SOURCE.c.content).label("size")
    found = connection.execute(select(*columns, size).where(SOURCE.c.id == source_id)).one()
    return dict(found._mapping)  # noqa: SLF001


def fresh_projections(connection: Connection) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Of every living event, the projection that its rows now make, and the stored one.

    Read in batches by id, so that memory stays bounded. A projection that is not there is empty.
    """
    after = ""
    while True:
        chosen = (
            select(EVENT)
            .where(EVENT.c.id > after, EVENT.c.deleted_at.is_(None))
            .order_by(EVENT.c.id)
            .limit(_BATCH)
        )
        batch = stored_events(connection, chosen)
        if not batch:
            return
        after = batch[-1].id
        stored = _by_id(connection, PROJECTION.c.event_id, [event.id for event in batch])
        for fresh in made_anew(connection, batch):
            yield fresh, dict(stored.get(fresh["event_id"], {}))


def made_anew(connection: Connection, events: Sequence[StoredEvent]) -> Iterator[dict[str, Any]]:
    """The projections that the rows of these events make."""
    digests = _by_id(connection, DIGEST.c.id, {event.rows.event["digest_id"] for event in events})
    changed = last_changes(connection, [event.id for event in events])
    for event in events:
        rows, seq = event.rows, changed.get(event.id, 0)
        digest = digests[rows.event["digest_id"]]
        told = projected(rows.event, digest, rows.occurrences, rows.tags, seq)
        yield projection_row(told, rows.event, digest, rows.occurrences, seq)


def last_changes(connection: Connection, event_ids: Sequence[str]) -> dict[str, int]:
    """The number of the last ledger row of each event."""
    found = connection.execute(
        select(CHANGE.c.subject_id, func.max(CHANGE.c.seq))
        .where(CHANGE.c.subject == str(Subject.EVENT), CHANGE.c.subject_id.in_(event_ids))
        .group_by(CHANGE.c.subject_id)
    )
    return {event_id: seq for event_id, seq in found}  # noqa: C416


def _by_id(
    connection: Connection, column: Column[Any], ids: Collection[Any]
) -> dict[Any, Mapping[str, Any]]:
    found = connection.execute(select(column.table).where(column.in_(ids)))
    return {row._mapping[column]: dict(row._mapping) for row in found}  # noqa: SLF001


def _parts(connection: Connection, chosen: Select[Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(chosen):
        found.setdefault(row.event_id, []).append(dict(row._mapping))  # noqa: SLF001
    return found
