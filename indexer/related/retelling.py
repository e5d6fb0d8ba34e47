"""Stories after a few events changed: those that may be others now are told anew."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from indexer.related import aliases, bulk
from indexer.related.measure import Rules
from indexer.related.stories import joined
from indexer.related.tables import EVENT, PAIR, STORY


@dataclass(frozen=True, slots=True)
class Member:
    """An event that is in a story, or may be.

    Attributes:
        event_id, digest_id, headline, story_id: as in the tables.
    """

    event_id: str
    digest_id: str
    headline: str
    story_id: str | None


def retell(
    connection: Connection,
    touched: Collection[int],
    gone: Mapping[str, str | None],
    rules: Rules,
) -> None:
    """Bring the stories of some events up to their lists.

    Args:
        connection: of the writing transaction.
        touched: places of events whose lists changed.
        gone: events that were taken out, by id, with the story that they were in.
        rules: the bounds.
    """
    links = _links(connection, touched, rules)
    near = _members(connection, EVENT.c.place, {*touched, *(one for link in links for one in link)})
    told = {one.story_id for one in near.values()} | set(gone.values())
    former = {story_id for story_id in told if story_id is not None}
    if not former and not links:
        return
    members = near | _members(connection, EVENT.c.story_id, former)
    found = joined(
        members,
        (
            (one, other)
            for one, other in _links(connection, members, rules)
            # Within one issue events make no story, so that such a link may lead out of it.
            if one in members
            and other in members
            and members[one].digest_id != members[other].digest_id
        ),
    )
    _write(connection, members, found, former)
    _lead_on(connection, members, gone, former - {members[story[0]].event_id for story in found})


def _links(connection: Connection, places: Collection[int], rules: Rules) -> set[tuple[int, int]]:
    strong = select(PAIR.c.place, PAIR.c.other).where(PAIR.c.score >= rules.strong)
    return {
        (one, other) if one < other else (other, one)
        for some in bulk.chunks(places)
        for column in (PAIR.c.place, PAIR.c.other)
        for one, other in connection.execute(strong.where(column.in_(some)))
    }


def _members(
    connection: Connection, column: object, values: Collection[object]
) -> dict[int, Member]:
    columns = (EVENT.c.event_id, EVENT.c.digest_id, EVENT.c.headline, EVENT.c.story_id)
    return {
        place: Member(*row)
        for some in bulk.chunks(values)
        for place, *row in connection.execute(
            select(EVENT.c.place, *columns).where(column.in_(some))  # type: ignore[attr-defined]
        )
    }


def _write(
    connection: Connection,
    members: Mapping[int, Member],
    found: list[list[int]],
    former: Collection[str],
) -> None:
    for some in bulk.chunks(sorted(former)):
        connection.execute(delete(STORY).where(STORY.c.id.in_(some)))
    story_of = {one: members[story[0]].event_id for story in found for one in story}
    others = [
        {"at": place, "to": story_of.get(place)}
        for place, member in members.items()
        if story_of.get(place) != member.story_id
    ]
    if others:
        connection.execute(
            update(EVENT).where(EVENT.c.place == bindparam("at")).values(story_id=bindparam("to")),
            others,
        )
    if found:
        connection.execute(
            insert(STORY),
            [
                {
                    "id": members[story[0]].event_id,
                    "title": members[story[0]].headline,
                    "events": len(story),
                    "first": story[0],
                    "last": story[-1],
                }
                for story in found
            ],
        )


def _lead_on(
    connection: Connection,
    members: Mapping[int, Member],
    gone: Mapping[str, str | None],
    renamed: Collection[str],
) -> None:
    """Let names that no story has any more lead to the events that are left of it."""
    left: dict[str, str] = {}
    for place in sorted(members):
        member = members[place]
        if member.story_id is not None and member.event_id not in gone:
            left.setdefault(member.story_id, member.event_id)
    aliases.renamed(
        connection,
        [one for one in renamed if one not in gone or one in left],
        {one: left[one] for one in renamed if one in gone and one in left},
    )
    aliases.moved(
        connection,
        {one: left[story] for one, story in gone.items() if story is not None and story in left},
    )
