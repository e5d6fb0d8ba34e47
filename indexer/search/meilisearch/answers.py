"""Reading Meilisearch's answers: the order of hits, and counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexer.search.buckets import Interval
from indexer.search.document import BUCKET_FIELDS, FACET_FIELDS, Facet
from indexer.search.query import BucketCounts, FacetCount
from indexer.search.ranking import NEWEST_KEY, relevance_key


def search_results(answer: Any, asked: int) -> list[dict[str, Any]]:
    """The results of a multi-search, each with hits that name their event, and with a total.

    Raises:
        ValueError: it is not what such a server answers.
    """
    results = answer["results"]
    if len(results) != asked:
        raise ValueError(f"{asked} searches, {len(results)} results")
    for result in results:
        if not isinstance(result["hits"], list) or any("id" not in hit for hit in result["hits"]):
            raise ValueError("hits without ids")
        if not {"totalHits", "estimatedTotalHits"} & result.keys():
            raise ValueError("no total")
    return list(results)


def by_relevance(
    lists: Sequence[Sequence[Mapping[str, Any]]], tiers: Sequence[int]
) -> list[Mapping[str, Any]]:
    """All hits in the order that `ranking` states.

    Each list holds the first hits up to the page's end, in the server's order (typos, then
    newest), which is enough to order that many hits of all together.

    Args:
        lists: two for each way to match: hits over all fields, and over the headline alone.
        tiers: for each way the numbers of typos that are told apart.
    """
    rows: dict[str, Mapping[str, Any]] = {}
    best: dict[str, tuple[int, bool]] = {}
    for anywhere, in_headline, told in zip(lists[::2], lists[1::2], tiers, strict=True):
        rows |= {row["id"]: row for row in (*anywhere, *in_headline)}
        for event_id, rank in _ranks(anywhere, in_headline, told):
            best[event_id] = min(rank, best.get(event_id, rank))

    def key(row: Mapping[str, Any]) -> tuple[int, bool, str]:
        typos, elsewhere = best[row["id"]]
        return relevance_key(typos, in_headline=not elsewhere, newest_key=row[NEWEST_KEY])

    return sorted(rows.values(), key=key)


def _ranks(
    anywhere: Sequence[Mapping[str, Any]], in_headline: Sequence[Mapping[str, Any]], tiers: int
) -> Iterator[tuple[str, tuple[int, bool]]]:
    """For each event its typos, and whether it has some of the words only outside the headline."""
    headline_typos = {row["id"]: min(_typos(row), tiers) for row in in_headline}
    anywhere_typos = {row["id"]: min(_typos(row), tiers) for row in anywhere}
    last = max(anywhere_typos.values(), default=0)
    for event_id in anywhere_typos | headline_typos:
        typos = anywhere_typos.get(event_id, max(last, headline_typos.get(event_id, 0)))
        yield event_id, (typos, headline_typos.get(event_id) != typos)


def _typos(row: Mapping[str, Any]) -> int:
    details = row.get("_rankingScoreDetails", {})
    return int(details.get("typo", {}).get("typoCount", 0))


def bucket_counts(answer: Mapping[str, Any], interval: Interval) -> BucketCounts:
    """The counts of one histogram."""
    every, certain = BUCKET_FIELDS[interval]
    distribution: Mapping[str, Mapping[str, int]] = answer["facetDistribution"]
    return BucketCounts(dict(distribution.get(every, {})), dict(distribution.get(certain, {})))


def facet_counts(answer: Mapping[str, Any], facet: Facet) -> tuple[FacetCount, ...]:
    """The counts of one facet, the largest first."""
    distribution: Mapping[str, int] = answer["facetDistribution"].get(FACET_FIELDS[facet], {})
    counts = [FacetCount(value, count) for value, count in distribution.items()]
    return tuple(sorted(counts, key=lambda item: (-item.count, item.value)))
