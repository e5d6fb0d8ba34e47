"""Searches made narrower: one value of a dimension more, as a cell or bar of a table means it."""

from api.knowledge.params import FilterParams
from indexer.search.buckets import Interval, bounds

INTERVALS = frozenset(str(interval) for interval in Interval)


def narrowed(params: FilterParams, name: str, value: str) -> FilterParams:
    """The same search for those of its events that have a value.

    Args:
        params: the search.
        name: a dimension of `indexer.search.crosstab.DIMENSIONS`.
        value: one of its values; of time a bucket, of which the search's own period is kept.
    """
    if name in INTERVALS:
        return _during(params, value)
    if not params.given(name) and not params.given(f"{name}_all"):
        return params.with_(**{name: (value,)})
    every = params.given(f"{name}_all")
    if every is None:
        return params.with_(**{name: (value,)})
    return params.with_(**{f"{name}_all": tuple(dict.fromkeys((*every, value)))})


def _during(params: FilterParams, bucket: str) -> FilterParams:
    start, end = bounds(bucket)
    period = params.to_query().period
    first, last = max(start, period.first or start), min(end, period.last or end)
    whole = (first, last) == (start, end)
    return params.with_(
        event_from=f"{first:%Y-%m}" if whole else first.isoformat(),
        event_to=f"{last:%Y-%m}" if whole else last.isoformat(),
    )
