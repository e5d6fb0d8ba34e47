"""Two texts laid over each other: words struck out and added, dates and tags marked in the new."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

INSERTED, DELETED = "ins", "del"
DATE, TAG = "q", "d"
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text.

    Attributes:
        text: its characters.
        change: `INSERTED`, `DELETED`, or empty where both texts have it.
        mark: `DATE` or `TAG` where such words were found in it, else empty.
    """

    text: str
    change: str = ""
    mark: str = ""


def runs(
    new: str,
    *,
    old: str | None = None,
    dates: Iterable[Span] = (),
    tags: Iterable[Span] = (),
) -> tuple[Run, ...]:
    """The new text in runs, with what it lost against the old one.

    Args:
        new: the text as it would be.
        old: the text as it is; None where there is none.
        dates: where words of a date stand in the new text.
        tags: where words behind a tag do.
    """
    marks = [""] * len(new)
    for spans, mark in ((tags, TAG), (dates, DATE)):
        for start, end in spans:
            marks[start:end] = [mark] * (min(end, len(new)) - start)
    found: list[Run] = []
    for kind, text, start in _pieces(new if old is None else old, new):
        if kind == DELETED:
            found.append(Run(text, DELETED))
        else:
            found += _marked(text, kind, marks[start : start + len(text)])
    return tuple(found)


def _pieces(old: str, new: str) -> Iterator[tuple[str, str, int]]:
    """Kind and text of each piece in order, and where it begins in the new text."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    at = 0
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in {"delete", "replace"}:
            yield DELETED, "".join(before[i:j]), at
        if kind != "delete":
            text = "".join(after[k:m])
            yield "" if kind == "equal" else INSERTED, text, at
            at += len(text)


def _marked(text: str, change: str, marks: list[str]) -> Iterator[Run]:
    at = 0
    for mark, group in groupby(marks):
        length = len(list(group))
        yield Run(text[at : at + length], change, mark)
        at += length
