"""The SQLModel domain model: the words of the design, one table each."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint, false
from sqlmodel import AutoString, Field, Relationship, SQLModel

from indexer.normalise.spans import Precision, Status, TagKind
from indexer.times import UtcDateTime, now

__all__ = [
    "ApiKey",
    "Change",
    "ChangeKind",
    "Correction",
    "Digest",
    "Event",
    "LedgerHead",
    "Occurrence",
    "Precision",
    "Source",
    "Status",
    "Tag",
    "TagKind",
    "now",
]


class ChangeKind(StrEnum):
    """What a row of the ledger records."""

    CREATED = "created"
    UPDATED = "updated"
    RETAGGED = "retagged"  # the words stayed; the tags or dates read from them did not
    DELETED = "deleted"


class Source(SQLModel, table=True):
    """The bytes of a digest as received, kept whole."""

    __tablename__ = "source"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(index=True, unique=True, max_length=64)
    media_type: str = Field(max_length=100)
    origin: str = Field(description="File name or URL it came from.")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: datetime = Field(
        default_factory=now, sa_column=Column(UtcDateTime, nullable=False)
    )


class Digest(SQLModel, table=True):
    """One issue of a series."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("series", "volume", "number", "issue_date"),)

    id: str = Field(primary_key=True, max_length=120)
    series: str = Field(index=True, max_length=120)
    title: str
    volume: int | None = None
    number: int | None = None
    issue_date: date = Field(index=True)
    issue_date_basis: str = Field(max_length=20)
    period_start: date
    period_end: date
    image_credit: str | None = None
    retold: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="It retells the publication in other words; it is not the publisher's text.",
    )
    remarks: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column("issues", JSON, nullable=False)
    )
    source_id: int = Field(foreign_key="source.id", index=True)
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))

    source: Source = Relationship()
    events: list["Event"] = Relationship(
        back_populates="digest", sa_relationship_kwargs={"order_by": "Event.position"}
    )


class Event(SQLModel, table=True):
    """A normalised item; its id is stable for ever and never reused."""

    __tablename__ = "event"

    id: str = Field(primary_key=True, max_length=160)
    digest_id: str = Field(foreign_key="digest.id", index=True)
    position: int
    headline: str
    text: str
    truncated: bool = False
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))

    digest: Digest = Relationship(back_populates="events")
    occurrences: list["Occurrence"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={
            "order_by": "Occurrence.rank",
            "cascade": "all, delete-orphan",
        },
    )
    tags: list["Tag"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={
            "order_by": "Tag.kind, Tag.rank",
            "cascade": "all, delete-orphan",
        },
    )


class Occurrence(SQLModel, table=True):
    """One dated development inside an event: a closed interval of days."""

    __tablename__ = "occurrence"

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(default="", foreign_key="event.id", index=True)
    rank: int
    start: date = Field(index=True)
    end: date = Field(index=True)
    precision: Precision = Field(sa_type=AutoString)
    status: Status = Field(sa_type=AutoString)
    basis: str = Field(max_length=20, description="stated, or inferred from the issue's period")
    is_primary: bool = False
    quote: str | None = None
    field: str | None = Field(default=None, max_length=20)
    span_start: int | None = None
    span_end: int | None = None

    event: Event = Relationship(back_populates="occurrences")


class Tag(SQLModel, table=True):
    """Kind, value and the evidence that earned it: a list of field, start, end, quote, rule."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("event_id", "kind", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(default="", foreign_key="event.id", index=True)
    kind: TagKind = Field(sa_type=AutoString)
    value: str = Field(index=True, max_length=60)
    rank: int
    evidence: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )

    event: Event = Relationship(back_populates="tags")


class Correction(SQLModel, table=True):
    """An editor's change to a derived value, kept apart from it and laid over it."""

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(foreign_key="event.id", index=True)
    kind: TagKind = Field(sa_type=AutoString)
    value: str = Field(max_length=60)
    action: str = Field(max_length=10, description="add or remove")
    reason: str
    editor: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))


class Change(SQLModel, table=True):
    """One row of the ledger, written in the transaction of what it describes."""

    __tablename__ = "change"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event_id: str = Field(index=True, max_length=160)
    kind: ChangeKind = Field(sa_type=AutoString)
    reason: str
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))


class ApiKey(SQLModel, table=True):
    """A key that may write through the API; of its secret only the hash is kept."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=120, description="Whose it is; named in corrections as editor.")
    scopes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    digest: str = Field(max_length=64, description="SHA-256 of the secret, in hexadecimal.")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    last_used_on: date | None = None


class LedgerHead(SQLModel, table=True):
    """The last sequence number given out.

    One row, locked by whoever writes: numbers therefore become visible in order and without
    gaps, which an autoincrement column does not promise under concurrent transactions.
    """

    __tablename__ = "ledger_head"

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    revision: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="Counts writing transactions, whether or not an event changed.",
    )
