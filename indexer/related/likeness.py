"""Events on another's list, with what the two share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from indexer.models import Event
from indexer.normalise.spans import Precision
from indexer.related import bulk
from indexer.related.measure import RULES, SCALE, weight
from indexer.related.reasons import Reasons
from indexer.related.tables import EVENT, STATE, TAG, WORD

_TEXTS = Event.__table__  # type: ignore[attr-defined]
ENTRY = (
    EVENT.c.event_id,
    EVENT.c.digest_id,
    EVENT.c.headline,
    EVENT.c.day,
    EVENT.c.end,
    EVENT.c.precision,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Enough of an event to refer to it.

    Attributes:
        id: the event's id.
        digest_id: id of its digest.
        headline: as shown.
        day: first day of its primary occurrence.
        end: last day of it.
        precision: how exact these days are.
    """

    id: str
    digest_id: str
    headline: str
    day: date
    end: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike an event is to the one asked about.

    Attributes:
        entry: the other event.
        score: 0 to 1, in four places.
        words: shared names and phrases, then words, as written, the rarest first.
        tags: the shared tags that not every event has, as kind and value, the rarest first.
    """

    entry: Entry
    score: float
    words: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]

    @property
    def strong(self) -> bool:
        """Whether the two most likely follow up one matter."""
        return round(self.score * SCALE) >= RULES.strong


def explained(connection: Connection, own: Row[Any], rows: Sequence[Row[Any]]) -> list[Likeness]:
    """The reasons, from the words and tags of both."""
    sample = connection.scalar(select(STATE.c.sample)) or 0
    spelt, weights = {}, {}
    for some in bulk.chunks(_numbers(own)):
        for number, word, counted in connection.execute(
            select(WORD.c.id, WORD.c.word, WORD.c.counted).where(WORD.c.id.in_(some))
        ):
            spelt[number] = word
            weights[word] = weight(counted, sample)
    tag_weights = {
        tag: weight(counted, sample)
        for tag, counted in connection.execute(
            select(TAG.c.tag, TAG.c.counted).where(TAG.c.tag.in_(own.tags.split()))
        )
    }
    texts = {
        event_id: (headline, text)
        for event_id, headline, text in connection.execute(
            select(_TEXTS.c.id, _TEXTS.c.headline, _TEXTS.c.text).where(
                _TEXTS.c.id.in_([own.event_id, *(row.event_id for row in rows)])
            )
        )
    }
    reasons = Reasons(*texts[own.event_id], weights)
    return [
        Likeness(
            entry=entry([getattr(row, column.name) for column in ENTRY]),
            # Lengths are whole numbers, rounded down: what is the same comes out a little above.
            score=min(1.0, row.score / SCALE),
            words=reasons.with_(
                *texts[row.event_id],
                (spelt[number] for number in _numbers(row) if number in spelt),
            ),
            tags=_shared_tags(own.tags, row.tags, tag_weights),
        )
        for row in rows
    ]


def _numbers(row: Row[Any]) -> list[int]:
    return [code >> 1 for code in json.loads(row.words)]


def _shared_tags(ours: str, theirs: str, weights: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    shared = set(ours.split()) & set(theirs.split())
    telling = sorted((t for t in shared if weights.get(t)), key=lambda t: (-weights[t], t))
    return tuple((kind, value) for kind, _, value in (tag.partition(":") for tag in telling))


def entry(row: Any) -> Entry:
    """The entry of a row of `ENTRY`."""
    event_id, digest_id, headline, day, end, precision = row
    return Entry(event_id, digest_id, headline, day, end, Precision(precision))
