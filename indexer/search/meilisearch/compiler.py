"""EventQuery to Meilisearch requests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from indexer.search.buckets import Interval
from indexer.search.conditions import Condition, During, Either, Every, Not, OneOf
from indexer.search.document import BUCKET_FIELDS, FACET_FIELDS, Facet, newest_key, oldest_key
from indexer.search.query import EventQuery, Sort
from indexer.search.terms import Needles, needles

SHOWN = ["id", "newest_key", "shown_headline", "shown_text"]
_RANKED = ["id", "newest_key"]
_BY_NEWEST = ("newest_key", newest_key)
_BY_OLDEST = ("oldest_key", oldest_key)
# The server reads ten parts of a query and drops the rest in silence.
_MAX_PARTS = 10
EVERY_HIT = 1_000_000
EVERYTHING = "id EXISTS"


@dataclass(frozen=True, slots=True)
class Crossing:
    """One search of a cross-tabulation: some values are fixed, one field is counted.

    Attributes:
        request: the search.
        field: the field that is counted.
        chosen: those of its values that matter.
        fixed: the values of the other fields, in their order.
        place: where the counted field stands among all of them.
    """

    request: Mapping[str, Any]
    field: str
    chosen: frozenset[str]
    fixed: tuple[str, ...]
    place: int

    def cells(self, answer: Mapping[str, Any]) -> dict[tuple[str, ...], int]:
        """The counts in the answer, by the values of all fields."""
        counts: Mapping[str, int] = answer["facetDistribution"].get(self.field, {})
        before, after = self.fixed[: self.place], self.fixed[self.place :]
        return {
            (*before, value, *after): count
            for value, count in counts.items()
            if value in self.chosen
        }


class Compiler:
    """Compiles one query for one index.

    Args:
        uid: name of the index.
        query: the query.
        run: runs one request and gives the ids of its hits, for queries too long for one.
    """

    def __init__(
        self, uid: str, query: EventQuery, run: Callable[[Mapping[str, Any]], list[str]]
    ) -> None:
        self._uid = uid
        self._query = query
        self._run = run

    def counting(self, facet: Facet | None) -> dict[str, Any]:
        """The exact total; with a facet its counts, that facet's own selection ignored."""
        request = self._request(ignoring=facet) | {"hitsPerPage": 0, "page": 1}
        if facet is not None:
            request["facets"] = [FACET_FIELDS[facet]]
        return request

    def histogram(self, interval: Interval) -> dict[str, Any]:
        """The counts by bucket."""
        fields = list(BUCKET_FIELDS[interval])
        return self._request() | {"hitsPerPage": 0, "page": 1, "facets": fields}

    def tally(self, fields: Sequence[str]) -> dict[str, Any]:
        """The exact total, and the counts by fields of the document, every filter in force."""
        return self._request() | {"hitsPerPage": 0, "page": 1, "facets": list(fields)}

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
                        *(_in(name, (one,)) for name, one in zip(others, fixed, strict=True)),
                    ]
                },
                counted,
                frozenset(values[counted]),
                fixed,
                tuple(values).index(counted),
            )
            for fixed in product(*others.values())
        ]

    def pages(self) -> list[dict[str, Any]]:
        """The requests whose hits make the page.

        By date it is the page itself. By relevance with words it is all hits up to the page's end,
        once over every field and once over the headline alone; the caller merges them.
        """
        query = self._query
        if query.limit == 0:
            return []
        if query.sort is not Sort.RELEVANCE or not self._needles.positive:
            key, made = _BY_OLDEST if query.sort is Sort.OLDEST else _BY_NEWEST
            if query.sort is Sort.ADDED:
                key = "added_key"
            request = self._request()
            if query.after is not None:
                last = _quoted(made(query.after.day, query.after.id))
                request["filter"] = [*request["filter"], f"{key} > {last}"]
            return [
                request
                | {
                    "sort": [f"{key}:asc"],
                    "offset": query.offset,
                    "limit": query.limit,
                    "attributesToRetrieve": SHOWN,
                }
            ]
        ranked = self._request() | {
            "offset": 0,
            "limit": query.offset + query.limit,
            "attributesToRetrieve": _RANKED,
            "showRankingScoreDetails": True,
        }
        # On the headline alone an exclusion would let through what has the word in its text.
        in_headline = ranked | {
            "attributesToSearchOn": ["headline", "headline_joined"],
            "filter": [*ranked["filter"], *self._without_excluded],
        }
        return [ranked, in_headline]

    def shown(self, ids: Sequence[str]) -> dict[str, Any]:
        """The request for what is shown of these events."""
        return {
            "indexUid": self._uid,
            "filter": [_in("id", ids)],
            "limit": len(ids),
            "attributesToRetrieve": SHOWN,
        }

    def _request(self, *, ignoring: Facet | None = None) -> dict[str, Any]:
        return {
            "indexUid": self._uid,
            "q": self._text,
            "matchingStrategy": "all",
            "filter": [*self._filters(ignoring), *self._rest],
            "attributesToRetrieve": ["id"],
        }

    # -- text ------------------------------------------------------------------------------

    @cached_property
    def _parts(self) -> list[str]:
        """The text in the server's own notation, exclusions and phrases before words."""
        wanted = self._needles
        return [
            *(f"-{part}" for part in self._excluded),
            *(f'"{" ".join(phrase)}"' for phrase in wanted.phrases),
            *(needle.word for needle in wanted.words),
        ]

    @cached_property
    def _needles(self) -> Needles:
        return needles(self._query.terms)

    @property
    def _excluded(self) -> list[str]:
        """Excluded words and phrases; in quotes both are matched exactly."""
        wanted = self._needles
        phrases = [(word,) for word in wanted.excluded_words] + list(wanted.excluded_phrases)
        return [f'"{" ".join(phrase)}"' for phrase in phrases]

    @cached_property
    def _without_excluded(self) -> list[str]:
        ids = [event_id for part in self._excluded for event_id in self._matching(part)]
        return [f"NOT {id_filter(ids)}"] if ids else []

    def _matching(self, text: str) -> list[str]:
        """The ids of everything that matches a text, whatever the filters."""
        return self._run(
            {
                "indexUid": self._uid,
                "q": text,
                "matchingStrategy": "all",
                "limit": EVERY_HIT,
                "attributesToRetrieve": ["id"],
            }
        )

    @property
    def _text(self) -> str:
        return self._notation(self._parts[-_MAX_PARTS:])

    @cached_property
    def _rest(self) -> list[str]:
        """What did not fit into one request, as a filter on the ids that match it."""
        parts = self._parts[:-_MAX_PARTS]
        filters = []
        while parts:
            chunk, parts = parts[:_MAX_PARTS], parts[_MAX_PARTS:]
            filters.append(id_filter(self._matching(self._notation(chunk, whole=True))))
        return filters

    def _notation(self, parts: Sequence[str], *, whole: bool = False) -> str:
        """Stops keep the server from gluing neighbours together; a blank ends the last word."""
        words = self._needles.words
        prefix = not whole and bool(words) and words[-1].prefix
        text = " ".join(p for p in parts if p.startswith(("-", '"')))
        plain = ". ".join(p for p in parts if not p.startswith(("-", '"')))
        return f"{text} {plain}".strip() + ("" if prefix else " ")

    # -- filters ---------------------------------------------------------------------------

    def _filters(self, ignoring: Facet | None) -> list[str]:
        return [_condition(one) for one in self._query.conditions(ignoring=ignoring)]


def _condition(one: Condition) -> str:
    match one:
        case OneOf(field, values):
            return _in(field, values)
        case During(field, first, last):
            # `days >= a AND days <= b` would also match two different days on either side.
            return f"{field} {first} TO {last}"
        case Not(condition):
            return f"NOT ({_condition(condition)})"
        case Every(conditions):
            return _joined(" AND ", conditions, EVERYTHING)
        case Either(conditions):
            return _joined(" OR ", conditions, f"NOT {EVERYTHING}")


def _joined(word: str, conditions: Sequence[Condition], nothing: str) -> str:
    return f"({word.join(map(_condition, conditions))})" if conditions else nothing


def id_filter(ids: Sequence[str]) -> str:
    """The condition that a document is one of these."""
    return _in("id", ids)


def _in(field: str, values: Sequence[str]) -> str:
    return f"{field} IN [{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    """Values are always quoted: a bare IN (India) is an operator."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
