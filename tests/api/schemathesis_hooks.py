"""Values of the formats that the description names: what no JSON Schema can list.

Schemathesis loads it (`hooks` in schemathesis.toml). Ids and values are those of the server that
is fuzzed, whose address stands in FUZZED.
"""

import json
import os
import urllib.request
from typing import Any

import schemathesis
from hypothesis import strategies

_SITE = os.environ["FUZZED"]
_NAMES = ("countries", "domains", "groups", "actors")


def _asked(path: str) -> Any:
    with urllib.request.urlopen(f"{_SITE}/api/v1{path}") as answer:
        return json.load(answer)


def _register(form: str, values: list[str]) -> None:
    schemathesis.openapi.format(form, strategies.sampled_from(values))


for name, form in zip(_NAMES, ("country", "domain", "group", "actor"), strict=True):
    items = _asked(f"/{name}?limit=200")["items"]
    _register(form, [value for one in items for value in (one["value"], one["label"])])
_register("series", [one["id"] for one in _asked("/series")["items"]])
_register("issue", [one["id"] for one in _asked("/digests?limit=200")["items"]])
_register("event", [one["id"] for one in _asked("/events?limit=50&facets=none")["items"]])
_register("facet", ["country", "domain", "group", "actor", "digest", "precision", "none"])
_register("status", ["reported", "scheduled", "considered", "called_off"])
_register("period", ["2023", "2023-Q2", "2023-04", "2023-04-15", "March 2023"])
_register("cursor", [""])  # the others are only given out, and are followed as links
_register("box", ["", "space", '"joint statement"', "-china treaty", "country:JP OR domain:space"])
