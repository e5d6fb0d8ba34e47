"""EventParams: the parameters of a search and its page, URL to EventQuery and back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import Field, WithJsonSchema

from api.knowledge.filters import FilterParams
from api.knowledge.query_language import unknown
from api.knowledge.values import Blankable, Values, Whole
from indexer.search.query import EventQuery, Facet, Sort

DEFAULT_LIMIT = 20
MAX_LIMIT = 200
ALL_FACETS = tuple(Facet)
# Which page of a search, and what is counted beside it.
PAGING = frozenset({"cursor", "limit", "facets"})
_SORT = "Without it: relevance where q has words, else newest."


class SortedParams(FilterParams):
    """Which events are meant, and in which order."""

    sort: Annotated[
        Sort | None,
        Blankable,
        WithJsonSchema({"type": "string", "enum": [*Sort, ""]}),
        Field(description=_SORT, examples=["newest"]),
    ] = None

    def to_query(self) -> EventQuery:
        """The search that these parameters ask for.

        Raises:
            QueryError: a value or something in the box cannot be understood.
        """
        query = super().to_query()
        return replace(query, sort=self.sort) if self.sort else query


class EventParams(SortedParams):
    """The parameters of a search, as they stand in its URL."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Hits on a page."), Whole] = (
        DEFAULT_LIMIT
    )
    cursor: Annotated[
        Annotated[str, Field(max_length=500)] | None,
        Blankable,
        Field(description="`next` of the page before."),
    ] = None
    facets: Annotated[
        Values, Field(description="What to count by; without it everything, `none` for nothing.")
    ] = ()

    def search_pairs(self) -> list[tuple[str, str]]:
        """The parameters that make it this search, whatever its page and counts."""
        return [pair for pair in self.pairs() if pair[0] not in PAGING]

    def to_query(self, *, offset: int = 0) -> EventQuery:
        """The search that these parameters ask for.

        Raises:
            QueryError: a value or something in the box cannot be understood.
        """
        return replace(super().to_query(), limit=self.limit, offset=offset, facets=self._facets())

    def with_(self, **changes: Any) -> Self:
        """The same search with some parameters changed, back on its first page."""
        return super().with_(**{"cursor": None, **changes})

    def _facets(self) -> tuple[Facet, ...]:
        if not self.facets:
            return ALL_FACETS
        if self.facets == ("none",):
            return ()
        options: Mapping[str, Facet] = {str(facet): facet for facet in Facet}
        for name in self.facets:
            if name not in options:
                raise unknown("facet", name, tuple(options), None, parameter="facets")
        return tuple(dict.fromkeys(options[name] for name in self.facets))
