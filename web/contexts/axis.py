"""Time as an axis of charts: which buckets are drawn, what they are called, what lies outside."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from indexer.search.buckets import Interval, bounds, walk
from web.contexts.holdings import Holdings


@lru_cache(maxsize=5_000)
def in_words(bucket: str) -> str:
    """``2023-04`` as April 2023, ``2023-Q2`` as 2023 Q2."""
    if "Q" in bucket or "-" not in bucket:
        return bucket.replace("-", " ")
    first = bounds(bucket)[0]
    return f"{first:%B} {first.year}"


def time_span(labels: Collection[str], interval: Interval, holdings: Holdings) -> tuple[str, ...]:
    """The time that issues cover, else that which has events."""
    if covered := _covered(interval, holdings):
        return covered
    if not labels:
        return ()
    return tuple(walk(bounds(min(labels))[0], bounds(max(labels))[1], interval))


# The same for every search until something is stored: `Holdings` are told apart by identity.
@lru_cache(maxsize=64)
def _covered(interval: Interval, holdings: Holdings) -> tuple[str, ...]:
    if holdings.first is None or holdings.last is None:
        return ()
    return tuple(walk(holdings.first, holdings.last, interval))


def outside(counts: Mapping[str, int], span: Sequence[str]) -> str:
    """How many events lie before and after the time drawn, in words; empty where none do."""
    before = sum(count for bucket, count in counts.items() if bucket < span[0])
    after = sum(count for bucket, count in counts.items() if bucket > span[-1])
    said = [
        f"{count:,} {word} {in_words(bucket)}"
        for count, word, bucket in ((before, "before", span[0]), (after, "after", span[-1]))
        if count
    ]
    return ", ".join(said)
