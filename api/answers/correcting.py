"""Corrections as they are answered: what was made or undone, and what it made of it."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.answers.event import EventDetailOut
from indexer.ingest.corrections import Action, Corrected
from indexer.models import Correction
from indexer.normalise.spans import TagKind
from indexer.projection import among

_SEARCHABLE = "Whether searches here find the store as it now is; if not, they soon will."
Searchable = Annotated[bool, Field(description=_SEARCHABLE)]


class UndoneOut(BaseModel):
    """Who took a correction back, when and why."""

    editor: str
    at: datetime
    reason: str


class CorrectionOut(BaseModel):
    """A correction; of those about one thing the latest that was not undone decides."""

    id: Annotated[int, Field(description="Its number, by which it is undone.")]
    kind: Annotated[
        str,
        among([*TagKind, *Corrected]),
        Field(description="What it is about: a kind of tag, or what else was put right."),
    ]
    value: Annotated[
        str,
        Field(description="A tag's value, an occurrence's days, the event merged into; or empty."),
    ]
    action: Action
    detail: Annotated[dict[str, Any], Field(description="What it was set to, and was before.")]
    reason: str
    editor: Annotated[str, Field(description="Name of the key that it was made with.")]
    at: datetime
    undone: UndoneOut | None

    @classmethod
    def of(cls, row: Correction) -> "CorrectionOut":
        """The correction as the API shows it."""
        undone = None
        if row.undone_at is not None:
            undone = UndoneOut(
                editor=row.undone_by or "", at=row.undone_at, reason=row.undo_reason or ""
            )
        return cls(
            id=row.id or 0,
            kind=row.kind,
            value=row.value,
            action=Action(row.action),
            detail=row.detail,
            reason=row.reason,
            editor=row.editor,
            at=row.created_at,
            undone=undone,
        )


class CorrectionsOut(BaseModel):
    """The corrections of one event or digest, oldest first."""

    items: list[CorrectionOut]
    total: int

    @classmethod
    def of(cls, rows: list[Correction]) -> "CorrectionsOut":
        """The corrections as the API shows them."""
        return cls(items=[CorrectionOut.of(row) for row in rows], total=len(rows))


class CorrectedOut(BaseModel):
    """A correction that was made or undone, and the event as it now stands.

    Of a merge it is the other event.
    """

    correction: CorrectionOut
    event: EventDetailOut
    searchable: Searchable


class SplitOut(BaseModel):
    """A split, and the parts as they now stand."""

    correction: CorrectionOut
    events: list[EventDetailOut]
    searchable: Searchable


class DeletedEventOut(BaseModel):
    """An event that was taken out of sight; undoing the correction brings it back."""

    event_id: str
    correction: CorrectionOut
    searchable: Searchable


class CorrectedIssueOut(BaseModel):
    """A correction of an issue that was made or undone, and its date and number by now."""

    correction: CorrectionOut
    digest_id: str
    title: str
    volume: int | None
    number: int | None
    issue_date: date
    issue_date_basis: str
    searchable: Searchable
