"""The OpenAPI description: FastAPI's own, with problems described as what they are."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import PROBLEM
from api.schemas.writing import BODIES

_OK = 400
_PROBLEM_SCHEMA = {"$ref": "#/components/schemas/ProblemOut"}


def described(app: FastAPI) -> dict[str, Any]:
    """The description of the whole API, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            license_info=app.license_info,
            routes=app.routes,
        )
        for operations in document["paths"].values():
            for operation in operations.values():
                _as_problems(operation["responses"])
        document["components"]["schemas"] |= BODIES
        for unused in ("HTTPValidationError", "ValidationError"):
            document["components"]["schemas"].pop(unused, None)
        app.openapi_schema = document
    return app.openapi_schema


def _as_problems(responses: dict[str, Any]) -> None:
    """Errors are RFC 9457 problems, and have its media type."""
    for status, response in responses.items():
        if int(status) >= _OK:
            response["content"] = {PROBLEM: {"schema": _PROBLEM_SCHEMA}}
