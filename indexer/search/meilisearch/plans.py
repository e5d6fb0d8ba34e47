"""What one search asks of the server, and what each of its answers is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.search.document import Facet


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


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests of one search, and what each of their answers is for.

    Attributes:
        requests: all of them, to be put to the server at once.
        free: facets that the first request counts; it gives the exact total, too.
        chosen: of a facet with a choice of its own, the request that counts it.
        pages: the requests whose hits make the page, see `Compiler.plan`.
        are_shown: whether those hits hold what is shown of them.
    """

    requests: tuple[Mapping[str, Any], ...]
    free: tuple[Facet, ...]
    chosen: Mapping[Facet, int]
    pages: tuple[int, ...]
    are_shown: bool
