"""Ranking: the one place that says in which order hits come. Both engines follow it.

By date, and by when an event was stored, there is a key to each order, made when a document is
written; its least value comes first, so that every order is ascending and ends with the id.

By relevance, hits stand in tiers:

1. by how many typos lie between the words searched and those found, all together: none, one, two,
   more. With many words only hits without a typo are told from the rest, since the ways to misspell
   multiply with words.
2. within that, by where all of it stands (`Standing`): in the headline; else in headline and text;
   else the names of tags are needed, too.
3. within that, the newest first: recency decides among equals and never lifts a hit into a better
   tier.

The second tier of a search, of events that almost match, asks for an order of its own: fewer words
missing; then all of the words that an event has in the headline, half of them, one; then one said
otherwise there; then the newest first (`levels`).

What matches in several ways, as with OR, stands where its best way puts it. Words that are meant
for one field (`headline:moon`) narrow a search, as filters do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import IntEnum

from indexer.search.conditions import Every, Not
from indexer.search.document import day_of
from indexer.search.query import EventQuery, Place, Sort
from indexer.search.terms import Needles, needles

NEWEST_KEY, OLDEST_KEY, ADDED_KEY = "newest_key", "oldest_key", "added_key"
# The field whose least value comes first; by relevance that is so inside a tier.
ORDER_FIELDS: Mapping[Sort, str] = {
    Sort.RELEVANCE: NEWEST_KEY,
    Sort.NEWEST: NEWEST_KEY,
    Sort.OLDEST: OLDEST_KEY,
    Sort.ADDED: ADDED_KEY,
}
# Hits read at a time by whoever wants all of them.
BLOCK = 1000
_TYPO_TIERS = 3
_TIERED_WORDS = 6
_LEVEL = "level"


class Standing(IntEnum):
    """Where all that is searched for stands in an event, the best first."""

    HEADLINE = 0
    OWN_WORDS = 1
    WITH_NAMES = 2


def place_of(key: str, field: str) -> Place:
    """Where the event with this key of an order stands by date.

    The key of the order by moment ends with the one of the newest first.
    """
    if field == ADDED_KEY:
        key = key.partition("_")[2]
    day: date = day_of(key, newest=field != OLDEST_KEY)
    return Place(day, key.partition("_")[2])


def in_tiers(query: EventQuery, wanted: Needles | None = None) -> bool:
    """Whether hits are told apart by how well they match: by relevance, with words to match.

    Args:
        query: the search.
        wanted: its text, where it has been analysed.
    """
    if query.sort is not Sort.RELEVANCE:
        return False
    if query.either:
        return any(needles(way.terms).positive for way in query.ways())
    return (needles(query.terms) if wanted is None else wanted).positive


def typo_tiers(words: int) -> int:
    """How many numbers of typos (0, 1, 2 ...) order hits; all higher ones count as one."""
    return _TYPO_TIERS if words <= _TIERED_WORDS else 1


def relevance_key(typos: int, standing: Standing, newest_key: str) -> tuple[int, Standing, str]:
    """What the most relevant hit has the least of."""
    return typos, standing, newest_key


def levels(query: EventQuery) -> tuple[EventQuery, ...]:
    """A search with preferences as searches without, the best first; no hit is in two of them."""
    found = []
    for at in range(len(query.prefer) + 1):
        asked = (*map(Not, query.prefer[:at]), *query.prefer[at : at + 1])
        found.append(replace(query, prefer=()).with_condition(_LEVEL, Every(asked)))
    return tuple(found)


def overlapping_levels(query: EventQuery) -> tuple[EventQuery, ...]:
    """The same, each with hits of earlier ones, too: for whoever knows which those are."""
    plain = replace(query, prefer=())
    return (*(plain.with_condition(_LEVEL, one) for one in query.prefer), plain)


def all_ids(
    query: EventQuery, read: Callable[[EventQuery], list[Place]], *, most: int
) -> Iterator[str]:
    """The ids of all hits in the query's order.

    By date they are read a block at a time, each beginning behind the last hit of the one before.

    Args:
        query: the search; its page does not matter.
        read: gives where the hits of a page stand.
        most: no search has more hits.
    """
    query = replace(query, offset=0, limit=BLOCK if query.by_date else most, facets=(), after=None)

    def blocks(block: list[Place]) -> Iterator[str]:
        while block:
            yield from (place.id for place in block)
            if not query.by_date or len(block) < BLOCK:
                return
            block = read(replace(query, after=block[-1]))

    # Read before anything is yielded: whoever asks learns at once that it cannot be.
    return blocks(read(query))
