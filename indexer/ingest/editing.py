"""What editors do to the store: correct a tag, take a digest out of sight."""

from dataclasses import dataclass

from indexer.drafts import EventDraft
from indexer.errors import Conflict
from indexer.ingest.build import event_draft, habits_of
from indexer.ingest.corrections import Action
from indexer.ingest.writing import RULES_CHANGED, update_event
from indexer.models import Correction, Digest, TagKind
from indexer.normalise.series import shipped
from indexer.normalise.spans import EntryDate, Precision
from indexer.readers import RawItem
from indexer.store import EventStore
from indexer.store.reading import StoredEvent


@dataclass(frozen=True, slots=True)
class Edit:
    """One correction as an editor asks for it.

    Attributes:
        kind, value: the tag concerned.
        action: whether it is to be there.
        reason: why, in one line of 1 to 500 characters; it becomes the tag's evidence.
        editor: who says so.
    """

    kind: TagKind
    value: str
    action: Action
    reason: str
    editor: str


def correct(store: EventStore, event_id: str, edit: Edit) -> Correction:
    """Store a correction, lay it over the event's tags and record the change, all or nothing.

    The event is read by the present rules first: what they now find differently is a ledger row
    of its own, so that the row of the correction holds the correction alone.

    Raises:
        NotFound, Gone: there is no such event, or no longer.
        Conflict: the event's tags are as the correction would have them.
    """
    with store.writing() as writer:
        event = writer.living_event(event_id)
        has = any((tag["kind"], tag["value"]) == (edit.kind, edit.value) for tag in event.rows.tags)
        if has is (edit.action is Action.ADD):
            state = "already has" if has else "does not have"
            raise Conflict(f"the event {event_id!r} {state} the {edit.kind} {edit.value}")
        digest = writer.living_digest(event.rows.event["digest_id"])
        item = _draft(event, digest)
        update_event(writer, digest, event, item, reason=RULES_CHANGED)
        correction = Correction(
            event_id=event_id,
            kind=edit.kind,
            value=edit.value,
            action=edit.action,
            reason=edit.reason,
            editor=edit.editor,
        )
        writer.add_correction(correction)
        update_event(writer, digest, writer.living_event(event_id), item, reason=edit.reason)
        return correction


def delete_digest(store: EventStore, digest_id: str, *, reason: str) -> list[str]:
    """Take a digest and its events out of sight; its source stays stored.

    Returns:
        The ids of the events that were deleted with it.

    Raises:
        NotFound, Gone: there is no such digest, or no longer.
    """
    with store.writing() as writer:
        return writer.delete_digest(writer.living_digest(digest_id), reason=reason)


def _draft(event: StoredEvent, digest: Digest) -> EventDraft:
    """What the present rules read in the event's words."""
    row = event.rows.event
    item = RawItem(*event.words, None, None, truncated=row["truncated"], dated=_entry(event))
    period = (digest.period_start, digest.period_end)
    habits = habits_of(shipped().get(digest.series), stated=digest.issue_date_basis == "stated")
    return event_draft(row["position"], item, digest.issue_date, period, habits)


def _entry(event: StoredEvent) -> EntryDate | None:
    """The date that opens or closes an entry of a chronology; its headline is its own words."""
    headline, text = event.words
    primary = next((row for row in event.rows.occurrences if row["is_primary"]), None)
    if primary is None or primary["span_start"] is None or primary["span_end"] is None:
        return None
    span = (primary["span_start"], primary["span_end"])
    at_edge = span[0] <= 1 or span[1] >= len(text) - len(").")
    if not at_edge or primary["field"] != "text" or headline.rstrip("…") not in text:
        return None
    return EntryDate(primary["start"], primary["end"], Precision(primary["precision"]), span)
