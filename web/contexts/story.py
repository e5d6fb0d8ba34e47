"""The page of one story: its events as they follow each other, and what joins them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut
from indexer.related import Likeness, Story
from indexer.related.telling import Telling
from web.contexts.cards import Card, Line, Link, event_card, issue_name, usual_countries
from web.contexts.citing import cite_url
from web.contexts.hints import related_lines
from web.contexts.holdings import Holdings
from web.contexts.saying import Announced, announced
from web.contexts.stories import PAGE, neighbours, story_url, when
from web.contexts.taken import exports, feeds
from web.contexts.thread import Thread, thread
from web.contexts.times import Time

_QUIET = 60  # days: less is the usual time between two issues that tell of a matter
_MONTH = 30.4  # days
_MOST_TAGS = 3
_MOST_ISSUES = 6
_MOST_WORDS = 4
_MAY_BELONG = 4


@dataclass(frozen=True, slots=True)
class Quiet:
    """Time between two events of a story: how long, and how much of it is not held."""

    long: str
    held: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a story.

    Attributes:
        number: its place in the story.
        quiet: the time before it; None where it was short.
        announced: what it says will happen.
    """

    number: int
    card: Card
    quiet: Quiet | None
    announced: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the base answers about a story.

    Attributes:
        story: the story.
        tellings: its events on this page, with the gaps between them.
        events: the same events whole, by id.
        alike: the events most like the latest of them.
        holdings: what is held.
    """

    story: Story
    tellings: Sequence[Telling]
    events: Mapping[str, EventOut]
    alike: Sequence[Likeness]
    holdings: Holdings


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story.

    Attributes:
        about: its domains and countries, in words.
        issues: those that tell it, in words.
        line: its events on a line of time.
        shared: words that its latest event shares with the others.
        may_belong: events alike that are not part of it.
        exports, feeds: all of its events as files, and those told last for feed readers.
    """

    title: str
    description: str
    heading: str
    total: int
    first: Time
    latest: Time
    about: str
    issues: str
    line: Thread | None
    events: tuple[Told, ...]
    shared: tuple[str, ...]
    may_belong: tuple[Line, ...]
    previous: Link | None
    following: Link | None
    cite_url: str
    exports: tuple[Link, ...]
    feeds: tuple[Link, ...]
    json_url: str


def story_page(around: Around, page: int) -> StoryPage:
    """One story; ``page`` is the number of this part of its events, from 1."""
    story = around.story
    first, latest = when(story.first), when(story.latest)
    events = list(around.events.values())
    told = tuple(_told(around, first=(page - 1) * PAGE + 1))
    previous, following = neighbours(story_url(story.id), page, story.total)
    return StoryPage(
        title=f"{story.title} – Entente",
        description=f"A story of {story.total} events, {first.words} to {latest.words}.",
        heading=story.title,
        total=story.total,
        first=first,
        latest=latest,
        about=" · ".join(_most(events, kind) for kind in (TagKind.DOMAIN, TagKind.COUNTRY)),
        issues=_issues(events),
        line=thread(
            f"{len(events)} events of this story by time",
            [(event.primary.start, event.headline) for event in events],
            _announced_days(events),
            around.holdings,
        ),
        events=told,
        shared=_shared(around),
        may_belong=related_lines(
            [one for one in around.alike if one.entry.id not in around.events][:_MAY_BELONG]
        )
        if story.total <= PAGE
        else (),
        previous=previous,
        following=following,
        cite_url=cite_url(around.events),
        exports=exports(partial(_file_url, story)),
        feeds=feeds(partial(_file_url, story)),
        json_url=f"/api/v1{story_url(story.id)}",
    )


def _file_url(story: Story, suffix: str) -> str:
    return f"/api/v1{story_url(story.id)}/events.{suffix}"


def _told(around: Around, first: int) -> Iterator[Told]:
    usual = usual_countries(list(around.events.values()))
    for number, one in enumerate(around.tellings, first):
        event = around.events.get(one.entry.id)
        if event is not None:
            quiet = _quiet(one, around.holdings)
            card = event_card(event, everywhere=usual)
            yield Told(number, card, quiet, tuple(announced(event)))


def _quiet(one: Telling, holdings: Holdings) -> Quiet | None:
    if one.gap is None or one.gap < _QUIET:
        return None
    before = one.entry.day - timedelta(days=one.gap)
    between = [
        half for half in holdings.half_months if before < half.start and half.end < one.entry.day
    ]
    missing = sum(not half.held for half in between)
    held = (
        f"{missing:,} of the {len(between):,} half-months in between "
        f"{'is' if missing == 1 else 'are'} not held."
        if missing
        else ""
    )
    return Quiet(f"{round(one.gap / _MONTH):,} months", held)


def _announced_days(events: Iterable[EventOut]) -> Iterator[tuple[date, str]]:
    for event in events:
        for one in announced(event):
            said = "".join(piece.text for piece in one.said)
            yield one.day, f"{one.time.words}: {said or event.headline}"


def _most(events: Iterable[EventOut], kind: TagKind) -> str:
    counts = Counter(value for event in events for value in event.tags_of(kind))
    return ", ".join(KINDS[kind].label(value) for value, _ in counts.most_common(_MOST_TAGS))


def _issues(events: Iterable[EventOut]) -> str:
    """Such as: in Vol 1.16, Vol 2.17 and Vol 2.24."""
    names = list(dict.fromkeys(issue_name(event.digest) for event in events))
    if len(names) > _MOST_ISSUES:
        return f"in {len(names):,} issues"
    *others, last = names or [""]
    return f"in {', '.join(others)} and {last}" if others else f"in {last}"


def _shared(around: Around) -> tuple[str, ...]:
    """The words that the latest event shares with most of the others, the rarest first."""
    counts = Counter(
        word
        for one in around.alike
        if one.entry.id in around.events
        for word in dict.fromkeys(one.words)
    )
    return tuple(word for word, _ in counts.most_common(_MOST_WORDS))
