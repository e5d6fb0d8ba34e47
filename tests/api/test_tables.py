"""Exports for analysts: rows of events, occurrences, tags and evidence, with types and names."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyarrow import parquet as reading

from api.answers.formats.tables import TABLES, Shape
from indexer.normalise.tags.kinds import KINDS
from tests.tables import parquet_rows, sheets

V1 = "/api/v1"
SEARCH = "q=space&sort=oldest"


@pytest.fixture(scope="module")
def events(client: TestClient) -> list[dict[str, Any]]:
    """Every event of the search, with its evidence, by the list of the API."""
    page = client.get(f"{V1}/events?{SEARCH}&limit=200&include=evidence").json()
    assert page["next"] is None
    assert len(page["items"]) == page["total"] > 3
    found: list[dict[str, Any]] = page["items"]
    return found


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    answer = client.get(f"{V1}/{address}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.text, newline="")))


def tags(event: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (event["id"], str(kind.id), value)
        for kind in KINDS.values()
        for value in event[kind.plural]
    ]


def test_a_row_an_occurrence(client: TestClient, events: list[dict[str, Any]]) -> None:
    """All of them, the primary one marked, each with its words and its issue."""
    found = rows(client, f"events.csv?{SEARCH}&shape=occurrences")
    expected = [(event, row) for event in events for row in event["occurrences"]]
    assert len(found) == len(expected) > len(events)
    for line, (event, row) in zip(found, expected, strict=True):
        assert (line["event_id"], line["start"], line["end"]) == (
            event["id"],
            row["start"],
            row["end"],
        )
        assert line["primary"] == str(row["primary"]).lower()
        assert line["quote"].lstrip("'") == (row["quote"] or "").lstrip("'")
        assert line["digest"] == event["digest"]["id"]


def test_a_row_a_tag(client: TestClient, events: list[dict[str, Any]]) -> None:
    """Its code and its name, the first of a kind ranked 0."""
    found = rows(client, f"events.csv?{SEARCH}&shape=tags")
    expected = [tag for event in events for tag in tags(event)]
    assert [(line["event_id"], line["kind"], line["value"]) for line in found] == expected
    for line in found:
        assert line["label"] == KINDS[line["kind"]].label(line["value"])  # type: ignore[index]
    assert {line["rank"] for line in found if line["value"] == "JP"} >= {"0"}


def test_a_row_a_piece_of_evidence(client: TestClient, events: list[dict[str, Any]]) -> None:
    """The words, and where they stand."""
    found = rows(client, f"events.csv?{SEARCH}&shape=evidence")
    texts = {event["id"]: event for event in events}
    assert len(found) > sum(len(tags(event)) for event in events)
    for line in found:
        if line["field"] in {"headline", "text"}:
            text = texts[line["event_id"]][line["field"]]
            assert text[int(line["start"]) : int(line["end"])] == line["quote"].lstrip("'")


@pytest.mark.parametrize("shape", Shape)
def test_every_form_of_a_shape_holds_the_same(client: TestClient, shape: Shape) -> None:
    """CSV as text; NDJSON and Parquet with types."""
    asked = f"{SEARCH}&shape={shape}"
    names = [column.name for column in TABLES[shape].columns]
    table = rows(client, f"events.csv?{asked}")
    typed = parquet_rows(client.get(f"{V1}/events.parquet?{asked}").content)
    assert list(table[0]) == list(typed[0]) == names
    assert len(table) == len(typed)
    if shape is not Shape.EVENTS:  # in that shape NDJSON has whole events
        lines = client.get(f"{V1}/events.ndjson?{asked}").text.splitlines()
        assert [list(json.loads(line)) for line in lines] == [names] * len(table)
        assert [json.loads(line)["event_id"] for line in lines] == [r["event_id"] for r in table]


def test_parquet_has_types_and_meanings(client: TestClient) -> None:
    """Days are days, moments are in UTC, and every column says what it is."""
    data = client.get(f"{V1}/events.parquet?{SEARCH}").content
    row = parquet_rows(data)[0]
    assert isinstance(row["start"], date)
    assert isinstance(row["number"], int)
    assert row["updated_at"].tzinfo is not None
    assert row["updated_at"].astimezone(UTC) <= datetime.now(UTC)
    from io import BytesIO  # noqa: PLC0415

    schema = reading.read_schema(BytesIO(data))
    assert all(field.metadata[b"description"] for field in schema)


def test_a_workbook_has_sheets_and_a_codebook(
    client: TestClient, events: list[dict[str, Any]]
) -> None:
    """Events, occurrences, tags; evidence where it is asked for; every column explained."""
    book = sheets(client.get(f"{V1}/events.xlsx?{SEARCH}").content)
    assert list(book) == ["events", "occurrences", "tags", "codebook"]
    assert [row["id"] for row in book["events"]] == [event["id"] for event in events]
    assert len(book["tags"]) == sum(len(tags(event)) for event in events)
    first = book["events"][0]
    assert first["start"].date() == date.fromisoformat(
        next(row for row in events[0]["occurrences"] if row["primary"])["start"]
    )
    explained = {(line["sheet"], line["column"]) for line in book["codebook"]}
    for name in ("events", "occurrences", "tags"):
        assert {(name, column) for column in book[name][0]} <= explained
    full = sheets(client.get(f"{V1}/events.xlsx?{SEARCH}&include=evidence").content)
    assert list(full) == ["events", "occurrences", "tags", "evidence", "codebook"]


def test_words_are_no_formulas_in_a_workbook(client: TestClient) -> None:
    """Whatever they begin with, they are written as words."""
    import zipfile  # noqa: PLC0415
    from io import BytesIO  # noqa: PLC0415

    data = client.get(f"{V1}/events.xlsx").content
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


def test_codes_have_their_names_beside_them(client: TestClient) -> None:
    """In the order of the codes: nobody takes Namibia for a missing value."""
    for row in rows(client, f"events.csv?{SEARCH}"):
        for kind in KINDS.values():
            codes, names = row[kind.plural].split(";"), row[f"{kind.id}_names"].split(";")
            assert [kind.label(code) if code else "" for code in codes] == names


def test_evidence_comes_along_where_it_is_asked_for(
    client: TestClient, events: list[dict[str, Any]]
) -> None:
    """The same as the event's own address has it, in lists and exports; else it is left out."""
    one = client.get(f"{V1}/events/{events[0]['id']}").json()
    assert events[0]["tags"] == one["tags"]
    lines = client.get(f"{V1}/events.ndjson?{SEARCH}&include=evidence").text.splitlines()
    assert [json.loads(line)["tags"] for line in lines] == [event["tags"] for event in events]
    plain = client.get(f"{V1}/events?{SEARCH}").json()["items"][0]
    assert "tags" not in plain
    nearly = client.get(f"{V1}/events?q=lunar+zebra+rover&include=evidence").json()["near"]
    assert nearly["items"][0]["tags"]


@pytest.mark.parametrize("path", ["events", "events.json", "events.ndjson"])
def test_fields_may_be_chosen(client: TestClient, path: str) -> None:
    """Only these, in lists and exports, where an event has them; totals and cursors stay."""
    answer = client.get(f"{V1}/{path}?{SEARCH}&fields=id,shown,countries")
    body = [json.loads(line) for line in answer.text.splitlines()] if "nd" in path else None
    items = answer.json()["items"] if body is None else body
    assert {tuple(item) for item in items} == {("id", "countries")}
    if path == "events":
        assert answer.json()["total"] == len(items)
        nearly = client.get(f"{V1}/events?q=lunar+zebra+rover&fields=id").json()["near"]
        assert set(nearly["items"][0]) == {"id", "missing", "instead"}


def test_columns_may_be_chosen(client: TestClient) -> None:
    """In their order, of any shape."""
    assert list(rows(client, f"events.csv?{SEARCH}&fields=start,id")[0]) == ["start", "id"]
    asked = f"{SEARCH}&shape=tags&fields=value,event_id"
    assert list(parquet_rows(client.get(f"{V1}/events.parquet?{asked}").content)[0]) == [
        "value",
        "event_id",
    ]


def test_a_walk_keeps_its_fields(client: TestClient) -> None:
    """The cursor of a page with fields leads to another one."""
    page = client.get(f"{V1}/events?q=japan&fields=id&limit=3").json()
    more = client.get(f"{V1}/events?q=japan&fields=id&limit=3&cursor={page['next']}").json()
    assert [list(item) for item in more["items"]] == [["id"]] * 3
    assert page["items"] != more["items"]


@pytest.mark.parametrize(
    ("address", "parameter", "words"),
    [
        ("events?fields=headlin", "fields", "did you mean headline?"),
        ("events?fields=tags", "fields", "include=evidence"),
        ("events?include=proof", "include", "evidence"),
        ("events.json?fields=start", "fields", "start"),
        ("events.csv?shape=words", "shape", "occurrences"),
        ("events.csv?fields=event_id", "fields", "unknown field"),
        ("events.csv?include=evidence", "include", "shape=evidence"),
        ("events.ndjson?shape=tags&include=evidence", "include", "shape=evidence"),
        ("events.json?bom=true", "bom", "it goes with csv"),
        ("events.ris?shape=tags", "shape", "csv, ndjson, parquet"),
        ("events.ics?fields=id", "fields", "means nothing in ics"),
        ("events.bib?include=evidence", "include", "means nothing in bib"),
    ],
)
def test_what_does_not_go_together_is_said(
    client: TestClient, address: str, parameter: str, words: str
) -> None:
    """No parameter is ignored."""
    answer = client.get(f"{V1}/{address}")
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == parameter
    assert words in fault["message"]


def test_the_description_says_what_goes_together(client: TestClient) -> None:
    """A parameter is taken with the formats that it names, and refused with all others."""
    operation = client.get("/openapi.json").json()["paths"]["/api/v1/events.{suffix}"]["get"]
    schemas = {one["name"]: one["schema"] for one in operation["parameters"]}
    hinted = {name: one for name, one in schemas.items() if "x-goes-with" in one}
    assert set(hinted) == {"bom", "shape", "fields", "include"}
    names = hinted["fields"]["x-names"]
    assert set(names) == {"json", *Shape}
    values = {"bom": "true", "shape": "tags", "include": "evidence"}
    for suffix in schemas["suffix"]["enum"]:
        named = names["json" if suffix.endswith("json") else "events"]
        for name, one in hinted.items():
            value = values.get(name, ",".join(named))
            answer = client.get(f"{V1}/events.{suffix}?{SEARCH}&{name}={value}")
            goes = suffix in one["x-goes-with"]["suffix"]
            assert answer.status_code == (200 if goes else 422), (suffix, name, answer.text)


def test_a_sheet_that_is_full_is_said_before_anything_is_sent(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the formats that have no such bound."""
    monkeypatch.setattr("api.answers.formats.workbook._ROWS", 10)
    answer = client.get(f"{V1}/events.xlsx?q=japan")
    assert answer.status_code == 422
    assert "take csv or parquet" in answer.json()["detail"]
