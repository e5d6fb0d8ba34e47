"""Types of parameters: lists with commas, blanks from forms, precisions."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from indexer.normalise.spans import Precision
from indexer.normalise.tags.kinds import KINDS

MOST_VALUES = 50
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
    if max(len(values), len(set(parts) - {""})) > MOST_VALUES:
        raise ValueError(f"takes at most {MOST_VALUES} values")
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
Values = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), Splittable]
Blankable = BeforeValidator(_blank)
# A form sends a blank for what is not ticked.
Flag = Annotated[
    bool,
    BeforeValidator(lambda given: False if given == "" else given),
    WithJsonSchema({"type": "boolean"}),
]


def _extra(form: str) -> dict[str, Any]:
    """A format and where its values are found; those of a kind of tags in its list."""
    if form in FORMS:
        return {"format": form, "x-values": FORMS[form]}
    plurals = {str(kind.id): kind.plural for kind in KINDS.values()}
    if form in plurals:
        return {"format": form, "x-values": f"code or name: /api/v1/{plurals[form]}"}
    return {}


def said_as(form: str) -> Any:
    """What the description says of a text whose values no JSON Schema can list.

    Args:
        form: name of the format; `FORMS` tells where its values are found.
    """
    return Field(json_schema_extra=_extra(form))


def listed(form: str) -> Any:
    """The type of a list of values in one format, repeated or with commas between."""
    one = Annotated[str, said_as(form)]
    return Annotated[tuple[one, ...], Field(max_length=MOST_VALUES), Splittable]


FORMS: Mapping[str, str] = MappingProxyType(
    {
        "series": "id: /api/v1/series",
        "status": "reported, scheduled, considered, called_off",
        "issue": "volume and number, or the id of a digest: /api/v1/digests",
        "event": "id of an event: /api/v1/events",
        "facet": "name of a facet of /api/v1/events, or none",
        "box": "words and fields of the search box: /help",
        "period": "year, quarter, month or day: 2023, 2023-Q2, 2023-04, 2023-04-15",
        "cursor": "`next` of the page before",
    }
)
"""Formats of parameters, and where their values come from."""
# One value may be several with commas between, and a form sends an empty one.
_ONE_PRECISION = "|".join(Precision)
_PRECISIONS = {
    "type": "array",
    "maxItems": MOST_VALUES,
    "items": {
        "type": "string",
        "pattern": rf"^[\s,]*((?:{_ONE_PRECISION})(\s*,[\s,]*|\s*$))*$",
    },
}
Precisions = Annotated[tuple[Precision, ...], Splittable, WithJsonSchema(_PRECISIONS)]
