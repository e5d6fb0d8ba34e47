"""The ledger as a page: every change, who made it, and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indexer.models import Change, Subject
from web.contexts.cards import Link, event_url


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A row of the ledger."""

    number: int
    at: datetime
    who: str
    kind: str
    subject: Link
    reason: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Rows of the ledger, the latest first, and where older ones are."""

    title: str
    lines: tuple[LedgerLine, ...]
    head: int
    ledger: str
    older: str | None
    newest: str | None
    feed: str


def ledger_page(
    rows: Sequence[Change], *, head: int, ledger: str, size: int, before: int | None
) -> LedgerPage:
    """A page of the ledger.

    Args:
        rows: of this page, the latest first; one more than fits where there are older ones.
        head: number of the last row of all.
        ledger: its id.
        size: rows a page.
        before: the page shows what came before this number.
    """
    shown = rows[:size]
    older = f"/editor/ledger?before={shown[-1].seq}" if len(rows) > size else None
    return LedgerPage(
        title="Ledger – Entente",
        lines=tuple(ledger_line(row) for row in shown),
        head=head,
        ledger=ledger,
        older=older,
        newest="/editor/ledger" if before is not None else None,
        feed="/api/v1/changes",
    )


def ledger_line(change: Change) -> LedgerLine:
    """One row."""
    return LedgerLine(
        number=change.seq,
        at=change.at,
        who=change.editor or "Entente",
        kind=str(change.kind).replace("_", " "),
        subject=_subject(change),
        reason=change.reason,
    )


def _subject(change: Change) -> Link:
    """What it is about, under its name of then."""
    told = json.loads(change.after or change.before or "{}")
    if change.subject == Subject.EVENT:
        return Link(told.get("headline") or change.subject_id, event_url(change.subject_id))
    if change.subject == Subject.DIGEST:
        return Link(told.get("title") or change.subject_id, f"/digests/{change.subject_id}")
    return Link(change.subject_id, "")
