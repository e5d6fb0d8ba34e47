"""Upkeep: what is derived inside the store is proved, and made anew where it is not right."""

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from indexer.errors import StoreError
from indexer.models import Change, LedgerHead
from indexer.projection import VERSION
from indexer.store import checking
from indexer.store.checking import Faults
from indexer.store.database import reason
from indexer.store.ledger import Ledger, breaks
from indexer.store.session import Sessions

_BATCH = 500


class Upkeep(Sessions):
    """Checks and repairs."""

    def faults(self) -> Faults:
        """Whether every projection is what its rows make, and the ledger's chain holds."""
        with self._reading() as session:
            wrong = tuple(checking.wrong_projections(session.connection()))
            head = session.exec(select(LedgerHead)).one()
            # Rows that come while this reads belong to another end of the ledger.
            rows = session.exec(
                select(Change).where(col(Change.seq) <= head.seq).order_by(col(Change.seq)),
                execution_options={"yield_per": _BATCH},
            )
            return Faults(wrong, tuple(breaks(rows, head)))

    def repair_projections(self, event_ids: tuple[str, ...]) -> None:
        """Make the projections of these events anew.

        Raises:
            StoreError: the database refused.
        """
        if not event_ids:
            return
        with self._locked() as (session, head):
            ledger = Ledger(session, head)
            checking.repair(session.connection(), ledger, list(event_ids))
            ledger.flush()

    def renew_outdated(self) -> None:
        """Make every projection anew where they were made by another version of the program.

        Raises:
            StoreError: the database refused.
        """
        try:
            with self._reading() as session:
                if session.exec(select(LedgerHead.projected)).first() == VERSION:
                    return
        except SQLAlchemyError as error:
            raise StoreError(f"the store cannot be read: {reason(error)}") from error
        with self._locked() as (session, head):
            if head.projected != VERSION:
                checking.renew(session.connection())
                head.projected = VERSION
