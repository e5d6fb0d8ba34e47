"""Single corrections as editors ask for them, made into rows that can be laid over an event."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.errors import Conflict
from indexer.ingest.acts import Editor, Said, correction_row
from indexer.ingest.corrections import Action, Corrected, interval, named, occurrence_detail
from indexer.models import Correction
from indexer.normalise.spans import Precision, Status, TagKind
from indexer.store.reading import StoredEvent


@dataclass(frozen=True, slots=True)
class TagEdit:
    """A tag to add or remove."""

    kind: TagKind
    value: str
    action: Action


@dataclass(frozen=True, slots=True)
class HeadlineEdit:
    """The headline as it should be."""

    headline: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated development as an editor gives it: a closed interval of days."""

    start: date
    end: date
    precision: Precision
    status: Status


@dataclass(frozen=True, slots=True)
class OccurrenceEdit:
    """An occurrence to add, remove, change, or to make the primary one.

    Attributes:
        action: add, remove, change or primary.
        which: first and last day of the one concerned; None where one is added.
        to: what it is to be, where it is added or changed.
    """

    action: Action
    which: tuple[date, date] | None
    to: Dated | None = None


Edit = TagEdit | HeadlineEdit | OccurrenceEdit


def correction_of(event: StoredEvent, edit: Edit, by: Editor) -> Correction:
    """The row of a correction.

    Raises:
        Conflict: the event is so already, or has no such occurrence.
    """
    if isinstance(edit, TagEdit):
        has = any((tag["kind"], tag["value"]) == (edit.kind, edit.value) for tag in event.rows.tags)
        if has is (edit.action is Action.ADD):
            state = "already has" if has else "does not have"
            raise Conflict(f"the event {event.id!r} {state} the {edit.kind} {edit.value}")
        return correction_row(event.id, Said(edit.kind, edit.value, edit.action), by)
    if isinstance(edit, HeadlineEdit):
        if event.rows.event["headline"] == edit.headline:
            raise Conflict(f"the event {event.id!r} already has this headline")
        detail = {"headline": edit.headline, "was": event.rows.event["headline"]}
        return correction_row(event.id, Said(Corrected.HEADLINE, detail=detail), by)
    return _occurrence_row(event, edit, by)


def _occurrence_row(event: StoredEvent, edit: OccurrenceEdit, by: Editor) -> Correction:
    rows = {(row["start"], row["end"]): row for row in event.rows.occurrences}
    to = edit.to
    if edit.which is not None and edit.which not in rows:
        known = ", ".join(named(days) for days in rows)
        raise Conflict(
            f"the event {event.id!r} has no occurrence {named(edit.which)} (it has {known})"
        )
    if to is not None and edit.which != (to.start, to.end) and (to.start, to.end) in rows:
        raise Conflict(
            f"the event {event.id!r} already has the occurrence {named((to.start, to.end))}"
        )
    if edit.which is not None:
        row = rows[edit.which]
        so_already = (
            row["is_primary"]
            if edit.action is Action.PRIMARY
            else to is not None
            and (
                (to.start, to.end, str(to.precision), str(to.status))
                == (row["start"], row["end"], row["precision"], row["status"])
            )
        )
        if so_already:
            raise Conflict(f"the occurrence {named(edit.which)} of {event.id!r} is so already")
        if edit.action is Action.REMOVE and row["precision"] == Precision.ISSUE:
            raise Conflict(
                f"nothing dates the event {event.id!r}: the issue's own period stands in, and "
                "cannot be removed"
            )
    detail: dict[str, Any] = {}
    if to is not None:
        detail["to"] = occurrence_detail((to.start, to.end), to.precision, to.status)
    which = edit.which or (interval(detail["to"]) if detail else None)
    value = named(which) if which else ""
    return correction_row(event.id, Said(Corrected.OCCURRENCE, value, edit.action, detail), by)
