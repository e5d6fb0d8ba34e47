"""The description of the API says what the API does."""

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests import recorded


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
