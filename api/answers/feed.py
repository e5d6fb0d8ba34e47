"""The ledger and the vocabulary as the API shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from indexer.models import Change
from indexer.projection import DigestRecord, FullEventOut

_HASH = "SHA-256 in hexadecimal"


class LedgerRowHead(BaseModel):
    """One change, without what stood before and after it."""

    seq: int
    subject: Annotated[str, Field(description="What it is about: event, digest or series.")]
    subject_id: str
    event_id: Annotated[
        str | None, Field(description="The event's id; null where it is about something else.")
    ]
    kind: Annotated[str, Field(description="created, updated, retagged, merged, split or deleted")]
    reason: str
    at: datetime
    fingerprint: Annotated[
        str, Field(description=f"{_HASH} of the payload: reason, before and after.")
    ]
    previous: Annotated[
        str, Field(description="Hash of the row before it; zeros before the first.")
    ]
    hash: Annotated[
        str, Field(description=f"{_HASH} of the row's values; see docs/api.md for how it is made.")
    ]

    @classmethod
    def of(cls, change: Change) -> "LedgerRowHead":
        """The row as the API shows it."""
        return cls(**{name: getattr(change, name) for name in LedgerRowHead.model_fields})


class LedgerRowOut(LedgerRowHead):
    """One change; applying the rows in order rebuilds every event and digest."""

    before: FullEventOut | DigestRecord | None
    after: Annotated[
        FullEventOut | DigestRecord | None,
        Field(description="The whole of it; null where it was deleted."),
    ]


class ChangesOut(BaseModel):
    """Ledger rows after a sequence number, in order."""

    items: list[LedgerRowOut]
    next: Annotated[int, Field(description="`since` of the next request.")]
    head: Annotated[int, Field(description="The ledger's last sequence number.")]
    ledger: Annotated[
        str, Field(description="The ledger's id: numbers of another one mean other rows.")
    ]


def changes_json(changes: Sequence[Change], *, following: int, head: int, ledger: str) -> str:
    """JSON of a `ChangesOut`, put together from what is stored."""
    rows = ",".join(
        f'{LedgerRowHead.of(change).model_dump_json()[:-1]},"before":{change.before or "null"},'
        f'"after":{change.after or "null"}}}'
        for change in changes
    )
    return f'{{"items":[{rows}],"next":{following},"head":{head},"ledger":"{ledger}"}}'


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
