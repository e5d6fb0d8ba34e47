"""Digests that a search names: one that is not held, or may be one of several, is an error."""

from dataclasses import replace

from api.knowledge.issues import named
from api.knowledge.params import AskedDigest, FilterParams
from api.knowledge.spelling import unknown
from indexer.errors import QueryError
from indexer.search.conditions import Selection
from indexer.search.document import DIGEST
from indexer.search.query import EventQuery
from indexer.store import EventStore


def require_digests(store: EventStore, params: FilterParams) -> frozenset[str]:
    """Make sure that every digest asked for is held, and that it is one.

    Returns:
        The ids of those asked for.

    Raises:
        QueryError: one is not held, is no digest's name, or several series have it.
    """
    asked = params.digests_asked()
    if not asked:
        return frozenset()
    known = store.digest_ids()
    return frozenset(_held(one, known) for one in asked)


def only_held(query: EventQuery, held: frozenset[str]) -> EventQuery:
    """A search by digests as it is to be told: by those that are held, out of what was possible.

    Args:
        query: the search.
        held: what `require_digests` gave.
    """
    asked = query.selection(DIGEST)
    kept = tuple(one for one in asked.any_of if one in held)
    if kept in ((), asked.any_of):
        return query
    return replace(query, filters={**query.filters, DIGEST: Selection(kept)})


def _held(one: AskedDigest, known: list[str]) -> str:
    held = [digest_id for digest_id in one.ids if digest_id in known]
    if len(held) > 1:
        first, *_ = names = [named(digest_id) for digest_id in held]
        raise QueryError(
            f"{one.word!r} is an issue of {len(held)} series: write {' or '.join(names)}",
            parameter=one.parameter,
            span=one.place,
            suggestion=first,
        )
    if not held:
        raise unknown("digest", one.word, tuple(known), one.place, parameter=one.parameter)
    return held[0]
