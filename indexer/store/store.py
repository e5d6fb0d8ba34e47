"""EventStore: the truth about sources, digests, events, series and keys, behind one name."""

from indexer.store.digests import DigestReading
from indexer.store.events import EventReading
from indexer.store.keys import KeyReading
from indexer.store.series import SeriesReading
from indexer.store.sign_ins import SignInKeeping
from indexer.store.takedowns import Takedowns
from indexer.store.upkeep import Upkeep


class EventStore(
    EventReading, DigestReading, SeriesReading, KeyReading, SignInKeeping, Takedowns, Upkeep
):
    """The truth about sources, digests, events and series, in SQLite or PostgreSQL.

    Args:
        url: SQLAlchemy address. The database is created and migrated when it is opened.

    Raises:
        StoreError: the database cannot be opened or migrated.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.renew_outdated()
