"""What helps along: completions, explanations, related events."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.timeline import BucketOut
from api.knowledge import vocabulary
from api.knowledge.explain import Explanation, Spelling, Without
from api.knowledge.offered import Suggestion
from indexer.normalise.spans import Precision, TagKind
from indexer.projection import among
from indexer.related import Entry, Likeness

EVENTS = "/api/v1/events"


class SuggestionOut(BaseModel):
    """A completion of what is being typed."""

    kind: Annotated[str, Field(description="A facet; or word, phrase, headline.")]
    label: str
    q: Annotated[str, Field(description="What to put into the box.")]
    count: Annotated[int, Field(description="Events that searching for it gives.")]
    event_id: Annotated[str | None, Field(description="The event of a headline.")]

    @classmethod
    def of(cls, one: Suggestion) -> "SuggestionOut":
        """The completion as the API shows it."""
        return cls(kind=one.kind, label=one.label, q=one.q, count=one.count, event_id=one.event_id)


class SuggestionsOut(BaseModel):
    """Completions: readings, terms, issues, words, phrases, headlines; some of each kind found."""

    items: list[SuggestionOut]
    total: int


class WithoutOut(BaseModel):
    """What the search gives without one of its parts."""

    part: Annotated[str, Field(examples=['the word "lunar"'])]
    parameter: str
    total: int
    url: Annotated[str, Field(description="That search.")]

    @classmethod
    def of(cls, one: Without) -> "WithoutOut":
        """The part as the API shows it."""
        return cls(
            part=one.part,
            parameter=one.parameter,
            total=one.total,
            url=one.params.to_url(EVENTS),
        )


class SpellingOut(BaseModel):
    """A word of the data that is written nearly so."""

    word: str
    instead: str
    total: int
    url: Annotated[str, Field(description="The search with it.")]

    @classmethod
    def of(cls, one: Spelling) -> "SpellingOut":
        """The spelling as the API shows it."""
        return cls(
            word=one.word,
            instead=one.instead,
            total=one.total,
            url=one.params.to_url(EVENTS),
        )


class ExplanationOut(BaseModel):
    """What would give more events."""

    without: Annotated[list[WithoutOut], Field(description="Leaving out each part, best first.")]
    spellings: list[SpellingOut]
    earlier: Annotated[
        BucketOut | None, Field(description="Last month with events before the period.")
    ]
    later: Annotated[
        BucketOut | None, Field(description="First month with events after the period.")
    ]

    @classmethod
    def of(cls, one: Explanation) -> "ExplanationOut":
        """The explanation as the API shows it."""
        return cls(
            without=[WithoutOut.of(part) for part in one.without],
            spellings=[SpellingOut.of(spelling) for spelling in one.spellings],
            earlier=BucketOut.of(one.earlier) if one.earlier else None,
            later=BucketOut.of(one.later) if one.later else None,
        )


class SharedTagOut(BaseModel):
    """A tag that two events share."""

    kind: Annotated[str, among(TagKind)]
    value: str
    label: str


class EventRef(BaseModel):
    """Enough of an event to link to it."""

    id: str
    headline: str
    day: Annotated[date, Field(description="First day of its primary occurrence.")]
    end: Annotated[date, Field(description="Last day of it.")]
    precision: Annotated[str, among(Precision), Field(description="How exact these days are.")]
    digest_id: str

    @classmethod
    def of(cls, entry: Entry) -> "EventRef":
        """The event in short."""
        return cls(
            id=entry.id,
            headline=entry.headline,
            day=entry.day,
            end=entry.end,
            precision=str(entry.precision),
            digest_id=entry.digest_id,
        )


class RelatedOut(EventRef):
    """An event like the one asked about, and why."""

    score: Annotated[float, Field(ge=0, le=1, description="Likeness of words and tags, 0 to 1.")]
    shared_words: list[str]
    shared_tags: list[SharedTagOut]

    @classmethod
    def like(cls, one: Likeness) -> "RelatedOut":
        """The related event as the API shows it."""
        tags = [
            SharedTagOut(kind=kind, value=value, label=vocabulary.label(kind, value))
            for kind, value in one.tags
        ]
        return cls(
            **EventRef.of(one.entry).model_dump(),
            score=one.score,
            shared_words=list(one.words),
            shared_tags=tags,
        )
