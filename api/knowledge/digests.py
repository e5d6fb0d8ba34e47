"""Digests that a search names: one that is not held is an error, not an empty answer."""

from api.knowledge.params import FilterParams
from api.knowledge.spelling import unknown
from indexer.store import EventStore


def require_digests(store: EventStore, params: FilterParams) -> None:
    """Make sure that every digest asked for is held.

    Raises:
        QueryError: one is not, or is no digest's name.
    """
    asked = params.digests_asked()
    if not asked:
        return
    known = store.digest_ids()
    for one in asked:
        if not any(digest_id in known for digest_id in one.ids):
            raise unknown("digest", one.word, tuple(known), one.place, parameter=one.parameter)
