"""Corrections and states inside a writing transaction."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as choose

from indexer.models import Correction, Digest, Subject
from indexer.store.reading import CHANGE, EVENT


class CorrectionWriting:
    """What editors changed, and which state of an event or digest they saw."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def corrections(self, event_ids: Iterable[str]) -> dict[str, list[Correction]]:
        """The editors' changes to events, by event, oldest first; undone ones too."""
        found: dict[str, list[Correction]] = {}
        if not (ids := list(event_ids)):
            return found
        for row in self._session.exec(
            choose(Correction).where(col(Correction.event_id).in_(ids)).order_by(col(Correction.id))
        ):
            found.setdefault(row.event_id or "", []).append(row)
        return found

    def digest_corrections(self, digest_id: str) -> list[Correction]:
        """The editors' changes to a digest itself, oldest first; undone ones too."""
        chosen = choose(Correction).where(col(Correction.digest_id) == digest_id)
        return list(self._session.exec(chosen.order_by(col(Correction.id))).all())

    def correction(self, number: int) -> Correction | None:
        """The correction with this number."""
        return self._session.get(Correction, number)

    def add_correction(self, correction: Correction) -> None:
        """Keep an editor's change; the id is set on return."""
        self._session.add(correction)
        self._session.flush()

    def digest_of_event(self, event_id: str) -> str | None:
        """The digest of an event, living or not; None where there never was such an event."""
        chosen = select(EVENT.c.digest_id).where(EVENT.c.id == event_id)
        return self._session.connection().execute(chosen).scalar()

    def digest_numbered(
        self, series: str, volume: int | None, number: int | None, day: date
    ) -> Digest | None:
        """The living digest of a series with this number; of this day, where it has no number."""
        told = col(Digest.number) == number
        if number is None:
            told = col(Digest.number).is_(None) & (col(Digest.issue_date) == day)
        return self._session.exec(
            choose(Digest).where(
                col(Digest.series) == series,
                col(Digest.volume).is_(None) if volume is None else col(Digest.volume) == volume,
                told,
                col(Digest.deleted_at).is_(None),
            )
        ).first()

    def digest_state(self, digest_id: str) -> int:
        """The number of the last change of a digest or its events; 0 where there is none."""
        return digest_state(self._session, digest_id)

    def event_state(self, event_id: str) -> int:
        """The number of the last change of an event; 0 where there is none."""
        chosen = select(func.max(CHANGE.c.seq)).where(
            CHANGE.c.subject == str(Subject.EVENT), CHANGE.c.subject_id == event_id
        )
        return self._session.connection().execute(chosen).scalar() or 0

    def event_after(self, event_id: str, seq: int) -> str | None:
        """What the ledger's row of this number tells of an event, as JSON."""
        chosen = select(CHANGE.c.after).where(
            CHANGE.c.seq == seq,
            CHANGE.c.subject == str(Subject.EVENT),
            CHANGE.c.subject_id == event_id,
        )
        return self._session.connection().execute(chosen).scalar()


def digest_state(session: Session, digest_id: str) -> int:
    """The number of the last change of a digest or its events; 0 where there is none."""
    events = select(EVENT.c.id).where(EVENT.c.digest_id == digest_id)
    chosen = select(func.max(CHANGE.c.seq)).where(
        ((CHANGE.c.subject == str(Subject.DIGEST)) & (CHANGE.c.subject_id == digest_id))
        | ((CHANGE.c.subject == str(Subject.EVENT)) & CHANGE.c.subject_id.in_(events))
    )
    return session.connection().execute(chosen).scalar() or 0
