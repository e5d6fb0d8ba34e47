"""A breaker: who does not answer is left alone for a while, and tried again by one call."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indexer.errors import SearchUnavailable

_FAILURES = 3
_PAUSE_SECONDS = 2.0
# So many calls may wait at once for a server that is slow: a process answers with 40 threads, and
# what needs no search must find one.
_CROWD = 20
_SLOW_SECONDS = 1.0


class Unreachable(SearchUnavailable):
    """The server did not answer, or what came is no answer of it."""


class Breaker:
    """Lets calls to one server through, or refuses them at once.

    After some failures in a row it opens: for a while every call is refused without a try. Then
    one call is let through; when it is answered the breaker closes. While it is closed, calls
    beyond a number are refused as long as those before them wait longer than usual.

    Args:
        name: the server, for messages.
        clock: seconds that only grow.
    """

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._trying = False
        self._waiting: dict[object, float] = {}

    @property
    def is_open(self) -> bool:
        """Whether calls are refused, but for one that tries again."""
        return self._opened_at is not None

    @property
    def refuses(self) -> bool:
        """Whether a call would be refused now."""
        with self._lock:
            return self._refusal() is not None

    @contextmanager
    def call(self) -> Iterator[None]:
        """Count a call: what it raises, and whether it may be made at all.

        Raises:
            Unreachable: it may not.
        """
        token = object()
        with self._lock:
            refusal = self._refusal()
            if refusal is not None:
                raise Unreachable(refusal)
            self._trying = self._opened_at is not None
            self._waiting[token] = self._clock()
        failed = True  # also where the calling thread is ended
        try:
            yield
            failed = False
        except Unreachable:
            raise
        except Exception:
            failed = False  # an answer, if not the one hoped for
            raise
        finally:
            with self._lock:
                del self._waiting[token]
                self._note(failed=failed)

    def _refusal(self) -> str | None:
        now = self._clock()
        if self._opened_at is not None and (self._trying or now - self._opened_at < _PAUSE_SECONDS):
            return f"{self._name} did not answer; it is tried again every few seconds"
        if len(self._waiting) >= _CROWD and now - min(self._waiting.values()) > _SLOW_SECONDS:
            return f"{self._name} is slow, and {len(self._waiting)} searches wait already"
        return None

    def _note(self, *, failed: bool) -> None:
        if not failed:
            self._failures, self._opened_at, self._trying = 0, None, False
            return
        self._failures += 1
        if self._trying or self._failures >= _FAILURES:
            self._opened_at, self._trying = self._clock(), False
