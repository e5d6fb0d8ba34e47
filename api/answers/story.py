"""Stories as the API shows them."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from api.answers.hints import EventRef
from indexer.related import Story
from indexer.related.telling import Telling


class StoryOut(BaseModel):
    """A matter told across issues."""

    id: Annotated[
        str, Field(description="Of its first event; never given to another story, and kept.")
    ]
    title: Annotated[str, Field(description="The headline of its first event.")]
    total: Annotated[int, Field(description="How many events tell it.")]
    first: EventRef
    latest: EventRef

    @classmethod
    def of(cls, story: Story) -> "StoryOut":
        """The story in a list."""
        return cls(
            id=story.id,
            title=story.title,
            total=story.total,
            first=EventRef.of(story.first),
            latest=EventRef.of(story.latest),
        )


class StoryPageOut(BaseModel):
    """A page of stories, that with the latest event first."""

    items: list[StoryOut]
    total: int


class ToldOut(EventRef):
    """An event of a story."""

    gap: Annotated[
        int | None,
        Field(
            description="Days between the end of the event before it and its first day; 0 where "
            "they overlap, null for the first event of the story."
        ),
    ]


class StoryDetailOut(StoryOut):
    """A story with its events, in the order of their issues."""

    events: list[ToldOut]

    @classmethod
    def told(cls, story: Story, events: Sequence[Telling]) -> "StoryDetailOut":
        """The story as its own page shows it."""
        return cls(
            **StoryOut.of(story).model_dump(),
            events=[ToldOut(**EventRef.of(one.entry).model_dump(), gap=one.gap) for one in events],
        )
