"""Volume and number of an issue: what it says, what its file is called, what its sender says."""

import re
from collections.abc import Iterable

from indexer.errors import UnreadableSource
from indexer.readers.raw import SourceHints

Numbering = tuple[int, int]
_STATED = re.compile(r"\bVol(?:ume|\.)?\s*(\d{1,3})\s*[.,]\s*(\d{1,3})\b", re.IGNORECASE)
_NAMED = re.compile(r"vol(?:ume)?[-_. ]?(\d{1,3})[-_.](\d{1,3})(?!\d)", re.IGNORECASE)


def stated_number(lines: Iterable[str]) -> Numbering | None:
    """Volume and number in a title or header: "Vol 2.7"."""
    return next((found for line in lines if (found := _found(_STATED, line))), None)


def named_number(origin: str) -> Numbering | None:
    """Volume and number in a file's name or address: ``vol-2-07.txt``."""
    return _found(_NAMED, origin)


def believed(
    stated: Numbering | None, named: Numbering | None, hints: SourceHints
) -> tuple[int | None, int | None]:
    """What the issue says, else its sender, else its file's name.

    Raises:
        UnreadableSource: the issue and its sender say different things.
    """
    given = hints.volume
    if given is not None and stated not in {None, given}:
        said = stated or given
        raise UnreadableSource(
            f"{hints.origin}: it says volume {said[0]}.{said[1]}, and {given[0]}.{given[1]} was "
            "given beside it; leave that out, or put the file right"
        )
    return stated or given or named or (None, None)


def _found(pattern: re.Pattern[str], text: str) -> Numbering | None:
    match = pattern.search(text)
    return (int(match[1]), int(match[2])) if match else None
