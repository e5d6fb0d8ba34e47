"""Backups: one file that holds the truth of a store, for SQLite and PostgreSQL alike."""

from indexer.backup.archive import Manifest, verify
from indexer.backup.making import back_up
from indexer.backup.restoring import Restored, restore

__all__ = ["Manifest", "Restored", "back_up", "restore", "verify"]
