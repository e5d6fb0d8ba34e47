"""The settings of the Meilisearch index."""

from typing import Any

from indexer.search.document import CHANGED, DAY_FIELDS, EXACT_FIELDS, HEADLINE_WORDS, WORDS
from indexer.search.matching import ONE_TYPO_FROM, TWO_TYPOS_FROM
from indexer.search.ranking import NEWEST_KEY

# Lists of names in which the order says nothing: the server gives them back in one of its own.
UNORDERED = frozenset({"displayedAttributes", "filterableAttributes", "sortableAttributes"})
_UNBOUNDED = 1_000_000_000
SETTINGS: dict[str, Any] = {
    "searchableAttributes": [
        "headline",
        "headline_joined",
        "text",
        "text_joined",
        "names",
        "names_joined",
    ],
    "displayedAttributes": ["id", NEWEST_KEY, "shown_headline", "shown_text", "fingerprint"],
    "filterableAttributes": [
        *EXACT_FIELDS,
        WORDS,
        HEADLINE_WORDS,
        *DAY_FIELDS,
        CHANGED,
        "newest_key",
        "oldest_key",
    ],
    "sortableAttributes": ["newest_key", "oldest_key", "added_key"],
    # Position and proximity are left out: among equals the newest comes first, as promised.
    "rankingRules": ["sort", "words", "typo", f"{NEWEST_KEY}:asc"],
    "typoTolerance": {
        "disableOnNumbers": True,
        "minWordSizeForTypos": {"oneTypo": ONE_TYPO_FROM, "twoTypos": TWO_TYPOS_FROM},
    },
    # By default hits stop at 1000 and facet values at 100, both in silence.
    "pagination": {"maxTotalHits": _UNBOUNDED},
    "faceting": {"maxValuesPerFacet": 1_000_000},
}
