"""What the tables answer: a bounded number of rows for every question, and no engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import BindParameter, CompoundSelect, Connection, Row, bindparam, select, union_all

from indexer.related import aliases, bulk
from indexer.related.common import ends_in_a_deed
from indexer.related.features import first_letter
from indexer.related.likeness import ENTRY, Entry, Likeness, entry, explained
from indexer.related.tables import EVENT, PAIR, PHRASE, STORY, TAG, WORD
from indexer.search.matching import ONE_TYPO_FROM, TWO_TYPOS_FROM, typos
from indexer.store import EventStore

# Of a long story the events nearest to the one asked about, so many to each side.
_SHOWN_TO_EACH_SIDE = 15
_FARTHEST_SPELLING = 2
_FARTHEST_OF_LONG = 3
# The most frequent words of one first letter and length; beyond them nobody means a word.
_SPELT_SO = 400
_WORDS_LOOKED_AT = 400
_LONGEST_COMMON = 16  # letters
_PHRASES_LOOKED_AT = 4_000
_PHRASES_COMPARED = 100
_TAKEN_FOR_RIGHT = 3  # letters
_AFTER_ANY_LETTER = "\U0010ffff"


# Written once: to put a statement together takes as long as to run it.
_SOME: BindParameter[list[str]] = bindparam("some", expanding=True)
_HAVING = select(WORD.c.word, WORD.c.events).where(WORD.c.word.in_(_SOME))
_TAGGED = select(TAG.c.tag, TAG.c.events).where(TAG.c.tag.in_(_SOME))
_ENTRIES = select(*ENTRY).where(EVENT.c.event_id.in_(_SOME))
_FROM: BindParameter[str] = bindparam("from")
_TO: BindParameter[str] = bindparam("to")
_PHRASES = (
    select(PHRASE.c.phrase, PHRASE.c.events)
    .where(PHRASE.c.phrase >= _FROM, PHRASE.c.phrase < _TO, PHRASE.c.events > 1)
    .order_by(PHRASE.c.phrase)
    .limit(_PHRASES_LOOKED_AT)
)
_WORDS = (
    select(WORD.c.word, WORD.c.events)
    .where(WORD.c.word >= _FROM, WORD.c.word < _TO)
    .order_by(WORD.c.word)
    .limit(_WORDS_LOOKED_AT)
)


@dataclass(frozen=True, slots=True)
class Story:
    """A matter told across issues.

    Attributes:
        id: the id of its first event.
        title: the headline of its first event.
        total: how many events tell it.
        first, latest: its first event and its latest, by day of issue.
    """

    id: str
    title: str
    total: int
    first: Entry
    latest: Entry


class Related:
    """Reads what follows from all events together.

    Args:
        store: where the tables are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def related(self, event_id: str, *, limit: int) -> list[Likeness]:
        """The events most like one, with the reason, as many as are listed."""
        with self._store.tables() as connection:
            own = connection.execute(select(EVENT).where(EVENT.c.event_id == event_id)).first()
            if own is None:
                return []
            rows = connection.execute(
                select(EVENT, PAIR.c.score)
                .join(PAIR, PAIR.c.other == EVENT.c.place)
                .where(PAIR.c.place == own.place)
                .order_by(PAIR.c.score.desc(), EVENT.c.day.desc(), EVENT.c.event_id)
                .limit(limit)
            ).all()
            return explained(connection, own, rows) if rows else []

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """These events in this order; those that are not in the tables are left out."""
        with self._store.tables() as connection:
            found = {
                row[0]: entry(row)
                for some in bulk.chunks(ids)
                for row in connection.execute(_ENTRIES, {"some": some})
            }
        return [found[event_id] for event_id in ids if event_id in found]

    def thread(self, event_id: str) -> list[Entry]:
        """The events that tell one story with this one across issues, oldest first, itself too.

        Of a long story those nearest to it; the story of an event that resembles none is empty.
        """
        with self._store.tables() as connection:
            own = connection.execute(
                select(EVENT.c.place, EVENT.c.story_id).where(EVENT.c.event_id == event_id)
            ).first()
            if own is None or own.story_id is None:
                return []
            told = select(*ENTRY).where(EVENT.c.story_id == own.story_id)
            earlier = told.where(EVENT.c.place <= own.place).order_by(EVENT.c.place.desc())
            later = told.where(EVENT.c.place > own.place).order_by(EVENT.c.place)
            rows = [
                *connection.execute(earlier.limit(_SHOWN_TO_EACH_SIDE)),
                *connection.execute(later.limit(_SHOWN_TO_EACH_SIDE)),
            ]
        return sorted(map(entry, rows), key=lambda one: (one.day, one.id))

    def story(self, name: str) -> Story | None:
        """The story that goes by an id, or went by it before it was joined to an older one."""
        with self._store.tables() as connection:
            story_id = aliases.story_of(connection, name)
            if story_id is None:
                return None
            row = connection.execute(select(STORY).where(STORY.c.id == story_id)).one()
            ends = {
                place: entry(rest)
                for place, *rest in connection.execute(
                    select(EVENT.c.place, *ENTRY).where(EVENT.c.place.in_([row.first, row.last]))
                )
            }
        return Story(row.id, row.title, row.events, ends[row.first], ends[row.last])

    def phrases(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Phrases that begin so, folded, with the number of events that have them.

        A phrase that is only ever part of a longer one that is listed is left out, and so is one
        that ends with what somebody did: it is no name of a matter. Of the first
        `_PHRASES_LOOKED_AT` in order of letters, the most frequent come first.
        """
        with self._store.tables() as connection:
            rows = connection.execute(_PHRASES, _within(beginning)).all()
            some = sorted(rows, key=lambda row: (-row.events, row.phrase))[:_PHRASES_COMPARED]
        found = [(row.phrase, row.events) for row in some if row.events >= at_least]
        whole = (
            (phrase, count)
            for phrase, count in found
            if not any(p.startswith(f"{phrase} ") and c == count for p, c in found)
        )
        named = ((phrase, count) for phrase, count in whole if not ends_in_a_deed(phrase))
        return list(islice(named, limit))

    def words(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Words of several events that begin so, folded, with how many have them.

        Of each length only the most frequent with that first letter are looked at, so that a single
        letter costs no more than a whole word; rarer words show once more of them is typed.
        """
        with self._store.tables() as connection:
            rows = connection.execute(_WORDS, _within(beginning)).all()
            if len(rows) == _WORDS_LOOKED_AT:
                first = first_letter(beginning)
                lengths = range(len(beginning), _LONGEST_COMMON)
                some = _spelt(connection, [(first, length) for length in lengths])
                rows = [row for row in some if row.word.startswith(beginning)]
        found = [(row.word, row.events) for row in rows if row.events >= at_least]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def beginnings(self, word: str, *, limit: int) -> list[str]:
        """Words of the data that a misspelt one begins, the nearest and then commonest first.

        Its first letters are taken to be right; compared are the most frequent words with them.
        """
        near = [
            (far, -events, form)
            for form, events in Related.words(self, word[:_TAKEN_FOR_RIGHT], limit=_SPELT_SO)
            if (far := typos(word, form, prefix=True)) is not None
        ]
        return [form for _, _, form in sorted(near)[:limit]]

    def having(self, words: list[str]) -> dict[str, int]:
        """How many events have each of these words, folded; 0 where none has."""
        found = dict.fromkeys(words, 0)
        with self._store.tables() as connection:
            for some in bulk.chunks(found.copy()):
                rows = connection.execute(_HAVING, {"some": some})
                found |= {row.word: row.events for row in rows}
        return found

    def tagged(self, values: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
        """How many events have each of these values, by kind; those without any are left out."""
        found: dict[str, dict[str, int]] = {kind: {} for kind in values}
        tags = (f"{kind}:{value}" for kind, some in values.items() for value in some)
        with self._store.tables() as connection:
            for some in bulk.chunks(tags):
                for tag, events in connection.execute(_TAGGED, {"some": some}):
                    kind, _, value = tag.partition(":")
                    if events:
                        found[kind][value] = events
        return found

    def most_tagged(self, kind: str, *, limit: int) -> dict[str, int]:
        """The commonest values of a kind, with how many events have each."""
        with self._store.tables() as connection:
            rows = connection.execute(
                select(TAG.c.tag, TAG.c.events)
                .where(TAG.c.tag.startswith(f"{kind}:", autoescape=True), TAG.c.events > 0)
                .order_by(TAG.c.events.desc(), TAG.c.tag)
                .limit(limit)
            )
            return {row.tag.removeprefix(f"{kind}:"): row.events for row in rows}

    def spellings(self, word: str, *, limit: int) -> list[str]:
        """Words of the data that are written nearly so, the nearest and then commonest first.

        Sought among words that begin with the same letter, and those that begin with the first
        two the other way round: few mistake a first letter, and with another one the word is
        mostly another word ("relocation" is no "election", "space" no "pace").
        """
        if len(word) < ONE_TYPO_FROM - 1:
            return []
        farthest = _FARTHEST_OF_LONG if len(word) >= TWO_TYPOS_FROM else _FARTHEST_SPELLING
        firsts = sorted({first_letter(word), first_letter(word[1:])})
        lengths = range(len(word) - farthest, len(word) + farthest + 1)
        with self._store.tables() as connection:
            found = _spelt(connection, list(product(firsts, lengths)))
        near = [
            (distance, -row.events, row.word)
            for row in found
            if row.word != word
            and _begins_alike(word, row.word)
            and (distance := OSA.distance(word, row.word, score_cutoff=farthest)) <= farthest
        ]
        return [form for _, _, form in sorted(near)[:limit]]


def _within(beginning: str) -> dict[str, str]:
    """What begins so stands between these two."""
    return {"from": beginning, "to": beginning + _AFTER_ANY_LETTER}


def _begins_alike(word: str, other: str) -> bool:
    return other[0] == word[0] or other[:2] == word[1::-1]


def _spelt(connection: Connection, shapes: Sequence[tuple[str, int]]) -> Sequence[Row[Any]]:
    """The most frequent words of each of some first letters and lengths."""
    if not shapes:
        return ()
    values: dict[str, str | int] = {}
    for at, (first, length) in enumerate(shapes):
        values |= {f"first_{at}": first, f"length_{at}": length}
    return connection.execute(_words_of(len(shapes)), values).all()


@cache
def _words_of(shapes: int) -> CompoundSelect[Any]:
    """One statement for all of them: each one sent costs more than what it reads."""
    some = (
        select(WORD.c.word, WORD.c.events)
        .where(WORD.c.first == bindparam(f"first_{at}"), WORD.c.length == bindparam(f"length_{at}"))
        .order_by(WORD.c.events.desc())
        .limit(_SPELT_SO)
        .subquery()
        for at in range(shapes)
    )
    return union_all(*(select(one.c.word, one.c.events) for one in some))
