"""How many events have each word, tag and phrase, brought up to a change of a few events."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from indexer.related import bulk
from indexer.related.features import first_letter
from indexer.related.filling import add_phrases
from indexer.related.measure import weight
from indexer.related.tables import PHRASE, TAG, WORD

_K = TypeVar("_K", int, str)


class Counting:
    """Counts a change in and out; nothing is written before `write`.

    Args:
        connection: of the writing transaction.
        sample: in how many events words are counted for weights.
    """

    def __init__(self, connection: Connection, sample: int) -> None:
        self._connection = connection
        self._sample = sample
        self._words: Counter[int] = Counter()
        self._words_counted: Counter[int] = Counter()
        self._tags: Counter[str] = Counter()
        self._tags_counted: Counter[str] = Counter()
        self._phrases: Counter[str] = Counter()
        self._known: dict[int, int] = {}

    def event(
        self, words: Iterable[int], tags: Iterable[str], phrases: Iterable[str], by: int
    ) -> None:
        """Count an event in, or out by -1."""
        for counter, values in (
            (self._words, words),
            (self._tags, tags),
            (self._phrases, phrases),
        ):
            for value in values:
                counter[value] += by  # type: ignore[index]

    def sampled(self, words: Iterable[int], tags: Iterable[str], by: int) -> None:
        """Count an event of the sample in, or out by -1."""
        for word in words:
            self._words_counted[word] += by
        for tag in tags:
            self._tags_counted[tag] += by

    def numbers(self, words: Collection[str]) -> dict[str, int]:
        """The numbers of these words; a new word gets the next one."""
        found = {
            word: number
            for some in bulk.chunks(sorted(words))
            for word, number in self._connection.execute(
                select(WORD.c.word, WORD.c.id).where(WORD.c.word.in_(some))
            )
        }
        unknown = sorted(set(words) - found.keys())
        if unknown:
            last = self._connection.scalar(select(func.max(WORD.c.id)))
            begin = 0 if last is None else last + 1
            found |= {word: begin + at for at, word in enumerate(unknown)}
            bulk.insert(
                self._connection,
                WORD,
                ((found[w], w, first_letter(w), len(w), 0, 0) for w in unknown),
            )
        return found

    def write(self) -> tuple[set[int], set[str]]:
        """Write the counts; the words and the tags that weigh otherwise from now on."""
        words = self._tipped(WORD, "id", _net(self._words_counted))
        tags = self._tipped(TAG, "tag", _net(self._tags_counted))
        self._add(WORD, "id", _net(self._words), _net(self._words_counted))
        self._add_tags()
        add_phrases(self._connection, Counter(_net(self._phrases)))
        for table in (WORD, TAG, PHRASE):
            self._connection.execute(delete(table).where(table.c.events <= 0))
        return words, tags

    def weights(self, words: Iterable[int]) -> dict[int, int]:
        """The weights of these words, once all is written."""
        wanted = set(words)
        for some in bulk.chunks(wanted - self._known.keys()):
            rows = self._connection.execute(
                select(WORD.c.id, WORD.c.counted).where(WORD.c.id.in_(some))
            )
            self._known |= {word: weight(counted, self._sample) for word, counted in rows}
        return self._known

    def tag_weights(self) -> dict[str, int]:
        """The weights of all tags, once all is written."""
        rows = self._connection.execute(select(TAG.c.tag, TAG.c.counted))
        return {tag: weight(counted, self._sample) for tag, counted in rows}

    def _tipped(self, table: Table, key: str, moved: Mapping[_K, int]) -> set[_K]:
        column = table.c[key]
        found: set[_K] = set()
        for some in bulk.chunks(moved):
            rows = self._connection.execute(select(column, table.c.counted).where(column.in_(some)))
            for value, counted in rows:
                was, is_now = counted, counted + moved[value]
                if weight(was, self._sample) != weight(is_now, self._sample):
                    found.add(value)
        return found

    def _add(
        self, table: Table, key: str, events: Mapping[_K, int], counted: Mapping[_K, int]
    ) -> None:
        changed = [
            {"key": value, "events_by": events.get(value, 0), "counted_by": counted.get(value, 0)}
            for value in events.keys() | counted.keys()
        ]
        if changed:
            self._connection.execute(
                update(table)
                .where(table.c[key] == bindparam("key"))
                .values(
                    events=table.c.events + bindparam("events_by"),
                    counted=table.c.counted + bindparam("counted_by"),
                ),
                changed,
            )

    def _add_tags(self) -> None:
        events, counted = _net(self._tags), _net(self._tags_counted)
        known = set(self._connection.scalars(select(TAG.c.tag)))
        if new := [tag for tag in events if tag not in known]:
            self._connection.execute(
                insert(TAG), [{"tag": tag, "events": 0, "counted": 0} for tag in new]
            )
        self._add(TAG, "tag", events, counted)


def _net(counter: Counter[_K]) -> dict[_K, int]:
    return {value: by for value, by in counter.items() if by}
