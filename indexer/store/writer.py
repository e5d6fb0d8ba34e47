"""StoreWriter: what can be done inside one writing transaction, ledger rows included."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from indexer.errors import Gone, NotFound
from indexer.models import (
    ApiKey,
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

    def living_digest(self, digest_id: str) -> Digest:
        """The digest with this id.

        Raises:
            NotFound: there was never such a digest.
            Gone: it was deleted.
        """
        found = self.digest(digest_id)
        if found is None:
            raise NotFound(f"no digest has the id {digest_id!r}")
        if found.deleted_at is not None:
            raise Gone(f"the digest {digest_id!r} was removed on {found.deleted_at:%Y-%m-%d}")
        return found

    def living_events(self, digest_id: str) -> list[Event]:
        """The digest's events that were not deleted, in order."""
        return self._events(digest_id, None)

    def events_deleted_with(self, digest: Digest) -> list[Event]:
        """The events that were deleted when their digest was, in order; not those gone before."""
        return self._events(digest.id, digest.deleted_at) if digest.deleted_at else []

    def dropped_events(self, digest_id: str) -> list[Event]:
        """The digest's events that were deleted, in order."""
        return list(
            self._session.exec(
                select(Event)
                .where(col(Event.digest_id) == digest_id, col(Event.deleted_at).is_not(None))
                .order_by(col(Event.position), col(Event.id))
            ).all()
        )

    def living_event(self, event_id: str) -> Event:
        """The event with this id.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
        """
        found = self._session.get(Event, event_id)
        if found is None:
            raise NotFound(f"no event has the id {event_id!r}")
        if found.deleted_at is not None:
            raise Gone(f"the event {event_id!r} was removed on {found.deleted_at:%Y-%m-%d}")
        return found

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

    def add_correction(self, correction: Correction) -> None:
        """Keep an editor's change; the id is set on return."""
        self._session.add(correction)
        self._session.flush()

    def key(self, key_id: str) -> ApiKey | None:
        """The key with this id, revoked or not."""
        return self._session.get(ApiKey, key_id)

    def add_key(self, key: ApiKey) -> None:
        """Keep a new key."""
        self._session.add(key)
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
        derived = dict.fromkeys(("occurrences", "tags"))
        same_words = {**after, **derived} == {**before, **derived}
        kind = ChangeKind.RETAGGED if same_words else ChangeKind.UPDATED
        event_row.updated_at = now()
        self._record(event_row.id, kind, reason, before, after)
        return True

    def delete_event(self, event_row: Event, *, reason: str, at: datetime | None = None) -> None:
        """Take the event out of sight; its row stays so that the id is never reused."""
        before = event_snapshot(event_row)
        event_row.deleted_at = at or now()
        self._record(event_row.id, ChangeKind.DELETED, reason, before, None)

    def restore_event(self, event_row: Event, *, reason: str) -> None:
        """Bring a deleted event back, as it now stands; for the ledger it is created."""
        event_row.deleted_at = None
        event_row.updated_at = now()
        self._session.flush()
        self._session.refresh(event_row, ["occurrences", "tags"])
        self._record(event_row.id, ChangeKind.CREATED, reason, None, event_snapshot(event_row))

    def delete_digest(self, digest: Digest, *, reason: str) -> list[str]:
        """Take a digest and its living events out of sight; the ids of those events.

        All get the same moment, by which `events_deleted_with` knows them again.
        """
        digest.deleted_at = now()
        living = self.living_events(digest.id)
        for event_row in living:
            self.delete_event(event_row, reason=reason, at=digest.deleted_at)
        self._session.flush()
        return [event_row.id for event_row in living]

    def _events(self, digest_id: str, deleted_at: datetime | None) -> list[Event]:
        return list(
            self._session.exec(
                select(Event)
                .where(
                    col(Event.digest_id) == digest_id,
                    col(Event.deleted_at).is_not_distinct_from(deleted_at),
                )
                .order_by(col(Event.position))
            ).all()
        )

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
