"""What is wrong is said in Entente's words, whatever is wrong and wherever it stands."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.access import KeyRing, Scope
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from indexer.wording import in_words
from tests.builders import make_digest_text
from web.app import create_app

# What a parameter may be given by somebody who errs; no value is good for all of them.
BAD = ("", "x", "-1", "9" * 25, "2024-13-45", "\x00", "a" * 600, ",")
# What a field of a body may hold that it should not.
WRONG: tuple[Any, ...] = (None, "", -1, 1.5, True, {}, "a" * 30_000, [None])
# The wording of libraries: Pydantic's, Python's, FastAPI's.
_FOREIGN = re.compile(
    r"Input should|should have|String should|Tuple|Value error|Assertion|Field required|Extra input"
    r"|unable to |NoneType|object of type|Traceback|JSON decode|pydantic|Unprocessable|invalid lit"
)


def told(problem: dict[str, Any]) -> Iterator[str]:
    yield problem["detail"]
    yield from (fault["message"] for fault in problem.get("errors") or ())


def is_ours(answer: Any) -> bool:
    """Whether an answer is no failure of ours, and a refusal says why in our own words."""
    if answer.status_code < 400:
        return True
    messages = list(told(answer.json()))
    return answer.status_code < 500 and all(messages) and not any(map(_FOREIGN.search, messages))


def asked(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """An address, a parameter of it, and what else it needs; every kind of parameter once."""
    seen = set()
    for path, operations in document["paths"].items():
        if "get" not in operations:
            continue
        parameters = operations["get"].get("parameters", ())
        examples = {one["name"]: one.get("example", "x") for one in parameters}
        address = path.format(**examples)
        for one in parameters:
            kind = one["name"], json.dumps(one["schema"], sort_keys=True)
            if one["in"] == "query" and kind not in seen:
                seen.add(kind)
                needed = {
                    other["name"]: examples[other["name"]]
                    for other in parameters
                    if other.get("required") and other["in"] == "query"
                }
                yield address, one["name"], needed


@pytest.mark.long
def test_every_parameter_says_what_is_wrong_with_it(client: TestClient) -> None:
    """Nothing that a parameter is given is a failure, or is answered in a library's words."""
    parameters = list(asked(client.get("/openapi.json").json()))
    assert len(parameters) > 50
    for address, name, needed in parameters:
        for value in BAD:
            answer = client.get(address, params=needed | {name: value})
            assert is_ours(answer), (address, name, value[:30], answer.text[:500])


def fields(schemas: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object, wherever it is described; none of what is no object."""
    found: dict[str, Any] = dict(schema.get("properties", {}))
    if "$ref" in schema:
        found |= fields(schemas, schemas[schema["$ref"].rsplit("/", 1)[-1]])
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        found |= fields(schemas, part)
    return found


def spoilt(schemas: dict[str, Any], schema: dict[str, Any], good: Any) -> Iterator[Any]:
    """A body with one thing wrong, at every place in turn."""
    yield from WRONG
    for name, part in {**fields(schemas, schema), "unknown": {}}.items():
        yield from ({**good, name: wrong} for wrong in WRONG)
        yield {field: value for field, value in good.items() if field != name}
        inner = good.get(name) or {}
        if fields(schemas, part) and isinstance(inner, dict):
            yield from ({**good, name: one} for one in spoilt(schemas, part, inner))
        if fields(schemas, part.get("items", {})):
            first = inner[0] if inner else {}
            for one in spoilt(schemas, part["items"], first):
                yield {**good, name: [one, *inner[1:]]}


@pytest.fixture
def writer(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """The application over a store of the test's own, asked with a key."""
    key = KeyRing(store).create("Editor", [Scope.ADMIN])[1]
    app = create_app(settings, store=store, engine=engine)
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}) as opened:
        yield opened


@pytest.mark.long
def test_every_field_says_what_is_wrong_with_it(writer: TestClient) -> None:
    """In bodies, at every depth, on what is there to be written to."""
    sent = make_digest_text(("Space dialogue held", "Held in Tokyo on March 24."))
    stored = writer.post("/api/v1/digests", files={"file": ("vol-2-07.txt", sent)})
    assert stored.status_code == 201, stored.text
    (event,) = writer.get("/api/v1/events").json()["items"]
    ids = {"digest_id": "usjad-2-7", "event_id": event["id"]}
    document = writer.get("/openapi.json").json()
    schemas, count = document["components"]["schemas"], 0
    for path, operations in document["paths"].items():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        address = path.format(**ids)
        good = content["application/json"]["example"]
        query = {"dry_run": "true"} if path.endswith("/digests") else {}
        for body in spoilt(schemas, content["application/json"]["schema"], good):
            answer = writer.post(address, json=body, params=query)
            assert is_ours(answer), (path, str(body)[:300], answer.text[:500])
            count += answer.status_code == 422
    assert count > 200


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"type": "missing"}, "is missing"),
        ({"type": "too_short", "ctx": {"min_length": 1}}, "needs at least 1 value"),
        ({"type": "too_long", "ctx": {"max_length": 50}}, "takes at most 50 values"),
        ({"type": "string_too_short", "ctx": {"min_length": 1}}, "must not be empty"),
        ({"type": "string_too_long", "ctx": {"max_length": 2}}, "takes at most 2 characters"),
        ({"type": "less_than_equal", "ctx": {"le": 200}}, "must be at most 200"),
        ({"type": "enum", "ctx": {"expected": "'a' or 'b'"}}, "must be 'a' or 'b'"),
        ({"type": "value_error", "msg": "Value error, takes one"}, "takes one"),
        ({"type": "of_tomorrow", "msg": "Something else"}, "Something else"),
    ],
)
def test_faults_in_words(entry: dict[str, Any], words: str) -> None:
    """To be read after the name of the parameter; what is not known yet keeps its own words."""
    assert in_words(entry) == words
