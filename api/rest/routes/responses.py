"""Errors that several routes describe."""

from typing import Any

from api.answers import ProblemOut

Responses = dict[int | str, dict[str, Any]]

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
NO_EVENT: Responses = {
    404: {"model": ProblemOut, "description": "No event has this id"},
    410: {"model": ProblemOut, "description": "The event was removed"},
}
NO_FORMAT: Responses = {404: {"model": ProblemOut, "description": "Unknown format"}}
NO_STORY: Responses = {
    308: {"description": "It is part of the story that `Location` names"},
    404: {"model": ProblemOut, "description": "No story has this id"},
}
NO_DIGEST: Responses = {
    404: {"model": ProblemOut, "description": "No digest has this id"},
    410: {"model": ProblemOut, "description": "The digest was removed"},
}
