"""What no JSON Schema can say: values of the formats that the description names, and its hints.

Schemathesis loads it (`hooks` in schemathesis.toml). Ids and values are those of the server that
is fuzzed, whose address stands in FUZZED. The hints stand in the description, for every client:
`x-goes-with` (beside which values of others a parameter means something), `x-names` (what `fields`
may name) and `x-not-before` (the day that another one does not lie before).
"""

import json
import os
import urllib.request
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode

_SITE = os.environ["FUZZED"]
_NAMES = ("countries", "domains", "groups", "actors")
_KINDS: dict[str, list[str]] = {}
_MAY_BE_BLANK = frozenset({"q", "cursor"})
# Seconds to wait for news, which are as good as one: the fuzzer waits no longer than ten.
_PATIENT = [value for seconds in range(2, 61) for value in (seconds, str(seconds))]
# Issues that this run has taken away, as filters name them.
_removed: set[str] = set()


def _asked(path: str) -> Any:
    with urllib.request.urlopen(f"{_SITE}/api/v1{path}") as answer:
        return json.load(answer)


def _register(form: str, values: list[str]) -> None:
    schemathesis.openapi.format(form, strategies.sampled_from(values))


for name, form in zip(_NAMES, ("country", "domain", "group", "actor"), strict=True):
    items = _asked(f"/{name}?limit=200")["items"]
    # A comma parts values: what has one in its name goes by its code.
    _KINDS[form] = [
        value for one in items for value in (one["value"], one["label"]) if "," not in value
    ]
    _register(form, _KINDS[form])
_register("series", [one["id"] for one in _asked("/series")["items"]])
_register("issue", [one["id"] for one in _asked("/digests?limit=200")["items"]])
_register("event", [one["id"] for one in _asked("/events?limit=50&facets=none")["items"]])
_register("facet", ["country", "domain", "group", "actor", "digest", "precision", "none"])
_register("status", ["reported", "scheduled", "considered", "called_off"])
_register("period", ["2023", "2023-Q2", "2023-04", "2023-04-15", "March 2023"])
_register("cursor", [""])  # the others are only given out, and are followed as links
_register("box", ["", "space", '"joint statement"', "-china treaty", "country:JP OR domain:space"])


@schemathesis.hook
def filter_query(context: Any, query: Mapping[str, Any] | None) -> bool:
    """A blank value of a format stands for none, which is neither good nor bad."""
    formats = {
        one["name"]
        for one in _query_parameters(context.operation)
        if "x-values" in json.dumps(one["schema"]) and one["name"] not in _MAY_BE_BLANK
    }
    return not any(name in formats and _is_blank(value) for name, value in (query or {}).items())


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A request that is meant to be good keeps to the hints; one that is not stays as it is."""
    if case.query and case.query.get("wait") in _PATIENT:
        case.query = {**case.query, "wait": 1}
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    parameters = _query_parameters(case.operation)
    hinted = [one for one in parameters if "x-goes-with" in one["schema"]]
    if case.query:
        case.query = dict(_together(hinted, case.query, case.path_parameters or {}))
        _not_reversed(parameters, case.query)
    _in_order(case.body)
    _of_its_kind(case.body)


@schemathesis.hook
def after_call(_context: Any, case: Any, response: Any) -> None:
    """Keep in mind which issues are no longer there to be searched in."""
    found = (case.path_parameters or {}).get("digest_id")
    if case.method in {"DELETE", "POST"} and found and response.status_code == HTTPStatus.OK:
        _removed.update((found, found.partition("-")[2].replace("-", ".")))


def _query_parameters(operation: Any) -> list[dict[str, Any]]:
    return [one for one in operation.definition.raw.get("parameters", ()) if one["in"] == "query"]


def _together(
    hinted: list[dict[str, Any]], query: Mapping[str, Any], path: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    schemas = {one["name"]: one["schema"] for one in hinted}
    given = {name: one.get("default") for name, one in schemas.items()} | {**query} | {**path}
    shapes = schemas.get("shape", {}).get("x-goes-with", {}).get("suffix", ())
    for name, value in query.items():
        schema = schemas.get(name, {})
        beside = schema.get("x-goes-with", {})
        if name == "digest" and _removed.intersection(value):
            continue
        if any(given.get(other) not in fits for other, fits in beside.items()):
            continue
        if "x-names" in schema and isinstance(value, list):
            shape = given["shape"] if given["suffix"] in shapes else "events"
            in_json = "json" in given["suffix"] and shape == "events"
            names = schema["x-names"]["json" if in_json else shape]
            yield name, names[: max(1, len(value))]
        else:
            yield name, value


def _is_blank(value: Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return bool(values) and all(isinstance(one, str) and not one.strip(" ,") for one in values)


def _not_reversed(parameters: list[dict[str, Any]], query: dict[str, Any]) -> None:
    """Two ends of a period are the same one."""
    for one in parameters:
        start = one["schema"].get("x-not-before")
        if one["name"] in query and query.get(start):
            query[one["name"]] = query[start]


def _of_its_kind(body: Any) -> None:
    """A tag's value, which the fuzzer may have seen with another kind."""
    known = _KINDS.get(body.get("kind", "")) if isinstance(body, dict) else None
    if known is not None and body.get("value") not in known:
        body["value"] = known[0]


def _in_order(body: Any) -> None:
    """Days that stand where the description has `start` and `end`."""
    if isinstance(body, list):
        for one in body:
            _in_order(one)
    elif isinstance(body, dict):
        if isinstance(body.get("start"), str) and isinstance(body.get("end"), str):
            body["start"], body["end"] = sorted((body["start"], body["end"]))
        for one in body.values():
            _in_order(one)
