"""The ledger: numbers without gaps, and a chain of hashes that shows any change of its past.

A row's fingerprint is the SHA-256 of its payload, the compact JSON of ``reason``, ``editor`` (only
where an editor made the change), ``before`` and ``after`` in this order. Its hash is the SHA-256 of
what stands in it, one value a line: the hash of the row before it (64 zeros before the first), its
number, subject, the subject's id, kind, moment (ISO 8601 in UTC, to the microsecond) and
fingerprint. A payload can be taken away, and the chain still verifies; what was taken away is
marked by ``purged_at``.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from indexer.models import Change, ChangeKind, LedgerHead, Subject

START = "0" * 64
_COVERED = ("previous", "seq", "subject", "subject_id", "kind", "at", "fingerprint")
_CHANGES = SQLModel.metadata.tables["change"]


class Ledger:
    """Takes rows within one writing transaction; the caller holds the lock on the head.

    Args:
        session: the transaction.
        head: the ledger's end, locked.
    """

    def __init__(self, session: Session, head: LedgerHead) -> None:
        self._session = session
        self._head = head
        self._waiting: list[dict[str, Any]] = []

    @property
    def next(self) -> int:
        """The number that the next row will have."""
        return self._head.seq + 1

    def record(
        self,
        subject: Subject,
        subject_id: str,
        kind: ChangeKind,
        reason: str,
        *,
        before: str | None,
        after: str | None,
        at: datetime,
        editor: str | None = None,
    ) -> None:
        """Add a row; before and after are JSON, None where there was or is nothing."""
        row: dict[str, Any] = {
            "seq": self.next,
            "subject": str(subject),
            "subject_id": subject_id,
            "kind": str(kind),
            "reason": reason,
            "editor": editor,
            "before": before,
            "after": after,
            "at": at,
            "fingerprint": payload_fingerprint(reason, before, after, editor),
            "previous": self._head.hash or START,
            "purged_at": None,
        }
        row["hash"] = row_hash(row)
        self._waiting.append(row)
        self._head.seq, self._head.hash = self.next, row["hash"]

    def flush(self) -> None:
        """Write the rows that wait, in one statement."""
        if self._waiting:
            self._session.execute(insert(_CHANGES), self._waiting)
            self._waiting = []


def payload_fingerprint(
    reason: str, before: str | None, after: str | None, editor: str | None = None
) -> str:
    """SHA-256 of a row's payload; before and after are JSON as they are stored."""
    told = json.dumps(reason, ensure_ascii=False)
    who = "" if editor is None else f'"editor":{json.dumps(editor, ensure_ascii=False)},'
    payload = f'{{"reason":{told},{who}"before":{before or "null"},"after":{after or "null"}}}'
    return hashlib.sha256(payload.encode()).hexdigest()


def row_hash(row: Mapping[str, Any]) -> str:
    """The hash of a row, given what it covers."""
    moment = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    values = (moment if name == "at" else str(row[name]) for name in _COVERED)
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def breaks(changes: Iterable[Change], head: LedgerHead) -> Iterator[str]:
    """What is wrong with a ledger: gaps, broken links, payloads that are not what was written.

    Args:
        changes: every row, in order.
        head: where it should end.
    """
    seq, previous = 0, START
    for change in changes:
        if change.seq != seq + 1:
            yield f"row {seq + 1} is missing"
        elif change.previous != previous:
            yield f"row {change.seq} does not follow the row before it"
        if change.hash != row_hash({name: getattr(change, name) for name in _COVERED}):
            yield f"row {change.seq} is not as it was written"
        elif change.purged_at is None and change.fingerprint != payload_fingerprint(
            change.reason, change.before, change.after, change.editor
        ):
            yield f"the payload of row {change.seq} is not as it was written"
        seq, previous = change.seq, change.hash
    if (head.seq, head.hash or START) != (seq, previous):
        yield f"the ledger ends with row {seq}, and should with row {head.seq}"
