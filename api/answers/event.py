"""Events as the API shows them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.answers.hints import EventRef, RelatedOut
from api.knowledge import vocabulary
from indexer.models import Change, Digest, Event, Occurrence, Tag, TagKind
from indexer.related import Entry, Likeness


class EvidenceOut(BaseModel):
    """The words that earned a tag: `field[start:end] == quote`, offsets in characters.

    Of a tag that an editor added, field and rule are `correction`, and the quote is the reason.
    """

    field: str
    start: int
    end: int
    quote: str
    rule: str


class TagOut(BaseModel):
    """A tag with the words that earned it."""

    value: str
    label: str
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, tag: Tag) -> "TagOut":
        """The tag as the API shows it."""
        return cls(
            value=tag.value,
            label=vocabulary.label(tag.kind, tag.value),
            evidence=[EvidenceOut.model_validate(evidence) for evidence in tag.evidence],
        )


class OccurrenceOut(BaseModel):
    """One dated development: a closed interval of days."""

    start: date
    end: date
    precision: str
    status: str
    basis: str
    primary: bool
    quote: str | None
    field: str | None
    span_start: int | None
    span_end: int | None

    @classmethod
    def of(cls, row: Occurrence) -> "OccurrenceOut":
        """The occurrence as the API shows it."""
        return cls(
            start=row.start,
            end=row.end,
            precision=str(row.precision),
            status=str(row.status),
            basis=row.basis,
            primary=row.is_primary,
            quote=row.quote,
            field=row.field,
            span_start=row.span_start,
            span_end=row.span_end,
        )


class DigestRef(BaseModel):
    """Enough of a digest to cite it."""

    id: str
    title: str
    series: str
    volume: int | None
    number: int | None
    issue_date: date
    issue_date_basis: str
    retold: Annotated[
        bool,
        Field(description="It retells the publication; it is not the publisher's own text."),
    ]

    @classmethod
    def of(cls, digest: Digest) -> "DigestRef":
        """The digest in short."""
        return cls(**{name: getattr(digest, name) for name in cls.model_fields})


class EventOut(BaseModel):
    """An event as lists show it."""

    id: str
    headline: str
    text: str
    truncated: bool
    position: int
    occurrences: list[OccurrenceOut]
    countries: list[str]
    domains: list[str]
    groups: list[str]
    digest: DigestRef
    created_at: datetime
    updated_at: datetime

    @classmethod
    def fields_of(cls, event: Event) -> dict[str, Any]:
        """The fields that every form of an event shares."""

        def values(kind: TagKind) -> list[str]:
            found = sorted((t for t in event.tags if t.kind == kind), key=lambda t: t.rank)
            return [tag.value for tag in found]

        return {
            "id": event.id,
            "headline": event.headline,
            "text": event.text,
            "truncated": event.truncated,
            "position": event.position,
            "occurrences": [OccurrenceOut.of(row) for row in event.occurrences],
            "countries": values(TagKind.COUNTRY),
            "domains": values(TagKind.DOMAIN),
            "groups": values(TagKind.GROUP),
            "digest": DigestRef.of(event.digest),
            "created_at": event.created_at,
            "updated_at": event.updated_at,
        }


class TagsOut(BaseModel):
    """Tags with their evidence, by kind, the most important first."""

    countries: list[TagOut]
    domains: list[TagOut]
    groups: list[TagOut]


class ChangeOut(BaseModel):
    """One row of an event's history."""

    seq: int
    kind: str
    reason: str
    at: datetime

    @classmethod
    def of(cls, change: Change) -> "ChangeOut":
        """The change as the API shows it."""
        return cls(seq=change.seq, kind=str(change.kind), reason=change.reason, at=change.at)


class EventDetailOut(EventOut):
    """An event with the evidence for every tag, and its history."""

    tags: TagsOut
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
        event: Event,
        *,
        history: list[Change],
        related: list[Likeness],
        thread: list[Entry],
    ) -> "EventDetailOut":
        """The event as its own page shows it."""

        def tags(kind: TagKind) -> list[TagOut]:
            found = sorted((t for t in event.tags if t.kind == kind), key=lambda t: t.rank)
            return [TagOut.of(tag) for tag in found]

        return cls(
            **EventOut.fields_of(event),
            tags=TagsOut(
                countries=tags(TagKind.COUNTRY),
                domains=tags(TagKind.DOMAIN),
                groups=tags(TagKind.GROUP),
            ),
            related=[RelatedOut.like(one) for one in related],
            thread=[EventRef.of(one) for one in thread],
            history=[ChangeOut.of(change) for change in history],
        )
