"""Drafts into the store: new, refreshed, corrected and restored digests, each change recorded."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.ingest.build import DigestDraft, EventDraft
from indexer.ingest.corrections import overlaid
from indexer.ingest.identity import match_items, new_event_id
from indexer.ingest.report import FileReport, Outcome
from indexer.models import Digest, Event, Source, now
from indexer.snapshot import event_snapshot
from indexer.store import StoreWriter

RULES_CHANGED = "rules changed"
RESTORED = "restored: the issue was received again"


def write_digest(
    writer: StoreWriter, source: Source, draft: DigestDraft, origin: str
) -> FileReport:
    """Store an issue that is new, corrected, or comes back after its digest was deleted."""
    digest = writer.digest(draft.id)
    if digest is None:
        digest = _digest(draft, source)
        writer.add_digest(digest)
        return _apply(writer, digest, [], draft, origin, reason="first received")
    if digest.deleted_at is not None:
        former = writer.events_deleted_with(digest)
        digest.deleted_at = None
        reason = RESTORED
    else:
        former = writer.living_events(digest.id)
        reason = "corrected issue received"
    digest.source_id = source.id or 0
    _fill(digest, draft)
    return _apply(writer, digest, former, draft, origin, reason=reason)


def refresh_digest(
    writer: StoreWriter, digest: Digest, draft: DigestDraft, origin: str
) -> FileReport:
    """The same bytes again: only what the rules now read differently changes."""
    former = writer.living_events(digest.id)
    report = _apply(writer, digest, former, draft, origin, reason=RULES_CHANGED)
    if report.outcome is Outcome.UNCHANGED and _told(digest) == _told(
        _digest(draft, digest.source)
    ):
        return report
    _fill(digest, draft)
    return replace(report, outcome=Outcome.UPDATED)


def update_event(writer: StoreWriter, event: Event, item: EventDraft, *, reason: str) -> bool:
    """Bring an event to what the draft says, corrections laid over; False where nothing changed."""
    before = event_snapshot(event)
    _fill_event(writer, event, item)
    return writer.change_event(event, before, reason=reason)


def _digest(draft: DigestDraft, source: Source) -> Digest:
    return Digest(
        id=draft.id,
        series=draft.series,
        title=draft.title,
        volume=draft.volume,
        number=draft.number,
        issue_date=draft.issue_date,
        issue_date_basis=draft.issue_date_basis,
        period_start=draft.period[0],
        period_end=draft.period[1],
        image_credit=draft.image_credit,
        retold=draft.retold,
        issues=[issue.as_json() for issue in draft.issues],
        source_id=source.id or 0,
    )


def _told(digest: Digest) -> tuple[object, ...]:
    """What an issue says of itself, its events apart."""
    return (
        digest.title,
        digest.image_credit,
        digest.retold,
        digest.issue_date,
        digest.issue_date_basis,
        digest.period_start,
        digest.period_end,
    )


def _fill(digest: Digest, draft: DigestDraft) -> None:
    digest.title = draft.title
    digest.image_credit = draft.image_credit
    digest.retold = draft.retold
    digest.issue_date = draft.issue_date
    digest.issue_date_basis = draft.issue_date_basis
    digest.period_start, digest.period_end = draft.period
    digest.issues = [issue.as_json() for issue in draft.issues]
    digest.updated_at = now()


def _apply(
    writer: StoreWriter,
    digest: Digest,
    former: Sequence[Event],
    draft: DigestDraft,
    origin: str,
    *,
    reason: str,
) -> FileReport:
    """Bring the digest's events to what the draft says, and record each change.

    Former events that were deleted come back under their ids where the draft has them.
    """
    matches = match_items(
        [(event.headline, event.text) for event in former],
        [(event.headline, event.text) for event in draft.events],
    )
    living = [event for event in former if event.deleted_at is None]
    created, updated = [], []
    for item, match in zip(draft.events, matches, strict=True):
        if match is None:
            created.append(_create(writer, digest, item, reason))
        elif former[match].deleted_at is not None:
            _restore(writer, former[match], item, reason)
            created.append(former[match].id)
        elif update_event(writer, former[match], item, reason=reason):
            updated.append(former[match].id)
    kept = {former[match].id for match in matches if match is not None}
    deleted = [event for event in living if event.id not in kept]
    for event in deleted:
        writer.delete_event(event, reason="not in the corrected issue")
    return FileReport(
        file=origin,
        outcome=_outcome(living, created, updated, deleted),
        digest_id=digest.id,
        created=tuple(created),
        updated=tuple(updated),
        deleted=tuple(event.id for event in deleted),
        issues=draft.issues,
    )


def _outcome(
    living: Sequence[Event],
    created: Sequence[str],
    updated: Sequence[str],
    deleted: Sequence[Event],
) -> Outcome:
    if not (created or updated or deleted):
        return Outcome.UNCHANGED
    return Outcome.UPDATED if living else Outcome.CREATED


def _create(writer: StoreWriter, digest: Digest, item: EventDraft, reason: str) -> str:
    event = Event(
        id=new_event_id(digest.id, item.headline, writer.event_exists),
        digest_id=digest.id,
        position=item.position,
        headline=item.headline,
        text=item.text,
        truncated=item.truncated,
        occurrences=item.occurrences(),
        tags=item.tags(),
    )
    writer.create_event(event, reason=reason)
    return event.id


def _restore(writer: StoreWriter, event: Event, item: EventDraft, reason: str) -> None:
    _fill_event(writer, event, item)
    writer.restore_event(event, reason=reason)


def _fill_event(writer: StoreWriter, event: Event, item: EventDraft) -> None:
    event.position = item.position
    event.headline = item.headline
    event.text = item.text
    event.truncated = item.truncated
    tags = overlaid(item.tags(), writer.corrections(event.id))
    writer.replace_parts(event, item.occurrences(), tags)
