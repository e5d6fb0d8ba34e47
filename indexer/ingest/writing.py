"""Drafts into the store: new, refreshed, corrected and restored digests, each change recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from indexer.errors import UnreadableSource
from indexer.ingest.build import DigestDraft, EventDraft
from indexer.ingest.corrections import overlaid
from indexer.ingest.identity import match_items, new_event_id
from indexer.ingest.report import FileReport, Outcome
from indexer.models import Digest, Event, Source, now
from indexer.snapshot import event_snapshot
from indexer.store import StoreWriter

RULES_CHANGED = "rules changed"
RESTORED = "restored: the issue was received again"


@dataclass(frozen=True, slots=True)
class _Former:
    """A digest's former events as they stood, before anything of their digest changes.

    Attributes:
        events: the living ones first, then dropped ones that may come back.
        before: snapshots of the living ones, by id.
        matches: which of the events each item of the draft is.
    """

    events: Sequence[Event]
    before: Mapping[str, dict[str, Any]]
    matches: Sequence[int | None]

    @classmethod
    def of(cls, living: Sequence[Event], dropped: Sequence[Event], draft: DigestDraft) -> Self:
        """These events beside a draft."""
        return cls(
            [*living, *dropped],
            {event.id: event_snapshot(event) for event in living},
            _matched(living, dropped, draft),
        )


def write_digest(
    writer: StoreWriter, source: Source, draft: DigestDraft, origin: str
) -> FileReport:
    """Store an issue that is new, corrected, or comes back after its digest was deleted.

    Raises:
        UnreadableSource: it has none of the present events: another issue under a wrong number.
    """
    digest = writer.digest(draft.id)
    if digest is None:
        digest = _digest(draft, source.id or 0)
        writer.add_digest(digest)
        former = _Former.of([], [], draft)
        return _apply(writer, digest, former, draft, origin, reason="first received")
    if digest.deleted_at is not None:
        living: list[Event] = []
        dropped = writer.events_deleted_with(digest)
        reason = RESTORED
    else:
        living = writer.living_events(digest.id)
        dropped = writer.dropped_events(digest.id)
        reason = "corrected issue received"
    former = _Former.of(living, dropped, draft)
    _require_likeness(living, former, draft, origin)
    digest.deleted_at = None
    new_bytes = digest.source_id != source.id
    digest.source_id = source.id or 0
    told_anew = _refill(digest, draft)
    digest.remarks = _remarks(draft)
    report = _apply(writer, digest, former, draft, origin, reason=reason)
    if report.outcome is Outcome.UNCHANGED and (told_anew or new_bytes):
        return replace(report, outcome=Outcome.UPDATED)
    return report


def refresh_digest(
    writer: StoreWriter, digest: Digest, draft: DigestDraft, origin: str
) -> FileReport:
    """The same bytes again: only what the rules now read differently changes."""
    former = _Former.of(writer.living_events(digest.id), [], draft)
    told_anew = _refill(digest, draft)
    if told_anew:
        digest.remarks = _remarks(draft)
    report = _apply(writer, digest, former, draft, origin, reason=RULES_CHANGED)
    if report.outcome is Outcome.UNCHANGED and told_anew:
        return replace(report, outcome=Outcome.UPDATED)
    return report


def _require_likeness(
    living: Sequence[Event], former: _Former, draft: DigestDraft, origin: str
) -> None:
    if not living or any(match is not None and match < len(living) for match in former.matches):
        return
    # An item that is a dropped event word for word may be like a living one, too.
    if all(match is None for match in _matched(living, [], draft)):
        raise UnreadableSource(
            f"{origin}: none of the {len(living)} items of {draft.id} is in it, so it is another "
            f"issue or has the wrong number; to replace {draft.id} altogether, delete it first"
        )


def _matched(
    living: Sequence[Event], dropped: Sequence[Event], draft: DigestDraft
) -> list[int | None]:
    """Which former event each item is; a dropped one only where headline or text is the same."""
    return match_items(
        [(event.headline, event.text) for event in (*living, *dropped)],
        [(event.headline, event.text) for event in draft.events],
        exact_from=len(living) or None,
    )


def update_event(
    writer: StoreWriter,
    event: Event,
    item: EventDraft,
    *,
    reason: str,
    before: dict[str, Any] | None = None,
) -> bool:
    """Bring an event to what the draft says, corrections laid over; False where nothing changed.

    Args:
        writer: the transaction.
        event: the event.
        item: what it is to be.
        reason: for the ledger.
        before: the event as it was, where its digest has changed meanwhile.
    """
    before = before or event_snapshot(event)
    _fill_event(writer, event, item)
    return writer.change_event(event, before, reason=reason)


def _digest(draft: DigestDraft, source_id: int) -> Digest:
    return Digest(
        id=draft.id,
        series=draft.series,
        volume=draft.volume,
        number=draft.number,
        remarks=_remarks(draft),
        source_id=source_id,
        **_told(draft),
    )


def _told(draft: DigestDraft) -> dict[str, Any]:
    """What an issue says of itself, its number and its events apart, by the digest's columns."""
    return {
        "title": draft.title,
        "image_credit": draft.image_credit,
        "retold": draft.retold,
        "issue_date": draft.issue_date,
        "issue_date_basis": draft.issue_date_basis,
        "period_start": draft.period[0],
        "period_end": draft.period[1],
    }


def _remarks(draft: DigestDraft) -> list[dict[str, Any]]:
    return [remark.as_json() for remark in draft.remarks]


def _refill(digest: Digest, draft: DigestDraft) -> bool:
    """Bring the issue to what the draft says of it; False where it says the same."""
    told = _told(draft)
    if all(getattr(digest, name) == value for name, value in told.items()):
        return False
    for name, value in told.items():
        setattr(digest, name, value)
    digest.updated_at = now()
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
    events, matches = former.events, former.matches
    living = [event for event in events if event.deleted_at is None]
    created, updated = [], []
    for item, match in zip(draft.events, matches, strict=True):
        if match is None:
            created.append(_create(writer, digest, item, reason))
        elif events[match].deleted_at is not None:
            _restore(writer, events[match], item, reason)
            created.append(events[match].id)
        else:
            event = events[match]
            before = former.before[event.id]
            if update_event(writer, event, item, reason=reason, before=before):
                updated.append(event.id)
    kept = {events[match].id for match in matches if match is not None}
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
        remarks=draft.remarks,
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
