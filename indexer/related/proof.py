"""What stands in the tables compared with what shall."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from indexer.related.rebuild import Draft, Rebuild
from indexer.related.tables import EVENT, PAIR, PHRASE, POSTING, STATE, STORY, TAG, WORD


def differing(connection: Connection, built: Rebuild, draft: Draft) -> Iterator[str]:
    """Every difference, a line each."""
    state = connection.execute(select(STATE)).one()
    if (state.events, state.sample, state.boundary) != (
        len(draft.places),
        draft.sample,
        draft.boundary,
    ):
        yield "related events: word weights are outdated"
    words = {row.id: row.word for row in connection.execute(select(WORD.c.id, WORD.c.word))}
    yield from _unlike("word", _words(draft), _rows(connection, WORD, "word", "events", "counted"))
    yield from _unlike("tag", draft.tag_counts, _rows(connection, TAG, "tag", "events", "counted"))
    yield from _unlike(
        "phrase", _phrases(built, draft), _rows(connection, PHRASE, "phrase", "events")
    )
    yield from _unlike("event", _events(built, draft), _stored_events(connection, words))
    yield from _unlike("postings of", _postings(draft), _stored_postings(connection, words))
    yield from _unlike("events related to", _lists(draft), _stored_lists(connection))
    yield from _unlike(
        "story",
        {
            draft.ids[story[0]]: (
                built.shown(story[0]).headline,
                len(story),
                draft.places[story[0]],
                draft.places[story[-1]],
            )
            for story in draft.stories
        },
        _rows(connection, STORY, "id", "title", "events", "first", "last"),
    )


def _unlike(what: str, wanted: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    for key in sorted(wanted.keys() | found.keys(), key=str):
        if wanted.get(key) != found.get(key):
            yield f"{what} {key}: differs"


def _rows(connection: Connection, table: Any, *names: str) -> dict[Any, Any]:
    columns = [table.c[name] for name in names]
    found = {}
    for key, *rest in connection.execute(select(*columns)):
        found[key] = tuple(rest) if len(rest) > 1 else rest[0]
    return found


def _words(draft: Draft) -> dict[str, tuple[int, int]]:
    return {
        word: (draft.having[number], draft.counted[number])
        for word, number in draft.vocabulary.items()
    }


def _phrases(built: Rebuild, draft: Draft) -> dict[str, int]:
    return Counter(p for number in range(len(draft.ids)) for p in built.shown(number).phrases)


def _events(built: Rebuild, draft: Draft) -> dict[str, int]:
    spelt = {number: word for word, number in draft.vocabulary.items()}
    story_of = {number: draft.ids[story[0]] for story in draft.stories for number in story}
    found = {}
    for number, event_id in enumerate(draft.ids):
        shown = built.shown(number)
        found[event_id] = _mark(
            draft.places[number],
            draft.digests[number],
            shown.headline,
            shown.day,
            shown.end,
            shown.precision,
            draft.tags[number],
            *sorted((spelt[code >> 1], code & 1) for code in draft.words[number]),
            "\n".join(shown.phrases),
            draft.sizes[number],
            draft.floors[number],
            story_of.get(number),
        )
    return found


def _stored_events(connection: Connection, words: Mapping[int, str]) -> dict[str, int]:
    found = {}
    for row in connection.execute(select(EVENT)):
        codes = sorted((words.get(code >> 1, ""), code & 1) for code in json.loads(row.words))
        found[row.event_id] = _mark(
            row.place,
            row.digest_id,
            row.headline,
            row.day,
            row.end,
            row.precision,
            row.tags,
            *codes,
            row.phrases,
            row.size,
            row.floor,
            row.story_id,
        )
    return found


def _postings(draft: Draft) -> dict[str, int]:
    """A sum over each word's postings, which differs if any one of them does."""
    spelt = {number: word for word, number in draft.vocabulary.items()}
    found: Counter[str] = Counter()
    for number, place in enumerate(draft.places):
        for word, weight in draft.vector(number):
            found[spelt[word]] ^= hash((place, weight))
    return found


def _stored_postings(connection: Connection, words: Mapping[int, str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for word, place, weight in connection.execute(select(POSTING)):
        found[words.get(word, f"number {word}")] ^= hash((place, weight))
    return found


def _lists(draft: Draft) -> dict[int, int]:
    return {
        place: _mark(*sorted((draft.places[other], told) for other, told in draft.list_of(number)))
        for number, place in enumerate(draft.places)
        if draft.pairs[number]
    }


def _stored_lists(connection: Connection) -> dict[int, int]:
    rows = connection.execute(select(PAIR).order_by(PAIR.c.place, PAIR.c.other))
    return {
        place: _mark(*((row.other, row.score) for row in listed))
        for place, listed in groupby(rows, key=lambda row: row.place)
    }


def _mark(*values: object) -> int:
    """Stands for values that are too many to hold in memory for every event."""
    return hash(values)
