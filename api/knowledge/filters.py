"""FilterParams: which events are meant, as parameters of a URL; every search route takes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from api.knowledge import vocabulary
from api.knowledge.query_language import Box, FieldPart, parse
from api.knowledge.values import Blankable, Precisions, Values
from indexer.errors import QueryError
from indexer.search.query import EventQuery, Facet, Sort, TagFilter

_TAGS = (Facet.COUNTRY, Facet.DOMAIN, Facet.GROUP, Facet.MEMBER_OF)


@dataclass(frozen=True, slots=True)
class AskedDigest:
    """A digest as it was asked for.

    Attributes:
        word: as written: ``2.7`` or an id.
        ids: what it may stand for, one id a series.
        parameter: the parameter that it stands in.
        position: its offset in the box; None outside it.
    """

    word: str
    ids: tuple[str, ...]
    parameter: str
    position: int | None = None


class FilterParams(BaseModel):
    """Which events are meant. Unknown parameters are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: Annotated[
        str,
        Field(
            max_length=500,
            description='Words, "phrases", -exclusions and fields such as country:JP.',
            examples=['space "joint statement"'],
        ),
    ] = ""
    country: Annotated[Values, Field(description="Any of these countries.", examples=[["JP"]])] = ()
    country_all: Annotated[
        Values, Field(description="All of these countries.", examples=[["JP", "PH"]])
    ] = ()
    country_not: Annotated[
        Values, Field(description="None of these countries.", examples=[["CN"]])
    ] = ()
    domain: Annotated[Values, Field(description="Any of these domains.", examples=[["space"]])] = ()
    domain_all: Annotated[
        Values, Field(description="All of these domains.", examples=[["space", "defense"]])
    ] = ()
    domain_not: Annotated[
        Values, Field(description="None of these domains.", examples=[["economy"]])
    ] = ()
    group: Annotated[Values, Field(description="Any of these groups.", examples=[["quad"]])] = ()
    group_all: Annotated[
        Values, Field(description="All of these groups.", examples=[["quad", "g7"]])
    ] = ()
    group_not: Annotated[
        Values, Field(description="None of these groups.", examples=[["nato"]])
    ] = ()
    member_of: Annotated[
        Values,
        Field(
            description="One of its countries belonged to any of these groups on the event's date.",
            examples=[["quad"]],
        ),
    ] = ()
    member_of_all: Annotated[
        Values,
        Field(
            description="Its countries belonged to each of these groups on the event's date, not "
            "always the same country.",
            examples=[["quad", "nato"]],
        ),
    ] = ()
    member_of_not: Annotated[
        Values,
        Field(
            description="None of its countries belonged to any of these groups on that date.",
            examples=[["eu"]],
        ),
    ] = ()
    event_from: Annotated[
        str | None,
        Blankable,
        Field(
            description="An occurrence overlaps the period from this year, month or day on.",
            examples=["2023-04"],
        ),
    ] = None
    event_to: Annotated[
        str | None,
        Blankable,
        Field(
            description="An occurrence overlaps the period up to this year, month or day.",
            examples=["2023-06-30"],
        ),
    ] = None
    certain: Annotated[
        bool,
        BeforeValidator(lambda given: False if given == "" else given),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, {"const": ""}]}),
        Field(
            description="Only occurrences known to the day count for the period.", examples=[True]
        ),
    ] = False
    digest: Annotated[
        Values, Field(description="Any of these digests: 2.7, or an id.", examples=[["2.7"]])
    ] = ()
    precision: Annotated[
        Precisions,
        Field(
            description="An occurrence is dated to one of these precisions.",
            examples=[["day", "range"]],
        ),
    ] = ()

    def to_query(self) -> EventQuery:
        """The events that these parameters mean, the best match or else the newest first.

        Raises:
            QueryError: a value or something in the box cannot be understood.
        """
        box = parse(self.q)
        tags = {facet: self._tag_filter(facet, box) for facet in _TAGS}
        first, last = self._period(box)
        if first and last and first > last:
            raise QueryError(
                f"the period ends ({last}) before it starts ({first})", parameter="event_to"
            )
        return EventQuery(
            terms=box.terms,
            country=tags[Facet.COUNTRY],
            domain=tags[Facet.DOMAIN],
            group=tags[Facet.GROUP],
            member_of=tags[Facet.MEMBER_OF],
            event_from=first,
            event_to=last,
            certain=self.certain,
            digests=_once(tuple(found for asked in self._digests(box) for found in asked.ids)),
            precisions=self.precision,
            sort=Sort.RELEVANCE if _has_words(box) else Sort.NEWEST,
        )

    def to_url(self, path: str = "") -> str:
        """The canonical address of this search: parameters in fixed order, defaults left out."""
        pairs = self.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that differ from their defaults, one pair a value."""
        found: list[tuple[str, str]] = []
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            if value == info.default:
                continue
            values = value if isinstance(value, tuple) else (value,)
            found += [(name, _written(one)) for one in values]
        return found

    def with_(self, **changes: Any) -> Self:
        """The same search with some parameters changed."""
        return self.model_validate({**self.model_dump(), **changes})

    def toggled(self, name: str, value: str) -> Self:
        """The same search with one value of a list added, or taken out where it is in."""
        present: tuple[str, ...] = getattr(self, name)
        values = tuple(v for v in present if v != value)
        return self.with_(**{name: values if len(values) < len(present) else (*present, value)})

    # -- parts -----------------------------------------------------------------------------

    def _tag_filter(self, facet: Facet, box: Box) -> TagFilter:
        name = str(facet)
        any_of = self._resolved(facet, name)
        all_of = self._resolved(facet, f"{name}_all")
        none_of = self._resolved(facet, f"{name}_not")
        wanted = [part for part in box.fields if part.name == name and not part.excluded]
        unwanted = [part for part in box.fields if part.name == name and part.excluded]
        lists = [part for part in wanted if len(part.values) > 1]
        if len(lists) > 1:
            raise QueryError(
                f"{name}: can ask for any of several values only once",
                parameter="q",
                position=lists[1].position,
            )
        for part in wanted:
            # One choice in two places; a single value beside others must be there as well.
            if part in lists or len(wanted) == 1:
                any_of += self._of_part(facet, part)
            else:
                all_of += self._of_part(facet, part)
        for part in unwanted:
            none_of += self._of_part(facet, part)
        return TagFilter(_once(any_of), _once(all_of), _once(none_of))

    def _resolved(self, facet: Facet, name: str) -> tuple[str, ...]:
        return tuple(
            vocabulary.resolve(facet, word, parameter=name) for word in getattr(self, name)
        )

    def _of_part(self, facet: Facet, part: FieldPart) -> tuple[str, ...]:
        return tuple(
            vocabulary.resolve(facet, word, parameter="q", position=part.position)
            for word in part.values
        )

    def _period(self, box: Box) -> tuple[Any, Any]:
        bounds: dict[str, Any] = {}
        for name, end in (("event_from", False), ("event_to", True)):
            word = getattr(self, name)
            bounds[name] = (
                vocabulary.resolve_day(word, end=end, parameter=name) if word is not None else None
            )
        for part in box.fields:
            if part.name in {"after", "before"}:
                end = part.name == "before"
                name = "event_to" if end else "event_from"
                day = vocabulary.resolve_day(
                    part.values[0], end=end, parameter="q", position=part.position
                )
                other = bounds[name]
                bounds[name] = day if other is None else (min if end else max)(day, other)
        return bounds["event_from"], bounds["event_to"]

    def digests_asked(self) -> tuple["AskedDigest", ...]:
        """The digests named in parameters and box, each with the ids that it may stand for.

        Raises:
            QueryError: a word is neither a volume and number nor an id.
        """
        return tuple(self._digests(parse(self.q)))

    def _digests(self, box: Box) -> Iterator["AskedDigest"]:
        for word in self.digest:
            yield AskedDigest(word, vocabulary.resolve_digest(word, parameter="digest"), "digest")
        for part in box.fields:
            if part.name != "digest":
                continue
            if part.excluded:
                raise QueryError(
                    "digest: cannot be excluded", parameter="q", position=part.position
                )
            for word in part.values:
                ids = vocabulary.resolve_digest(word, parameter="q", position=part.position)
                yield AskedDigest(word, ids, "q", part.position)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _has_words(box: Box) -> bool:
    return any(not term.excluded for term in box.terms)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
