"""A few changed events into the tables: what a rebuild would make of them, at the cost of a few.

An event at the end of time touches those near it only. One that comes, goes or changes in the midst
of others moves them apart or together, and may tip a word's weight: whatever that touches is
found and worked out again.
"""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from indexer.related import bulk
from indexer.related.counting import Counting
from indexer.related.events import Living
from indexer.related.features import features, place
from indexer.related.kept import Kept, kept
from indexer.related.listing import Listing
from indexer.related.measure import TITLE, Rules, length, sample_size
from indexer.related.neighbours import on_lists_of, users
from indexer.related.retelling import retell
from indexer.related.tables import EVENT, POSTING, STATE

# To work out a tenth of all events one by one costs as much as all of them at once.
_SHARE_WORTH_IT = 10


class RebuildDue(Exception):
    """The change moves what all weights rest on, or touches too many events."""


class Update:
    """Takes changed events into the tables, within one transaction.

    Args:
        connection: of the writing transaction.
        rules: the bounds.
        keep_sample: go on counting words in the events that they are counted in now, though
            there are enough for a larger sample.
    """

    def __init__(self, connection: Connection, rules: Rules, *, keep_sample: bool) -> None:
        self._connection = connection
        self._rules = rules
        self._keep_sample = keep_sample
        state = connection.execute(select(STATE)).one()
        self._events: int = state.events
        self._sample: int = state.sample
        self._boundary: int = state.boundary
        self._counting = Counting(connection, self._sample)
        self._moved: set[tuple[int, int]] = set()

    def apply(self, ids: Collection[str], living: Sequence[Living]) -> None:
        """Bring these events to what they are now; those that do not live are taken out.

        Raises:
            RebuildDue: nothing but a rebuild will do; the transaction must be rolled back.
        """
        former = kept(self._connection, EVENT.c.event_id, ids)
        self._require_sample(len(living) - len(former))
        had_on_list = on_lists_of(self._connection, [one.place for one in former])
        present = self._replace(former, living)
        self._shift_boundary(former, present)
        words, tags = self._counting.write()
        self._post(former, present)
        rescored = {one.place for one in present} | self._reweigh(present, words, tags)
        listing = Listing(self._connection, self._counting, self._rules)
        refilled = (
            had_on_list | on_lists_of(self._connection, rescored) | listing.moved(self._moved)
        )
        refilled -= {one.place for one in former} | rescored
        if len(rescored | refilled) * _SHARE_WORTH_IT > self._events:
            raise RebuildDue
        touched = listing.write([one.place for one in former], rescored, refilled)
        self._connection.execute(update(STATE).values(boundary=self._boundary, events=self._events))
        alive = {one.event_id for one in present}
        gone = {one.event_id: one.story_id for one in former if one.event_id not in alive}
        retell(self._connection, touched, gone, self._rules)

    # -- events and counts -----------------------------------------------------------------

    def _require_sample(self, more: int) -> None:
        self._events += more
        wanted = sample_size(self._events, self._rules)
        if wanted == self._sample:
            return
        if not self._keep_sample or self._events < self._sample:
            raise RebuildDue

    def _replace(self, former: Sequence[Kept], living: Sequence[Living]) -> list[Kept]:
        """Put the events of now in place of the former ones, and count both."""
        for some in bulk.chunks([one.place for one in former]):
            self._connection.execute(delete(EVENT).where(EVENT.c.place.in_(some)))
        found = [features(one.headline, one.text) for one in living]
        numbers = self._counting.numbers({word for one in found for word in one.words})
        story_of = {one.event_id: one.story_id for one in former}
        present = [
            Kept(
                place(one.issued, one.id),
                one.id,
                tuple(one.tags.split()),
                {numbers[word]: times for word, times in taken.words.items()},
                taken.phrases,
                story_of.get(one.id),
            )
            for one, taken in zip(living, found, strict=True)
        ]
        if present:
            self._connection.execute(
                insert(EVENT),
                [_row(one, kept) for one, kept in zip(living, present, strict=True)],
            )
        for by, events in ((-1, former), (1, present)):
            for one in events:
                self._counting.event(one.words, one.tags, one.phrases, by)
                if one.place <= self._boundary:
                    self._counting.sampled(one.words, one.tags, by)
        return present

    def _shift_boundary(self, former: Sequence[Kept], present: Sequence[Kept]) -> None:
        """Count in or out the events at the end of the sample, so that it has its size again."""
        surplus = sum(one.place <= self._boundary for one in present)
        surplus -= sum(one.place <= self._boundary for one in former)
        inside = select(EVENT.c.place).where(EVENT.c.place <= self._boundary)
        outside = select(EVENT.c.place).where(EVENT.c.place > self._boundary)
        if surplus > 0:
            moved = inside.order_by(EVENT.c.place.desc()).limit(surplus)
        else:
            moved = outside.order_by(EVENT.c.place).limit(-surplus)
        places = list(self._connection.scalars(moved)) if surplus else []
        for one in kept(self._connection, EVENT.c.place, places):
            self._counting.sampled(one.words, one.tags, -1 if surplus > 0 else 1)
        limit = min(places) - 1 if surplus > 0 else max([*places, self._boundary])
        last = select(func.max(EVENT.c.place)).where(EVENT.c.place <= limit)
        self._boundary = self._connection.scalar(last) or 0

    # -- postings --------------------------------------------------------------------------

    def _post(self, former: Sequence[Kept], present: Sequence[Kept]) -> None:
        """Replace the postings; events that come together or part by it are kept in mind."""
        was = {one.place: one.words for one in former}
        will_be = {one.place: one.words for one in present}
        weights = self._counting.weights(
            {word for words in (*was.values(), *will_be.values()) for word in words}
        )
        for at, words in was.items():
            self._connection.execute(
                delete(POSTING).where(
                    POSTING.c.place == bindparam("at"), POSTING.c.word_id == bindparam("word")
                ),
                [{"at": at, "word": word} for word in words],
            )
            for word in words.keys() - will_be.get(at, {}).keys():
                if weights.get(word):
                    self._moved |= self._spanning(word, at)
        for at, words in will_be.items():
            for word in words.keys() - was.get(at, {}).keys():
                if weights[word]:
                    self._moved |= self._spanning(word, at)
            bulk.insert(
                self._connection,
                POSTING,
                [(word, at, weights[word] * times) for word, times in words.items()],
            )

    def _spanning(self, word: int, at: int) -> set[tuple[int, int]]:
        """Pairs that are as far apart as may be when nothing stands at ``at``."""
        near = self._rules.near
        before, behind = users(self._connection, word, at, near)
        return {
            (before[here][0], behind[near - 1 - here][0])
            for here in range(len(before))
            if 0 <= near - 1 - here < len(behind)
        }

    def _reweigh(
        self, present: Sequence[Kept], words: Collection[int], tags: Collection[str]
    ) -> set[int]:
        """Give events with words that weigh otherwise their new vectors; where they stand."""
        ours = {one.place: one for one in present}
        places = {
            at
            for word in words
            for at in self._connection.scalars(
                select(POSTING.c.place).where(POSTING.c.word_id == word)
            )
        }
        for tag in tags:
            spaced = " " + EVENT.c.tags + " "
            having = select(EVENT.c.place).where(spaced.contains(f" {tag} ", autoescape=True))
            places |= set(self._connection.scalars(having))
        if len(places) * _SHARE_WORTH_IT > self._events:
            raise RebuildDue
        others = kept(self._connection, EVENT.c.place, places - ours.keys())
        weights = self._counting.weights(
            {word for one in (*others, *present) for word in one.words}
        )
        changed = [
            {"word": word, "at": one.place, "to": weights[word] * one.words[word]}
            for one in others
            for word in words & one.words.keys()
        ]
        if changed:
            self._connection.execute(
                update(POSTING)
                .where(POSTING.c.word_id == bindparam("word"), POSTING.c.place == bindparam("at"))
                .values(weight=bindparam("to")),
                changed,
            )
        sizes = [
            {"at": one.place, "to": length(weights[w] * t for w, t in one.words.items())}
            for one in (*others, *present)
        ]
        if sizes:
            self._connection.execute(
                update(EVENT).where(EVENT.c.place == bindparam("at")).values(size=bindparam("to")),
                sizes,
            )
        return places


def _row(living: Living, kept: Kept) -> dict[str, object]:
    codes = [word * 2 + (times == TITLE) for word, times in kept.words.items()]
    return {
        "place": kept.place,
        "event_id": living.id,
        "digest_id": living.digest_id,
        "headline": living.headline,
        "day": living.day,
        "end": living.end,
        "precision": living.precision,
        "tags": living.tags,
        "words": json.dumps(codes, separators=(",", ":")),
        "phrases": "\n".join(kept.phrases),
        "size": 0,
        "floor": 0,
        "story_id": kept.story_id,
    }
