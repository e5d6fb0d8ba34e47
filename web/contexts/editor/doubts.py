"""Doubts as a work list: what readers were unsure of, issue by issue, the warnings first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from indexer.models import Digest
from indexer.remarks import Severity
from web.contexts.cards import Link
from web.contexts.editor.account import EDITOR


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """One doubt."""

    warning: bool
    message: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class DoubtsOfIssue:
    """The doubts of an issue."""

    issue: Link
    lines: tuple[DoubtLine, ...]


@dataclass(frozen=True, slots=True)
class DoubtsPage:
    """The work list.

    Attributes:
        kinds: each kind of doubt with its number; the one chosen has no address.
        undated: events that nothing but their issue dates.
    """

    title: str
    total: int
    kinds: tuple[tuple[Link, int], ...]
    issues: tuple[DoubtsOfIssue, ...]
    undated: Link


def doubts_page(digests: Sequence[Digest], code: str) -> DoubtsPage:
    """The work list.

    Args:
        digests: every issue, the newest first.
        code: only doubts of this kind; empty for all.
    """
    every = Counter(str(remark["code"]) for digest in digests for remark in digest.remarks)
    issues = [
        DoubtsOfIssue(Link(digest.title, f"/digests/{digest.id}"), lines)
        for digest in digests
        if (lines := _lines(digest.remarks, code))
    ]
    return DoubtsPage(
        title="Doubts – Entente",
        total=sum(len(one.lines) for one in issues),
        kinds=(
            (Link("All", f"{EDITOR}/doubts" if code else ""), every.total()),
            *((_kind(one, code), count) for one, count in every.most_common()),
        ),
        issues=tuple(issues),
        undated=Link("Events that nothing but their issue dates", "/?precision=issue"),
    )


def _kind(one: str, chosen: str) -> Link:
    words = one.replace("-", " ").replace("_", " ").capitalize()
    return Link(words, "" if one == chosen else f"{EDITOR}/doubts?{urlencode({'code': one})}")


def _lines(remarks: Sequence[dict[str, Any]], code: str) -> tuple[DoubtLine, ...]:
    lines = [
        DoubtLine(
            remark["severity"] == Severity.WARNING,
            remark["message"],
            remark.get("words") or "",
            f"line {remark['line']}" if remark.get("line") else "",
        )
        for remark in remarks
        if not code or remark["code"] == code
    ]
    return tuple(sorted(lines, key=lambda line: not line.warning))
