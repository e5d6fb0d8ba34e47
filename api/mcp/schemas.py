"""What tools take, made of the API's own description of the operation behind them.

The filters of a search are described once, with `search_events`: the other tools name them with
their types alone. A new filter of the API is thus an argument of every tool that has filters.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = dict[str, Any]
_FEW_VALUES = 12


def parameters(document: Mapping[str, Any], operation_id: str) -> dict[str, Mapping[str, Any]]:
    """The query parameters of an operation by name; none where it is not described."""
    for operations in document["paths"].values():
        for operation in operations.values():
            if operation.get("operationId") == operation_id:
                return {
                    one["name"]: one
                    for one in operation.get("parameters", ())
                    if one["in"] == "query"
                }
    return {}


def argument(
    parameter: Mapping[str, Any], document: Mapping[str, Any], *, described: bool
) -> Schema:
    """A parameter as small as it can be said: its type, its values where they are few."""
    found = _type(parameter["schema"], document)
    if described and (words := parameter.get("description")):
        found["description"] = words
    return found


def object_of(properties: Mapping[str, Schema], required: Iterator[str]) -> Schema:
    """The schema of a tool's arguments; others are refused."""
    needed = [name for name in required if name in properties]
    return {
        "type": "object",
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def pairs(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Arguments as an address has them; those that are null count as not given."""
    for name, value in arguments.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield name, str(one).lower() if isinstance(one, bool) else str(one)


def _type(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Schema:
    schema = _resolved(schema, document)
    if "anyOf" in schema:  # a value or null, and null is the same as leaving it out
        schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
        return _type(schema, document)
    found: Schema = {"type": schema.get("type", "string")}
    values = [value for value in schema.get("enum", ()) if value != ""]
    if 0 < len(values) <= _FEW_VALUES:
        found["enum"] = values
    if found["type"] == "array":
        found["items"] = _type(schema.get("items", {}), document)
    return found


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        schema = document["components"]["schemas"][name]
    return schema
