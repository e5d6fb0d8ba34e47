"""Keeping indexes up to the ledger: an embedded one by whoever serves, a server's by a watcher."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from indexer import related
from indexer.errors import EntenteError, IndexBusy, SearchUnavailable
from indexer.search import sync
from indexer.search.port import SearchEngine
from indexer.store import EventStore

_log = logging.getLogger(__name__)
_LOCK = "sync.lock"
_PATIENCE_SECONDS = 60.0
_ASK_AGAIN_SECONDS = 0.1
_BUSY = "another process is writing to the search index; try again when it is done"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an index is attended to, in seconds.

    Attributes:
        every: until the ledger is looked at again; what another process stored is found after
            about so long.
        look_every: until the index itself is looked over again, whatever its state says.
    """

    every: float = 1.0
    look_every: float = 30.0


class IndexKeeper:
    """Applies what an embedded index lacks; of all processes over one folder one at a time.

    Args:
        store: whose ledger is followed.
        engine: the embedded engine over the folder.
        folder: where the index lives; the lock lies in it.
        rhythm: how often, while it runs.
    """

    def __init__(
        self, store: EventStore, engine: SearchEngine, folder: Path, rhythm: Rhythm | None = None
    ) -> None:
        self._store = store
        self._engine = engine
        self._folder = folder
        self._rhythm = rhythm or Rhythm()

    def catch_up(self, *, wait_seconds: float = 30.0) -> bool:
        """Bring the index up to the ledger; whether the lock could be had in that time."""
        return self._alone(
            lambda: sync.sync(self._store, self._engine, waiting=wait_seconds > 0), wait_seconds
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look again and again, in a thread of its own, whether the index lags or is damaged."""
        ended = threading.Event()
        thread = threading.Thread(
            target=keep_on,
            args=(self._attend, ended, self._rhythm),
            name="index-keeper",
            daemon=True,
        )
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _attend(self, look: bool) -> None:
        if look:
            self._alone(lambda: sync.mend(self._store, self._engine), 0)
        elif sync.lag(self._store, self._engine.state()) or related.behind(self._store):
            self.catch_up(wait_seconds=0)  # where another process does it, let it

    def _alone(self, do: Callable[[], object], wait_seconds: float) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder / _LOCK, timeout=wait_seconds):
                do()
        except Timeout:
            return False
        return True


def alone(store: EventStore, engine: SearchEngine, folder: Path) -> AbstractContextManager[object]:
    """While it lasts nobody else brings the index up to date.

    Two that sync at once would each apply what they read before the other wrote, and the slower
    one would set the index back; two that build it anew would mix what they build. For the
    embedded index of a folder the lock is a file's, for those on servers it is the store's, which
    all replicas share. It ends with the process that holds it.

    Raises:
        IndexBusy: another process is at it, and took longer than a minute.
    """
    return _locked(folder) if engine.is_local else _alone_on_servers(store, engine)


@contextmanager
def _alone_on_servers(store: EventStore, engine: SearchEngine) -> Iterator[None]:
    until = time.monotonic() + _PATIENCE_SECONDS
    with ExitStack() as held:
        for part in engine.parts():
            held.enter_context(_waited_for(store, _of(part), until))
        yield


@contextmanager
def _waited_for(store: EventStore, name: str, until: float) -> Iterator[None]:
    while True:
        with store.alone(name) as mine:
            if mine:
                yield
                return
        if time.monotonic() > until:
            raise IndexBusy(_BUSY)
        time.sleep(_ASK_AGAIN_SECONDS)


def _of(part: SearchEngine) -> str:
    """The name of the lock on the index of a server."""
    return f"index at {part.label}"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / _LOCK, timeout=_PATIENCE_SECONDS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:  # a time-out is one, too
        if not isinstance(error, Timeout):
            raise SearchUnavailable(
                f"the search index cannot be written: {error.strerror or error}"
            ) from error
        raise IndexBusy(_BUSY) from None
    try:
        yield
    finally:
        lock.release()


def watch(
    store: EventStore,
    engine: SearchEngine,
    ended: threading.Event,
    *,
    rhythm: Rhythm | None = None,
    moved: Callable[[SearchEngine, sync.SyncResult], None],
    looked: Callable[[], None],
) -> None:
    """Keep every index of an engine up to the ledger until it is to end.

    Each follows in a thread of its own: one that is away, or being built, does not hold the others.
    Of several processes that watch, one at a time attends to an index; another goes on where it
    ends.

    Args:
        store: whose ledger is followed.
        engine: of how many indexes ever.
        ended: set when it is to end.
        rhythm: how often.
        moved: told of an index that went on.
        looked: called now and then, for whatever else has to be looked after.
    """
    rhythm = rhythm or Rhythm(every=2.0, look_every=10.0)

    def following(part: SearchEngine) -> Callable[[bool], None]:
        def follow(look: bool) -> None:
            with store.alone(_of(part)) as mine:
                if not mine:  # where another process does it, let it
                    return
                result = sync.mend_one(store, part) if look else sync.follow_one(store, part)
            if result.applied or result.rebuilt:
                moved(part, result)

        return follow

    def attend(look: bool) -> None:
        related.follow(store)
        if look:
            looked()

    threads = [
        threading.Thread(target=keep_on, args=(following(part), ended, rhythm), daemon=True)
        for part in engine.parts()
    ]
    for thread in threads:
        thread.start()
    keep_on(attend, ended, rhythm)
    for thread in threads:
        thread.join()


def keep_on(do: Callable[[bool], None], ended: threading.Event, rhythm: Rhythm) -> None:
    """Do something again and again until it is to end.

    No failure ends it. Each is logged once, not every second.

    Args:
        do: what; told whether the time for a closer look has come.
        ended: set when it is to end.
        rhythm: how often.
    """
    said: str | None = None
    looked: float | None = None
    while not ended.is_set():
        look = looked is None or time.monotonic() - looked >= rhythm.look_every
        try:
            do(look)
            said = None
            if look:
                looked = time.monotonic()
        except Exception as error:  # noqa: BLE001  (whatever it is, the next time it may go well)
            if said != str(error):
                known = isinstance(error, EntenteError)
                _log.warning("not synced, trying again: %s", error, exc_info=not known)
            said = str(error)
        ended.wait(rhythm.every)
