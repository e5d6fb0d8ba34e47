"""Reading the ledger."""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import select as sql
from sqlmodel import col, select

from indexer.models import Change, LedgerHead, Subject
from indexer.store.narrowing import LedgerFilter
from indexer.store.reading import PROJECTION
from indexer.store.session import Sessions

_VERSION = sql(col(LedgerHead.seq), col(LedgerHead.revision))


class LedgerReading(Sessions):
    """The ledger's rows and its end."""

    def head(self) -> int:
        """The ledger's last sequence number; 0 while it is empty."""
        with self._reading() as session:
            return session.exec(select(LedgerHead.seq)).first() or 0

    def ledger_end(self) -> LedgerHead:
        """The ledger's id, its last number and hash."""
        with self._reading() as session:
            return session.exec(select(LedgerHead)).one()

    def version(self) -> str:
        """Changes whenever anything stored does, digests and sources included."""
        # Asked at every request: two columns cost less than an entity.
        with self.tables() as connection:
            head = connection.execute(_VERSION).first()
        return f"{head[0]}.{head[1]}" if head else "0.0"

    def changed_at(self) -> datetime:
        """The moment of the last change, in UTC; the beginning of 1970 while there is none."""
        with self._reading() as session:
            last = session.exec(select(Change.at).order_by(col(Change.seq).desc()).limit(1)).first()
        return last or datetime.fromtimestamp(0, UTC)

    def changes(
        self,
        *,
        since: int,
        limit: int,
        until: int | None = None,
        only: LedgerFilter | None = None,
    ) -> list[Change]:
        """Ledger rows after ``since`` and up to ``until``, in order, only some where asked."""
        chosen = select(Change).where(col(Change.seq) > since)
        if until is not None:
            chosen = chosen.where(col(Change.seq) <= until)
        if only is not None:
            chosen = chosen.where(*only.conditions(self._engine.dialect.name))
        with self._reading() as session:
            return list(session.exec(chosen.order_by(col(Change.seq)).limit(limit)).all())

    def latest_changes(
        self, *, limit: int, before: int | None = None, only: LedgerFilter | None = None
    ) -> list[Change]:
        """The last ledger rows, or the last ones before a number, the latest first."""
        chosen = select(Change)
        if before is not None:
            chosen = chosen.where(col(Change.seq) < before)
        if only is not None:
            chosen = chosen.where(*only.conditions(self._engine.dialect.name))
        with self._reading() as session:
            return list(session.exec(chosen.order_by(col(Change.seq).desc()).limit(limit)).all())

    def state_digest(self) -> str:
        """SHA-256 over every living event: a line ``<id> <changed>`` each, sorted by id.

        ``changed`` is the number of the last ledger row that touched the event. A mirror that holds
        the same events in the same form works out the same digest.
        """
        with self._reading() as session:
            rows = session.connection().execute(sql(PROJECTION.c.event_id, PROJECTION.c.changed))
            # Sorted here: databases sort by the letters of their language.
            told = "".join(sorted(f"{event_id} {changed}\n" for event_id, changed in rows))
        return hashlib.sha256(told.encode()).hexdigest()

    def changed(self, *, since: int, limit: int) -> list[tuple[int, str | None]]:
        """Number and event of the ledger rows after ``since``, in order.

        The event is None where a row is about something else.
        """
        with self._reading() as session:
            rows = session.exec(
                select(Change.seq, Change.subject, Change.subject_id)
                .where(col(Change.seq) > since)
                .order_by(col(Change.seq))
                .limit(limit)
            ).all()
        return [
            (seq, subject_id if subject == Subject.EVENT else None)
            for seq, subject, subject_id in rows
        ]

    def history(self, event_id: str) -> list[Change]:
        """Every ledger row of one event, in order."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Change)
                    .where(col(Change.subject) == Subject.EVENT, col(Change.subject_id) == event_id)
                    .order_by(col(Change.seq))
                ).all()
            )
