"""Exports over HTTP: the whole search in every format, read back by independent parsers."""

import csv
import io
import json
from collections.abc import Callable, Sequence

import bibtexparser
import feedparser
import icalendar
import pytest
import rispy
from fastapi.testclient import TestClient

from api.answers.formats import CITED, FORMATS
from api.knowledge.service import EventService
from indexer.projection import Projected
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.tables import tabled

V1 = "/api/v1"
SEARCH = "q=japan&country=US&domain_not=society&sort=oldest"


def _csv(text: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(text))]


def _of_url(urls: Sequence[str]) -> list[str]:
    return [url.rsplit("/", 1)[1] for url in urls]


def _ics(text: str) -> list[str]:
    uids = [str(part["UID"]) for part in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    return list(dict.fromkeys(uid.rsplit("@", 1)[0].rsplit("-", 1)[0] for uid in uids))


def _bibtex(text: str) -> list[dict[str, str]]:
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    return list(bibtexparser.loads(text, parser).entries)


def as_text(suffix: str, data: bytes) -> str:
    return tabled(suffix, data) if FORMATS[suffix].needs else data.decode()


READERS: dict[str, Callable[[str], list[str]]] = {
    "csv": _csv,
    "xlsx": _csv,
    "parquet": _csv,
    "ndjson": lambda text: [json.loads(line)["id"] for line in text.splitlines()],
    "json": lambda text: [item["id"] for item in json.loads(text)["items"]],
    "atom": lambda text: _of_url([entry.link for entry in feedparser.parse(text).entries]),
    "feed.json": lambda text: _of_url([item["url"] for item in json.loads(text)["items"]]),
    "ics": _ics,
    "bib": lambda text: _of_url([one["url"] for one in _bibtex(text)]),
    "biblatex.bib": lambda text: _of_url([one["url"] for one in _bibtex(text)]),
    "txt": lambda text: _of_url([line.rpartition(" ")[2].strip(".") for line in text.splitlines()]),
    "ris": lambda text: _of_url([one["urls"][0] for one in rispy.loads(text)]),
    "csl.json": lambda text: [one["id"] for one in json.loads(text)],
}


@pytest.fixture(scope="module")
def expected(client: TestClient) -> list[str]:
    """Every hit of the search, gathered page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"{V1}/events?{SEARCH}&limit=7{cursor}").json()
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            assert len(found) == page["total"] > 50
            return found
        cursor = f"&cursor={page['next']}"


def test_every_format_has_a_reader_here() -> None:
    """A new format comes with a test."""
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("suffix", list(READERS))
def test_an_export_holds_the_whole_search_in_order(
    client: TestClient, expected: list[str], suffix: str
) -> None:
    """Beyond any page, each event once, under the format's own media type."""
    response = client.get(f"{V1}/events.{suffix}?{SEARCH}")
    assert response.status_code == 200, response.text
    kind = response.headers["content-type"].partition(";")[0]
    assert kind == FORMATS[suffix].media_type.partition(";")[0]
    assert f".{suffix}" in response.headers["content-disposition"]
    assert READERS[suffix](as_text(suffix, response.content)) == expected


@pytest.mark.parametrize("suffix", list(READERS))
def test_nothing_found_is_a_valid_empty_export(client: TestClient, suffix: str) -> None:
    """Not an error."""
    response = client.get(f"{V1}/events.{suffix}?q=xyzzy")
    assert response.status_code == 200
    if suffix != "ics":  # which needs an event to be readable at all
        assert READERS[suffix](as_text(suffix, response.content)) == []


def test_feeds_may_be_in_another_order(client: TestClient) -> None:
    """Where one is asked for."""
    newest = client.get(f"{V1}/events?q=space&sort=newest&limit=200").json()["items"]
    atom = client.get(f"{V1}/events.atom?q=space&sort=newest").text
    assert READERS["atom"](atom) == [item["id"] for item in newest]


def test_csv_for_excel_begins_with_a_mark(client: TestClient) -> None:
    """Only when asked for."""
    assert client.get(f"{V1}/events.csv?bom=true&q=space").content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{V1}/events.csv?q=space").content.startswith(b"id,")


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/events.csv?limit=5", 422, "limit"),
        ("/events.csv?country=Japn", 422, "country"),
        ("/events.csv?digest=9.9", 422, "digest"),
    ],
)
def test_what_an_export_cannot_do_is_said(
    client: TestClient, path: str, status: int, parameter: str
) -> None:
    """A page size, an unknown value."""
    response = client.get(f"{V1}{path}")
    assert response.status_code == status
    assert response.json()["errors"][0]["parameter"] == parameter


def test_a_format_that_is_not_there_is_not_found(client: TestClient) -> None:
    """With those that are."""
    answer = client.get(f"{V1}/events.xls")
    assert answer.status_code == 404
    assert "csv" in answer.json()["detail"]


@pytest.mark.parametrize("suffix", CITED)
def test_one_event_can_be_cited(client: TestClient, expected: list[str], suffix: str) -> None:
    """For a reference manager."""
    response = client.get(f"{V1}/events/{expected[0]}/cite.{suffix}")
    assert response.status_code == 200
    assert READERS[suffix](response.text) == [expected[0]]
    assert client.get(f"{V1}/events/nothing/cite.{suffix}").status_code == 404


def test_events_are_read_a_few_at_a_time(
    seeded: tuple[EventStore, TantivyEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first event is there before the second batch is asked for."""
    store, engine = seeded
    asked: list[int] = []

    def projections(ids: Sequence[str]) -> list[Projected]:
        asked.append(len(ids))
        return real(ids)

    real = store.projections
    monkeypatch.setattr(store, "projections", projections)
    monkeypatch.setattr("api.knowledge.service._BATCH", 10)
    ids = [event.id for event in store.iter_events()]
    stream = EventService(store, engine).stream(ids)
    assert next(stream).event_id == ids[0]
    assert asked == [10]
    assert [event.event_id for event in stream] == ids[1:]
    assert max(asked) == 10
