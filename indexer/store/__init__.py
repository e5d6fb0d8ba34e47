"""The store: SQL, which is the truth."""

from indexer.store.checking import Faults
from indexer.store.digests import Coverage, Outline
from indexer.store.narrowing import LedgerFilter
from indexer.store.store import EventStore
from indexer.store.writer import StoreWriter

__all__ = ["Coverage", "EventStore", "Faults", "LedgerFilter", "Outline", "StoreWriter"]
