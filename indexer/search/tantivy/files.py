"""Files of the embedded index: its one writer, and what is replaced in one step."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import IndexBusy, SearchUnavailable

STATE = "entente.json"
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
