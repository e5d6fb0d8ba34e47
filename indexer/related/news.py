"""What is new in an issue against the one before it: stories carried on, begun, and quiet since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from indexer.models import Event
from indexer.related.likeness import ENTRY, Entry, entry
from indexer.related.tables import EVENT, STORY
from indexer.store import EventStore

# By way of the events themselves, which are found by their issue without reading all of them.
_IDS = select(col(Event.id)).where(col(Event.digest_id) == bindparam("digest"))
_OF_AN_ISSUE = (
    select(EVENT.c.place, EVENT.c.story_id, *ENTRY)
    .where(EVENT.c.event_id.in_(_IDS))
    .order_by(EVENT.c.place)
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A story that an issue goes on with.

    Attributes:
        story_id, title: the story.
        here: its first event in the issue.
        before: its latest event of an earlier issue.
    """

    story_id: str
    title: str
    here: Entry
    before: Entry


@dataclass(frozen=True, slots=True)
class Quiet:
    """A story of the issue before that this one does not tell of.

    Attributes:
        story_id, title: the story.
        last: its latest event in the issue before.
        resumed: its first event of a later issue; None where it was not told of again.
    """

    story_id: str
    title: str
    last: Entry
    resumed: Entry | None


@dataclass(frozen=True, slots=True)
class IssueNews:
    """An issue against the one before it; ``begun`` are events that go on with no earlier story."""

    carried: tuple[Carried, ...]
    begun: tuple[Entry, ...]
    quiet: tuple[Quiet, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    place: int
    story_id: str | None
    entry: Entry


class News:
    """Tells what is new in issues.

    Args:
        store: where the tables are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def of(self, digest_id: str, before_id: str | None) -> IssueNews:
        """What is new in an issue.

        Args:
            digest_id: the issue.
            before_id: the issue of the same series before it; None where none is held.
        """
        with self._store.tables() as connection:
            own = _events(connection, digest_id)
            if not own:
                return IssueNews((), (), ())
            former = _events(connection, before_id) if before_id else []
            earlier = _nearest(connection, own, earlier=True)
            mine = {one.story_id for one in own if one.story_id}
            left = [one for one in former if one.story_id and one.story_id not in mine]
            later = _nearest(connection, left, earlier=False, than=own)
            titles = _titles(
                connection, [*earlier, *(one.story_id for one in left if one.story_id)]
            )
        first = _firsts(own)
        return IssueNews(
            carried=tuple(
                Carried(story, titles[story], first[story], earlier[story])
                for story in first
                if story in earlier and story in titles
            ),
            begun=tuple(
                one.entry for one in own if one.story_id is None or one.story_id not in earlier
            ),
            quiet=tuple(
                Quiet(story, titles[story], last, later.get(story))
                for story, last in _firsts(reversed(left)).items()
                if story in titles
            ),
        )


def _events(connection: Connection, digest_id: str) -> list[_Told]:
    rows = connection.execute(_OF_AN_ISSUE, {"digest": digest_id})
    return [_Told(place, story_id, entry(rest)) for place, story_id, *rest in rows]


def _firsts(told: Iterable[_Told]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for one in told:
        if one.story_id is not None:
            found.setdefault(one.story_id, one.entry)
    return found


def _nearest(
    connection: Connection, told: Sequence[_Told], *, earlier: bool, than: Sequence[_Told] = ()
) -> dict[str, Entry]:
    """For each story its nearest event before these events, or after those of ``than``."""
    stories = sorted({one.story_id for one in told if one.story_id})
    if not stories:
        return {}
    place = EVENT.c.place
    if earlier:
        first = min(one.place for one in told)
        chosen = select(func.max(place)).where(place < first)
    else:
        last = max(one.place for one in than)
        chosen = select(func.min(place)).where(place > last)
    chosen = chosen.where(EVENT.c.story_id.in_(stories)).group_by(EVENT.c.story_id)
    places = list(connection.execute(chosen).scalars())
    rows = connection.execute(select(EVENT.c.story_id, *ENTRY).where(place.in_(places)))
    return {story_id: entry(rest) for story_id, *rest in rows}


def _titles(connection: Connection, stories: Sequence[str]) -> dict[str, str]:
    rows = connection.execute(select(STORY.c.id, STORY.c.title).where(STORY.c.id.in_(set(stories))))
    return {row.id: row.title for row in rows}
