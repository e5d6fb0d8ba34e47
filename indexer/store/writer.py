"""StoreWriter: what can be done inside one writing transaction, ledger rows included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import col
from sqlmodel import select as choose

from indexer.models import (
    ApiKey,
    ChangeKind,
    Digest,
    Source,
    Subject,
    Takedown,
    now,
)
from indexer.projection import EventOut, Projected, digest_record, projected
from indexer.store.living import living, merged
from indexer.store.reading import (
    DIGEST,
    EVENT,
    OCCURRENCE,
    PROJECTION,
    SOURCE,
    TAG,
    StoredEvent,
    events_of,
    source_row,
    stored_events,
)
from indexer.store.rows import EventRows, Row, projection_row
from indexer.store.series_writing import SeriesWriting

_SAID = ("headline", "text", "truncated", "position", "digest")


@dataclass(frozen=True, slots=True)
class EventChange:
    """What is to become of one event.

    Attributes:
        before: as it is stored; None for a new one.
        after: as it is to be; None where it is to be deleted.
        reason: for the ledger.
        editor: who made it, where an editor did.
        kind: what the ledger is to call it, where that does not follow.
        merged_into: the event that it became part of, where it is to be deleted.
    """

    before: StoredEvent | None
    after: EventRows | None
    reason: str
    editor: str | None = None
    kind: ChangeKind | None = None
    merged_into: str | None = None

    @property
    def event_id(self) -> str:
        """Whose change it is."""
        found = self.after or self.before
        return found.id if found is not None else ""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one event.

    Attributes:
        event_id: whose it is.
        kind: what happened; None where nothing changed.
        before, after: what was and is said of it; None where there was or is no such event.
    """

    event_id: str
    kind: ChangeKind | None
    before: Projected | None
    after: Projected | None


@dataclass(slots=True)
class _Batch:
    """Rows that wait to be written, one statement a table."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    deleted: list[Row] = field(default_factory=list)
    occurrences: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    projections: list[Row] = field(default_factory=list)


class StoreWriter(SeriesWriting):
    """What can be done inside one writing transaction. Made by `EventStore.writing` only."""

    def finish(self) -> None:
        """Write the ledger's rows; called once, before the transaction ends."""
        self._ledger.flush()

    # -- sources and digests ---------------------------------------------------------------

    def source(self, sha256: str) -> Source | None:
        """The source with this hash, where it was received before."""
        return self._session.exec(choose(Source).where(col(Source.sha256) == sha256)).first()

    def add_source(self, source: Source) -> Source:
        """Keep the bytes; the id is set on return."""
        row = source.model_dump(exclude={"id"})
        statement = insert(SOURCE).values(row).returning(SOURCE.c.id)
        source.id = self._session.connection().execute(statement).scalar_one()
        return source

    def digest_of_source(self, source: Source) -> Digest | None:
        """The digest that was last read from this source."""
        return self._session.exec(choose(Digest).where(col(Digest.source_id) == source.id)).first()

    def source_of(self, digest: Digest) -> Source:
        """The source that the digest was last read from."""
        return self._session.exec(choose(Source).where(col(Source.id) == digest.source_id)).one()

    def digest(self, digest_id: str) -> Digest | None:
        """The digest with this id, where there is one."""
        return self._session.get(Digest, digest_id)

    def living_digest(self, digest_id: str) -> Digest:
        """The digest with this id.

        Raises:
            NotFound: there was never such a digest.
            Gone: it was deleted.
        """
        return living(self.digest(digest_id), "digest", digest_id)

    def digest_told(self, digest: Digest) -> str:
        """What the ledger tells of the digest as it now stands, as JSON."""
        connection = self._session.connection()
        return digest_record(digest.model_dump(), source_row(connection, digest.source_id))

    def add_digest(self, digest: Digest, source: Source, *, reason: str) -> str:
        """Store a new digest, read from a source; what the ledger tells of it, as JSON."""
        row = digest.model_dump()
        self._session.connection().execute(insert(DIGEST), row)
        told = digest_record(row, source.model_dump() | {"size": len(source.content)})
        self._ledger.record(
            *(Subject.DIGEST, digest.id, ChangeKind.CREATED, reason),
            before=None,
            after=told,
            at=digest.updated_at,
        )
        return told

    def change_digest(
        self, digest: Digest, before: str, *, reason: str, editor: str | None = None
    ) -> bool:
        """Record what changed of a digest since `digest_told`; False where nothing did."""
        self._session.flush()
        if self.digest_told(digest) == before:
            return False
        digest.updated_at = now()
        self._record_digest(digest, ChangeKind.UPDATED, reason, before, editor)
        return True

    def restore_digest(self, digest: Digest, *, reason: str) -> None:
        """Bring a deleted digest back, as it now stands; for the ledger it is created."""
        digest.deleted_at = None
        digest.updated_at = now()
        self._record_digest(digest, ChangeKind.CREATED, reason, None)

    def delete_digest(self, digest: Digest, *, reason: str, editor: str | None = None) -> list[str]:
        """Take a digest and its living events out of sight; the ids of those events.

        All get the same moment, by which it is known again which events went with it.
        """
        before, at = self.digest_told(digest), now()
        events = [event for event in self.events_of(digest.id) if event.deleted_at is None]
        changes = [EventChange(event, None, reason, editor) for event in events]
        self.write_events(digest, changes, at=at)
        digest.deleted_at = at
        self._session.flush()
        self._ledger.record(
            *(Subject.DIGEST, digest.id, ChangeKind.DELETED, reason),
            before=before,
            after=None,
            at=at,
            editor=editor,
        )
        return [event.id for event in events]

    # -- events ----------------------------------------------------------------------------

    def events_of(self, digest_id: str) -> list[StoredEvent]:
        """Every event that the digest ever had, deleted ones too, in order."""
        return stored_events(self._session.connection(), events_of(digest_id))

    def living_event(self, event_id: str) -> StoredEvent:
        """The event with this id.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
            Merged: it became part of another.
        """
        chosen = select(EVENT).where(EVENT.c.id == event_id)
        found = next(iter(stored_events(self._session.connection(), chosen)), None)
        if found is not None and found.merged_into is not None:
            raise merged(event_id, found.merged_into)
        return living(found, "event", event_id)

    def write_events(
        self, digest: Digest, changes: Sequence[EventChange], *, at: datetime | None = None
    ) -> list[Written]:
        """Bring events of one digest to what they are to be, one statement a table.

        A deleted event stays in its table, so that its id is never given out again.

        Args:
            digest: whose events they are, as it now stands.
            changes: what is to become of each, in the order of the ledger's rows.
            at: the moment; now where it is not given.

        Returns:
            What became of each.
        """
        self._session.flush()
        batch, at, row = _Batch(), at or now(), digest.model_dump()
        written = [self._changed(batch, row, change, at) for change in changes]
        self._write(batch)
        return written

    def purged(self, hashes: Iterable[str], subject_id: str) -> set[str]:
        """Those of these hashes of texts and sources, and this id, that were taken down."""
        wanted = list(hashes)
        found = self._session.exec(
            choose(Takedown.subject_id, Takedown.text_hash, Takedown.source_hash).where(
                col(Takedown.text_hash).in_(wanted)
                | col(Takedown.source_hash).in_(wanted)
                | (col(Takedown.subject_id) == subject_id)
            )
        )
        return {
            one for row in found for one in row if one is not None and one in {*wanted, subject_id}
        }

    # -- keys ------------------------------------------------------------------------------

    def key(self, key_id: str) -> ApiKey | None:
        """The key with this id, revoked or not."""
        return self._session.get(ApiKey, key_id)

    def add_key(self, key: ApiKey) -> None:
        """Keep a new key."""
        self._session.add(key)
        self._session.flush()

    # -- inside ----------------------------------------------------------------------------

    def _record_digest(
        self,
        digest: Digest,
        kind: ChangeKind,
        reason: str,
        before: str | None,
        editor: str | None = None,
    ) -> None:
        self._session.flush()
        self._ledger.record(
            *(Subject.DIGEST, digest.id, kind, reason),
            before=before,
            after=self.digest_told(digest),
            at=digest.updated_at,
            editor=editor,
        )

    def _changed(self, batch: _Batch, digest: Row, change: EventChange, at: datetime) -> Written:
        """Note one change in the batch and the ledger."""
        before, after = change.before, change.after
        told = _told_before(before, digest)
        if after is None:
            if before is None or told is None:
                return Written(change.event_id, None, None, None)
            kind = change.kind or ChangeKind.DELETED
            batch.deleted.append(
                {"event": before.id, "deleted_at": at, "merged_into": change.merged_into}
            )
            self._record(change, kind, told, None, at=at)
            return Written(before.id, kind, told, None)
        kind, event = ChangeKind.CREATED, after.event
        if before is not None:
            event = event | {"created_at": before.rows.event["created_at"], "updated_at": at}
        if before is not None and told is not None:
            was = told.event()
            as_before = event | {"updated_at": was.updated_at, "created_at": was.created_at}
            same = projected(as_before, digest, after.occurrences, after.tags, was.changed)
            if (
                same == told
                and before.projected is not None
                and _hidden(before.rows.event) == (_hidden(event))
            ):
                return Written(before.id, None, told, told)
            kind = change.kind or _kind(was, same.event())
        now_told = projected(event, digest, after.occurrences, after.tags, self._ledger.next)
        if before is None:
            batch.new.append(event)
        else:
            batch.changed.append({"event": before.id} | event)
        batch.occurrences += after.occurrences
        batch.tags += after.tags
        batch.projections.append(
            projection_row(now_told, event, digest, after.occurrences, self._ledger.next)
        )
        self._record(change, kind, told, now_told, at=at)
        return Written(after.id, kind, told, now_told)

    def _record(
        self,
        change: EventChange,
        kind: ChangeKind,
        before: Projected | None,
        after: Projected | None,
        *,
        at: datetime,
    ) -> None:
        self._ledger.record(
            *(Subject.EVENT, change.event_id, kind, change.reason),
            before=before.full if before else None,
            after=after.full if after else None,
            at=at,
            editor=change.editor,
        )

    def _write(self, batch: _Batch) -> None:
        connection = self._session.connection()
        known = [row["id"] for row in batch.changed]
        if known:
            for table in (OCCURRENCE, TAG):
                connection.execute(delete(table).where(table.c.event_id.in_(known)))
        gone = [*known, *(row["event"] for row in batch.deleted)]
        if gone:
            connection.execute(delete(PROJECTION).where(PROJECTION.c.event_id.in_(gone)))
        for values in (batch.changed, batch.deleted):
            if values:
                connection.execute(update(EVENT).where(EVENT.c.id == bindparam("event")), values)
        for table, rows in (
            (EVENT, batch.new),
            (OCCURRENCE, batch.occurrences),
            (TAG, batch.tags),
            (PROJECTION, batch.projections),
        ):
            if rows:
                connection.execute(insert(table), rows)


_HIDDEN = ("read_headline", "read_text", "entry")


def _hidden(row: Row) -> tuple[object, ...]:
    """What is kept of an event and not told of it."""
    return tuple(row[name] for name in _HIDDEN)


def _told_before(before: StoredEvent | None, digest: Row) -> Projected | None:
    """What was said of a living event; worked out from its rows where the projection is lost."""
    if before is None or before.deleted_at is not None:
        return None
    if before.projected is not None:
        return before.projected
    return projected(before.rows.event, digest, before.rows.occurrences, before.rows.tags, 0)


def _kind(before: EventOut, after: EventOut) -> ChangeKind:
    """Updated where words, place or issue changed; retagged where only what was read did."""
    said = all(getattr(before, name) == getattr(after, name) for name in _SAID)
    return ChangeKind.RETAGGED if said else ChangeKind.UPDATED
