"""Digests as the API shows them."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from indexer.models import Digest
from indexer.projection import DigestRef, EventOut, IssueOut, Projected, SourceOut


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


class DigestDetailOut(DigestOut):
    """A digest with its events and everything doubtful in it."""

    events: list[EventOut]
    issues: list[IssueOut]
    source: SourceOut

    @classmethod
    def of(cls, digest: Digest, events: Sequence[Projected]) -> "DigestDetailOut":
        """The digest as its own page shows it."""
        source = digest.source
        return cls(
            **DigestOut.row(digest, len(events)).model_dump(),
            events=[told.event() for told in events],
            issues=[IssueOut.model_validate(remark) for remark in digest.remarks],
            source=SourceOut(
                sha256=source.sha256,
                media_type=source.media_type,
                origin=source.origin,
                size=len(source.content),
                received_at=source.received_at,
            ),
        )
