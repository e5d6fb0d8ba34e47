"""The lists of the events that a change touches, written anew."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, delete, update

from indexer.related import bulk
from indexer.related.counting import Counting
from indexer.related.kept import Kept, kept
from indexer.related.measure import Rules, TagShares, score
from indexer.related.neighbours import Facts, Neighbours, facts, lists_of
from indexer.related.tables import EVENT, PAIR

Vector = dict[int, int]


class Listing:
    """Writes lists by the weights of now.

    Args:
        connection: of the writing transaction.
        counting: gives the weights.
        rules: the bounds.
    """

    def __init__(self, connection: Connection, counting: Counting, rules: Rules) -> None:
        self._connection = connection
        self._counting = counting
        self._rules = rules

    def moved(self, pairs: Collection[tuple[int, int]]) -> set[int]:
        """Those whose list changes, of events moved apart from each other or together."""
        if not pairs:
            return set()
        places = {one for pair in pairs for one in pair}
        events = {one.place: one for one in kept(self._connection, EVENT.c.place, places)}
        weights = self._counting.weights({w for one in events.values() for w in one.words})
        shares = TagShares(self._counting.tag_weights())
        known = facts(self._connection, places)
        lists = lists_of(self._connection, places)
        found = set()
        for one, other in pairs:
            if one not in events or other not in events:
                continue
            for here, there in ((one, other), (other, one)):
                if there in lists[here] or self._may_enter(
                    events[here], events[there], known, weights, shares
                ):
                    found.add(here)
        return found

    def _may_enter(
        self,
        here: Kept,
        there: Kept,
        known: dict[int, Facts],
        weights: dict[int, int],
        shares: TagShares,
    ) -> bool:
        """Whether an event could be listed by another if all the words that they share counted."""
        ours, theirs = known[here.place], known[there.place]
        product = sum(
            weights[word] ** 2 * here.words[word] * there.words[word]
            for word in here.words.keys() & there.words.keys()
        )
        share = shares.share(shares.mask(ours.tags), shares.mask(theirs.tags))
        most = score(product, ours.size, theirs.size, share)
        return most >= max(self._rules.weak, ours.floor)

    def write(
        self, former: Collection[int], rescored: Collection[int], refilled: Collection[int]
    ) -> set[int]:
        """Write the lists of these events, and their names into those of others; whose changed."""
        near = Neighbours(self._connection, TagShares(self._counting.tag_weights()), self._rules)
        anew = {*rescored, *refilled}
        for some in bulk.chunks({*former, *anew}):
            self._connection.execute(delete(PAIR).where(PAIR.c.place.in_(some)))
        vectors = self._vectors(anew)
        lists: dict[int, list[tuple[int, int]]] = {}
        entering: dict[int, dict[int, int]] = {}
        for at in anew:
            found = list(near.scores(at, vectors[at].items()))
            lists[at] = near.best((other, told) for other, told, _ in found)
            if at in rescored:
                for other, told, theirs in found:
                    if other not in anew and told >= theirs.floor:
                        entering.setdefault(other, {})[at] = told
        for other, listed in lists_of(self._connection, entering).items():
            lists[other] = near.best((listed | entering[other]).items())
        self._replace(lists)
        return lists.keys() | set(former)

    def _vectors(self, places: Collection[int]) -> dict[int, Vector]:
        events = kept(self._connection, EVENT.c.place, places)
        weights = self._counting.weights({word for one in events for word in one.words})
        return {
            one.place: {word: weights[word] * times for word, times in one.words.items()}
            for one in events
        }

    def _replace(self, lists: dict[int, list[tuple[int, int]]]) -> None:
        for some in bulk.chunks(lists):
            self._connection.execute(delete(PAIR).where(PAIR.c.place.in_(some)))
        bulk.insert(
            self._connection,
            PAIR,
            [(at, other, told) for at, listed in lists.items() for other, told in listed],
        )
        floors = [
            {"at": at, "to": listed[-1][1] if len(listed) == self._rules.listed else 0}
            for at, listed in lists.items()
        ]
        if floors:
            self._connection.execute(
                update(EVENT).where(EVENT.c.place == bindparam("at")).values(floor=bindparam("to")),
                floors,
            )
