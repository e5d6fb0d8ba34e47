"""Search results as the API shows them."""

from typing import Annotated

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from api.answers.event import EventOut, TagsOut
from api.answers.hints import EVENTS, ExplanationOut
from api.answers.query import QueryOut
from api.knowledge import vocabulary
from api.knowledge.found import FoundEvent, NearEvent, NearPage, SearchResult
from api.knowledge.readings import Reading
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
    tags: Annotated[
        TagsOut | SkipJsonSchema[None],
        Field(
            description="With its evidence; only with `include=evidence`.",
            exclude_if=lambda tags: tags is None,
        ),
    ] = None

    @classmethod
    def of(cls, found: FoundEvent, *, evidence: bool = False) -> "HitOut":
        """The found event as the API shows it, with the words behind its tags or without."""
        return cls(
            **dict(found.event),
            tags=found.told.full_event().tags if evidence else None,
            highlights=HighlightsOut(
                headline=_spans(found.headline_marks), text=_spans(found.text_marks)
            ),
        )


class FacetValueOut(BaseModel):
    """How many hits have a value."""

    value: str
    label: str
    count: int


class InsteadOut(BaseModel):
    """A word of the search, and how an event says it otherwise."""

    word: str
    instead: str


class NearHitOut(HitOut):
    """An event that almost matches."""

    missing: Annotated[list[str], Field(description="Words of the search that it has in no way.")]
    instead: Annotated[
        list[InsteadOut],
        Field(description="Words that it says otherwise: a synonym, or the tag or date they name."),
    ]

    @classmethod
    def near(cls, one: NearEvent, *, evidence: bool = False) -> "NearHitOut":
        """The event as the API shows it."""
        return cls(
            **dict(HitOut.of(one.found, evidence=evidence)),
            missing=list(one.how.missing),
            instead=[InsteadOut(word=word, instead=said) for word, said in one.how.instead],
        )


class NearOut(BaseModel):
    """The second tier: events that almost match. They are not in `items`, `total` or `facets`."""

    total: Annotated[int, Field(description="Exact number of events that almost match.")]
    items: Annotated[
        list[NearHitOut],
        Field(
            description="Those of `near_page`: fewer words missing first, then more words in the "
            "headline, then the newest."
        ),
    ]
    reason: Annotated[
        str,
        Field(
            description="What they have in common.",
            examples=["No event has all 3 words. 10 have 2 of them."],
        ),
    ]
    next_page: Annotated[
        int | None, Field(description="`near_page` of the next page; null on the last.")
    ]

    @classmethod
    def of(cls, page: NearPage, *, evidence: bool = False) -> "NearOut":
        """The tier as the API shows it."""
        return cls(
            total=page.total,
            items=[NearHitOut.near(one, evidence=evidence) for one in page.items],
            reason=page.reason,
            next_page=page.page + 1 if page.more else None,
        )


class ReadingOut(BaseModel):
    """What the words of the search could mean as filters."""

    label: Annotated[str, Field(examples=["Country: Japan and Philippines, 2024"])]
    parameters: Annotated[
        dict[str, list[str] | str],
        Field(
            description="The search's own parameters; q holds the words that are left.",
            examples=[{"country_all": ["JP", "PH"], "event_from": "2024", "event_to": "2024"}],
        ),
    ]
    total: Annotated[int, Field(description="Events that it gives.")]
    url: Annotated[str, Field(description="That search.")]

    @classmethod
    def of(cls, one: Reading) -> "ReadingOut":
        """The reading as the API shows it."""
        return cls(
            label=one.label,
            parameters={
                name: list(value) if isinstance(value, tuple) else value
                for name, value in one.changes.items()
                if value
            },
            total=one.total,
            url=one.params.to_url(EVENTS),
        )


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
    near: Annotated[
        NearOut | None,
        Field(description="Events that almost match, where fewer than five match exactly."),
    ]
    readings: Annotated[
        list[ReadingOut],
        Field(description="The words read as filters, only those with events; on a first page."),
    ]

    @classmethod
    def of(
        cls, result: SearchResult, *, facet_limit: int = 0, evidence: bool = False
    ) -> "EventPageOut":
        """The result as the API shows it, with so many values a facet; 0 for all."""
        return cls(
            items=[HitOut.of(found, evidence=evidence) for found in result.items],
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
            near=NearOut.of(result.near, evidence=evidence) if result.near else None,
            readings=[ReadingOut.of(one) for one in result.readings],
        )


def _spans(spans: tuple[Span, ...]) -> list[SpanOut]:
    return [SpanOut(start=span.start, end=span.end) for span in spans]


def _facet_value(facet: Facet, count: FacetCount) -> FacetValueOut:
    return FacetValueOut(
        value=count.value, label=vocabulary.label(facet, count.value), count=count.count
    )
