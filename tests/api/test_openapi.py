"""The description of the API says what the API does."""

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient


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


def test_operations_have_stable_names(document: dict[str, Any]) -> None:
    """Clients are generated from them."""
    assert sorted(operation["operationId"] for operation in operations(document)) == [
        *("alive", "getDigest", "getDigestSource", "getEvent", "getQuality", "getTimeline"),
        *("listChanges", "listCountries", "listDigests", "listDomains", "listGroups", "ready"),
        *("searchEvents", "suggest"),
    ]


def test_what_writes_needs_a_key(document: dict[str, Any]) -> None:
    """And nothing else does."""
    keyed = {op["operationId"] for op in operations(document) if op.get("security")}
    assert keyed == {"correctEvent", "deleteDigest", "ingestDigest"}
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
