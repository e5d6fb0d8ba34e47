"""Where digests come from: files, folders and standard input."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from indexer.errors import UnreadableSource
from indexer.readers import SourceHints
from indexer.readers.registry import suffixes


def files(paths: list[str]) -> list[str]:
    """The files that the arguments name: folders are searched for digests, in order of name.

    Raises:
        UnreadableSource: a path does not exist, or a folder holds no digest.
    """
    found: list[str] = []
    for path in paths:
        if path == "-":
            found.append(path)
            continue
        here = Path(path)
        if here.is_dir():
            inside = sorted(_digests(here))
            if not inside:
                raise UnreadableSource(
                    f"{path}: the folder holds no file of a known form ({', '.join(suffixes())})"
                )
            found += inside
        elif here.exists():
            found.append(path)
        else:
            raise UnreadableSource(f"{path}: there is no such file or folder")
    return found


def load(path: str, *, max_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        UnreadableSource: the file cannot be read.
    """
    try:
        if path == "-":
            return sys.stdin.buffer.read(max_bytes + 1)
        with Path(path).open("rb") as file:
            return file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableSource(f"{path}: {error.strerror or error}") from error


def hints(
    path: str,
    *,
    series: str | None,
    volume: tuple[int | None, int] | None,
    issue_date: date | None = None,
    new_series: bool = False,
) -> SourceHints:
    """What the caller and the file's name say about its content.

    The last folder's name is kept, since archives are sorted by series.
    """
    origin = "standard input"
    if path != "-":
        here = Path(path)
        folder = here.parent.name
        origin = f"{folder}/{here.name}" if folder else here.name
    return SourceHints(origin, series, volume, new_series, issue_date)


def _digests(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix.lower() in suffixes():
            yield str(path)
