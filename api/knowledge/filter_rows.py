"""What a filter of a search is: a row that knows everything that is done with it.

Which parameters it has, whether it is a field of the search box, how its values are read, the
condition they make, how the answer echoes it, what its chip and the explanation of an empty page
say, and whether the site has a panel for it. The rows themselves stand in `api.knowledge.filters`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from api.knowledge.box import Box, BoxField
from api.knowledge.parameters import FieldDefinition
from indexer.search.conditions import Filter
from indexer.search.document import Facet
from indexer.search.query import EventQuery


class Params(Protocol):
    """The parameters of a search, as filters see them."""

    def given(self, name: str) -> Any:
        """The value of one parameter; None where there is no such one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Where the site offers a filter beside the hits.

    Attributes:
        facet: whose counts it shows.
        title: its heading.
        place: panels stand in ascending order of it.
        checkbox: its values are ticked; else each is a link.
        least: it is shown where there are so many values to choose from, or one is chosen.
    """

    facet: Facet
    title: str
    place: int
    checkbox: bool = True
    least: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a filter in force says.

    Attributes:
        parameter: the parameter that it stands in.
        chip: it in short, above the hits.
        words: it in a sentence: "leave out ...".
        without: the parameters to change so that it goes.
        value: the value that it stands for; None where it stands for several or none.
    """

    parameter: str
    chip: str
    words: str
    without: Mapping[str, Any]
    value: str | None = None


class FilterRow(Protocol):
    """One filter."""

    @property
    def name(self) -> str:
        """Its name: of its facet where it selects values of one."""

    @property
    def panel(self) -> Panel | None:
        """Where the site offers it."""

    @property
    def fields(self) -> tuple[BoxField, ...]:
        """Its fields in the search box."""

    def parameters(self) -> Mapping[str, FieldDefinition]:
        """Its parameters, as `pydantic.create_model` takes them."""

    def understood(self, params: Params, box: Box) -> Filter:
        """What it asks for.

        Raises:
            QueryError: a value cannot be understood.
        """

    def echoed(self) -> Mapping[str, Any]:
        """The fields that echo it in an answer, with their types."""

    def echo(self, query: EventQuery) -> Mapping[str, Any]:
        """What these fields hold."""

    def chips(self, params: Params) -> Iterator[Part]:
        """What is in force, value by value."""

    def parts(self, params: Params) -> Iterator[Part]:
        """What is in force, in parts that can be left out on their own."""

    def selects(self, value: str) -> Mapping[str, Any]:
        """The parameters that choose one value of its panel."""

    def shown(self, value: str) -> str:
        """Display name of one value of its panel."""
