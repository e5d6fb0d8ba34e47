"""What the tools take: the filters of every search route, with what each tool adds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.knowledge.params import MAX_NEAR_PAGE, EventParams, FilterParams, SortedParams
from api.knowledge.values import Blankable, Splittable
from indexer.normalise.tags.kinds import KINDS
from indexer.search.buckets import Interval
from indexer.search.document import FACETS, YEAR

MAX_HITS = 50
MAX_VALUES = 300
_NO_FACETS = ("none",)


if TYPE_CHECKING:
    FacetName = str
else:
    FacetName = Literal[FACETS]


class SearchArguments(SortedParams):
    """Which events are meant, in which order, and which page of them."""

    limit: Annotated[
        int, Field(ge=1, le=MAX_HITS, description="Events on a page.", examples=[10])
    ] = 10
    cursor: Annotated[
        Annotated[str, Field(max_length=500)] | None,
        Blankable,
        Field(
            description="`next` of the page before, for the same search.",
            examples=["WzEwLDMwNCwiNGY1M2NkYTE4YzJiIl0"],
        ),
    ] = None

    near_page: Annotated[
        int,
        Field(ge=1, le=MAX_NEAR_PAGE, description="Which page of near.", examples=[1]),
    ] = 1

    def to_params(self) -> EventParams:
        """The same search as the API's own route takes it, without counts."""
        return EventParams.model_validate({**self.model_dump(), "facets": _NO_FACETS})


class EventArguments(BaseModel):
    """Which event is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="The event's id, as search_events gives it.",
            examples=["usjad-2-7-0a1b2c3d"],
        ),
    ]


class FacetArguments(FilterParams):
    """Which events are counted, by what, and how many values are shown."""

    facets: Annotated[
        Annotated[tuple[FacetName, ...], Field(max_length=len(FACETS))],
        Splittable,
        Field(
            description="What to count by; an empty list for everything.",
            examples=[["country", "year"]],
        ),
    ] = (*(str(kind.id) for kind in KINDS.values() if kind.facet), YEAR)
    limit: Annotated[
        int,
        Field(ge=1, le=MAX_VALUES, description="Most values of each facet.", examples=[20]),
    ] = 20

    def to_params(self) -> EventParams:
        """The same search as the API's own route takes it, on its smallest page."""
        facets = tuple(map(str, self.facets))
        return EventParams.model_validate({**self.model_dump(), "facets": facets, "limit": 1})


class TimelineArguments(FilterParams):
    """Which events are counted, and how long a bucket is."""

    interval: Annotated[
        Interval, Field(description="How long the buckets are.", examples=["quarter"])
    ] = Interval.MONTH


def without_nulls(model: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, those that are null taken as not given; unknown ones stay, to be refused."""
    known = model.model_fields
    return {name: value for name, value in given.items() if value is not None or name not in known}
