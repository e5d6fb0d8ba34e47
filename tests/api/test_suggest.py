"""Completions: mixed and labelled, of whatever is half typed, counted as their searches are."""

import pytest
from fastapi.testclient import TestClient

from api.knowledge.offered import SuggestionKind
from tests.api.test_discovery import get

# What is typed, and what should be among the first ten: its kind and what it puts into the box.
WANTED: dict[str, tuple[str, str]] = {
    "spa": ("domain", "domain:space"),
    "korea": ("country", "country:KR"),  # by a later word of its name
    "japanese": ("country", "country:JP"),
    "philipines": ("country", "country:PH"),
    "kish": ("actor", "actor:fumio-kishida"),
    "alliance dig": ("series", "series:us-japan-alliance-digest"),
    "-kore": ("country", "-country:KR"),
    "vol 2.7": ("digest", "digest:usjad-2-7"),
    "usjad-2-7": ("digest", "digest:usjad-2-7"),
    "rover 3.": ("digest", "rover digest:usjad-3-7"),
    "march 2023": (SuggestionKind.READING, 'in:"March 2023"'),
    "japan and the philip": (SuggestionKind.READING, "country:JP country:PH"),
    "talks with russ": (SuggestionKind.READING, "talks country:RU"),
    "japn": ("country", "country:JP"),
    "talks spce": ("domain", "talks domain:space"),
    "semicnod": (SuggestionKind.WORD, "semiconductors"),
    "joint sta": (SuggestionKind.PHRASE, '"joint statement"'),
    "country:Jap": ("country", "country:JP"),
    "country:South Ko": ("country", "country:KR"),
    'country:"South Ko': ("country", "country:KR"),
    "country:": ("country", "country:US"),
    "actor:": ("actor", "actor:fumio-kishida"),
    "-country:South": ("country", "-country:KR"),
    "space country:JP,phil": ("country", "space country:JP,PH"),
    "series:us-j": ("series", "series:us-japan-alliance-digest"),
    "digest:": ("digest", "digest:usjad-3-12"),
    "digest:2.": ("digest", "digest:usjad-2-7"),
    "in:2023-": (SuggestionKind.PERIOD, "in:2023-Q1"),
    "after:mar": (SuggestionKind.PERIOD, "after:2023-03"),
    "status:": ("status", "status:scheduled"),
    "headline:moo": (SuggestionKind.WORD, "headline:moon"),
    "(space OR jap": ("country", "(space OR country:JP"),
}


@pytest.mark.parametrize(("typed", "wanted"), WANTED.items())
def test_what_is_half_typed_is_completed(
    client: TestClient, typed: str, wanted: tuple[str, str]
) -> None:
    """With a label, and nothing that finds no event."""
    items = client.get("/api/v1/suggest", params={"q": typed}).json()["items"]
    assert wanted in {(one["kind"], one["q"]) for one in items}
    assert all(one["label"] and one["count"] for one in items)
    assert len({one["q"] for one in items}) == len(items)


def test_kinds_are_mixed(client: TestClient) -> None:
    """However many there are of one, each has its place, in an order that stays."""
    kinds = [one["kind"] for one in get(client, "/suggest?q=space&limit=8")["items"]]
    assert {"domain", "actor", "phrase", "headline"} <= set(kinds)
    assert kinds.index("domain") < kinds.index("phrase") < kinds.index("headline")


@pytest.mark.parametrize("typed", ["headquarters in", "2+2", "“economic", "actor:joe"])
def test_every_completion_can_be_searched(client: TestClient, typed: str) -> None:
    """As it stands, and it gives as many events as it says."""
    items = client.get("/api/v1/suggest", params={"q": typed, "limit": 20}).json()["items"]
    assert items
    for one in items:
        found = client.get("/api/v1/events", params={"q": one["q"], "limit": 1}).json()
        assert found["total"] == one["count"]


def test_a_short_word_of_the_data_is_not_taken_for_a_mistyped_name(client: TestClient) -> None:
    """Moon is no Mongolia."""
    items = client.get("/api/v1/suggest", params={"q": "moon"}).json()["items"]
    assert not [one for one in items if one["kind"] == "country"]


@pytest.mark.parametrize("typed", [" ", "-", "C++", "zzzz", '"joint statement"', "domain:nothing"])
def test_what_goes_on_in_no_way_has_no_completions(client: TestClient, typed: str) -> None:
    """Nor is it an error."""
    assert client.get("/api/v1/suggest", params={"q": typed}).json()["items"] == []
