"""Digests as the API shows them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.event import DigestRef, EventOut
from indexer.models import Digest


class IssueOut(BaseModel):
    """Something doubtful in a digest, kept for people to look at."""

    severity: str
    code: str
    message: str
    file: str
    line: int | None
    words: str | None


class DigestOut(DigestRef):
    """A digest in a list."""

    period_start: date
    period_end: date
    image_credit: str | None
    event_count: int

    @classmethod
    def row(cls, digest: Digest, event_count: int) -> "DigestOut":
        """The digest as lists show it."""
        names = set(cls.model_fields) - {"event_count"}
        return cls(**{name: getattr(digest, name) for name in names}, event_count=event_count)


class DigestPageOut(BaseModel):
    """A page of digests, newest first."""

    items: list[DigestOut]
    total: int


class SourceOut(BaseModel):
    """The bytes that a digest was read from."""

    sha256: str
    media_type: str
    origin: str
    size: Annotated[int, Field(description="Bytes.")]
    received_at: datetime


class DigestDetailOut(DigestOut):
    """A digest with its events and everything doubtful in it."""

    events: list[EventOut]
    issues: list[IssueOut]
    source: SourceOut

    @classmethod
    def of(cls, digest: Digest) -> "DigestDetailOut":
        """The digest as its own page shows it."""
        living = [event for event in digest.events if event.deleted_at is None]
        row = DigestOut.row(digest, len(living))
        source = digest.source
        return cls(
            **row.model_dump(),
            events=[EventOut(**EventOut.fields_of(event)) for event in living],
            issues=[IssueOut.model_validate(remark) for remark in digest.remarks],
            source=SourceOut(
                sha256=source.sha256,
                media_type=source.media_type,
                origin=source.origin,
                size=len(source.content),
                received_at=source.received_at,
            ),
        )
