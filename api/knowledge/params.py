"""The parameters of a search and its page: URL to EventQuery and back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self
from urllib.parse import urlencode

from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from api.knowledge.addressed import Addressed
from api.knowledge.box import Box, Place
from api.knowledge.box_printing import printed
from api.knowledge.filters import FILTERS
from api.knowledge.issues import resolve_digest
from api.knowledge.query_language import parse, unfinished_from
from api.knowledge.spelling import unknown
from api.knowledge.values import MOST_VALUES, Blankable, Flag, Splittable, Whole, said_as
from indexer.errors import QueryError
from indexer.search.conditions import conditions
from indexer.search.document import DIGEST, FACETS, Facet
from indexer.search.query import Alternative, EventQuery, Sort

DEFAULT_LIMIT = 20
MAX_LIMIT = 200
DEFAULT_FACET_LIMIT = 50
MAX_FACET_LIMIT = 10_000
MAX_NEAR_PAGE = 10_000
# Which page of a search, and what is counted beside it.
PAGING = frozenset({"cursor", "page", "near_page", "limit", "facets", "facet_limit"})
# Counted only where asked for: its values are as many as there are issues.
_RARE = frozenset({DIGEST})
DEFAULT_FACETS = tuple(facet for facet in FACETS if facet not in _RARE)
_SORT = "Without it: relevance where q has words, else newest."


@dataclass(frozen=True, slots=True)
class AskedDigest:
    """A digest as it was asked for.

    Attributes:
        word: as written: ``2.7``, a series and number, a day, or an id.
        ids: what it may stand for, one id a series.
        parameter: the parameter that it stands in.
        place: where it stands in the box; None outside it.
    """

    word: str
    ids: tuple[str, ...]
    parameter: str
    place: Place | None = None

    @property
    def by_id(self) -> bool:
        """Whether it was asked for by its id."""
        return self.ids == (self.word.strip(),)


class _WordsParams(Addressed):
    """Which words are meant, and what every set of parameters can do."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    # What another search does not take over: where one was in the hits of this one.
    first_page: ClassVar[Mapping[str, Any]] = {}

    q: Annotated[
        str,
        said_as("box"),
        Field(
            max_length=500,
            description='Words, "phrases", -exclusions and fields such as country:JP.',
            examples=['space "joint statement"'],
        ),
    ] = ""

    def given(self, name: str) -> Any:
        """The value of one parameter; None where there is no such one."""
        return getattr(self, name, None)

    def box(self) -> Box:
        """The search box, read.

        Raises:
            QueryError: something in it cannot be understood.
        """
        return parse(self.q, typing=bool(self.given("typing")))

    def to_query(self) -> EventQuery:
        """The events that these parameters mean, the best match or else the newest first.

        Raises:
            QueryError: a value or something in the box cannot be understood.
        """
        box = self.box()
        found = {row.name: row.understood(self, box) for row in FILTERS}
        return EventQuery(
            terms=box.terms,
            filters={name: given for name, given in found.items() if given},
            either=self._alternatives(box),
            sort=Sort.RELEVANCE if box.has_words else Sort.NEWEST,
        )

    def _alternatives(self, box: Box) -> tuple[Alternative, ...]:
        """What OR parts, each with its conditions; parameters are none of them."""
        if not box.groups:
            return ()
        nothing = FilterParams()
        return tuple(
            Alternative(
                printed(way),
                way.terms,
                tuple(conditions({row.name: row.understood(nothing, way) for row in FILTERS})),
            )
            for way in box.ways()
        )

    def with_(self, **changes: Any) -> Self:
        """The same search with some parameters changed, back on its first page."""
        return self.model_validate({**self.model_dump(), **self.first_page, **changes})

    def toggled(self, name: str, value: str) -> Self:
        """The same search with one value of a list added, or taken out where it is in."""
        present: tuple[str, ...] = getattr(self, name)
        values = tuple(v for v in present if v != value)
        chosen = values if len(values) < len(present) else (*present, value)
        # Not read anew: a page asks for each of its options, and their values are known.
        return self.model_copy(update={**self.first_page, name: chosen})

    def toggled_urls(self, path: str, name: str, values: Iterable[str]) -> dict[str, str]:
        """The addresses of `toggled` for each of these values; a page may offer hundreds."""
        present: tuple[str, ...] = getattr(self, name)
        # Written once, with a list of one in the place of the values.
        pairs = self.model_copy(update={**self.first_page, name: ("",)}).pairs()
        at = pairs.index((name, ""))
        before, after = pairs[:at], pairs[at + 1 :]
        found = {}
        for value in values:
            others = tuple(v for v in present if v != value)
            chosen = others if len(others) < len(present) else (*present, value)
            told = urlencode([*before, *((name, one) for one in chosen), *after])
            found[value] = f"{path}?{told}" if told else path
        return found

    def digests_asked(self) -> tuple[AskedDigest, ...]:
        """The digests named in parameters and box, each with the ids that it may stand for.

        Raises:
            QueryError: a word is neither a volume and number nor an id.
        """
        return tuple(self._digests(self.box()))

    def _digests(self, box: Box) -> Iterator[AskedDigest]:
        for word in self.given(DIGEST):
            yield AskedDigest(word, resolve_digest(word, parameter=DIGEST), DIGEST)
        for part in box.every_field():
            if part.name == DIGEST:
                for word, place in zip(part.values, part.places, strict=True):
                    ids = resolve_digest(word, parameter="q", span=place)
                    yield AskedDigest(word, ids, "q", place)


if TYPE_CHECKING:

    class FilterParams(_WordsParams):
        """Which events are meant. Unknown parameters are refused by name."""

        def __init__(self, **given: Any) -> None: ...

else:
    FilterParams = create_model(
        "FilterParams",
        __base__=_WordsParams,
        __module__=__name__,
        __doc__="Which events are meant. Unknown parameters are refused by name.",
        **{name: definition for row in FILTERS for name, definition in row.parameters().items()},
    )


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

    first_page: ClassVar[Mapping[str, Any]] = {"cursor": None, "near_page": 1, "typing": False}

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Hits on a page."), Whole] = (
        DEFAULT_LIMIT
    )
    cursor: Annotated[
        Annotated[str, Field(max_length=500), said_as("cursor")] | None,
        Blankable,
        Field(description="`next` of the page before."),
    ] = None
    facets: Annotated[
        Annotated[tuple[Annotated[str, said_as("facet")], ...], Field(max_length=MOST_VALUES)],
        Splittable,
        Field(
            description="What to count by; without it everything but digests, `none` for nothing."
        ),
    ] = ()
    facet_limit: Annotated[
        int,
        Field(ge=0, le=MAX_FACET_LIMIT, description="Values of each facet; 0 for all."),
        Whole,
    ] = DEFAULT_FACET_LIMIT

    near_page: Annotated[
        int,
        Field(ge=1, le=MAX_NEAR_PAGE, description="Which page of `near`, of `limit` events each."),
        Whole,
    ] = 1

    typing: Annotated[
        Flag,
        Field(
            description="The last word is still being typed: it may go on, however short it is. "
            "Without it only words of four letters or more may."
        ),
    ] = False

    def search_pairs(self) -> list[tuple[str, str]]:
        """The parameters that make it this search, whatever its page and counts."""
        return [pair for pair in self.pairs() if pair[0] not in PAGING]

    def to_query(self, *, offset: int = 0) -> EventQuery:
        """The search that these parameters ask for.

        Raises:
            QueryError: a value or something in the box cannot be understood.
        """
        return replace(super().to_query(), limit=self.limit, offset=offset, facets=self._facets())

    def without_end(self, error: QueryError) -> Self | None:
        """The same search without the last part of the box; None unless the fault lies there."""
        if error.parameter != "q" or error.start is None:
            return None
        start = unfinished_from(self.q, error.start)
        return None if start is None else self.model_copy(update={"q": self.q[:start].rstrip()})

    def _facets(self) -> tuple[Facet, ...]:
        if not self.facets:
            return DEFAULT_FACETS
        named = tuple(dict.fromkeys(name for name in self.facets if name != "none"))
        for name in named:
            if name not in FACETS:
                raise unknown("facet", name, FACETS, None, parameter="facets")
        return named
