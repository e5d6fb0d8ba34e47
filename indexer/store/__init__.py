"""The store: SQL, which is the truth."""

from indexer.store.store import Coverage, EventStore
from indexer.store.writer import StoreWriter

__all__ = ["Coverage", "EventStore", "StoreWriter"]
