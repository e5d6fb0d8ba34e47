"""The ledger and the vocabulary as the API shows them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.knowledge.changes import ChangePage
from indexer.models import Change, ChangeKind, Subject
from indexer.normalise.series import SeriesProfile
from indexer.projection import DigestRecord, FullEventOut

_HASH = "SHA-256 in hexadecimal"


class LedgerRowHead(BaseModel):
    """One change, without what stood before and after it."""

    seq: int
    subject: Annotated[Subject, Field(description="What it is about.")]
    subject_id: str
    event_id: Annotated[
        str | None, Field(description="The event's id; null where it is about something else.")
    ]
    kind: Annotated[ChangeKind, Field(description="What happened.")]
    reason: str
    editor: Annotated[
        str | None, Field(description="Name of the key that made it, where an editor did.")
    ]
    at: datetime
    fingerprint: Annotated[
        str, Field(description=f"{_HASH} of the payload: reason, editor, before, after.")
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
    """One change; applying the rows in order rebuilds every event, digest and series."""

    before: FullEventOut | DigestRecord | SeriesProfile | None
    after: Annotated[
        FullEventOut | DigestRecord | SeriesProfile | None,
        Field(description="The whole of it; null where it was deleted."),
    ]


class ChangesOut(BaseModel):
    """Ledger rows after a sequence number, in order."""

    items: list[LedgerRowOut]
    next: Annotated[int, Field(description="`since` of the next request.")]
    head: Annotated[int, Field(description="The ledger's last sequence number.")]
    head_hash: Annotated[
        str, Field(description="Hash of the ledger's last row; empty while there is none.")
    ]
    ledger: Annotated[
        str, Field(description="The ledger's id: numbers of another one mean other rows.")
    ]


def change_json(change: Change) -> str:
    """JSON of a `LedgerRowOut`, put together from what is stored."""
    head = LedgerRowHead.of(change).model_dump_json()[:-1]
    return f'{head},"before":{change.before or "null"},"after":{change.after or "null"}}}'


def changes_json(page: ChangePage) -> str:
    """JSON of a `ChangesOut`."""
    rows = ",".join(map(change_json, page.rows))
    return (
        f'{{"items":[{rows}],"next":{page.next},"head":{page.head},"head_hash":"{page.hash}",'
        f'"ledger":"{page.ledger}"}}'
    )


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
