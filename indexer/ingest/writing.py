"""Drafts into the store: new, refreshed, corrected and restored digests, each change recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from indexer.drafts import DigestDraft, EventDraft
from indexer.errors import UnreadableSource
from indexer.ingest.corrections import overlaid
from indexer.ingest.identity import match_items, new_event_id
from indexer.ingest.report import FileReport, Outcome
from indexer.models import ChangeKind, Digest, Source, now
from indexer.store import StoreWriter
from indexer.store.reading import StoredEvent
from indexer.store.rows import digest_row, event_rows, remarks, told
from indexer.store.writer import EventChange

RULES_CHANGED = "rules changed"
RESTORED = "restored: the issue was received again"
_FIRST = "first received"
_CORRECTED = "corrected issue received"
_LEFT_OUT = "not in the corrected issue"


@dataclass(frozen=True, slots=True)
class _Former:
    """A digest's former events beside a draft.

    Attributes:
        living: those that live.
        dropped: deleted ones that may come back.
        taken: every id that was ever given to one.
        matches: which of both, in this order, each item of the draft is.
    """

    living: Sequence[StoredEvent]
    dropped: Sequence[StoredEvent]
    taken: frozenset[str]
    matches: Sequence[int | None]

    @classmethod
    def of(
        cls, events: Sequence[StoredEvent], draft: DigestDraft, *, deleted_at: datetime | None
    ) -> Self:
        """Every event that a digest ever had, beside a draft.

        Args:
            events: living and deleted ones.
            draft: what was read.
            deleted_at: when the digest was deleted; those events alone come back that went with it.
        """
        living = [event for event in events if event.deleted_at is None]
        dropped = [event for event in events if event.deleted_at is not None]
        if deleted_at is not None:
            dropped = [event for event in dropped if event.deleted_at == deleted_at]
        taken = frozenset(event.id for event in events)
        return cls(living, dropped, taken, _matched(living, dropped, draft))

    def match(self, position: int) -> StoredEvent | None:
        """The event that an item of the draft is; None for a new one."""
        match = self.matches[position]
        return None if match is None else [*self.living, *self.dropped][match]


def write_digest(
    writer: StoreWriter, source: Source, draft: DigestDraft, origin: str
) -> FileReport:
    """Store an issue that is new, corrected, or comes back after its digest was deleted.

    Raises:
        UnreadableSource: it has none of the present events: another issue under a wrong number.
    """
    digest = writer.digest(draft.id)
    if digest is None:
        digest = digest_row(draft, source.id or 0)
        writer.add_digest(digest, source, reason=_FIRST)
        none = _Former.of([], draft, deleted_at=None)
        return _apply(writer, digest, none, draft, origin, reason=_FIRST)
    former = _Former.of(writer.events_of(digest.id), draft, deleted_at=digest.deleted_at)
    _require_likeness(former, draft, origin)
    restored, before = digest.deleted_at is not None, writer.digest_told(digest)
    digest.source_id = source.id or 0
    _refill(digest, draft)
    digest.remarks = remarks(draft)
    if restored:
        writer.restore_digest(digest, reason=RESTORED)
        return _apply(writer, digest, former, draft, origin, reason=RESTORED)
    told_anew = writer.change_digest(digest, before, reason=_CORRECTED)
    report = _apply(writer, digest, former, draft, origin, reason=_CORRECTED)
    if report.outcome is Outcome.UNCHANGED and told_anew:
        return replace(report, outcome=Outcome.UPDATED)
    return report


def refresh_digest(
    writer: StoreWriter, digest: Digest, draft: DigestDraft, origin: str
) -> FileReport:
    """The same bytes again: only what the rules now read differently changes."""
    events = writer.events_of(digest.id)
    before = writer.digest_told(digest)
    told_anew = _refill(digest, draft)
    if told_anew:
        digest.remarks = remarks(draft)
        writer.change_digest(digest, before, reason=RULES_CHANGED)
    former = replace(_Former.of(events, draft, deleted_at=None), dropped=())
    report = _apply(writer, digest, former, draft, origin, reason=RULES_CHANGED)
    if report.outcome is Outcome.UNCHANGED and told_anew:
        return replace(report, outcome=Outcome.UPDATED)
    return report


def _require_likeness(former: _Former, draft: DigestDraft, origin: str) -> None:
    living = former.living
    if not living or any(match is not None and match < len(living) for match in former.matches):
        return
    # An item that is a dropped event word for word may be like a living one, too.
    if all(match is None for match in _matched(living, [], draft)):
        raise UnreadableSource(
            f"{origin}: none of the {len(living)} items of {draft.id} is in it, so it is another "
            f"issue or has the wrong number; to replace {draft.id} altogether, delete it first"
        )


def _matched(
    living: Sequence[StoredEvent], dropped: Sequence[StoredEvent], draft: DigestDraft
) -> list[int | None]:
    """Which former event each item is; a dropped one only where headline or text is the same."""
    return match_items(
        [event.words for event in (*living, *dropped)],
        [(event.headline, event.text) for event in draft.events],
        exact_from=len(living) or None,
    )


def update_event(
    writer: StoreWriter, digest: Digest, event: StoredEvent, item: EventDraft, *, reason: str
) -> bool:
    """Bring an event to what the draft says, corrections laid over; False where nothing changed."""
    tags = overlaid(item.tags(), writer.corrections([event.id]).get(event.id, ()))
    rows = event_rows(event.id, digest.id, item, tags, at=now())
    return writer.write_events(digest, [EventChange(event, rows, reason)]) != [None]


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
    reason: str,
) -> FileReport:
    """Bring the digest's events to what the draft says, and record each change.

    Former events that were deleted come back under their ids where the draft has them.
    """
    matched = [former.match(position) for position in range(len(draft.events))]
    kept = {event.id for event in matched if event is not None}
    left_out = [event for event in former.living if event.id not in kept]
    changes = [
        *_changes(writer, digest, draft, matched, former.taken, reason=reason),
        *(EventChange(event, None, _LEFT_OUT) for event in left_out),
    ]
    kinds = writer.write_events(digest, changes)
    became: dict[ChangeKind | None, list[str]] = {kind: [] for kind in (*ChangeKind, None)}
    for change, kind in zip(changes, kinds, strict=True):
        became[kind].append(change.event_id)
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
    )


def _changes(
    writer: StoreWriter,
    digest: Digest,
    draft: DigestDraft,
    matched: Sequence[StoredEvent | None],
    taken: frozenset[str],
    *,
    reason: str,
) -> list[EventChange]:
    """What is to become of each item of the draft, corrections laid over."""
    corrections = writer.corrections(event.id for event in matched if event is not None)
    given, at = set(taken), now()
    changes = []
    for item, event in zip(draft.events, matched, strict=True):
        event_id = event.id if event else new_event_id(digest.id, item.headline, given.__contains__)
        given.add(event_id)
        tags = overlaid(item.tags(), corrections.get(event_id, ()))
        rows = event_rows(event_id, digest.id, item, tags, at=at)
        changes.append(EventChange(event, rows, reason))
    return changes
