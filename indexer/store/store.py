"""EventStore: the only module that opens a database session."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from indexer.errors import Gone, NotFound, StoreError
from indexer.models import ApiKey, Change, Correction, Digest, Event, LedgerHead
from indexer.store.database import connect, migrate, reason, shown
from indexer.store.writer import StoreWriter

_BATCH = 500
_WITH_PARTS = (
    selectinload(Event.occurrences),  # type: ignore[arg-type]
    selectinload(Event.tags),  # type: ignore[arg-type]
    selectinload(Event.digest),  # type: ignore[arg-type]
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a store holds.

    Attributes:
        events, digests: how many there are.
        first, last: first and last day of issue; None in an empty store.
    """

    events: int
    digests: int
    first: date | None
    last: date | None


class EventStore:
    """The truth about sources, digests and events, in SQLite or PostgreSQL.

    Args:
        url: SQLAlchemy address. The database is created and migrated when it is opened.

    Raises:
        StoreError: the database cannot be opened or migrated.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = connect(url)
            migrate(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"cannot open the store {shown(url)}: {reason(error)}") from error

    def close(self) -> None:
        """Release every connection."""
        self._engine.dispose()

    def ping(self) -> None:
        """Make sure that the database answers.

        Raises:
            StoreError: it does not.
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise StoreError(f"the store does not answer: {reason(error)}") from error

    # -- reading ---------------------------------------------------------------------------

    def event(self, event_id: str) -> Event:
        """The event with its occurrences, tags and digest.

        Raises:
            NotFound: there was never such an event.
            Gone: it was deleted.
        """
        with self._reading() as session:
            found = session.exec(
                select(Event).where(col(Event.id) == event_id).options(*_WITH_PARTS)
            ).first()
        if found is None:
            raise NotFound(f"no event has the id {event_id!r}")
        if found.deleted_at is not None:
            raise Gone(f"the event {event_id!r} was removed on {found.deleted_at:%Y-%m-%d}")
        return found

    def events(self, event_ids: Sequence[str]) -> list[Event]:
        """These events, in the order asked for; ids that are gone are left out."""
        with self._reading() as session:
            rows = session.exec(
                select(Event)
                .where(col(Event.id).in_(event_ids), col(Event.deleted_at).is_(None))
                .options(*_WITH_PARTS)
            ).all()
        by_id = {row.id: row for row in rows}
        return [by_id[event_id] for event_id in event_ids if event_id in by_id]

    def iter_events(self) -> Iterator[Event]:
        """Every living event by id, read in batches so that memory stays bounded."""
        after = ""
        while True:
            with self._reading() as session:
                rows = session.exec(
                    select(Event)
                    .where(col(Event.id) > after, col(Event.deleted_at).is_(None))
                    .order_by(col(Event.id))
                    .limit(_BATCH)
                    .options(*_WITH_PARTS)
                ).all()
            if not rows:
                return
            yield from rows
            after = rows[-1].id

    def count_events(self) -> int:
        """How many living events there are."""
        with self._reading() as session:
            return session.exec(
                select(func.count()).select_from(Event).where(col(Event.deleted_at).is_(None))
            ).one()

    def coverage(self) -> Coverage:
        """What is there: how many events and digests, and the first and last day of issue."""
        with self._reading() as session:
            digests, first, last = session.exec(
                select(
                    func.count(col(Digest.id)),
                    func.min(Digest.issue_date),
                    func.max(Digest.issue_date),
                ).where(col(Digest.deleted_at).is_(None))
            ).one()
        return Coverage(self.count_events(), digests, first, last)

    def digest(self, digest_id: str) -> Digest:
        """The digest with its source and living events.

        Raises:
            NotFound: there is no such digest.
            Gone: it was deleted.
        """
        with self._reading() as session:
            found = session.exec(
                select(Digest)
                .where(col(Digest.id) == digest_id)
                .options(
                    selectinload(Digest.source),  # type: ignore[arg-type]
                    selectinload(Digest.events).selectinload(Event.occurrences),  # type: ignore[arg-type]
                    selectinload(Digest.events).selectinload(Event.tags),  # type: ignore[arg-type]
                    selectinload(Digest.events).selectinload(Event.digest),  # type: ignore[arg-type]
                )
            ).first()
        if found is None:
            raise NotFound(f"no digest has the id {digest_id!r}")
        if found.deleted_at is not None:
            raise Gone(f"the digest {digest_id!r} was removed on {found.deleted_at:%Y-%m-%d}")
        return found

    def digest_ids(self) -> list[str]:
        """The ids of all digests that were not deleted, oldest issue first."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Digest.id)
                    .where(col(Digest.deleted_at).is_(None))
                    .order_by(col(Digest.issue_date), col(Digest.id))
                ).all()
            )

    def digests(self, *, limit: int, offset: int = 0) -> tuple[list[tuple[Digest, int]], int]:
        """Digests with their number of living events, newest first, and how many there are."""
        with self._reading() as session:
            total = session.exec(
                select(func.count()).select_from(Digest).where(col(Digest.deleted_at).is_(None))
            ).one()
            rows = session.exec(
                select(Digest, func.count(col(Event.id)))
                .join(
                    Event,
                    (col(Event.digest_id) == col(Digest.id)) & col(Event.deleted_at).is_(None),
                    isouter=True,
                )
                .where(col(Digest.deleted_at).is_(None))
                .group_by(col(Digest.id))
                .order_by(col(Digest.issue_date).desc(), col(Digest.id).desc())
                .limit(limit)
                .offset(offset)
            ).all()
        return [(digest, count) for digest, count in rows], total

    def head(self) -> int:
        """The ledger's last sequence number; 0 while it is empty."""
        with self._reading() as session:
            return session.exec(select(LedgerHead.seq)).first() or 0

    def version(self) -> str:
        """Changes whenever anything stored does, digests and sources included."""
        with self._reading() as session:
            head = session.exec(select(LedgerHead)).first()
        return f"{head.seq}.{head.revision}" if head else "0.0"

    def changed_at(self) -> datetime:
        """The moment of the last change, in UTC; the beginning of 1970 while there is none."""
        with self._reading() as session:
            last = session.exec(select(Change.at).order_by(col(Change.seq).desc()).limit(1)).first()
        return last or datetime.fromtimestamp(0, UTC)

    def changes(self, *, since: int, limit: int) -> list[Change]:
        """Ledger rows after ``since``, in order."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Change)
                    .where(col(Change.seq) > since)
                    .order_by(col(Change.seq))
                    .limit(limit)
                ).all()
            )

    def changed(self, *, since: int, limit: int) -> list[tuple[int, str]]:
        """Number and event of the ledger rows after ``since``, in order."""
        with self._reading() as session:
            rows = session.exec(
                select(Change.seq, Change.event_id)
                .where(col(Change.seq) > since)
                .order_by(col(Change.seq))
                .limit(limit)
            ).all()
        return [(seq, event_id) for seq, event_id in rows]

    def history(self, event_id: str) -> list[Change]:
        """Every ledger row of one event, in order."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Change).where(col(Change.event_id) == event_id).order_by(col(Change.seq))
                ).all()
            )

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

    def key(self, key_id: str) -> ApiKey | None:
        """The key with this id, revoked or not."""
        with self._reading() as session:
            return session.get(ApiKey, key_id)

    def keys(self) -> list[ApiKey]:
        """Every key that was ever made, oldest first."""
        with self._reading() as session:
            return list(
                session.exec(select(ApiKey).order_by(col(ApiKey.created_at), col(ApiKey.id))).all()
            )

    # -- writing ---------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        """One transaction: all of it is stored, with its ledger rows, or none.

        Raises:
            StoreError: the database refused.
        """
        engine = self._engine.execution_options(entente_write=True)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                head = session.exec(select(LedgerHead).with_for_update()).one()
                yield StoreWriter(session, head)
                head.revision += 1
        except SQLAlchemyError as error:
            raise StoreError(f"nothing was stored: {reason(error)}") from error

    @contextmanager
    def filling_tables(self) -> Iterator[Connection]:
        """One transaction on tables that are worked out from events; no other writes meanwhile.

        Raises:
            StoreError: the database refused.
        """
        engine = self._engine.execution_options(entente_write=True)
        try:
            with Session(engine) as session, session.begin():
                head = session.exec(select(LedgerHead).with_for_update()).one()
                yield session.connection()
                head.revision += 1
        except SQLAlchemyError as error:
            raise StoreError(f"nothing was stored: {reason(error)}") from error

    @contextmanager
    def tables(self) -> Iterator[Connection]:
        """A connection that reads tables row by row.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._reading() as session:
            yield session.connection()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"the store cannot be read: {reason(error)}") from error
