"""What the description says beyond its routes: tags, headers, validators, keys, unused schemas."""

import json
from collections.abc import Iterator
from typing import Any

UNDESCRIBED = "x-undescribed"
"""The mark of a parameter that stands in an operation's words and not in its description."""

_TAGS = {
    "events": "Search, filter and count events; each one by its id.",
    "exports": "A whole search in other formats, and single events for reference managers.",
    "digests": "Issues of the series, with their events and their sources.",
    "stories": "Developments followed across issues.",
    "changes": "The ledger: every change, in order, for mirrors.",
    "vocabulary": "What events are tagged with, with counts.",
    "writing": "For keys with the scope that an operation names.",
    "correcting": "What editors put right by hand, and what they said of it.",
    "quality": "How well dates and tags hold against labels made by hand.",
    "index": "Where everything is.",
    "problems": "What the types of problems mean.",
    "health": "For whoever keeps the service running.",
}
_HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "ETag": ("Weak validator: changes with the store, the index or the program.", {}),
    "Cache-Control": ("Readers ask again; a shared cache may answer for some seconds.", {}),
    "Vary": ("The request headers that the answer depends on.", {}),
    "Link": ("RFC 8288 links: `next`, `first`, `alternate`, `service-desc`.", {}),
    "Location": ("Address of what was made.", {"format": "uri-reference"}),
    "Retry-After": ("Seconds until it is worth trying again.", {"type": "integer"}),
    "RateLimit": ('What is left, and for how many seconds: `"default";r=…;t=…`.', {}),
    "RateLimit-Policy": ('Requests in so many seconds: `"default";q=…;w=…`.', {}),
    "X-Request-ID": ("Names the request in the log.", {}),
}
_EVERYWHERE = ("RateLimit", "RateLimit-Policy", "X-Request-ID")
_VALIDATED = ("ETag", "Cache-Control", "Vary")
_UNCACHED = ("health", "problems", "writing")
_LINKED = {"searchEvents", "getIndex", "listVersions"}
_RETRIED = {"429", "503"}
_ERRORS_FROM = 400


def complete(document: dict[str, Any], *, server: str, contact: dict[str, str]) -> None:
    """Add to a description what generators and linters look for.

    Args:
        document: the description as FastAPI makes it; changed in place.
        server: the site's address, or "/" for wherever the description was read.
        contact: `name`, and `url` or `email` where the operator has given one.
    """
    document["info"]["contact"] = contact
    document["servers"] = [{"url": server, "description": "This installation"}]
    used = {tag for _, operation in _operations(document) for tag in operation["tags"]}
    document["tags"] = [
        {"name": name, "description": description}
        for name, description in _TAGS.items()
        if name in used
    ]
    components = document["components"]
    components["headers"] = {
        name: {"description": description, "schema": {"type": "string"} | schema}
        for name, (description, schema) in _HEADERS.items()
    }
    # Reading needs no key; operations that need one say so themselves.
    document["security"] = []
    for method, operation in _operations(document):
        _leave_out(operation)
        _describe_headers(method, operation)
    _name_enums(components["schemas"])
    _prune(components["schemas"], document)


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for operations in document["paths"].values():
        yield from operations.items()


def _describe_headers(method: str, operation: dict[str, Any]) -> None:
    cached = method == "get" and not set(operation["tags"]) & set(_UNCACHED)
    if cached:
        operation["responses"]["304"] = {
            "description": "Not modified: what `If-None-Match` names is still the answer."
        }
    for status, response in operation["responses"].items():
        names = list(_EVERYWHERE)
        if cached and int(status) < _ERRORS_FROM:
            names += _VALIDATED
        if operation["operationId"] in _LINKED and status == "200":
            names.append("Link")
        if status in _RETRIED:
            names.append("Retry-After")
        if status == "201":
            names.append("Location")
        response["headers"] = response.get("headers", {}) | {
            name: {"$ref": f"#/components/headers/{name}"} for name in sorted(names)
        }


def _name_enums(schemas: dict[str, Any]) -> None:
    """The same few values have the same name wherever they stand, and one type in a client."""
    named = {json.dumps(one["enum"]): name for name, one in schemas.items() if "enum" in one}
    for schema in schemas.values():
        for field, part in schema.get("properties", {}).items():
            name = named.get(json.dumps(part.get("enum")))
            if name is not None:
                rest = {key: part[key] for key in part if key not in {"type", "enum", "title"}}
                schema["properties"][field] = {"$ref": f"#/components/schemas/{name}", **rest}


def _leave_out(operation: dict[str, Any]) -> None:
    if "parameters" in operation:
        operation["parameters"] = [
            one for one in operation["parameters"] if UNDESCRIBED not in one.get("schema", {})
        ]


def _prune(schemas: dict[str, Any], document: dict[str, Any]) -> None:
    """Leave out schemas that nothing refers to."""
    while True:
        text = json.dumps(document)
        unused = [name for name in schemas if f'"#/components/schemas/{name}"' not in text]
        if not unused:
            return
        for name in unused:
            del schemas[name]
