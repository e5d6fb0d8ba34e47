"""Files of the embedded index: its one writer, and what is replaced in one step."""

import json
import logging
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def writing(index: Any) -> Iterator[Any]:
    """The index's only writer.

    Raises:
        IndexBusy: another process holds it.
    """
    try:
        writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    except ValueError as error:
        if "lock" in str(error).lower():
            raise IndexBusy(
                "another process is writing to the search index; try again when it is done"
            ) from error
        raise SearchUnavailable(f"the search index cannot be written: {error}") from error
    try:
        yield writer
    except BaseException:
        del writer  # lets go of the lock; nothing uncommitted is kept
        raise


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
