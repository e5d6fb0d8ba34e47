"""The OpenAPI description: FastAPI's own, with problems described as what they are."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.answers.writing import BODIES
from api.rest.openapi_details import complete
from api.rest.problems import PROBLEM

_OK = 400
_CONTACT = {"name": "The operator of this installation"}
_JSON = "application/json"
_PROBLEM_REF = "#/components/schemas/ProblemOut"
_PROBLEM_SCHEMA = {"$ref": _PROBLEM_REF}


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
        for path, operations in document["paths"].items():
            for operation in operations.values():
                _as_problems(operation["responses"])
                _with_example(path, operation)
        document["components"]["schemas"] |= BODIES
        for unused in ("HTTPValidationError", "ValidationError"):
            document["components"]["schemas"].pop(unused, None)
        complete(document, server=app.state.site.public or "/", contact=_CONTACT)
        app.openapi_schema = document
    return app.openapi_schema


def _with_example(path: str, operation: dict[str, Any]) -> None:
    """A request that was made, and what it was answered; see ``examples.json``."""
    example = _examples().get(operation["operationId"])
    if example is None:
        return
    response = operation["responses"].setdefault(str(example["status"]), {})
    content = response.setdefault("content", {}).setdefault(example["media_type"], {})
    content["example"] = example["response"]
    if "body" in example:
        operation["requestBody"]["content"][_JSON]["example"] = example["body"]
    asked = urlsplit(example["request"].split(" ", 1)[1])
    given = dict(parse_qsl(asked.query)) | _path_values(path, asked.path)
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in given and parameter["in"] in {"path", "query"}:
            value = given[parameter["name"]]
            several = parameter["schema"].get("type") == "array"
            parameter["example"] = (
                value.split(",") if several else _typed(value, parameter["schema"])
            )


def _typed(value: str, schema: dict[str, Any]) -> str | int:
    return int(value) if schema.get("type") == "integer" else value


def _path_values(template: str, path: str) -> dict[str, str]:
    """The values that an address has for the names in its template."""
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(template))
    match = re.fullmatch(pattern, path)
    return match.groupdict() if match else {}


@cache
def _examples() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        files("api.rest").joinpath("examples.json").read_text(encoding="utf-8")
    )
    return found


def _as_problems(responses: dict[str, Any]) -> None:
    """Errors are RFC 9457 problems, and have its media type."""
    for status, response in responses.items():
        if int(status) >= _OK or _PROBLEM_REF in str(response.get("content", "")):
            response["content"] = {PROBLEM: {"schema": _PROBLEM_SCHEMA}}
