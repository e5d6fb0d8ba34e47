"""Where digests come from: files, folders, standard input and addresses of the web."""

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from indexer.errors import InputError, UnreadableSource
from indexer.readers import SourceHints
from indexer.readers.registry import suffixes

STANDARD_INPUT = "-"
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a command's arguments name.

    Attributes:
        sources: files, addresses and ``-``, in order.
        problems: what cannot be listed, each with its reason; the others are read all the same.
    """

    sources: tuple[str, ...]
    problems: tuple[tuple[str, InputError], ...]


def listing(arguments: Sequence[str]) -> Listing:
    """The sources that arguments name: folders are searched for digests, in order of name."""
    sources: list[str] = []
    problems: list[tuple[str, InputError]] = []
    for argument in arguments:
        try:
            if argument == STANDARD_INPUT or is_address(argument):
                sources.append(argument)
            elif _is_folder(argument):
                found, unread = in_folder(argument)
                problems += unread
                if not found and not unread:
                    raise UnreadableSource(
                        f"{named(argument)}: the folder holds no file of a known form "
                        f"({', '.join(suffixes())})"
                    )
                sources += found
            else:
                sources.append(argument)
        except InputError as error:
            problems.append((argument, error))
    return Listing(tuple(sources), tuple(problems))


def files(paths: Sequence[str]) -> list[str]:
    """The sources that arguments name, all of which can be listed.

    Raises:
        UnreadableSource: a path does not exist, or a folder holds no digest.
    """
    found = listing(paths)
    if found.problems:
        raise found.problems[0][1]
    return list(found.sources)


def in_folder(folder: str) -> tuple[list[str], list[tuple[str, InputError]]]:
    """The digests below a folder, and what of it cannot be looked into; hidden files apart."""
    problems: list[tuple[str, InputError]] = []

    def unread(error: OSError) -> None:
        name = str(error.filename or folder)
        problems.append((name, _told(name, error)))

    return sorted(_digests(folder, unread)), problems


def load(path: str, *, max_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for ``-``; one more than are allowed at most.

    Raises:
        UnreadableSource: the file cannot be read.
    """
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.buffer.read(max_bytes + 1)
        with Path(path).open("rb") as file:
            return file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise _told(path, error) from error


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
    if is_address(path):
        origin = path
    elif path != STANDARD_INPUT:
        here = Path(path)
        folder = here.parent.name
        origin = named(f"{folder}/{here.name}" if folder else here.name)
    return SourceHints(origin, series, volume, new_series, issue_date)


def is_address(source: str) -> bool:
    """Whether a source is to be fetched: an address of http or https."""
    return source[:8].lower().startswith(_WEB)


def named(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8 are spelled out."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _is_folder(path: str) -> bool:
    """Whether a path is a folder.

    Raises:
        UnreadableSource: there is nothing, or it cannot be looked at.
    """
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except FileNotFoundError as error:
        raise UnreadableSource(f"{named(path)}: there is no such file or folder") from error
    except (OSError, ValueError) as error:
        raise _told(path, error) from error


def _digests(folder: str, unread: Callable[[OSError], None]) -> Iterator[str]:
    for here, folders, names in os.walk(folder, onerror=unread):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(here, name)
            known = not name.startswith(".") and path.suffix.lower() in suffixes()
            if known and _may_be_read(path):
                yield str(path)


def _may_be_read(path: Path) -> bool:
    """Whether it is a file; a pipe would be waited for without end, what is unclear is tried."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _told(path: str, error: OSError | ValueError) -> UnreadableSource:
    reason = error.strerror if isinstance(error, OSError) else None
    return UnreadableSource(f"{named(path)}: {reason or error}")
