"""What of an event an answer holds: `include` adds, `fields` chooses."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from api.knowledge.spelling import unknown
from api.knowledge.values import Splittable, Values
from indexer.errors import QueryError


class Part(StrEnum):
    """What may come along with an event."""

    EVIDENCE = "evidence"


IncludeField = Annotated[
    tuple[Part, ...],
    Splittable,
    Field(description="`evidence`: the words behind each tag, as `tags`."),
]
FieldsField = Annotated[
    Values,
    Field(
        description="Only these fields of each event, or columns, in this order.",
        examples=[["id", "headline", "countries"]],
    ),
]


def goes_with(suffixes: Collection[str], shape: str | None = None, **more: Any) -> Any:
    """What the description says of a parameter that means nothing in other formats.

    Args:
        suffixes: the formats; `refuse_elsewhere` refuses the parameter in others.
        shape: the only shape, where it means nothing in others.
        more: what else it says, in keywords of its own.
    """
    beside = {"suffix": list(suffixes)} | ({} if shape is None else {"shape": [shape]})
    hints: dict[str, Any] = {f"x-{name}": told for name, told in more.items()}
    return Field(json_schema_extra={"x-goes-with": beside} | hints)


def chosen(fields: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The names, each once.

    Raises:
        QueryError: there is no such field.
    """
    names = tuple(dict.fromkeys(fields))
    for name in names:
        if name not in known:
            if name == "tags":
                raise QueryError("tags come with include=evidence", parameter="fields")
            raise unknown("field", name, tuple(known), None, parameter="fields")
    return names


def refuse_elsewhere(given: bool, parameter: str, suffix: str, fits: Collection[str]) -> None:
    """No parameter is ignored.

    Raises:
        QueryError: it is given, and means nothing in this format.
    """
    if given and suffix not in fits:
        raise QueryError(
            f"{parameter} means nothing in {suffix}; it goes with {', '.join(fits)}",
            parameter=parameter,
        )
