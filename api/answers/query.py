"""A search as it was understood, as the API shows it."""

from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, Field, create_model

from api.knowledge.filters import FILTERS
from indexer.projection import among
from indexer.search.conditions import Selection
from indexer.search.query import EventQuery, Sort


class TagFilterOut(BaseModel):
    """A filter on tags as it was understood."""

    any_of: list[str]
    all_of: list[str]
    none_of: list[str]

    @classmethod
    def of(cls, chosen: Selection) -> "TagFilterOut":
        """The filter as the API shows it."""
        return cls(
            any_of=list(chosen.any_of), all_of=list(chosen.all_of), none_of=list(chosen.none_of)
        )


class TermOut(BaseModel):
    """A part of the text as it was understood."""

    text: str
    phrase: bool
    excluded: bool
    field: Annotated[
        str | None, Field(description="Where it must stand; null where anywhere will do.")
    ]


class _QueryOut(BaseModel):
    """The search as it was understood: what was typed, names resolved, defaults filled in."""

    terms: list[TermOut]
    alternatives: Annotated[
        list[str], Field(description="What OR parts: beside all else at least one of these holds.")
    ]

    @classmethod
    def of(cls, query: EventQuery) -> Self:
        """The query as the API shows it."""
        echoes = {name: one for row in FILTERS for name, one in row.echo(query).items()}
        return cls.model_validate(
            {
                "terms": [
                    TermOut(
                        text=term.text,
                        phrase=term.phrase,
                        excluded=term.excluded,
                        field=term.field or None,
                    )
                    for term in query.terms
                ],
                "alternatives": [one.text for one in query.either],
                **{name: _shown(one) for name, one in echoes.items()},
                "sort": str(query.sort),
                "limit": query.limit,
            }
        )


def _shown(value: Any) -> Any:
    return TagFilterOut.of(value) if isinstance(value, Selection) else value


def _type(echoed: Any) -> Any:
    return TagFilterOut if echoed is Selection else echoed


if TYPE_CHECKING:

    class QueryOut(_QueryOut):
        """The search as it was understood: what was typed, names resolved, defaults filled in."""

else:
    QueryOut = create_model(
        "QueryOut",
        __base__=_QueryOut,
        __module__=__name__,
        __doc__=_QueryOut.__doc__,
        **{name: (_type(one), ...) for row in FILTERS for name, one in row.echoed().items()},
        sort=(Annotated[str, among(Sort)], ...),
        limit=(int, ...),
    )
