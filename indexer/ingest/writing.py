"""Drafts into the store: new, refreshed, corrected and restored digests, each change recorded."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from indexer.drafts import DigestDraft
from indexer.errors import OtherIssue
from indexer.ingest.corrections import Corrected, latest
from indexer.ingest.identity import match_items, new_event_id
from indexer.ingest.laying import Laying
from indexer.ingest.layout import Corrections, part_ids
from indexer.ingest.losses import Loss, losses
from indexer.ingest.report import FileReport, Outcome
from indexer.models import ChangeKind, Digest, Source, now
from indexer.remarks import Remark, Severity
from indexer.store import StoreWriter
from indexer.store.reading import StoredEvent
from indexer.store.rows import digest_row, remarks, told
from indexer.store.writer import EventChange

RULES_CHANGED = "rules changed"
RESTORED = "restored: the issue was received again"
_FIRST = "first received"
_CORRECTED = "corrected issue received"
_LEFT_OUT = "not in the corrected issue"
# Of the items of the smaller of two issues; below it they are two issues with one number.
_SHARED = 1 / 3


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is written, for the ledger; and who wants it, where an editor does."""

    reason: str
    editor: str | None = None


@dataclass(frozen=True, slots=True)
class _Former:
    """A digest's former events beside a draft.

    Attributes:
        living: those that live.
        items: the events that items of the issue are: living ones, and those that editors merged
            or deleted, whose items are still in the issue.
        dropped: deleted ones that may come back.
        events: all of them, parts that editors made too, by id.
        corrections: of all of them, by event.
        matches: which of items and dropped, in this order, each item of the draft is.
    """

    living: Sequence[StoredEvent]
    items: Sequence[StoredEvent]
    dropped: Sequence[StoredEvent]
    events: Mapping[str, StoredEvent]
    corrections: Corrections
    matches: Sequence[int | None]

    @classmethod
    def of(
        cls,
        events: Sequence[StoredEvent],
        corrections: Corrections,
        draft: DigestDraft,
        *,
        deleted_at: datetime | None,
    ) -> Self:
        """Every event that a digest ever had, beside a draft.

        Args:
            events: living and deleted ones.
            corrections: theirs.
            draft: what was read.
            deleted_at: when the digest was deleted; those events alone come back that went with it.
        """
        living = [event for event in events if event.deleted_at is None]
        candidates = item_events(events, corrections)
        items = [event for event in candidates if is_item(event, corrections)]
        dropped = [event for event in candidates if not is_item(event, corrections)]
        if deleted_at is not None:
            dropped = [event for event in dropped if event.deleted_at == deleted_at]
        matches = _matched(items, dropped, draft)
        by_id = {event.id: event for event in events}
        return cls(living, items, dropped, by_id, corrections, matches)

    def match(self, position: int) -> StoredEvent | None:
        """The event that an item of the draft is; None for a new one."""
        match = self.matches[position]
        return None if match is None else [*self.items, *self.dropped][match]


def write_digest(
    writer: StoreWriter, source: Source, draft: DigestDraft, origin: str, *, replace: bool = False
) -> FileReport:
    """Store an issue that is new, corrected, or comes back after its digest was deleted.

    Args:
        writer: the transaction.
        source: what it was read from.
        draft: what was read.
        origin: the source's name, for messages.
        replace: put it in the place of a stored issue with which it shares too little.

    Returns:
        What happened, and what of the stored issue it shortens; whether that is wanted is for the
        caller to say.

    Raises:
        OtherIssue: it shares too little with the stored issue of this number.
    """
    digest = writer.digest(draft.id)
    if digest is None:
        return _write_new(writer, source, draft, origin)
    former = _former(writer, digest, draft)
    if digest.deleted_at is None and _is_other(former, draft):
        if not replace:
            raise OtherIssue(_shares_too_little(writer, digest, former, draft, origin))
        former = dataclasses.replace(former, matches=[None] * len(draft.events))
    lost = () if replace else _losses(former, draft)
    report = _write_again(writer, digest, former, draft, (source, origin))
    return dataclasses.replace(report, losses=tuple(lost))


def is_other(writer: StoreWriter, digest: Digest, draft: DigestDraft) -> bool:
    """Whether a draft shares so little with a stored issue that it is another."""
    return _is_other(_former(writer, digest, draft), draft)


def _write_new(writer: StoreWriter, source: Source, draft: DigestDraft, origin: str) -> FileReport:
    digest = digest_row(draft, source.id or 0)
    told = writer.add_digest(digest, source, reason=_FIRST)
    none = _Former.of([], {}, draft, deleted_at=None)
    report = _apply(writer, digest, none, draft, origin, why=Why(_FIRST))
    return dataclasses.replace(report, digest=(None, told))


def _write_again(
    writer: StoreWriter,
    digest: Digest,
    former: _Former,
    draft: DigestDraft,
    received: tuple[Source, str],
) -> FileReport:
    """Store a corrected issue, or one whose digest was deleted."""
    source, origin = received
    stored, before = writer.source_of(digest), writer.digest_told(digest)
    restored = digest.deleted_at is not None
    digest.source_id = source.id or 0
    _refill(digest, draft)
    digest.remarks = remarks(draft)
    if restored:
        writer.restore_digest(digest, reason=RESTORED)
        report = _apply(writer, digest, former, draft, origin, why=Why(RESTORED))
        return _told(writer, digest, None, report)
    told_anew = writer.change_digest(digest, before, reason=_CORRECTED)
    report = _apply(writer, digest, former, draft, origin, why=Why(_CORRECTED))
    if report.outcome is Outcome.UNCHANGED and told_anew:
        report = dataclasses.replace(report, outcome=Outcome.UPDATED)
    if report.outcome is not Outcome.UNCHANGED and stored.origin != origin:
        noticed = (*report.remarks, _twice(digest, stored, origin))
        report = dataclasses.replace(report, remarks=noticed)
    return _told(writer, digest, before, report)


def refresh_digest(
    writer: StoreWriter,
    digest: Digest,
    draft: DigestDraft,
    origin: str,
    *,
    why: Why | None = None,
) -> FileReport:
    """The same bytes again: only what the rules now read, or editors say, differently changes."""
    why = why or Why(RULES_CHANGED)
    former = dataclasses.replace(_former(writer, digest, draft), dropped=())
    before = writer.digest_told(digest)
    told_anew = _refill(digest, draft)
    if told_anew:
        digest.remarks = remarks(draft)
        writer.change_digest(digest, before, reason=why.reason, editor=why.editor)
    report = _apply(writer, digest, former, draft, origin, why=why)
    if report.outcome is Outcome.UNCHANGED and told_anew:
        report = dataclasses.replace(report, outcome=Outcome.UPDATED)
    return _told(writer, digest, before, report)


def _told(
    writer: StoreWriter, digest: Digest, before: str | None, report: FileReport
) -> FileReport:
    return dataclasses.replace(report, digest=(before, writer.digest_told(digest)))


def _losses(former: _Former, draft: DigestDraft) -> Sequence[Loss]:
    matched = [former.match(position) for position in range(len(draft.events))]
    items = {event.id for event in former.items}
    kept = [event if event and event.id in items else None for event in matched]
    return losses(former.items, draft.events, kept)


def _is_other(former: _Former, draft: DigestDraft) -> bool:
    """Whether an issue shares so little with the stored one that it is another."""
    smaller = min(len(former.items), len(draft.events))
    # An item that is a dropped event word for word may be like a living one, too.
    alike = sum(match is not None for match in _matched(former.items, [], draft))
    return alike < _SHARED * smaller


def _twice(digest: Digest, stored: Source, origin: str) -> Remark:
    """Two sources of one issue, whose contents differ."""
    return Remark(
        Severity.INFO,
        "other-source",
        f"{digest.id} was read from {stored.origin} on {stored.received_at:%Y-%m-%d}; this source, "
        "of other content, takes its place",
        origin,
    )


def _shares_too_little(
    writer: StoreWriter, digest: Digest, former: _Former, draft: DigestDraft, origin: str
) -> str:
    stored = writer.source_of(digest)
    alike = sum(match is not None for match in _matched(former.items, [], draft))
    shared = f"only {alike}" if alike else "none"
    return (
        f"{origin}: {shared} of the {len(former.items)} items of {digest.id} is in it, which was "
        f"read from {stored.origin} on {stored.received_at:%Y-%m-%d}; so it is another issue or "
        "has the wrong number. Give its number (--volume 2.8), or say that it takes the place of "
        "the stored one (--replace; in the API replace=true)"
    )


def _matched(
    items: Sequence[StoredEvent], dropped: Sequence[StoredEvent], draft: DigestDraft
) -> list[int | None]:
    """Which former event each item is; a dropped one only where headline or text is the same."""
    return match_items(
        [event.words for event in (*items, *dropped)],
        [(event.headline, event.text) for event in draft.events],
        exact_from=len(items) or None,
    )


def item_events(events: Sequence[StoredEvent], corrections: Corrections) -> list[StoredEvent]:
    """The events that items of the issue are or were; parts that editors made are none."""
    parts = part_ids(one for given in corrections.values() for one in given)
    return [event for event in events if event.id not in parts]


def is_item(event: StoredEvent, corrections: Corrections) -> bool:
    """Whether the issue as it is stored has the item that an event is."""
    if event.deleted_at is None:
        return True
    given = corrections.get(event.id, ())
    return any(latest(given, kind) for kind in (Corrected.MERGE, Corrected.DELETION))


def _former(writer: StoreWriter, digest: Digest, draft: DigestDraft) -> _Former:
    events = writer.events_of(digest.id)
    corrections = writer.corrections(event.id for event in events)
    return _Former.of(events, corrections, draft, deleted_at=digest.deleted_at)


def _refill(digest: Digest, draft: DigestDraft) -> bool:
    """Bring the issue to what the draft says of it; False where it says the same."""
    values = told(draft)
    if all(getattr(digest, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(digest, name, value)
    return True


def _apply(
    writer: StoreWriter,
    digest: Digest,
    former: _Former,
    draft: DigestDraft,
    origin: str,
    *,
    why: Why,
) -> FileReport:
    """Bring the digest's events to what the draft says, and record each change.

    Former events that were deleted come back under their ids where the draft has them.
    """
    changes = _changes(digest, former, draft, why)
    written = writer.write_events(digest, changes)
    became: dict[ChangeKind | None, list[str]] = {kind: [] for kind in (*ChangeKind, None)}
    for one in written:
        became[one.kind].append(one.event_id)
    created, deleted = became[ChangeKind.CREATED], became[ChangeKind.DELETED]
    changed = {*became[ChangeKind.UPDATED], *became[ChangeKind.RETAGGED]}
    updated = [change.event_id for change in changes if change.event_id in changed]
    outcome = Outcome.UNCHANGED
    if created or updated or deleted:
        outcome = Outcome.UPDATED if former.living else Outcome.CREATED
    return FileReport(
        file=origin,
        outcome=outcome,
        digest_id=digest.id,
        created=tuple(created),
        updated=tuple(updated),
        deleted=tuple(deleted),
        remarks=draft.remarks,
        written=tuple(written),
    )


def _changes(digest: Digest, former: _Former, draft: DigestDraft, why: Why) -> list[EventChange]:
    """What is to become of each event, corrections laid over."""
    given, at = set(former.events), now()
    items = []
    for position, item in enumerate(draft.events):
        event = former.match(position)
        event_id = event.id if event else new_event_id(digest.id, item.headline, given.__contains__)
        given.add(event_id)
        items.append((event_id, item))
    laying = Laying(
        digest.id,
        draft.issue_date,
        draft.conventions,
        former.corrections,
        frozenset(former.events),
    )
    rows = laying.rows(items, at=at)
    kept = {row.id for row in rows}
    return [
        *(EventChange(former.events.get(row.id), row, why.reason, why.editor) for row in rows),
        *(EventChange(event, None, _LEFT_OUT) for event in former.living if event.id not in kept),
    ]
