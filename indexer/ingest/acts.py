"""One act of an editor within its transaction: what it begins with, and how it is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.drafts import EventDraft
from indexer.errors import Changed, Conflict
from indexer.ingest.build import event_draft, habits_of
from indexer.ingest.corrections import Action, interval
from indexer.ingest.difference import event_difference
from indexer.ingest.laying import Laying
from indexer.ingest.layout import family
from indexer.ingest.writing import is_item, item_events
from indexer.models import ChangeKind, Correction, Digest, now
from indexer.normalise.dates.conventions import Conventions
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known
from indexer.normalise.spans import EntryDate, Precision
from indexer.projection import FullEventOut
from indexer.readers import RawItem
from indexer.store import StoreWriter
from indexer.store.reading import StoredEvent
from indexer.store.writer import EventChange


@dataclass(frozen=True, slots=True)
class Editor:
    """Who does something, and why.

    Attributes:
        name: who says so.
        reason: why, in one line of 1 to 500 characters.
        expected: numbers of the last change of what they saw; None for whatever there is.
    """

    name: str
    reason: str
    expected: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a correction says, by the columns of its row.

    Attributes:
        kind: a kind of tag, or what else is corrected.
        value: of a tag its value, of an occurrence its days, of a merge the other event.
        action: what is done with it.
        detail: what else there is to say.
    """

    kind: str
    value: str = ""
    action: Action = Action.SET
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Act:
    """One act within its transaction: the digest's events, and what is known of them."""

    writer: StoreWriter
    digest: Digest
    series: SeriesRegistry
    events: dict[str, StoredEvent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.load()

    def load(self) -> None:
        """Read the events as they now stand."""
        self.events = {event.id: event for event in self.writer.events_of(self.digest.id)}

    def corrections(self) -> dict[str, list[Correction]]:
        """The corrections of all of them."""
        return self.writer.corrections(self.events)

    def write(
        self,
        event_ids: Collection[str],
        reason: str,
        *,
        editor: str | None = None,
        kinds: Mapping[str, ChangeKind] | None = None,
        merged: Mapping[str, str] | None = None,
        revived: Collection[str] = (),
    ) -> None:
        """Bring events, and all that share words with them, to what the corrections now say.

        Args:
            event_ids: those that the act is about.
            reason: for the ledger.
            editor: who does it.
            kinds: what the ledger calls the change of an event, where that does not follow.
            merged: which event another became part of.
            revived: deleted events that are items again.
        """
        corrections = self.corrections()
        related = family(event_ids, corrections)
        items = [
            (event.id, self._item(event))
            for event in item_events(list(self.events.values()), corrections)
            if event.id in related and (is_item(event, corrections) or event.id in revived)
        ]
        laying = Laying(
            self.digest.id,
            self.digest.issue_date,
            self._conventions,
            corrections,
            frozenset(self.events),
        )
        rows = laying.rows(items, at=now())
        kept, named_kinds, into = {row.id for row in rows}, kinds or {}, merged or {}
        changes = [
            EventChange(self.events.get(row.id), row, reason, editor, named_kinds.get(row.id))
            for row in rows
        ]
        changes += [
            EventChange(
                *(event, None, reason, editor, named_kinds.get(event.id)),
                merged_into=into.get(event.id),
            )
            for event in self.events.values()
            if event.id in related and event.id not in kept and event.deleted_at is None
        ]
        self.writer.write_events(self.digest, changes)
        self.load()

    @property
    def _conventions(self) -> Conventions:
        stated = self.digest.issue_date_basis != "inferred"
        return habits_of(self.series.get(self.digest.series), stated=stated)

    def _item(self, event: StoredEvent) -> EventDraft:
        """What the present rules read in the words that the issue has for an event."""
        row = event.rows.event
        item = RawItem(*event.words, None, None, truncated=row["truncated"], dated=_entry(event))
        period = (self.digest.period_start, self.digest.period_end)
        return event_draft(row["position"], item, self.digest.issue_date, period, self._conventions)


def begun(writer: StoreWriter, event_id: str, by: Editor, series: SeriesRegistry | None) -> Act:
    """An act on a living event that is as the editor saw it.

    Raises:
        NotFound, Gone: there is no such event, or no longer.
        Changed: it is not as the editor saw it.
    """
    event = writer.living_event(event_id)
    require_state(writer, event_id, by)
    digest = writer.living_digest(event.rows.event["digest_id"])
    return Act(writer, digest, series or known())


def require_state(writer: StoreWriter, event_id: str, by: Editor) -> None:
    """The event is as the editor saw it; else say what has changed since."""
    state = writer.event_state(event_id)
    if by.expected is None or state in by.expected:
        return
    seen = max(by.expected, default=0)
    before, after = writer.event_after(event_id, seen), writer.event_after(event_id, state)
    found = event_difference(
        event_id,
        FullEventOut.model_validate_json(before) if before else None,
        FullEventOut.model_validate_json(after) if after else None,
    )
    raise Changed(
        f"the event {event_id!r} was changed since you read it: its last change is {state}; read "
        "it again",
        state=state,
        difference=found.model_dump(mode="json") if found else None,
    )


def require_active(correction: Correction) -> None:
    """The correction was not undone before.

    Raises:
        Conflict: it was.
    """
    if correction.undone_at is not None:
        raise Conflict(
            f"the correction {correction.id} was undone on {correction.undone_at:%Y-%m-%d}"
        )


def undone(correction: Correction, by: Editor) -> None:
    """Mark a correction as undone."""
    correction.undone_at, correction.undone_by, correction.undo_reason = now(), by.name, by.reason


def keep(writer: StoreWriter, event_id: str, said: Said, by: Editor) -> Correction:
    """Store a correction of an event."""
    correction = correction_row(event_id, said, by)
    writer.add_correction(correction)
    return correction


def correction_row(event_id: str, said: Said, by: Editor) -> Correction:
    """The row of a correction of an event."""
    return Correction(
        event_id=event_id,
        kind=str(said.kind),
        value=said.value,
        action=str(said.action),
        detail=said.detail,
        reason=by.reason,
        editor=by.name,
    )


def _entry(event: StoredEvent) -> EntryDate | None:
    """The date that opens or closes an entry of a chronology."""
    kept = event.rows.event["entry"]
    if kept is not None:
        begin, end = kept["span"]
        return EntryDate(*interval(kept), Precision(kept["precision"]), (begin, end))
    return _entry_of_old(event)


def _entry_of_old(event: StoredEvent) -> EntryDate | None:
    """The same of an event that was stored before entries were: its headline is its own words."""
    headline, text = event.words
    primary = next((row for row in event.rows.occurrences if row["is_primary"]), None)
    if primary is None or primary["span_start"] is None or primary["span_end"] is None:
        return None
    span = (primary["span_start"], primary["span_end"])
    at_edge = span[0] <= 1 or span[1] >= len(text) - len(").")
    own = primary["basis"] == "stated" and primary["field"] == "text"
    if not at_edge or not own or headline.rstrip("…") not in text:
        return None
    return EntryDate(primary["start"], primary["end"], Precision(primary["precision"]), span)
