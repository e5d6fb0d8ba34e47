"""The SQLModel domain model: the words of the design, one table each."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, Text, UniqueConstraint, false, text
from sqlmodel import AutoString, Field, Relationship, SQLModel

from indexer.normalise.spans import Precision, Status, TagKind
from indexer.times import UtcDateTime, now

__all__ = [
    "ApiKey",
    "Change",
    "ChangeKind",
    "Correction",
    "Digest",
    "Draft",
    "Event",
    "LedgerHead",
    "Occurrence",
    "Precision",
    "Projection",
    "Series",
    "SignIn",
    "Source",
    "Status",
    "Subject",
    "Tag",
    "TagKind",
    "Takedown",
    "now",
]


# A SHA-256 in hexadecimal.
_HASH = 64
_SERIES_ID = 120
_EVENT_ID = 160
_TAG_VALUE = 120


class ChangeKind(StrEnum):
    """What a row of the ledger records."""

    CREATED = "created"
    UPDATED = "updated"
    RETAGGED = "retagged"  # the words stayed; the tags or dates read from them did not
    MERGED = "merged"  # into another event, which the row's reason names
    SPLIT = "split"
    DELETED = "deleted"


class Subject(StrEnum):
    """What a row of the ledger is about."""

    EVENT = "event"
    DIGEST = "digest"
    SERIES = "series"


class Series(SQLModel, table=True):
    """A publication that appears in issues, as this installation knows it.

    A row with ``added`` is a profile of the installation's own, which wins over those of files and
    of the package. Any other row binds the code of a series of which issues were filed, since the
    ids of its events begin with it, and keeps the profile that they were read by.
    """

    __tablename__ = "series"

    id: str = Field(primary_key=True, max_length=_SERIES_ID)
    code: str = Field(
        max_length=20, unique=True, description="Begins the ids of its issues; never changes."
    )
    title: str
    other_titles: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    profile: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="The rest: publisher, address, numbering, layout hints, rights.",
    )
    added: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="Its profile is the installation's own.",
    )
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))


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
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    source_id: int = Field(foreign_key="source.id", index=True)
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))

    source: Source = Relationship()


class Event(SQLModel, table=True):
    """A normalised item; its id is stable for ever and never reused."""

    __tablename__ = "event"

    id: str = Field(primary_key=True, max_length=160)
    digest_id: str = Field(foreign_key="digest.id", index=True)
    position: int
    headline: str
    text: str
    truncated: bool = False
    read_headline: str | None = Field(
        default=None,
        sa_column=Column(Text, nullable=True),
        description="As the issue has it, where editors gave the event another.",
    )
    read_text: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    entry: dict[str, Any] | None = Field(
        default=None,
        sa_column=Column(JSON(none_as_null=True), nullable=True),
        description="The date that a chronology puts beside it.",
    )
    merged_into: str | None = Field(
        default=None, max_length=_EVENT_ID, description="The event that it became part of."
    )
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))


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


class Tag(SQLModel, table=True):
    """Kind, value and the evidence that earned it: a list of field, start, end, quote, rule."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("event_id", "kind", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(default="", foreign_key="event.id", index=True)
    kind: TagKind = Field(sa_type=AutoString)
    value: str = Field(index=True, max_length=_TAG_VALUE)
    rank: int
    evidence: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )


class Correction(SQLModel, table=True):
    """An editor's change to derived values of an event or digest, kept apart and laid over them.

    `indexer.ingest.corrections` says which kinds and actions there are, and how they are laid over.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    event_id: str | None = Field(default=None, foreign_key="event.id", index=True)
    digest_id: str | None = Field(default=None, foreign_key="digest.id", index=True)
    kind: str = Field(max_length=20, description="A kind of tag, or what else is corrected.")
    value: str = Field(
        default="",
        max_length=_EVENT_ID,
        description="Of a tag its value, of an occurrence its days, of a merge the other event.",
    )
    action: str = Field(max_length=10)
    detail: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False, server_default=text("'{}'")),
    )
    reason: str
    editor: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    undone_by: str | None = Field(default=None, max_length=120)
    undo_reason: str | None = None


class Projection(SQLModel, table=True):
    """What is said of a living event, ready as text; made when the event is written.

    It holds nothing that the event's rows do not: `entente check` proves that, `entente sync`
    makes it anew. The other columns are what lists are ordered and narrowed by.
    """

    __tablename__ = "projection"
    __table_args__ = (
        Index("ix_projection_day", "day", "event_id"),
        Index("ix_projection_digest", "digest_id", "position"),
        Index("ix_projection_series", "series", "day", "event_id"),
    )

    event_id: str = Field(primary_key=True, foreign_key="event.id", max_length=_EVENT_ID)
    digest_id: str = Field(foreign_key="digest.id", max_length=120)
    series: str = Field(max_length=_SERIES_ID)
    day: date = Field(description="First day of the primary occurrence.")
    position: int
    changed: int = Field(index=True, description="Number of the ledger row that last touched it.")
    fingerprint: str = Field(max_length=_HASH, description="SHA-256 of both texts.")
    lean: str = Field(sa_column=Column(Text, nullable=False), description="JSON, as in lists.")
    tags: str = Field(
        sa_column=Column(Text, nullable=False), description="JSON: its tags with their evidence."
    )


class Change(SQLModel, table=True):
    """One row of the ledger, written in the transaction of what it describes.

    Rows form a chain: each holds the hash of the row before it, and its own hash covers that and a
    fingerprint of its payload (reason, editor, before, after). A payload can therefore be taken
    away, and the chain still verifies; see `indexer.store.ledger`.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_subject", "subject", "subject_id", "seq"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    subject: Subject = Field(sa_type=AutoString)
    subject_id: str = Field(max_length=_EVENT_ID)
    kind: ChangeKind = Field(sa_type=AutoString)
    reason: str
    editor: str | None = Field(
        default=None, max_length=120, description="Whose change it is, where an editor made it."
    )
    before: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    after: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    fingerprint: str = Field(max_length=_HASH)
    previous: str = Field(max_length=_HASH)
    hash: str = Field(max_length=_HASH)
    purged_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))

    @property
    def event_id(self) -> str | None:
        """The event that it is about; None where it is about something else."""
        return self.subject_id if self.subject == Subject.EVENT else None


class ApiKey(SQLModel, table=True):
    """A key that may write through the API; of its secret only the hash is kept."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=120, description="Whose it is; named in corrections as editor.")
    scopes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    secret_hash: str = Field(max_length=_HASH, description="SHA-256 of the secret, in hexadecimal.")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    last_used_on: date | None = None


class SignIn(SQLModel, table=True):
    """Somebody who signed in to the editor's pages with a key; no part of what is backed up.

    It stands in the database so that every process of a site knows it. Of the token in the cookie
    only the hash is kept.
    """

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True, max_length=_HASH)
    key_id: str = Field(foreign_key="api_key.id", index=True, max_length=8)
    ends_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Draft(SQLModel, table=True):
    """An issue that an editor looks at before it is stored; no part of what is backed up."""

    __tablename__ = "draft"

    id: str = Field(primary_key=True, max_length=20)
    key_id: str = Field(foreign_key="api_key.id", index=True, max_length=8)
    origin: str
    told: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="What the editor says of it beside its bytes.",
    )
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))


class Takedown(SQLModel, table=True):
    """What was purged, told by hashes alone, so that the same text is refused if it comes again."""

    __tablename__ = "takedown"

    id: int | None = Field(default=None, primary_key=True)
    subject: Subject = Field(sa_type=AutoString)
    subject_id: str = Field(index=True, max_length=_EVENT_ID)
    text_hash: str | None = Field(
        default=None, index=True, max_length=_HASH, description="Of an event's text, folded."
    )
    source_hash: str | None = Field(
        default=None, index=True, max_length=_HASH, description="SHA-256 of a source's bytes."
    )
    at: datetime = Field(default_factory=now, sa_column=Column(UtcDateTime, nullable=False))


class LedgerHead(SQLModel, table=True):
    """The end of the ledger: its last number and hash.

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
    ledger: str = Field(
        default="",
        max_length=36,
        sa_column_kwargs={"server_default": ""},
        description="A UUID: numbers of another ledger mean other rows.",
    )
    installation: str = Field(
        default="",
        max_length=36,
        sa_column_kwargs={"server_default": ""},
        description="A UUID that stays when the store moves or is put back; ids in feeds hold it.",
    )
    hash: str = Field(
        default="",
        max_length=_HASH,
        sa_column_kwargs={"server_default": ""},
        description="Hash of the last row.",
    )
    projected: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="Version of the shape in which the projections were made.",
    )
