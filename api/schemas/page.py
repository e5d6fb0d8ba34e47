"""Search results as the API shows them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api import vocabulary
from api.schemas.event import EventOut
from api.service import FoundEvent, SearchResult
from indexer.search.query import EventQuery, Facet, FacetCount, Span, TagFilter


class SpanOut(BaseModel):
    """A highlighted piece: offsets in characters, end exclusive."""

    start: int
    end: int


class HighlightsOut(BaseModel):
    """What the query matched; mark it after escaping."""

    headline: list[SpanOut]
    text: list[SpanOut]


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
    member_of: TagFilterOut
    event_from: date | None
    event_to: date | None
    certain: bool
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
            member_of=TagFilterOut.of(query.member_of),
            event_from=query.event_from,
            event_to=query.event_to,
            certain=query.certain,
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


def _spans(spans: tuple[Span, ...]) -> list[SpanOut]:
    return [SpanOut(start=span.start, end=span.end) for span in spans]


def _facet_value(facet: Facet, count: FacetCount) -> FacetValueOut:
    return FacetValueOut(
        value=count.value, label=vocabulary.label(facet, count.value), count=count.count
    )
