"""Search results as the API shows them."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.event import EventOut
from api.answers.hints import ExplanationOut
from api.answers.query import QueryOut
from api.knowledge import vocabulary
from api.knowledge.service import FoundEvent, SearchResult
from indexer.search.document import Facet
from indexer.search.query import FacetCount, Span


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
            **dict(found.event),
            highlights=HighlightsOut(
                headline=_spans(found.headline_marks), text=_spans(found.text_marks)
            ),
        )


class FacetValueOut(BaseModel):
    """How many hits have a value."""

    value: str
    label: str
    count: int


class EventPageOut(BaseModel):
    """A page of search results."""

    items: list[HitOut]
    total: Annotated[int, Field(description="Exact number of matching events.")]
    facets: Annotated[
        dict[str, list[FacetValueOut]],
        Field(description="Largest counts first, at most `facet_limit` values of each."),
    ]
    values_total: Annotated[
        dict[str, int], Field(description="Number of values of each facet, shown or not.")
    ]
    query: QueryOut
    warnings: list[str]
    explanation: Annotated[
        ExplanationOut | None,
        Field(description="What would give more; only on a first page with two events or fewer."),
    ]
    next: Annotated[str | None, Field(description="Cursor of the next page; null on the last.")]

    @classmethod
    def of(cls, result: SearchResult, *, facet_limit: int = 0) -> "EventPageOut":
        """The result as the API shows it, with so many values a facet; 0 for all."""
        return cls(
            items=[HitOut.of(found) for found in result.items],
            total=result.total,
            facets={
                facet: [_facet_value(facet, count) for count in counts[: facet_limit or None]]
                for facet, counts in result.facets.items()
            },
            values_total={facet: len(counts) for facet, counts in result.facets.items()},
            query=QueryOut.of(result.query),
            warnings=list(result.warnings),
            explanation=ExplanationOut.of(result.explanation) if result.explanation else None,
            next=result.next,
        )


def _spans(spans: tuple[Span, ...]) -> list[SpanOut]:
    return [SpanOut(start=span.start, end=span.end) for span in spans]


def _facet_value(facet: Facet, count: FacetCount) -> FacetValueOut:
    return FacetValueOut(
        value=count.value, label=vocabulary.label(facet, count.value), count=count.count
    )
