"""What is near an event in the use of words, out of the tables: the other way of `Rebuild`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, union_all

from indexer.related import bulk
from indexer.related.measure import Rules, TagShares, score
from indexer.related.tables import EVENT, PAIR, POSTING


@dataclass(frozen=True, slots=True)
class Facts:
    """What a score needs of an event.

    Attributes:
        digest_id, tags, size: as in the tables.
        floor: least score on its list, where that is full; else 0.
    """

    digest_id: str
    tags: str
    size: int
    floor: int


def facts(connection: Connection, places: Iterable[int]) -> dict[int, Facts]:
    """What scores need of these events; places without an event are left out."""
    columns = (EVENT.c.place, EVENT.c.digest_id, EVENT.c.tags, EVENT.c.size, EVENT.c.floor)
    return {
        place: Facts(*row)
        for some in bulk.chunks(places)
        for place, *row in connection.execute(select(*columns).where(EVENT.c.place.in_(some)))
    }


def users(
    connection: Connection, word: int, place: int, limit: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Events that use a word, with its weight there: before a place and after it, nearest first."""
    before: list[tuple[int, int]] = []
    behind: list[tuple[int, int]] = []
    rows = connection.execute(_USERS, {"word": word, "at": place, "most": limit})
    for other, weight in rows:
        (before if other < place else behind).append((other, weight))
    return sorted(before, reverse=True), sorted(behind)


def _nearest(*, before: bool) -> Select[Any]:
    column = POSTING.c.place
    wanted, order = (
        (column < bindparam("at"), column.desc()) if before else (column > bindparam("at"), column)
    )
    side = (
        select(column, POSTING.c.weight)
        .where(POSTING.c.word_id == bindparam("word"), wanted)
        .order_by(order)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(side)


# Made once: this is asked for every word of every event that is worked out again.
_USERS = union_all(_nearest(before=True), _nearest(before=False))


class Neighbours:
    """Scores of an event with all that are near it.

    Args:
        connection: reads the tables as they stand.
        shares: how much of two sets of tags is shared.
        rules: the bounds.
    """

    def __init__(self, connection: Connection, shares: TagShares, rules: Rules) -> None:
        self._connection = connection
        self._shares = shares
        self._rules = rules

    def scores(
        self, place: int, vector: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[int, int, Facts]]:
        """Every event that is alike at all: its place, the score, its facts.

        Args:
            place: where the event stands.
            vector: numbers of its words, with their weights there.
        """
        products: defaultdict[int, int] = defaultdict(int)
        for word, weight in vector:
            if not weight:
                continue
            for side in users(self._connection, word, place, self._rules.near):
                for other, theirs in side:
                    products[other] += weight * theirs
        known = facts(self._connection, [*products, place])
        own = known[place]
        mask = self._shares.mask(own.tags)
        for other, product in products.items():
            their_facts = known[other]
            share = self._shares.share(mask, self._shares.mask(their_facts.tags))
            found = score(product, own.size, their_facts.size, share)
            if found >= self._rules.weak:
                yield other, found, their_facts

    def best(self, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """The most alike, by score; among equals those that are later in time."""
        ordered = sorted(found, key=lambda one: (one[1], one[0]), reverse=True)
        return ordered[: self._rules.listed]


def lists_of(connection: Connection, places: Collection[int]) -> dict[int, dict[int, int]]:
    """The lists of some events: scores by place."""
    found: dict[int, dict[int, int]] = {place: {} for place in places}
    for some in bulk.chunks(places):
        for place, other, told in connection.execute(select(PAIR).where(PAIR.c.place.in_(some))):
            found[place][other] = told
    return found


def on_lists_of(connection: Connection, places: Collection[int]) -> set[int]:
    """The events that have one of these on their lists."""
    return {
        place
        for some in bulk.chunks(places)
        for place in connection.scalars(select(PAIR.c.place).where(PAIR.c.other.in_(some)))
    }
