"""The store: SQL, which is the truth."""

from indexer.store.store import EventStore
from indexer.store.writer import StoreWriter

__all__ = ["EventStore", "StoreWriter"]
