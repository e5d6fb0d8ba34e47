"""Digests that a search names: one that is not held, or may be one of several, is an error."""

from collections.abc import Mapping
from dataclasses import replace

from api.knowledge.issues import named
from api.knowledge.params import AskedDigest, FilterParams
from api.knowledge.spelling import unknown_value
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
        QueryError: one is not held, is no digest's name, several series have it, or the number or
            day was put right, so that the id is another.
    """
    asked = params.digests_asked()
    if not asked:
        return frozenset()
    known = store.ids_by_number()
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


def _held(one: AskedDigest, known: Mapping[str, str]) -> str:
    """The id of the digest asked for, by its id or by the one that its number or day makes."""
    ids = set(known.values())
    if one.by_id and one.ids[0] in ids:
        return one.ids[0]
    held = [known[made] for made in one.ids if made in known]
    if len(held) > 1:
        first, *_ = names = [_name(digest_id, known) for digest_id in held]
        raise QueryError(
            f"{one.word!r} is an issue of {len(held)} series: write {' or '.join(names)}",
            parameter=one.parameter,
            span=one.place,
            suggestion=first,
        )
    if held and held[0] in one.ids:
        return held[0]
    former = [made for made in one.ids if made in ids]
    if held or former:
        raise _put_right(one, (held or former)[0], was=not held)
    options = tuple(known.values())
    raise unknown_value("digest", one.word, options, one.place, parameter=one.parameter)


def _name(digest_id: str, known: Mapping[str, str]) -> str:
    """An issue by series and number; by its id where the two do not go together."""
    return named(digest_id) if known.get(digest_id) == digest_id else digest_id


def _put_right(one: AskedDigest, digest_id: str, *, was: bool) -> QueryError:
    """The refusal of a number that an editor gave to an issue, or took from it."""
    has = "had this number or day, which was put right" if was else "has it since it was put right"
    return QueryError(
        f"{one.word!r} does not say which issue is meant: {digest_id} {has}; write its id",
        parameter=one.parameter,
        span=one.place,
        suggestion=digest_id,
    )
