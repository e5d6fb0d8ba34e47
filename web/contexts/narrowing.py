"""Searches made narrower: one value of a dimension more, as a cell or bar of a table means it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from api.knowledge.params import FilterParams
from indexer.search.buckets import Interval, bounds
from indexer.search.conditions import Period

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
    every = params.given(f"{name}_all")
    if every is None or not (every or params.given(name)):
        return _changed(params, {name: (value,)})
    return _changed(params, {f"{name}_all": tuple(dict.fromkeys((*every, value)))})


def _during(params: FilterParams, bucket: str) -> FilterParams:
    start, end = bounds(bucket)
    period = _period(params)
    first, last = max(start, period.first or start), min(end, period.last or end)
    whole = (first, last) == (start, end)
    ends = {
        "event_from": f"{first:%Y-%m}" if whole else first.isoformat(),
        "event_to": f"{last:%Y-%m}" if whole else last.isoformat(),
    }
    return _changed(params, ends)


def _changed(params: FilterParams, changes: Mapping[str, Any]) -> FilterParams:
    # Not read anew: a page has hundreds of such links, and their values are counted ones.
    return params.model_copy(update={**params.first_page, **changes})


@lru_cache(maxsize=64)
def _period(params: FilterParams) -> Period:
    return params.to_query().period
