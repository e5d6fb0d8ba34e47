"""The ledger and the vocabulary as the API shows them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from indexer.models import Change


class LedgerRowOut(BaseModel):
    """One change to one event; applying the rows in order rebuilds every event."""

    seq: int
    event_id: str
    kind: Annotated[str, Field(description="created, updated, retagged or deleted")]
    reason: str
    at: datetime
    before: dict[str, Any] | None
    after: Annotated[
        dict[str, Any] | None, Field(description="The whole event; null where it was deleted.")
    ]

    @classmethod
    def of(cls, change: Change) -> "LedgerRowOut":
        """The row as the API shows it."""
        return cls(
            seq=change.seq,
            event_id=change.event_id,
            kind=str(change.kind),
            reason=change.reason,
            at=change.at,
            before=change.before,
            after=change.after,
        )


class ChangesOut(BaseModel):
    """Ledger rows after a sequence number, in order."""

    items: list[LedgerRowOut]
    next: Annotated[int, Field(description="`since` of the next request.")]
    head: Annotated[int, Field(description="The ledger's last sequence number.")]


class TermCountOut(BaseModel):
    """A value of the vocabulary, and how many events have it."""

    value: str
    label: str
    definition: str | None
    count: int


class TermCountsOut(BaseModel):
    """All values of one kind, largest count first."""

    items: list[TermCountOut]
    total: int
