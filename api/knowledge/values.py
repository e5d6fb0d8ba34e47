"""Types of parameters: lists with commas, blanks from forms, precisions."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from indexer.normalise.spans import Precision

_MOST_VALUES = 50
_DIGITS = re.compile(r"[+-]?[0-9]+")


def _split(value: Any) -> Any:
    """Repeated and comma-separated values alike; blanks from empty form fields fall away."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, Iterable):
        return value
    values = list(values)
    if not all(isinstance(one, str) for one in values):
        return value  # a number is no text: 2.10 would become 2.1
    parts = [part.strip() for one in values for part in one.split(",")]
    if len(parts) > _MOST_VALUES:
        raise ValueError(f"takes at most {_MOST_VALUES} values")
    return tuple(part for part in parts if part)


def _blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not _DIGITS.fullmatch(value.strip()):
        raise ValueError("must be a whole number")
    return value


Splittable = BeforeValidator(_split)
# Pydantic would take "2.0" for a whole number, which the schema says it is not. It stands behind
# the bounds, which the schema would lose otherwise.
Whole = BeforeValidator(_whole)
# The length stands inside the splitting: it counts values, and the schema says maxItems.
Values = Annotated[tuple[str, ...], Field(max_length=_MOST_VALUES), Splittable]
Blankable = BeforeValidator(_blank)
# One value may be several with commas between, and a form sends an empty one.
_ONE_PRECISION = "|".join(Precision)
_PRECISIONS = {
    "type": "array",
    "maxItems": _MOST_VALUES,
    "items": {
        "type": "string",
        "pattern": rf"^[\s,]*((?:{_ONE_PRECISION})(\s*,[\s,]*|\s*$))*$",
    },
}
Precisions = Annotated[tuple[Precision, ...], Splittable, WithJsonSchema(_PRECISIONS)]
