"""EventQuery to Meilisearch requests: values alone, nothing is asked here."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from indexer.search.buckets import Interval
from indexer.search.document import (
    BUCKET_FIELDS,
    FACET_FIELDS,
    WORDS,
    Facet,
    newest_key,
    oldest_key,
)
from indexer.search.meilisearch.lookups import (
    Found,
    Lookup,
    ids_found,
    lookup,
    quoted_phrase,
)
from indexer.search.meilisearch.narrowing import SCOPES, Narrowing, is_long
from indexer.search.meilisearch.notation import any_of, condition_text, id_filter, quoted
from indexer.search.meilisearch.plans import Crossing, Plan
from indexer.search.meilisearch.union import union
from indexer.search.query import EventQuery
from indexer.search.ranking import (
    NEWEST_KEY,
    OLDEST_KEY,
    ORDER_FIELDS,
    Standing,
    in_tiers,
    levels,
    typo_tiers,
)
from indexer.search.terms import Needles, needles

SHOWN = ["id", NEWEST_KEY, "shown_headline", "shown_text"]
# Besides the list over all fields, one for each better place that the words may stand in.
_STANDS_IN = {
    Standing.HEADLINE: SCOPES["headline"],
    Standing.OWN_WORDS: (*SCOPES["headline"], "text", "text_joined"),
}
_RANKED = ["id", NEWEST_KEY]
_COUNT_ONLY = {"page": 1, "hitsPerPage": 0}
# Up to so many hits several lists may hold the text of all; a page further on is asked for by ids.
_NEAR = 100
# The server reads ten parts of a query and drops the rest in silence.
_MAX_PARTS = 10


class Compiler:
    """Compiles one query for one index; asks nothing itself.

    Args:
        uid: name of the index.
        query: the query.
        found: the ids that `lookups` asked for, by their keys.
    """

    def __init__(self, uid: str, query: EventQuery, found: Found | None = None) -> None:
        self._uid = uid
        self._query = query
        self._found = found or {}

    def lookups(self) -> dict[str, Lookup]:
        """What has to be found first, each under a key of its own; mostly nothing.

        That is the beginning of a text too long for one request; phrases left out of a search over
        some fields alone, where the server would not see them in the others; and what narrows.
        """
        texts = [self._notation(chunk, whole=True) for chunk in self._chunks]
        if self._in_tiers:
            texts += self._excluded_phrases
        asked = {text: lookup(self._uid, text) for text in texts} | self._narrowing.lookups()
        for way in self._ways:
            asked |= way.lookups()
        return asked

    def plan(self) -> Plan:
        """The requests for total, facets and page.

        The first counts; where it can, it holds the page, too. By relevance the page is made of
        three lists, each of all hits up to the page's end: of the search over every field, of that
        over the headline alone, and of that over headline and text.
        """
        query = self._query
        chosen = [facet for facet in query.facets if query.selection(facet).any_of]
        free = tuple(facet for facet in query.facets if facet not in chosen)
        first = self.request() | {"facets": [FACET_FIELDS[facet] for facet in free]}
        following, pages = [], [0]
        if query.limit == 0:
            first |= _COUNT_ONLY
            pages = []
        elif self._in_tiers and self._ways:
            first |= _COUNT_ONLY
            following = self.places()
            pages = [1 + at for at in range(len(following))]
        elif self._in_tiers:
            first |= self._ranked
            following = self._standing
            pages = list(range(1 + len(following)))
        elif query.prefer:
            first |= _COUNT_ONLY
            following = self._levels
            pages = [1 + at for at in range(len(following))]
        elif query.after is None and query.offset % query.limit == 0:
            page = query.offset // query.limit + 1
            first |= self._shown_in_order | {"page": page, "hitsPerPage": query.limit}
        else:
            first |= _COUNT_ONLY
            following = [self._behind]
            pages = [1]
        at = 1 + len(following)
        counting = [self.counting(facet) for facet in chosen]
        return Plan(
            (first, *following, *counting),
            free,
            {facet: at + place for place, facet in enumerate(chosen)},
            tuple(pages),
            not (self._in_tiers or query.prefer) or self._is_near,
        )

    def counting(self, facet: Facet) -> dict[str, Any]:
        """The counts of a facet, its own selection ignored."""
        return self.request(ignoring=facet) | _COUNT_ONLY | {"facets": [FACET_FIELDS[facet]]}

    def histogram(self, interval: Interval) -> dict[str, Any]:
        """The counts by bucket."""
        fields = list(BUCKET_FIELDS[interval])
        return self.request() | _COUNT_ONLY | {"facets": fields}

    def tally(self, fields: Sequence[str]) -> dict[str, Any]:
        """The exact total, and the counts by fields of the document, every filter in force."""
        return self.request() | _COUNT_ONLY | {"facets": list(fields)}

    def crossing(self, values: Mapping[str, Sequence[str]]) -> list[Crossing]:
        """The requests that count every combination of values, one of each field."""
        counted = max(values, key=lambda field: len(values[field]))
        others = {field: some for field, some in values.items() if field != counted}
        base = self.tally([counted])
        return [
            Crossing(
                base
                | {
                    "filter": [
                        *base["filter"],
                        *(any_of(name, (one,)) for name, one in zip(others, fixed, strict=True)),
                    ]
                },
                counted,
                frozenset(values[counted]),
                fixed,
                tuple(values).index(counted),
            )
            for fixed in product(*others.values())
        ]

    def places(self) -> list[dict[str, Any]]:
        """The requests for where the page's hits stand, by relevance in lists as in `plan`."""
        if self._in_tiers and self._ways:
            return [request for way in self._ways for request in way.lists()]
        if self._in_tiers:
            return [self.request() | self._ranked, *self._standing]
        if self._query.prefer:
            return [level | {"attributesToRetrieve": _RANKED} for level in self._levels]
        return [self._behind | {"attributesToRetrieve": _RANKED}]

    def lists(self) -> list[dict[str, Any]]:
        """The lists of one of several ways; where it has no words nothing stands anywhere."""
        if self._needles.positive:
            return [self.request() | self._ranked, *self._standing]
        by_newest = self.request() | self._ranked | {"sort": [f"{NEWEST_KEY}:asc"]}
        return [by_newest, *[by_newest | _COUNT_ONLY for _ in _STANDS_IN]]

    def in_headline(self) -> list[dict[str, Any]]:
        """The request for the first hits that have all words in their headline; none without."""
        if not self._needles.positive:
            return []
        (request, *_) = self._standing
        return [request | {"hitsPerPage": self._query.limit, "attributesToRetrieve": ["id"]}]

    def typo_tiers(self) -> list[int]:
        """For each way to match, the numbers of typos that are told apart."""
        return [typo_tiers(way.word_count) for way in self._ways or [self]]

    @property
    def in_levels(self) -> bool:
        """Whether its lists stand one behind the other."""
        return bool(self._query.prefer)

    @property
    def word_count(self) -> int:
        """Words to match."""
        return len(self._needles.words)

    def shown(self, ids: Sequence[str]) -> dict[str, Any]:
        """The request for what is shown of these events."""
        return {
            "indexUid": self._uid,
            "filter": [any_of("id", ids)],
            "limit": len(ids),
            "attributesToRetrieve": SHOWN,
        }

    def request(self, *, ignoring: Facet | None = None) -> dict[str, Any]:
        """The search itself, without page and order; a union where there are several ways.

        Args:
            ignoring: the facet whose own any-of selection is left out.
        """
        if self._ways:
            return union([way.request(ignoring=ignoring) for way in self._ways])
        return {
            "indexUid": self._uid,
            "q": self.text,
            "matchingStrategy": "all",
            "filter": [
                *self._filters(ignoring),
                *self._without_words,
                *self._rest,
                *self._narrowing.filters(self._found),
            ],
            "attributesToRetrieve": ["id"],
        }

    # -- order -----------------------------------------------------------------------------

    @cached_property
    def _in_tiers(self) -> bool:
        return in_tiers(self._query, self._needles)

    @property
    def _is_near(self) -> bool:
        """Whether the page lies so near the beginning that all lists may hold its text."""
        return self._query.offset + self._query.limit <= _NEAR

    @property
    def _ranked(self) -> dict[str, Any]:
        return {
            "page": 1,
            "hitsPerPage": self._query.offset + self._query.limit,
            "attributesToRetrieve": SHOWN if self._is_near else _RANKED,
            "showRankingScoreDetails": True,
        }

    @property
    def _standing(self) -> list[dict[str, Any]]:
        """The lists over some fields alone."""
        request = self.request() | self._ranked
        ids = [one for phrase in self._excluded_phrases for one in ids_found(self._found, phrase)]
        without = [f"NOT {id_filter(ids)}"] if ids else []
        return [
            request
            | {"attributesToSearchOn": list(fields), "filter": [*request["filter"], *without]}
            for fields in _STANDS_IN.values()
        ]

    @property
    def _levels(self) -> list[dict[str, Any]]:
        """The lists of a search with preferences, one behind the other."""
        query = self._query
        return [
            Compiler(self._uid, level, self._found).request()
            | self._shown_in_order
            | {
                "page": 1,
                "hitsPerPage": query.offset + query.limit,
                "attributesToRetrieve": SHOWN if self._is_near else _RANKED,
            }
            for level in levels(query)
        ]

    @property
    def _shown_in_order(self) -> dict[str, Any]:
        return {
            "sort": [f"{ORDER_FIELDS[self._query.sort]}:asc"],
            "attributesToRetrieve": SHOWN,
        }

    @property
    def _behind(self) -> dict[str, Any]:
        """A page in order that begins anywhere, or behind a place."""
        query = self._query
        request = self.request() | self._shown_in_order
        if query.after is not None:
            field = ORDER_FIELDS[query.sort]
            made = oldest_key if field == OLDEST_KEY else newest_key
            last = quoted(made(query.after.day, query.after.id))
            request["filter"] = [*request["filter"], f"{field} > {last}"]
        return request | {"offset": query.offset, "limit": query.limit}

    # -- text ------------------------------------------------------------------------------

    @cached_property
    def _parts(self) -> list[str]:
        """The text in the server's own notation, exclusions and phrases before words."""
        wanted = self._needles
        return [
            *(f"-{phrase}" for phrase in self._excluded_phrases),
            *map(quoted_phrase, wanted.phrases),
            *(needle.word for needle in wanted.words),
        ]

    @cached_property
    def _needles(self) -> Needles:
        return needles(self._query.terms)

    @property
    def _excluded_phrases(self) -> list[str]:
        """Those that the server leaves out by itself."""
        excluded = self._needles.excluded_phrases
        return [quoted_phrase(phrase) for phrase in excluded if not is_long(phrase)]

    @property
    def _chunks(self) -> list[list[str]]:
        """What does not fit into one request, in pieces that do."""
        early = self._parts[:-_MAX_PARTS]
        return [early[at : at + _MAX_PARTS] for at in range(0, len(early), _MAX_PARTS)]

    @property
    def text(self) -> str:
        """The text in the server's own notation, as far as one request takes it."""
        return self._notation(self._parts[-_MAX_PARTS:])

    @property
    def _rest(self) -> list[str]:
        """The pieces that did not fit, as filters on the ids that match them."""
        texts = [self._notation(chunk, whole=True) for chunk in self._chunks]
        return [id_filter(ids_found(self._found, text)) for text in texts]

    @property
    def _without_words(self) -> list[str]:
        """Words are left out by the field that holds them all as they stand."""
        words = self._needles.excluded_words
        return [f"NOT {any_of(WORDS, words)}"] if words else []

    def _notation(self, parts: Sequence[str], *, whole: bool = False) -> str:
        """Stops keep the server from gluing neighbours together; a blank ends the last word."""
        words = self._needles.words
        prefix = not whole and bool(words) and words[-1].prefix
        text = " ".join(p for p in parts if p.startswith(("-", '"')))
        plain = ". ".join(p for p in parts if not p.startswith(("-", '"')))
        return f"{text} {plain}".strip() + ("" if prefix else " ")

    # -- alternatives, and words in a field ------------------------------------------------

    @cached_property
    def _ways(self) -> list["Compiler"]:
        """One compiler for every alternative; none where there are no alternatives."""
        query = self._query
        return [Compiler(self._uid, way, self._found) for way in query.ways() if query.either]

    @cached_property
    def _narrowing(self) -> Narrowing:
        return Narrowing(self._uid, self._needles)

    # -- filters ---------------------------------------------------------------------------

    def _filters(self, ignoring: Facet | None) -> list[str]:
        return [condition_text(one) for one in self._query.conditions(ignoring=ignoring)]
