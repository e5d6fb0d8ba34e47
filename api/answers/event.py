"""Events as the API shows them: the shape of the projection, and what their own page adds."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.hints import EventRef, RelatedOut
from indexer.models import Change, ChangeKind
from indexer.projection import (
    DigestRef,
    EventOut,
    EvidenceOut,
    FullEventOut,
    OccurrenceOut,
    TagOut,
    TagsOut,
    among,
)
from indexer.related import Entry, Likeness

__all__ = [
    "ChangeOut",
    "DigestRef",
    "EventDetailOut",
    "EventOut",
    "EvidenceOut",
    "FullEventOut",
    "OccurrenceOut",
    "TagOut",
    "TagsOut",
]


class ChangeOut(BaseModel):
    """One row of an event's history."""

    seq: int
    kind: Annotated[str, among(ChangeKind)]
    reason: str
    editor: Annotated[str | None, Field(description="Whose change it is, where an editor made it.")]
    at: datetime

    @classmethod
    def of(cls, change: Change) -> "ChangeOut":
        """The change as the API shows it."""
        return cls(
            seq=change.seq,
            kind=str(change.kind),
            reason=change.reason,
            editor=change.editor,
            at=change.at,
        )


class EventDetailOut(FullEventOut):
    """An event with the evidence for every tag, and its history."""

    related: Annotated[
        list[RelatedOut], Field(description="The events most like it, the most alike first.")
    ]
    thread: Annotated[
        list[EventRef],
        Field(description="The events that tell one story with it, oldest first, itself too."),
    ]
    history: list[ChangeOut]

    @classmethod
    def of(
        cls,
        event: FullEventOut,
        *,
        history: list[Change],
        related: list[Likeness],
        thread: list[Entry],
    ) -> "EventDetailOut":
        """The event as its own page shows it."""
        return cls(
            **dict(event),
            related=[RelatedOut.like(one) for one in related],
            thread=[EventRef.of(one) for one in thread],
            history=[ChangeOut.of(change) for change in history],
        )
