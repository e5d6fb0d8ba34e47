"""What Pydantic found wrong with a document, in sentences for the one who sent it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from indexer.wording import in_words

_TOLD = 5


def faults(error: ValidationError, model: type[BaseModel]) -> list[tuple[str, str]]:
    """Place and message for each fault; the place is like ``items[2].text``, or empty.

    Args:
        error: what the validation raised.
        model: the model that was validated against, to name the fields that it knows.
    """
    found = []
    for entry in error.errors(include_url=False, include_input=False):
        place = _place(entry["loc"])
        if entry["type"] == "extra_forbidden":
            known = ", ".join(_fields(model, entry["loc"][:-1]))
            found.append((place, f"there is no such field (known: {known})"))
        else:
            found.append((place, in_words(entry)))
    return found


def sentence(faults_found: Sequence[tuple[str, str]]) -> str:
    """The first few faults in one line, and how many more there are."""
    told = "; ".join(
        f"{place}: {message}" if place else message for place, message in faults_found[:_TOLD]
    )
    more = len(faults_found) - _TOLD
    return f"{told}; and {more} more" if more > 0 else told


def _place(loc: Sequence[str | int]) -> str:
    place = ""
    for part in loc:
        place += f"[{part}]" if isinstance(part, int) else f".{part[:60]}" if place else part[:60]
    return place


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """Made once: a document of thousands of unknown keys asks for it at each of them."""
    return model.model_json_schema()


def _fields(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Names of the fields at a place in the document."""
    schema = _schema(model)
    at = schema
    for part in loc:
        at = at["items"] if isinstance(part, int) else at["properties"][part]
        at = next((option for option in at.get("anyOf", ()) if "$ref" in option), at)
        if "$ref" in at:
            at = schema["$defs"][at["$ref"].rsplit("/", 1)[-1]]
    return list(at.get("properties", ()))
