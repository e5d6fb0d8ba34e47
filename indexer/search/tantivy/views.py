"""Views of the embedded index: a consistent state of it, its words, and counts over it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import tantivy

from indexer.search.document import WORDS, newest_key, oldest_key
from indexer.search.matching import Vocabulary
from indexer.search.query import FacetCount, Place
from indexer.search.ranking import OLDEST_KEY
from indexer.search.tantivy.schema import DAY, register

_ALL_VALUES = 1_000_000
# The library's own limit is 65,000, over all levels.
_MOST_BUCKETS = 60_000
_TOTAL = "total of the search"


@dataclass(frozen=True, slots=True)
class Reader:
    """A consistent view of one generation of the index.

    Attributes:
        stamp: changes with every commit.
        applied: the last ledger row that it holds, at the least.
    """

    index: Any
    searcher: Any
    schema: Any
    vocabulary: Vocabulary
    stamp: tuple[int, ...]
    applied: int


def counted(
    reader: Reader, matching: Any, fields: Sequence[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many documents match, and how many of them have each value of these fields: one pass."""
    wanted: dict[str, Any] = {
        field: {"terms": {"field": field, "size": _ALL_VALUES}} for field in fields
    }
    wanted[_TOTAL] = {"value_count": {"field": DAY}}
    result = reader.searcher.aggregate(matching, wanted)
    counts = {
        field: {str(one["key"]): int(one["doc_count"]) for one in result[field]["buckets"]}
        for field in fields
    }
    return int(result[_TOTAL]["value"]), counts


def behind(reader: Reader, matching: Any, field: str, place: Place) -> Any:
    """What matches and stands behind a place in the order of a key.

    Ranges of text can only be had from the query parser, for which days and ids need no escapes.
    """
    key = (oldest_key if field == OLDEST_KEY else newest_key)(place.day, place.id)
    later = reader.index.parse_query(f"{field}:{{{key} TO *}}", [field])
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, matching), (tantivy.Occur.Must, later)]
    )


def crossed(
    reader: Reader, matching: Any, values: Mapping[str, Sequence[str]]
) -> dict[tuple[str, ...], int]:
    """How many matching documents have each combination of values: one pass where it fits.

    The library ends an aggregation of more buckets than `_MOST_BUCKETS`; where as many could be
    needed, there is a pass for each value of the first field.
    """
    first, *rest = values
    sizes = [len(chosen) for chosen in values.values()]
    if not all(sizes):
        return {}  # the library would take an empty list for no restriction
    if rest and prod(size + 1 for size in sizes) > _MOST_BUCKETS:
        found: dict[tuple[str, ...], int] = {}
        for value in values[first]:
            having = tantivy.Query.term_query(reader.schema, first, value)
            both = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, matching), (tantivy.Occur.Must, having)]
            )
            inner = crossed(reader, both, {field: values[field] for field in rest})
            found |= {(value, *key): count for key, count in inner.items()}
        return found
    wanted: dict[str, Any] = {}
    for field in reversed(list(values)):
        terms = {"field": field, "size": _ALL_VALUES, "include": list(values[field])}
        level: dict[str, Any] = {"terms": terms}
        if wanted:
            level["aggs"] = wanted
        wanted = {field: level}
    return dict(_cells(reader.searcher.aggregate(matching, wanted), list(values)))


def _cells(
    result: Mapping[str, Any], fields: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], int]]:
    field, *rest = fields
    for bucket in result[field]["buckets"]:
        value = str(bucket["key"])
        if not rest:
            yield (value,), int(bucket["doc_count"])
        else:
            for key, count in _cells(bucket, rest):
                yield (value, *key), count


def ranked(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """The largest count first."""
    found = [FacetCount(value, count) for value, count in counts.items()]
    return tuple(sorted(found, key=lambda item: (-item.count, item.value)))


def opened_searcher(generation: Path) -> tuple[Any, Any]:
    """A generation's index and a searcher over what was committed last."""
    index = tantivy.Index.open(str(generation))
    register(index)
    index.reload()
    return index, index.searcher()


def read_vocabulary(searcher: Any) -> Vocabulary:
    """Every word of the index."""
    return Vocabulary(term for term, _ in searcher.terms_with_prefix(WORDS, ""))
