"""The list of stories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.normalise.spans import TagKind
from indexer.projection import EventOut
from indexer.related import Entry, Story
from web.contexts.cards import Link, labels
from web.contexts.times import Time, time

PAGE = 50


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list; ``domains`` are those of its latest event."""

    title: str
    url: str
    total: int
    first: Time
    latest: Time
    domains: str


@dataclass(frozen=True, slots=True)
class StoriesPage:
    """A page of the list of stories."""

    title: str
    description: str
    address: str
    total: int
    rows: tuple[StoryRow, ...]
    previous: Link | None
    following: Link | None


def stories_page(
    stories: Sequence[Story], latest: Mapping[str, EventOut], total: int, page: int
) -> StoriesPage:
    """The list, that with the latest event first.

    Args:
        stories: those of the page.
        latest: the latest event of each, by its id.
        total: how many there are.
        page: its number, from 1.
    """
    previous, following = neighbours("/stories", page, total)
    return StoriesPage(
        title="Stories – Entente" if page == 1 else f"Stories, page {page} – Entente",
        description="Matters told across issues, the most recent first.",
        address="/stories" if page == 1 else f"/stories?page={page}",
        total=total,
        rows=tuple(
            StoryRow(
                one.title,
                story_url(one.id),
                one.total,
                when(one.first),
                when(one.latest),
                _domains(latest.get(one.latest.id)),
            )
            for one in stories
        ),
        previous=previous,
        following=following,
    )


def story_url(story_id: str) -> str:
    """The page of a story."""
    return f"/stories/{story_id}"


def _domains(event: EventOut | None) -> str:
    return ", ".join(labels(event, TagKind.DOMAIN)) if event else ""


def when(entry: Entry) -> Time:
    """When an event of a story happened."""
    return time(entry.day, entry.end, entry.precision)


def neighbours(path: str, page: int, total: int) -> tuple[Link | None, Link | None]:
    """The pages before and after one of a list, under its address."""
    back = path if page == 2 else f"{path}?page={page - 1}"  # noqa: PLR2004
    return (
        Link("Previous", back) if page > 1 else None,
        Link("Next", f"{path}?page={page + 1}") if page * PAGE < total else None,
    )
