"""A finished draft into the tables, a bounded number of rows a transaction.

No transaction lasts, so that others may write between two of them; what a reader meets meanwhile
is old or new, never empty.
"""

import json
import os
import socket
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

from sqlalchemy import Connection, delete, select, update

from indexer.related import bulk
from indexer.related.aliases import renamed
from indexer.related.features import first_letter
from indexer.related.measure import RULES_VERSION
from indexer.related.rebuild import Draft, Rebuild
from indexer.related.tables import EVENT, PAIR, PHRASE, POSTING, STATE, STORY, TAG, WORD

_EVENTS_AT_ONCE = 2_000
_POSTINGS_AT_ONCE = 4_000_000
_ROWS_A_TURN = 250_000
# A builder that has written nothing for so many seconds has died.
_PATIENCE_SECONDS = 600.0
_NAME_OF_MACHINE = 60
# Builders at work in this process: it lives on after one of them has failed.
_AT_WORK: set[str] = set()

Writing = Callable[[], AbstractContextManager[Connection]]


class Superseded(Exception):
    """Another process fills the tables by now."""


def being_filled(connection: Connection) -> bool:
    """Whether another process is filling the tables.

    One that failed in this process or was killed on this machine is known at once, any other by
    its silence.
    """
    builder, at = connection.execute(select(STATE.c.builder, STATE.c.built_at)).one()
    if builder is None or time.time() - at >= _PATIENCE_SECONDS:
        return False
    return not _ended(str(builder))


def _new_name() -> str:
    return f"{uuid4().hex} {os.getpid()} {_here()}"


def _here() -> str:
    """This machine, as far as processes have numbers of their own on it; containers differ."""
    return socket.gethostname()[:_NAME_OF_MACHINE]


def _ended(builder: str) -> bool:
    _, number, machine = (*builder.split(" ", 2), "", "")[:3]
    if machine != _here() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return builder not in _AT_WORK
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it is another user's
    return False


class Filling:
    """Puts a draft into the tables.

    Args:
        writing: opens a writing transaction.
        built: keeps what is shown of the events.
        draft: the tables as they shall be.
    """

    def __init__(self, writing: Writing, built: Rebuild, draft: Draft) -> None:
        self._writing = writing
        self._built = built
        self._draft = draft
        self._name = _new_name()

    def fill(self, watermark: int) -> None:
        """Replace what stands in the tables, which then have followed the ledger so far.

        Raises:
            Superseded: another process began after this one.
        """
        _AT_WORK.add(self._name)
        try:
            with self._writing() as connection:
                connection.execute(update(STATE).values(builder=self._name, built_at=time.time()))
            self._fill(watermark)
        finally:
            _AT_WORK.discard(self._name)

    def _fill(self, watermark: int) -> None:
        with self._turn() as connection:
            self._counts(connection)
        with self._turn() as connection:
            self._phrases(connection)
        with self._turn() as connection:
            connection.execute(delete(POSTING))
        for words in self._word_ranges():
            for rows in bulk.chunks(self._postings(words), _ROWS_A_TURN):
                with self._turn() as connection:
                    bulk.insert(connection, POSTING, rows)
        story_of = self._story_ids()
        for numbers in self._event_ranges():
            with self._turn() as connection:
                self._events(connection, numbers, story_of)
        with self._turn() as connection:
            self._stories(connection)
            connection.execute(
                update(STATE).values(
                    rules=RULES_VERSION,
                    watermark=watermark,
                    events=len(self._draft.places),
                    sample=self._draft.sample,
                    boundary=self._draft.boundary,
                    builder=None,
                )
            )

    @contextmanager
    def _turn(self) -> Iterator[Connection]:
        with self._writing() as connection:
            if connection.scalar(select(STATE.c.builder)) != self._name:
                raise Superseded
            connection.execute(update(STATE).values(built_at=time.time()))
            yield connection

    def _counts(self, connection: Connection) -> None:
        draft = self._draft
        connection.execute(delete(WORD))
        bulk.insert(
            connection,
            WORD,
            (
                (number, word, first_letter(word), len(word), having, counted)
                for (word, number), having, counted in zip(
                    draft.vocabulary.items(), draft.having, draft.counted, strict=True
                )
            ),
        )
        connection.execute(delete(TAG))
        bulk.insert(connection, TAG, ((tag, *n) for tag, n in draft.tag_counts.items()))

    def _phrases(self, connection: Connection) -> None:
        connection.execute(delete(PHRASE))
        for numbers in self._event_ranges():
            shown = map(self._built.shown, numbers)
            add_phrases(connection, Counter(p for one in shown for p in one.phrases))

    def _word_ranges(self) -> Iterator[range]:
        """Numbers of words that have a bounded number of postings together."""
        begin = together = 0
        for number, having in enumerate(self._draft.having):
            together += having
            if together >= _POSTINGS_AT_ONCE:
                yield range(begin, number + 1)
                begin, together = number + 1, 0
        yield range(begin, len(self._draft.having))

    def _postings(self, words: range) -> Iterator[tuple[int, int, int]]:
        users: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        low, high = 2 * words.start, 2 * words.stop
        for number, codes in enumerate(self._draft.words):
            for code in codes:
                if low <= code < high:
                    users[code >> 1].append(2 * number + (code & 1))
        for word in words:
            weight = self._draft.weights[word]
            for code in users[word]:
                yield word, self._draft.places[code >> 1], weight * (1 + (code & 1))

    def _event_ranges(self) -> Iterator[range]:
        events = len(self._draft.places)
        for at in range(0, max(1, events), _EVENTS_AT_ONCE):
            yield range(at, min(at + _EVENTS_AT_ONCE, events))

    def _events(self, connection: Connection, numbers: range, story_of: dict[int, str]) -> None:
        """Replace the events of a stretch of places, and their lists."""
        draft, last = self._draft, len(self._draft.places) - 1
        low = draft.places[numbers.start] if numbers.start else -1
        high = draft.places[numbers.stop] if numbers.stop <= last else 2**62
        for table in (EVENT, PAIR):
            connection.execute(delete(table).where(table.c.place >= low, table.c.place < high))
        for ids in bulk.chunks(draft.ids[number] for number in numbers):
            # One whose issue has another day by now still stands at its former place.
            connection.execute(delete(EVENT).where(EVENT.c.event_id.in_(ids)))
        bulk.insert(connection, EVENT, (self._event_row(n, story_of.get(n)) for n in numbers))
        bulk.insert(
            connection,
            PAIR,
            (
                (draft.places[number], draft.places[other], score)
                for number in numbers
                for other, score in sorted(draft.list_of(number))
            ),
        )

    def _event_row(self, number: int, story: str | None) -> tuple[object, ...]:
        draft, shown = self._draft, self._built.shown(number)
        return (
            draft.places[number],
            draft.ids[number],
            draft.digests[number],
            shown.headline,
            shown.day.isoformat(),
            shown.end.isoformat(),
            shown.precision,
            draft.tags[number],
            json.dumps(list(draft.words[number]), separators=(",", ":")),
            "\n".join(shown.phrases),
            draft.sizes[number],
            draft.floors[number],
            story,
        )

    def _story_ids(self) -> dict[int, str]:
        return {n: self._draft.ids[story[0]] for story in self._draft.stories for n in story}

    def _stories(self, connection: Connection) -> None:
        draft = self._draft
        former = set(connection.scalars(select(STORY.c.id)))
        connection.execute(delete(STORY))
        rows = [
            (
                draft.ids[story[0]],
                self._built.shown(story[0]).headline,
                len(story),
                draft.places[story[0]],
                draft.places[story[-1]],
            )
            for story in draft.stories
        ]
        bulk.insert(connection, STORY, rows)
        renamed(connection, former - {row[0] for row in rows})


def add_phrases(connection: Connection, counts: Counter[str]) -> None:
    """Count phrases in, or out where a count is negative."""
    if not counts:
        return
    marks = "%s, %s" if connection.dialect.name == "postgresql" else "?, ?"
    connection.exec_driver_sql(
        f"INSERT INTO related_phrase (phrase, events) VALUES ({marks}) "  # noqa: S608
        "ON CONFLICT (phrase) DO UPDATE SET events = related_phrase.events + excluded.events",
        sorted(counts.items()),
    )
