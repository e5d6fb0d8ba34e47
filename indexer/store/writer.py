"""StoreWriter: what can be done inside one writing transaction, ledger rows included."""

from typing import Any

from sqlmodel import Session, col, select

from indexer.models import (
    Change,
    ChangeKind,
    Correction,
    Digest,
    Event,
    LedgerHead,
    Occurrence,
    Source,
    Tag,
    now,
)
from indexer.snapshot import event_snapshot, parts_snapshot


class StoreWriter:
    """What can be done inside one writing transaction. Made by `EventStore.writing` only."""

    def __init__(self, session: Session, head: LedgerHead) -> None:
        self._session = session
        self._head = head

    def source(self, sha256: str) -> Source | None:
        """The source with this hash, where it was received before."""
        return self._session.exec(select(Source).where(col(Source.sha256) == sha256)).first()

    def digest_of_source(self, source: Source) -> Digest | None:
        """The digest that was last read from this source."""
        return self._session.exec(select(Digest).where(col(Digest.source_id) == source.id)).first()

    def digest(self, digest_id: str) -> Digest | None:
        """The digest with this id, where there is one."""
        return self._session.get(Digest, digest_id)

    def living_events(self, digest_id: str) -> list[Event]:
        """The digest's events that were not deleted, in order."""
        return list(
            self._session.exec(
                select(Event)
                .where(col(Event.digest_id) == digest_id, col(Event.deleted_at).is_(None))
                .order_by(col(Event.position))
            ).all()
        )

    def event_exists(self, event_id: str) -> bool:
        """Whether the id was ever given out, to a living or a deleted event."""
        return self._session.get(Event, event_id) is not None

    def corrections(self, event_id: str) -> list[Correction]:
        """The editors' changes to one event, oldest first."""
        return list(
            self._session.exec(
                select(Correction)
                .where(col(Correction.event_id) == event_id)
                .order_by(col(Correction.id))
            ).all()
        )

    def add_source(self, source: Source) -> Source:
        """Keep the bytes; the id is set on return."""
        self._session.add(source)
        self._session.flush()
        return source

    def add_digest(self, digest: Digest) -> None:
        """Store a new digest."""
        self._session.add(digest)
        self._session.flush()

    def create_event(self, event_row: Event, *, reason: str) -> None:
        """Store a new event and its ledger row."""
        self._session.add(event_row)
        self._session.flush()
        self._record(event_row.id, ChangeKind.CREATED, reason, None, event_snapshot(event_row))

    def replace_parts(
        self, event_row: Event, occurrences: list[Occurrence], tags: list[Tag]
    ) -> None:
        """Give the event new occurrences and tags in place of its own, where they differ."""
        if parts_snapshot(occurrences, tags) == parts_snapshot(
            event_row.occurrences, event_row.tags
        ):
            return
        event_row.occurrences.clear()
        event_row.tags.clear()
        self._session.flush()
        event_row.occurrences.extend(occurrences)
        event_row.tags.extend(tags)

    def change_event(self, event_row: Event, before: dict[str, Any], *, reason: str) -> bool:
        """Record what changed since ``before``; False where nothing did."""
        self._session.flush()
        self._session.refresh(event_row, ["occurrences", "tags"])
        after = event_snapshot(event_row)
        if after == before:
            return False
        only_tags = {**after, "tags": None} == {**before, "tags": None}
        kind = ChangeKind.RETAGGED if only_tags else ChangeKind.UPDATED
        event_row.updated_at = now()
        self._record(event_row.id, kind, reason, before, after)
        return True

    def delete_event(self, event_row: Event, *, reason: str) -> None:
        """Take the event out of sight for good; its row stays so that the id is never reused."""
        before = event_snapshot(event_row)
        event_row.deleted_at = now()
        self._record(event_row.id, ChangeKind.DELETED, reason, before, None)

    def _record(
        self,
        event_id: str,
        kind: ChangeKind,
        reason: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        self._head.seq += 1
        self._session.add(
            Change(
                seq=self._head.seq,
                event_id=event_id,
                kind=kind,
                reason=reason,
                before=before,
                after=after,
            )
        )
        self._session.flush()
