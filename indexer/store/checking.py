"""Proof that what is derived inside the store follows from its rows, and its repair."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from indexer.models import ChangeKind, Subject, now
from indexer.projection import Projected
from indexer.store.ledger import Ledger
from indexer.store.reading import (
    CHANGE,
    EVENT,
    PROJECTION,
    fresh_projections,
    made_anew,
    stored_events,
)

_BATCH = 500
_TOLD_ANEW = "told anew: names or rules of the program changed"


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong inside a store.

    Attributes:
        projections: ids of events whose projection is not what their rows make; of deleted ones,
            too, that still have one.
        ledger: what is wrong with the ledger, in words.
    """

    projections: tuple[str, ...]
    ledger: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.projections or self.ledger)


def wrong_projections(connection: Connection) -> Iterator[str]:
    """Ids of events whose projection is not what their rows make."""
    for fresh, stored in fresh_projections(connection):
        if fresh != stored:
            yield str(fresh["event_id"])
    leftover = (
        select(PROJECTION.c.event_id)
        .join(EVENT, EVENT.c.id == PROJECTION.c.event_id)
        .where(EVENT.c.deleted_at.is_not(None))
        .order_by(PROJECTION.c.event_id)
    )
    yield from connection.execute(leftover).scalars()


def renew(connection: Connection) -> None:
    """Make every projection anew, in batches; what the ledger says stays as it is."""
    connection.execute(delete(PROJECTION))
    waiting = []
    for fresh, _ in fresh_projections(connection):
        waiting.append(fresh)
        if len(waiting) == _BATCH:
            connection.execute(insert(PROJECTION), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(PROJECTION), waiting)


def repair(connection: Connection, ledger: Ledger, event_ids: list[str]) -> None:
    """Make these projections anew.

    Where the ledger's last row tells of an event as its rows do, the projection alone was damaged.
    Where it does not, the event is told otherwise by now (a country's name changed), which becomes
    a row of the ledger, so that mirrors learn of it.
    """
    for at in range(0, len(event_ids), _BATCH):
        ids = event_ids[at : at + _BATCH]
        connection.execute(delete(PROJECTION).where(PROJECTION.c.event_id.in_(ids)))
        chosen = select(EVENT).where(EVENT.c.id.in_(ids), EVENT.c.deleted_at.is_(None))
        made = list(made_anew(connection, stored_events(connection, chosen)))
        recorded = {
            row.seq: row.after
            for row in connection.execute(
                select(CHANGE.c.seq, CHANGE.c.after).where(
                    CHANGE.c.seq.in_([row["changed"] for row in made])
                )
            )
        }
        for row in made:
            told = Projected(row["event_id"], row["lean"], row["tags"])
            last = recorded.get(row["changed"])
            if told.full != last:
                row.update(_recorded(ledger, told, last))
        if made:
            connection.execute(insert(PROJECTION), made)


def _recorded(ledger: Ledger, told: Projected, before: str | None) -> dict[str, object]:
    seq = ledger.next
    event = told.event().model_copy(update={"changed": seq})
    anew = Projected(told.event_id, event.model_dump_json(), told.tags)
    ledger.record(
        *(Subject.EVENT, told.event_id, ChangeKind.RETAGGED, _TOLD_ANEW),
        before=before,
        after=anew.full,
        at=now(),
    )
    return {"changed": seq, "lean": anew.lean, "fingerprint": anew.fingerprint}
