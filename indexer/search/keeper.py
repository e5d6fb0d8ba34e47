"""Keeping an embedded index up to the ledger while several processes serve it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexer import related
from indexer.errors import EntenteError
from indexer.search import sync
from indexer.search.port import SearchEngine
from indexer.store import EventStore

_log = logging.getLogger(__name__)
_LOCK = "sync.lock"
# Rows that another process stored, and did not index, are searchable after about so long.
_LOOK_EVERY_SECONDS = 1.0


class IndexKeeper:
    """Applies what the index lacks; of all processes over one folder one at a time.

    Two that sync at once would each apply what they read before the other wrote, and the slower
    one would set the index back. The lock is a file's, so it ends with the process that holds it.

    Args:
        store: whose ledger is followed.
        engine: the embedded engine over the folder.
        folder: where the index lives; the lock lies in it.
    """

    def __init__(self, store: EventStore, engine: SearchEngine, folder: Path) -> None:
        self._store = store
        self._engine = engine
        self._folder = folder

    def catch_up(self, *, wait_seconds: float = 30.0) -> bool:
        """Bring the index up to the ledger; whether the lock could be had in that time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder / _LOCK, timeout=wait_seconds):
                sync.sync(self._store, self._engine, waiting=wait_seconds > 0)
        except Timeout:
            return False
        return True

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look again and again, in a thread of its own, whether the index lags."""
        ended = threading.Event()
        thread = threading.Thread(target=self._run, args=(ended,), name="index-keeper", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _run(self, ended: threading.Event) -> None:
        said: str | None = None
        while not ended.is_set():
            try:
                if sync.lag(self._store, self._engine.state()) or related.behind(self._store):
                    self.catch_up(wait_seconds=0)  # where another process does it, let it
                said = None
            except EntenteError as error:
                if said != str(error):  # once, not every second
                    _log.warning("the index is behind, trying again: %s", error)
                said = str(error)
            ended.wait(_LOOK_EVERY_SECONDS)
