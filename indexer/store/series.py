"""Reading series: the rows of the installation's own, and how much is held of each."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from indexer.models import Digest, Projection, Series
from indexer.store.history import LedgerReading


@dataclass(frozen=True, slots=True)
class HeldSeries:
    """How much is held of a series.

    Attributes:
        digests, events: how many.
        earliest, latest: first and last day of issue; None where no issue is held.
    """

    digests: int = 0
    events: int = 0
    earliest: date | None = None
    latest: date | None = None


class SeriesReading(LedgerReading):
    """Series."""

    _held: tuple[str, dict[str, HeldSeries]] | None = None

    def series_rows(self) -> list[Series]:
        """Profiles of the installation's own and those of series with issues, in order of id."""
        issue = select(Digest.id).where(
            col(Digest.series) == col(Series.id), col(Digest.deleted_at).is_(None)
        )
        chosen = select(Series).where(col(Series.added) | issue.exists())
        with self._reading() as session:
            return list(session.exec(chosen.order_by(col(Series.id))).all())

    def known_once(self) -> list[Series]:
        """Every profile that was kept here and every code that was bound, whatever became of it."""
        with self._reading() as session:
            return list(session.exec(select(Series).order_by(col(Series.id))).all())

    def bound_codes(self) -> dict[str, str]:
        """The code of every series that ever had one here, by id."""
        with self._reading() as session:
            return dict(session.exec(select(Series.id, Series.code)).all())

    def held_series(self) -> dict[str, HeldSeries]:
        """How much is held of each series that has issues; worked out once for each state."""
        version = self.version()
        held = self._held
        if held is None or held[0] != version:
            self._held = held = (version, self._counted())
        return held[1]

    def _counted(self) -> dict[str, HeldSeries]:
        with self._reading() as session:
            events: dict[str, int] = dict(
                session.exec(
                    select(Projection.series, func.count()).group_by(col(Projection.series))
                ).all()
            )
            issues = session.exec(
                select(
                    Digest.series,
                    func.count(),
                    func.min(Digest.issue_date),
                    func.max(Digest.issue_date),
                )
                .where(col(Digest.deleted_at).is_(None))
                .group_by(col(Digest.series))
            ).all()
        return {
            series_id: HeldSeries(count, events.get(series_id, 0), first, last)
            for series_id, count, first, last in issues
        }
