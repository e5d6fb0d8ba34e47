"""The pages of stories."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.related import Entry, Story
from indexer.related.telling import Telling
from web.contexts.cards import Line, Link, event_url
from web.contexts.times import Time, time

PAGE = 50
_QUIET = 60


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list."""

    title: str
    url: str
    total: int
    first: Time
    latest: Time


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


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a story, and the quiet before it in words; empty where there was none."""

    quiet: str
    line: Line


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story: its events with the gaps between them."""

    title: str
    description: str
    heading: str
    total: int
    first: Time
    latest: Time
    events: tuple[Told, ...]
    previous: Link | None
    following: Link | None
    json_url: str


def stories_page(stories: Sequence[Story], total: int, page: int) -> StoriesPage:
    """The list, that with the latest event first.

    Args:
        stories: those of the page.
        total: how many there are.
        page: its number, from 1.
    """
    previous, following = _neighbours("/stories", page, total)
    return StoriesPage(
        title="Stories – Entente" if page == 1 else f"Stories, page {page} – Entente",
        description="Matters told across issues, that with the latest event first.",
        address="/stories" if page == 1 else f"/stories?page={page}",
        total=total,
        rows=tuple(
            StoryRow(one.title, story_url(one.id), one.total, _when(one.first), _when(one.latest))
            for one in stories
        ),
        previous=previous,
        following=following,
    )


def story_page(story: Story, events: Sequence[Telling], page: int) -> StoryPage:
    """One story; arguments as for the list."""
    previous, following = _neighbours(story_url(story.id), page, story.total)
    first, latest = _when(story.first), _when(story.latest)
    return StoryPage(
        title=f"{story.title} – Entente",
        description=f"A story of {story.total} events, {first.words} to {latest.words}.",
        heading=story.title,
        total=story.total,
        first=first,
        latest=latest,
        events=tuple(Told(_quiet(one.gap), _line(one.entry)) for one in events),
        previous=previous,
        following=following,
        json_url=f"/api/v1{story_url(story.id)}",
    )


def story_url(story_id: str) -> str:
    """The page of a story."""
    return f"/stories/{story_id}"


def _line(entry: Entry) -> Line:
    return Line(_when(entry), event_url(entry.id), entry.headline)


def _when(entry: Entry) -> Time:
    return time(entry.day, entry.end, entry.precision)


def _quiet(days: int | None) -> str:
    return f"{days:,} days without an event" if days is not None and days >= _QUIET else ""


def _neighbours(path: str, page: int, total: int) -> tuple[Link | None, Link | None]:
    back = path if page == 2 else f"{path}?page={page - 1}"  # noqa: PLR2004
    return (
        Link("Previous", back) if page > 1 else None,
        Link("Next", f"{path}?page={page + 1}") if page * PAGE < total else None,
    )
