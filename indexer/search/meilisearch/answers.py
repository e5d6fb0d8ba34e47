"""Reading Meilisearch's answers: the order of hits, and counts."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from indexer.search.buckets import Interval
from indexer.search.document import BUCKET_FIELDS, FACET_FIELDS, Facet
from indexer.search.query import BucketCounts, FacetCount
from indexer.search.ranking import NEWEST_KEY, Standing, relevance_key


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
        lists: three for each way to match: hits over all fields, over the headline alone, and over
            headline and text.
        tiers: for each way the numbers of typos that are told apart.
    """
    rows: dict[str, Mapping[str, Any]] = {}
    best: dict[str, tuple[int, Standing]] = {}
    for at, told in enumerate(tiers):
        anywhere, *better = lists[at * len(Standing) : (at + 1) * len(Standing)]
        rows |= {row["id"]: row for some in (anywhere, *better) for row in some}
        for event_id, rank in _ranks(anywhere, better, told):
            best[event_id] = min(rank, best.get(event_id, rank))
    return sorted(
        rows.values(), key=lambda row: relevance_key(*best[row["id"]], newest_key=row[NEWEST_KEY])
    )


def _ranks(
    anywhere: Sequence[Mapping[str, Any]],
    better: Sequence[Sequence[Mapping[str, Any]]],
    tiers: int,
) -> Iterator[tuple[str, tuple[int, Standing]]]:
    """For each event its typos, and the best place where it has all words with no typo more."""
    typos_by_id = {row["id"]: min(_typos(row), tiers) for row in anywhere}
    places = [{row["id"]: min(_typos(row), tiers) for row in some} for some in better]
    last = max(typos_by_id.values(), default=0)
    for event_id in {*typos_by_id, *chain(*places)}:
        having = [place[event_id] for place in places if event_id in place]
        typos = typos_by_id.get(event_id, max(last, min(having, default=last)))
        standing = next(
            (Standing(at) for at, place in enumerate(places) if place.get(event_id) == typos),
            Standing.WITH_NAMES,
        )
        yield event_id, (typos, standing if typos < tiers else Standing.WITH_NAMES)


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
