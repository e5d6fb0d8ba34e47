"""What the API answers with: response models, apart from the tables."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api import vocabulary
from api.service import FoundEvent, SearchResult
from indexer.models import Change, Digest, Event, Occurrence, Tag, TagKind
from indexer.search.query import EventQuery, Facet, FacetCount, Span, TagFilter


class EvidenceOut(BaseModel):
    """The words that earned a tag: `field[start:end] == quote`, offsets in characters."""

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
            label=vocabulary.label(Facet(str(tag.kind)), tag.value),
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

    @classmethod
    def of(cls, digest: Digest) -> "DigestRef":
        """The digest in short."""
        return cls(**{name: getattr(digest, name) for name in cls.model_fields})


class SpanOut(BaseModel):
    """A highlighted piece: offsets in characters, end exclusive."""

    start: int
    end: int


class HighlightsOut(BaseModel):
    """What the query matched; mark it after escaping."""

    headline: list[SpanOut]
    text: list[SpanOut]


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


class HitOut(EventOut):
    """An event found by a search."""

    highlights: HighlightsOut

    @classmethod
    def of(cls, found: FoundEvent) -> "HitOut":
        """The found event as the API shows it."""
        return cls(
            **EventOut.fields_of(found.event),
            highlights=HighlightsOut(
                headline=_spans(found.headline_marks), text=_spans(found.text_marks)
            ),
        )


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
    history: list[ChangeOut]

    @classmethod
    def of(cls, event: Event, history: list[Change]) -> "EventDetailOut":
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
            history=[ChangeOut.of(change) for change in history],
        )


class FacetValueOut(BaseModel):
    """How many hits have a value."""

    value: str
    label: str
    count: int


class TagFilterOut(BaseModel):
    """A filter on tags as it was understood."""

    any_of: list[str]
    all_of: list[str]
    none_of: list[str]

    @classmethod
    def of(cls, tags: TagFilter) -> "TagFilterOut":
        """The filter as the API shows it."""
        return cls(any_of=list(tags.any_of), all_of=list(tags.all_of), none_of=list(tags.none_of))


class TermOut(BaseModel):
    """A part of the text as it was understood."""

    text: str
    phrase: bool
    excluded: bool


class QueryOut(BaseModel):
    """The search as it was understood: what was typed, names resolved, defaults filled in."""

    terms: list[TermOut]
    country: TagFilterOut
    domain: TagFilterOut
    group: TagFilterOut
    event_from: date | None
    event_to: date | None
    digests: list[str]
    precisions: list[str]
    sort: str
    limit: int

    @classmethod
    def of(cls, query: EventQuery) -> "QueryOut":
        """The query as the API shows it."""
        return cls(
            terms=[
                TermOut(text=term.text, phrase=term.phrase, excluded=term.excluded)
                for term in query.terms
            ],
            country=TagFilterOut.of(query.country),
            domain=TagFilterOut.of(query.domain),
            group=TagFilterOut.of(query.group),
            event_from=query.event_from,
            event_to=query.event_to,
            digests=list(query.digests),
            precisions=[str(precision) for precision in query.precisions],
            sort=str(query.sort),
            limit=query.limit,
        )


class EventPageOut(BaseModel):
    """A page of search results."""

    items: list[HitOut]
    total: Annotated[int, Field(description="Exact number of matching events.")]
    facets: dict[str, list[FacetValueOut]]
    query: QueryOut
    warnings: list[str]
    next: Annotated[str | None, Field(description="Cursor of the next page; null on the last.")]

    @classmethod
    def of(cls, result: SearchResult) -> "EventPageOut":
        """The result as the API shows it."""
        return cls(
            items=[HitOut.of(found) for found in result.items],
            total=result.total,
            facets={
                str(facet): [_facet_value(facet, count) for count in counts]
                for facet, counts in result.facets.items()
            },
            query=QueryOut.of(result.query),
            warnings=list(result.warnings),
            next=result.next,
        )


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
            issues=[IssueOut.model_validate(issue) for issue in digest.issues],
            source=SourceOut(
                sha256=source.sha256,
                media_type=source.media_type,
                origin=source.origin,
                size=len(source.content),
                received_at=source.received_at,
            ),
        )


class ProblemOut(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, Any]] | None = None


class AliveOut(BaseModel):
    """The process runs."""

    status: str = "alive"


class ReadyOut(BaseModel):
    """Store and engine answer."""

    status: str
    engine: str
    events: int
    index_lag: int


def _spans(spans: tuple[Span, ...]) -> list[SpanOut]:
    return [SpanOut(start=span.start, end=span.end) for span in spans]


def _facet_value(facet: Facet, count: FacetCount) -> FacetValueOut:
    return FacetValueOut(
        value=count.value, label=vocabulary.label(facet, count.value), count=count.count
    )
