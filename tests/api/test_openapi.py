"""The description of the API says what the API does."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.answers.sent_corrections import CorrectionIn
from tests import recorded

_DRAFT = jsonschema.Draft202012Validator
_SAID = {"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"}
_KEYWORDS = {*_DRAFT.VALIDATORS, *_SAID, "$defs", "discriminator", "contentMediaType", "example"}


def schemas(part: Any, name: str = "") -> Iterator[dict[str, Any]]:
    """Every schema of the description, those inside others, too; examples are none."""
    if isinstance(part, list):
        for one in part:
            yield from schemas(one, name)
    elif isinstance(part, dict):
        held = {"schemas", "properties", "$defs"}
        if name in {"schema", "items", "anyOf", "oneOf", "allOf", "additionalProperties", *held}:
            yield from part.values() if name in held else [part]
        for key, inner in part.items():
            if key not in {"example", "examples", "default", "enum", "const", "discriminator"}:
                yield from schemas(inner, key)


def shown(part: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every example with its schema: of parameters, bodies, answers, and those inside schemas."""
    if isinstance(part, list):
        for one in part:
            yield from shown(one)
    elif isinstance(part, dict):
        if "schema" in part and "example" in part:
            yield part["schema"], part["example"]
        if isinstance(part.get("examples"), list):
            yield from ((part, one) for one in part["examples"])
        for key, inner in part.items():
            if key not in {"example", "examples"}:
                yield from shown(inner)


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_errors_are_described_as_problems(document: dict[str, Any]) -> None:
    """Each with the media type that it is sent with."""
    assert document["openapi"].startswith("3.1")
    for operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in str(document)


def test_the_description_is_the_reviewed_one() -> None:
    """Clients are generated from it: a change is seen in docs/openapi.json before it is shipped.

    `make openapi` writes the file anew.
    """
    assert recorded.text_of(recorded.description()) == recorded.DESCRIPTION.read_text()


def test_every_operation_has_an_example_that_is_true(document: dict[str, Any]) -> None:
    """Request, body and answer were recorded; recording them again gives the same."""
    assert recorded.text_of(recorded.examples()) == recorded.EXAMPLES.read_text()
    for operation in operations(document):
        answers = [
            content
            for status, response in operation["responses"].items()
            if int(status) < 300
            for content in response.get("content", {}).values()
        ]
        assert any("example" in answer for answer in answers), operation["operationId"]
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                assert "example" in parameter, (operation["operationId"], parameter["name"])


def test_what_writes_needs_a_key(document: dict[str, Any]) -> None:
    """And nothing else does."""
    keyed = {op["operationId"] for op in operations(document) if op.get("security")}
    assert keyed == {
        *("correctEvent", "deleteDigest", "ingestDigest", "purgeDigest", "purgeEvent"),
        *("correctDigest", "undoCorrection", "undoDigestCorrection"),
        *("mergeEvent", "splitEvent", "deleteEvent", "addSeries", "removeSeries"),
    }
    assert document["components"]["securitySchemes"]["Key"]["scheme"] == "bearer"
    for operation in operations(document):
        described = {"401", "403"} & set(operation["responses"])
        assert bool(described) == (operation["operationId"] in keyed)


def test_bodies_are_described_field_by_field(document: dict[str, Any]) -> None:
    """Every reference leads somewhere."""
    schemas = document["components"]["schemas"]
    (upload, sent) = document["paths"]["/api/v1/digests"]["post"]["requestBody"]["content"].values()
    assert upload["schema"] == {"$ref": "#/components/schemas/UploadIn"}
    assert sent["schema"] == {"$ref": "#/components/schemas/DigestDocument"}
    assert schemas["DigestDocument"]["required"] == ["series", "items"]
    for name in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)):
        assert name in schemas


def test_moments_have_their_time_zone(client: TestClient) -> None:
    """UTC, whichever database they came from."""
    event = client.get("/api/v1/events?limit=1").json()["items"][0]
    digest = client.get("/api/v1/digests/usjad-2-7").json()
    for moment in (event["created_at"], event["updated_at"], digest["source"]["received_at"]):
        assert moment.endswith(("Z", "+00:00"))


def test_schemas_say_only_what_json_schema_knows(document: dict[str, Any]) -> None:
    """A bound that Pydantic cannot say is left in its own words, which no client reads."""
    found = list(schemas(document))
    assert len(found) > 300
    unknown = {
        name: str(schema)[:200]
        for schema in found
        for name in schema
        if name not in _KEYWORDS and not name.startswith("x-")
    }
    assert not unknown


def test_examples_are_what_their_schemas_say(document: dict[str, Any]) -> None:
    """Those of texts that are JSON line by line are texts."""
    found = list(shown(document))
    assert len(found) > 100
    for schema, example in found:
        told = {**schema, "components": document["components"]}
        problem = next(iter(_DRAFT(told).iter_errors(example)), None)
        assert problem is None, (example, problem and problem.message)


def test_every_tag_is_described(document: dict[str, Any]) -> None:
    """And described tags are used."""
    used = {tag for operation in operations(document) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"] if tag["description"]}


_DAY = {"start": "2023-03-24"}
_CORRECTIONS: tuple[dict[str, Any], ...] = (
    {"kind": "country", "action": "add", "value": "PH"},
    {"kind": "actor", "action": "remove", "value": "jaxa"},
    {"kind": "headline", "action": "set", "value": "Space dialogue held"},
    {"kind": "occurrence", "action": "add", "to": {**_DAY, "precision": "month"}},
    {"kind": "occurrence", "action": "change", "which": _DAY, "to": _DAY},
    {"kind": "occurrence", "action": "primary", "which": _DAY},
)


@pytest.mark.parametrize("body", _CORRECTIONS)
def test_a_correction_is_described_with_what_it_needs(
    document: dict[str, Any], body: dict[str, Any]
) -> None:
    """Schema and program take and refuse the same: one field less, one more, another action."""
    told = {**document["components"]["schemas"]["CorrectionIn"], **document}
    good = {**body, "reason": "As the minutes say."}
    less = [{key: good[key] for key in good if key != name} for name in good]
    more = [
        {**good, name: value}
        for name, value in {"value": "PH", "which": _DAY, "to": _DAY, "unknown": 1}.items()
        if name not in good
    ]
    swapped = {**good, "action": "set" if body["action"] != "set" else "add"}
    vague = {**good, "to": {**_DAY, "precision": "issue"}}
    for sent, fits in [(good, True), *((one, False) for one in (*less, *more, swapped, vague))]:
        assert _DRAFT(told).is_valid(sent) is fits, sent
        try:
            CorrectionIn.model_validate(sent)
        except ValidationError:
            assert not fits, sent
        else:
            assert fits, sent
