"""Files of the embedded index: its one writer, and what is replaced in one step."""

import errno
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from indexer.errors import IndexBusy, SearchUnavailable

_log = logging.getLogger(__name__)
STATE = "entente.json"
CURRENT = "CURRENT"
_GENERATION = "gen-"
_LOCK = ".lock"
_WRITER_BYTES = 30_000_000
_PATIENCE_S = 60.0
_ASK_AGAIN_S = 0.05
# No room, a quota, a limit on the size of files: the library tells them by number, in its words.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What it says when a thread of its writer met such an error and ended, whose number is then lost.
_WRITER_ENDED = "An index writer was killed"


@contextmanager
def writing(index: Any) -> Iterator[Any]:
    """The index's only writer.

    What another process has written it may still be merging; that is waited for.

    Raises:
        IndexBusy: another process holds it, and did so for a minute.
    """
    writer = _waited_for(index)
    try:
        yield writer
    except BaseException:
        # Lets go of the lock, whoever still looks at the error; nothing uncommitted is kept.
        with suppress(ValueError):
            writer.wait_merging_threads()
        raise


def _waited_for(index: Any) -> Any:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        except ValueError as error:
            if "lock" not in str(error).lower():
                full = _no_room(error)
                wrong = f"the search index cannot be written: {error}"
                raise full or SearchUnavailable(wrong) from error
            if time.monotonic() > until:
                busy = "another process is writing to the search index; try again when it is done"
                raise IndexBusy(busy) from error
        time.sleep(_ASK_AGAIN_S)


def save_state(generation: Path, watermark: int, schema_version: int) -> None:
    """Note the index's format, and which ledger row it has reached."""
    state = {"schema_version": schema_version, "watermark": watermark}
    replace_file(generation / STATE, json.dumps(state))


def replace_file(path: Path, content: str) -> None:
    """Write a file so that readers see the old content or the new, never half of it."""
    temporary = path.with_suffix(".next")
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(path)


def is_generation(name: str) -> bool:
    """Whether a name is that of a generation's folder; a damaged file may say anything."""
    return re.fullmatch(rf"{_GENERATION}\w+", name, re.ASCII) is not None


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """A folder for the next generation; gone again where building it fails.

    A lock beside it says that somebody is at it. It ends with the process that holds it, so what a
    killed one leaves behind can be told from what is being built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_GENERATION}{secrets.token_hex(4)}"
    with FileLock(fresh.with_suffix(_LOCK)):
        fresh.mkdir(mode=0o700)
        try:
            yield fresh
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise


def sweep(folder: Path) -> None:
    """Remove generations that are neither searched nor being built."""
    for generation in {path.with_suffix("") for path in folder.glob(f"{_GENERATION}*")}:
        lock = generation.with_suffix(_LOCK)
        try:
            with FileLock(lock, timeout=0):
                # Read under the lock: whoever held it may have made this one the current one.
                if (folder / CURRENT).read_text(encoding="utf-8").strip() != generation.name:
                    shutil.rmtree(generation, ignore_errors=True)
                    lock.unlink(missing_ok=True)
        except (Timeout, OSError):
            continue


@contextmanager
def writable() -> Iterator[None]:
    """Says that there is no room where a disk is full, a quota used up, a file too large.

    Raises:
        SearchUnavailable: so it is; the index that is searched stays as it was.
    """
    try:
        yield
    except BaseException as error:  # the library may panic over it
        full = _no_room(error)
        if full is None:
            raise
        raise full from error


@contextmanager
def readable() -> Iterator[None]:
    """Says of files that were damaged that they were, whatever the library makes of them.

    Raises:
        SearchUnavailable: they cannot be read.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    except BaseException as error:
        # The library panics over some damage; its exception has no name that could be imported.
        if type(error).__name__ == "PanicException":
            raise _unreadable(error) from error
        raise


def _unreadable(error: BaseException) -> SearchUnavailable:
    _log.debug("the search index cannot be read: %s", error)  # it names folders of this machine
    return SearchUnavailable("the search index cannot be read: run `entente sync`")


def _no_room(error: BaseException) -> SearchUnavailable | None:
    for number in _FULL:
        told = re.search(rf"\b(?:os error|code:) {number}\b", str(error))
        if told or getattr(error, "errno", None) == number:
            return SearchUnavailable(
                f"the search index cannot be written: {os.strerror(number)}; it is as it was"
            )
    if _WRITER_ENDED in str(error):
        return SearchUnavailable(
            "the search index cannot be written (is the disk full?); it is as it was"
        )
    return None
