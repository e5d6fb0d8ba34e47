"""Errors that several routes describe."""

from typing import Any

from api.answers import ProblemOut
from api.rest.bodies import FORM_TYPE
from indexer.readers import JSON_TYPE

Responses = dict[int | str, dict[str, Any]]


def problems(**described: str) -> Responses:
    """Descriptions of problem answers, by status: ``_422="..."``."""
    return {
        int(name.removeprefix("_")): {"model": ProblemOut, "description": description}
        for name, description in described.items()
    }


def body(**schemas: str) -> dict[str, Any]:
    """A body that the route reads for itself, once the key is known to be good."""
    types = {"form": FORM_TYPE, "json": JSON_TYPE}
    content = {
        types[kind]: {"schema": {"$ref": f"#/components/schemas/{name}"}}
        for kind, name in schemas.items()
    }
    return {"requestBody": {"required": True, "content": content}}


KEYED = problems(
    _401="There is no key, or none that is valid", _403="The key lacks the scope that this needs"
)
CHANGED = problems(_412="It is not as `If-Match` says; `difference` tells what has changed since")
MERGED: Responses = {
    308: {
        "model": ProblemOut,
        "description": "The event became part of another",
        "headers": {"Location": {"schema": {"type": "string"}}},
    }
}
INVALID: Responses = {
    422: {"model": ProblemOut, "description": "A parameter is unknown or cannot be understood"}
}
EXPIRED: Responses = {410: {"model": ProblemOut, "description": "The cursor has expired"}}
RESET: Responses = {
    410: {
        "model": ProblemOut,
        "description": "`since` is of another ledger, or behind the end of this one",
    }
}
UNAVAILABLE: Responses = {
    503: {"model": ProblemOut, "description": "Store or search engine cannot be reached"}
}
LIMITED: Responses = {
    429: {"model": ProblemOut, "description": "Too many requests from this address"}
}
# What any operation under /api/v1 may answer.
COMMON: Responses = INVALID | LIMITED | UNAVAILABLE
NO_EVENT: Responses = MERGED | problems(_404="No event has this id", _410="The event was removed")
NO_FORMAT: Responses = {404: {"model": ProblemOut, "description": "Unknown format"}}
NO_STORY: Responses = {
    308: {"description": "It is part of the story that `Location` names"},
    404: {"model": ProblemOut, "description": "No story has this id"},
}
NO_DIGEST: Responses = {
    308: {
        "model": ProblemOut,
        "description": "Its number was put right; it keeps the id that `Location` names",
        "headers": {"Location": {"schema": {"type": "string"}}},
    },
    404: {"model": ProblemOut, "description": "No digest has this id"},
    410: {"model": ProblemOut, "description": "The digest was removed"},
}
