"""Folders looked at again and again: the files that have come or changed, once they are whole."""

from collections.abc import Iterable
from pathlib import Path

from indexer.ingest import sources

_State = tuple[int, int]  # nanoseconds of the last change, bytes


class Watched:
    """Files of folders, each given once for each state it comes to rest in.

    A file is given when two looks in a row find it the same, so that none is read half written.

    Args:
        folders: looked at with all that is below them.
        known: files that were taken already, as they are now.
    """

    def __init__(self, folders: Iterable[str], known: Iterable[str] = ()) -> None:
        self._folders = tuple(folders)
        self._given: dict[str, _State] = {
            path: state for path in known if (state := _state(path)) is not None
        }
        self._seen: dict[str, _State] = {}

    def ready(self) -> list[str]:
        """The files that have come to rest since the last look, in a state not given before."""
        now = {
            path: state
            for folder in self._folders
            for path in sources.in_folder(folder)[0]
            if (state := _state(path)) is not None
        }
        found = [
            path
            for path, state in now.items()
            if self._seen.get(path) == state and self._given.get(path) != state
        ]
        self._seen = now
        self._given |= {path: now[path] for path in found}
        return found


def _state(path: str) -> _State | None:
    """None for a file that is gone again."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
