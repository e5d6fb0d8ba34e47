"""What goes on after a commit: parts of the index are merged, and no write waits for it."""

import logging
import threading
from collections.abc import Callable
from typing import Any

_log = logging.getLogger(__name__)
# Most merges are of small parts and take less; whoever wrote waits so long for the files to settle.
_SOON_S = 0.05


class Merging:
    """The merging of one index: of what was committed last, in a thread of its own.

    A writer holds the index's lock until what it merges is merged. What it committed is on disk
    and searched before; killed meanwhile, the index keeps the parts that were to be merged.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def begin(self, writer: Any, merged: Callable[[], None]) -> None:
        """Let a writer that has committed end; wait for it only if that is a matter of moments.

        Args:
            writer: holds the lock until then, and is of no use any more.
            merged: called in the thread, once there are fewer parts to search.
        """
        self._thread = threading.Thread(
            target=_merge, args=(writer, merged), name="index-merging", daemon=False
        )
        self._thread.start()
        self._thread.join(_SOON_S)

    def end(self) -> None:
        """Wait until nothing is merged any more: before the next write, and at the end."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None


def _merge(writer: Any, merged: Callable[[], None]) -> None:
    try:
        writer.wait_merging_threads()
        merged()
    except BaseException as error:  # noqa: BLE001  (the library may panic; what was committed stands)
        _log.warning("parts of the search index were not merged: %s", error)
