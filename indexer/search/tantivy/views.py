"""Views of the embedded index: a consistent state of it, its words, and counts over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from indexer.search.matching import Vocabulary
from indexer.search.query import FacetCount
from indexer.search.tantivy.schema import DAY, WORDS, register

_ALL_VALUES = 1_000_000
_TOTAL = "total of the search"


@dataclass(frozen=True, slots=True)
class Reader:
    """A consistent view of one generation of the index."""

    index: Any
    searcher: Any
    schema: Any
    vocabulary: Vocabulary
    stamp: tuple[int, ...]


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
