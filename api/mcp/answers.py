"""What the tools answer: smaller than the API's answers, the same values in them."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, JsonValue

from api.answers.event import DigestRef, EventOut, OccurrenceOut, TagsOut
from api.answers.hints import EventRef
from api.answers.page import FacetValueOut, InsteadOut
from api.answers.tag_values import TagValuesOut
from api.answers.timeline import BucketOut
from api.knowledge.excerpt import ELLIPSIS, excerpt
from api.knowledge.explain import Explanation
from api.knowledge.found import FoundEvent, NearEvent
from api.knowledge.params import PAGING, EventParams
from indexer.normalise.tags.kinds import KINDS
from indexer.search.query import Span


class WhenOut(BaseModel):
    """The days that the headline is about: a closed interval."""

    start: date
    end: date
    precision: Annotated[
        str, Field(description="day, range, month, approximate, or issue where no date is stated")
    ]
    status: Annotated[str, Field(description="reported or scheduled")]

    @classmethod
    def of(cls, event: EventOut) -> Self:
        """The days of the event's primary occurrence."""
        row = event.primary
        return cls(start=row.start, end=row.end, precision=row.precision, status=row.status)


class FoundOut(TagValuesOut):
    """An event that a search found, in short; get_event gives the rest."""

    id: str
    headline: str
    snippet: Annotated[str, Field(description="The text around the first match.")]
    when: WhenOut
    digest_id: str
    digest: Annotated[str, Field(description="Title of the issue that reports it.")]
    url: Annotated[str, Field(description="The event's page.")]

    @classmethod
    def of(cls, found: FoundEvent, url: str) -> Self:
        """The found event in short."""
        event = found.event
        return cls(
            id=event.id,
            headline=event.headline,
            snippet=_snippet(event.text, found.text_marks),
            when=WhenOut.of(event),
            **{kind.plural: event.tags_of(kind.id) for kind in KINDS.values()},
            digest_id=event.digest.id,
            digest=event.digest.title,
            url=url,
        )


class AdviceOut(BaseModel):
    """A change of the search that gives more events."""

    change: Annotated[str, Field(examples=['leave out the word "lunar"'])]
    total: Annotated[int, Field(description="Events that the changed search finds.")]
    arguments: Annotated[
        dict[str, JsonValue], Field(description="The changed search, for search_events.")
    ]

    @classmethod
    def of(cls, change: str, total: int, params: EventParams) -> Self:
        """The change, with the search that it leads to."""
        arguments = params.model_dump(mode="json", exclude_defaults=True, exclude=set(PAGING))
        return cls(change=change, total=total, arguments=arguments)


class NearFoundOut(FoundOut):
    """An event that almost matches, in short."""

    missing: Annotated[list[str], Field(description="Words of q that it has in no way.")]
    instead: Annotated[list[InsteadOut], Field(description="Words of q that it says otherwise.")]

    @classmethod
    def near(cls, one: NearEvent, url: str) -> Self:
        """The event in short, with what it lacks."""
        return cls(
            **dict(FoundOut.of(one.found, url)),
            missing=list(one.how.missing),
            instead=[InsteadOut(word=word, instead=said) for word, said in one.how.instead],
        )


class NearOut(BaseModel):
    """Events that almost match: in other words, or most of the words."""

    reason: Annotated[str, Field(examples=["No event has all 3 words. 10 have 2 of them."])]
    total: Annotated[int, Field(description="Exact number of them, not part of the other total.")]
    items: Annotated[list[NearFoundOut], Field(description="Those of near_page, newest first.")]
    next_page: Annotated[
        int | None, Field(description="`near_page` of the next page; null on the last.")
    ]


class ExplanationOut(BaseModel):
    """Why the search finds nothing, or next to nothing: what would give more."""

    advice: Annotated[list[AdviceOut], Field(description="Spellings first, then parts left out.")]
    earlier: Annotated[
        BucketOut | None, Field(description="Last month with events before the period.")
    ]
    later: Annotated[
        BucketOut | None, Field(description="First month with events after the period.")
    ]

    @classmethod
    def of(cls, one: Explanation, total: int) -> Self:
        """What gives more than the ``total`` events found."""
        respelt = [
            AdviceOut.of(f'write "{other.instead}" for "{other.word}"', other.total, other.params)
            for other in one.spellings
        ]
        without = [
            AdviceOut.of(f"leave out {part.part}", part.total, part.params)
            for part in one.without
            if part.total > total
        ]
        return cls(
            advice=respelt + without,
            earlier=BucketOut.of(one.earlier) if one.earlier else None,
            later=BucketOut.of(one.later) if one.later else None,
        )


class SearchOut(BaseModel):
    """A page of events."""

    items: list[FoundOut]
    total: Annotated[int, Field(description="Exact number of matching events.")]
    next: Annotated[
        str | None, Field(description="`cursor` of the next page; null on the last one.")
    ]
    near: Annotated[
        NearOut | None,
        Field(
            description="Events that almost match, where fewer than five match exactly; they are "
            "not counted in total."
        ),
    ]
    readings: Annotated[
        list[AdviceOut],
        Field(description="The words of q read as filters: searches to make instead."),
    ]
    warnings: Annotated[list[str], Field(description="What was left out of q, and why.")]
    explanation: Annotated[
        ExplanationOut | None,
        Field(description="What would give more; only on a first page with two events or fewer."),
    ]


class CitedEventOut(BaseModel):
    """One event: its words, its dates, and the evidence for every tag."""

    id: str
    headline: str
    text: str
    truncated: Annotated[bool, Field(description="The capture cut the text off.")]
    occurrences: Annotated[list[OccurrenceOut], Field(description="Every dated development in it.")]
    tags: TagsOut
    digest: DigestRef
    citation: Annotated[str, Field(description="How to cite it, on one line.")]
    related: Annotated[
        list[EventRef], Field(description="The events most like it, the most alike first.")
    ]
    thread: Annotated[
        list[EventRef],
        Field(description="The events that tell one story with it, oldest first, itself too."),
    ]
    url: Annotated[str, Field(description="The event's page.")]


class FacetOut(BaseModel):
    """The values of one facet, largest count first."""

    items: list[FacetValueOut]
    total: Annotated[int, Field(description="Number of values, shown or not.")]


class FacetsOut(BaseModel):
    """Exact counts of the matching events."""

    facets: Annotated[
        dict[str, FacetOut],
        Field(
            description="By facet. A facet's own any-of filter is ignored in its counts, so that "
            "they say what another choice would find."
        ),
    ]
    total: Annotated[int, Field(description="Exact number of matching events.")]
    warnings: Annotated[list[str], Field(description="What was left out of q, and why.")]


def _snippet(text: str, marks: tuple[Span, ...]) -> str:
    cut = excerpt(text, marks)
    before = ELLIPSIS if cut.start > 0 else ""
    after = ELLIPSIS if cut.end < len(text) else ""
    return f"{before}{text[cut.start : cut.end]}{after}"
