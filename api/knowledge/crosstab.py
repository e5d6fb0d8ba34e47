"""The parameters of counts in up to three dimensions."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from api.knowledge.params import FilterParams
from api.knowledge.spelling import unknown
from api.knowledge.values import Splittable
from indexer.errors import QueryError
from indexer.search.buckets import Interval
from indexer.search.crosstab import DIMENSIONS, MOST_DIMENSIONS

_BY = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_DIMENSIONS,
    "uniqueItems": True,
    "items": {"type": "string", "enum": list(DIMENSIONS)},
}
LINES = tuple(name for name in DIMENSIONS if name not in set(Interval))
"""What a timeline may have lines of."""
By = Annotated[tuple[str, ...], Splittable, WithJsonSchema(_BY)]


class CrosstabParams(FilterParams):
    """Which events are meant, and what they are counted by. Unknown parameters are refused."""

    by: Annotated[
        By,
        Field(
            description="What to count by: one to three, none twice; commas may part them.",
            examples=[["country", "domain"]],
        ),
    ]

    def dimensions(self) -> tuple[str, ...]:
        """What to count by.

        Raises:
            QueryError: that is nothing, too much, unknown or said twice.
        """
        return dimensions(self.by)


def dimensions(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of what is to be counted by, as they were given.

    Raises:
        QueryError: they are none or too many, one is unknown or given twice.
    """
    for name in names:
        if name not in DIMENSIONS:
            raise unknown("dimension", name, DIMENSIONS, None, parameter="by")
    if not 1 <= len(names) <= MOST_DIMENSIONS or len(set(names)) < len(names):
        raise QueryError(
            f"by takes one to {MOST_DIMENSIONS} different dimensions ({', '.join(DIMENSIONS)}), "
            f"and was given {', '.join(names) or 'none'}",
            parameter="by",
        )
    return names


def one_of_lines(name: str) -> str:
    """The name of what a timeline has lines of, as it was given.

    Raises:
        QueryError: it is unknown, or a length of time.
    """
    if name not in LINES:
        raise unknown("dimension", name, LINES, None, parameter="by")
    return name
