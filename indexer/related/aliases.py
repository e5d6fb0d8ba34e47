"""Former names of stories, which go on leading somewhere."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from indexer.related import bulk
from indexer.related.tables import ALIAS, EVENT, STORY


def renamed(
    connection: Connection, former: Collection[str], survivors: Mapping[str, str] | None = None
) -> None:
    """Remember stories that go by another name now.

    Args:
        connection: of the writing transaction.
        former: ids that no story has any more; each is the id of the event that came first.
        survivors: for first events that are gone, another event of the story.
    """
    for ids in bulk.chunks(sorted(former)):
        connection.execute(delete(ALIAS).where(ALIAS.c.id.in_(ids)))
        connection.execute(
            insert(ALIAS),
            [{"id": one, "event_id": (survivors or {}).get(one, one)} for one in ids],
        )


def moved(connection: Connection, gone: Mapping[str, str]) -> None:
    """Let former names that lead to an event that is gone lead to another of its story."""
    for event_id, other in gone.items():
        connection.execute(update(ALIAS).where(ALIAS.c.event_id == event_id).values(event_id=other))


def story_of(connection: Connection, name: str) -> str | None:
    """The id of the story that goes, or went, by a name, or that an event of that id is in."""
    if connection.scalar(select(STORY.c.id).where(STORY.c.id == name)) is not None:
        return name
    event_id = connection.scalar(select(ALIAS.c.event_id).where(ALIAS.c.id == name)) or name
    found = connection.scalar(select(EVENT.c.story_id).where(EVENT.c.event_id == event_id))
    return str(found) if found is not None else None
