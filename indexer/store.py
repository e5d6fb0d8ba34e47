"""EventStore: the only module that opens a database session."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, func, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from indexer.errors import Gone, NotFound, StoreError
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

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_TIMEOUT_MS = 15_000
_BATCH = 500
_WITH_PARTS = (
    selectinload(Event.occurrences),  # type: ignore[arg-type]
    selectinload(Event.tags),  # type: ignore[arg-type]
    selectinload(Event.digest),  # type: ignore[arg-type]
)


class EventStore:
    """The truth about sources, digests and events, in SQLite or PostgreSQL.

    Args:
        url: SQLAlchemy address. The database is created and migrated when it is opened.

    Raises:
        StoreError: the database cannot be opened or migrated.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        try:
            self._migrate()
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"cannot open the store {_shown(url)}: {_reason(error)}") from error

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
            raise StoreError(f"the store does not answer: {_reason(error)}") from error

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

    def digest(self, digest_id: str) -> Digest:
        """The digest with its source and living events.

        Raises:
            NotFound: there is no such digest.
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
        return found

    def digests(self, *, limit: int, offset: int = 0) -> tuple[list[tuple[Digest, int]], int]:
        """Digests with their number of living events, newest first, and how many there are."""
        with self._reading() as session:
            total = session.exec(select(func.count()).select_from(Digest)).one()
            rows = session.exec(
                select(Digest, func.count(col(Event.id)))
                .join(
                    Event,
                    (col(Event.digest_id) == col(Digest.id)) & col(Event.deleted_at).is_(None),
                    isouter=True,
                )
                .group_by(col(Digest.id))
                .order_by(col(Digest.issue_date).desc(), col(Digest.id).desc())
                .limit(limit)
                .offset(offset)
            ).all()
        return [(digest, count) for digest, count in rows], total

    def period(self) -> tuple[date, date] | None:
        """First and last issue date in the store; None while it is empty."""
        with self._reading() as session:
            first, last = session.exec(
                select(func.min(Digest.issue_date), func.max(Digest.issue_date))
            ).one()
        return None if first is None else (first, last)

    def head(self) -> int:
        """The ledger's last sequence number; 0 while it is empty."""
        with self._reading() as session:
            return session.exec(select(LedgerHead.seq)).first() or 0

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

    def history(self, event_id: str) -> list[Change]:
        """Every ledger row of one event, in order."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Change).where(col(Change.event_id) == event_id).order_by(col(Change.seq))
                ).all()
            )

    # -- writing ---------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator["StoreWriter"]:
        """One transaction: all of it is stored, with its ledger rows, or none.

        Raises:
            StoreError: the database refused.
        """
        engine = self._engine.execution_options(entente_write=True)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                head = session.exec(select(LedgerHead).with_for_update()).one()
                yield StoreWriter(session, head)
        except SQLAlchemyError as error:
            raise StoreError(f"nothing was stored: {_reason(error)}") from error

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"the store cannot be read: {_reason(error)}") from error

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        writing = self._engine.execution_options(entente_write=True)
        with writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Two processes that start together must not both create the tables.
                connection.execute(text("SELECT pg_advisory_xact_lock(5075501)"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


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


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_pre_ping=not sqlite)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off: it would start write transactions
    # late, and two writers could then fail on each other instead of waiting.
    dbapi_connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("entente_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]
