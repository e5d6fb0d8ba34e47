"""Attacks through what is stored and what is sent; docs/security.md says what is protected."""

import asyncio
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.types import Message

from api.answers.counts import TableShape
from api.answers.formats import FORMATS
from api.answers.formats.tables import Shape
from api.rest.bodies import read_upload
from indexer.access import KeyRing, Scope
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.app import create_app, page_routes

MARK = "pwned"
_PLAIN = {
    *("text/plain", "text/csv", "application/json", "application/problem+json", "image/svg+xml"),
    *("application/xml", "application/opensearchdescription+xml"),
}
_PACKED = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
PAYLOADS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'-{MARK}()-'",
    f"</title></textarea></style><svg/onload={MARK}()>",
    f"]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{MARK}()</x:script>",
    f"{{{{{MARK}}}}} ${{{MARK}}} {{% {MARK} %}}",
    f"javascript:{MARK}()",
    f"=cmd|'/c {MARK}'!A1",
)
# What spreadsheets take for the beginning of a formula.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, EventStore]]:
    """A site on which every field that somebody else fills holds an attack."""
    folder = tmp_path_factory.mktemp("attacked")
    settings = Settings(data_dir=folder, rate_limit="", allowed_hosts="testserver")
    store, engine = EventStore(settings.store_url), TantivyEngine(None)
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        _, key = KeyRing(store).create(PAYLOADS[0], frozenset({Scope.ADMIN}))
        headers = {"Authorization": f"Bearer {key}"}
        document = {
            "series": "US-Japan Alliance Digest",
            "volume": 2,
            "number": 7,
            "title": PAYLOADS[0],
            "image_credit": PAYLOADS[1],
            "items": [
                {
                    "headline": f"Space talks in Tokyo {payload}",
                    "text": f"{payload} Japan and the US met on April 13. {payload}",
                }
                for payload in PAYLOADS
            ]
            + [
                {
                    "headline": f"{sign}{MARK}() in Tokyo",
                    "text": f"{sign}{MARK}() of Japan and the US was space talk on April 13.",
                }
                for sign in SIGNS
            ],
        }
        files = {"file": (f'x"{PAYLOADS[1]}\r\nX-Evil: 1.json', json.dumps(document))}
        answer = client.post("/api/v1/digests", files=files, headers=headers)
        assert answer.status_code in {200, 201}, answer.text
        event = next(iter(store.iter_events()))
        correction = {"kind": "country", "value": "PH", "action": "add", "reason": PAYLOADS[3]}
        url = f"/api/v1/events/{event.id}/corrections"
        assert client.post(url, json=correction, headers=headers).status_code in {200, 201}
        series = {
            "id": "attack-letter",
            "title": f"={MARK}() Letter {PAYLOADS[0]}",
            "publisher": PAYLOADS[1],
        }
        added = client.post("/api/v1/series", json=series, headers=headers)
        assert added.status_code in {200, 201}, added.text
        issue = document | {"volume": None, "number": None, "series": "attack-letter"}
        issue |= {"issue_date": "2024-05-01", "items": document["items"][:1]}
        answer = client.post("/api/v1/digests?new_series=true", json=issue, headers=headers)
        assert answer.status_code in {200, 201}, answer.text
        sync.sync(store, engine)
        signed = client.post("/editor", data={"key": key}, follow_redirects=False)
        assert signed.status_code == 303
        yield client, store
    store.close()
    engine.close()


class _Elements(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Data for search engines is in a script element, too; no browser runs it.
        self._in_script = tag == "script" and ("type", "application/ld+json") not in attrs
        for name, value in attrs:
            told = (value or "").strip().lower()
            if name.startswith("on") or (
                name in {"href", "src", "action"} and told.startswith("javascript:")
            ):
                self.runs.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._in_script and MARK in data:
            self.runs.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"


def test_no_page_runs_what_is_stored(attacked: tuple[TestClient, EventStore]) -> None:
    """Every address of the site, the editor's among them; and no template reads it."""
    client, store = attacked
    events = [event.id for event in store.iter_events()]
    typed = f"%22%3E%3Cscript%3E{MARK}()%3C/script%3E"
    known = {
        "event_id": events,
        "digest_id": list(store.digest_ids()),
        "value": ["JP", "space", "quad", typed],
        "story_id": [events[0], typed],
        "series_id": [*store.held_series(), typed],
        "draft_id": [typed],
        "problem_type": ["not-found", typed],
        "section": ["events", typed],
        "name": [typed],
    }
    addresses = {route.path for route in page_routes() if "GET" in getattr(route, "methods", ())}
    pages = [f"/?q={MARK}", f"/nowhere/{typed}", f"/editor?next={typed}", f"/cite?ids={events[0]}"]
    for address in addresses:
        names = re.findall(r"{(\w+)}", address)
        pages += [
            address.format(**dict(zip(names, values, strict=True)))
            for values in product(*(known[name] for name in names))
        ]
        pages.append(f"{address.format(**dict.fromkeys(names, 'x'))}?q={typed}&next={typed}")
    seen = 0
    for page in pages:
        answer = client.get(page)
        assert answer.status_code < 500, page
        assert answer.headers["x-content-type-options"] == "nosniff"
        if not answer.headers["content-type"].startswith("text/html"):
            assert answer.headers["content-type"].partition(";")[0] in _PLAIN, page
            continue
        policy = answer.headers["content-security-policy"]
        assert "unsafe-inline" not in policy.partition("style-src")[0]
        parser = _Elements()
        parser.feed(answer.text)
        assert parser.runs == [], page
        seen += MARK in answer.text
    assert seen > len(events)


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_export_is_more_than_its_format(
    suffix: str, attacked: tuple[TestClient, EventStore]
) -> None:
    """Well-formed, of its own media type, which browsers may not guess about."""
    client, _ = attacked
    answer = client.get(f"/api/v1/events.{suffix}?q=space")
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "html" not in answer.headers["content-type"]
    if answer.headers["content-type"].partition(";")[0] in _PACKED:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
        assert any(f"={MARK}()".encode() in part for part in parts.values())
        assert not [part for part in sheets if re.search(rb"<f[ >]|<hyperlink", part)]
        return
    assert MARK in answer.text
    if suffix == "atom":
        tree = ET.fromstring(answer.text)  # noqa: S314  (our own)
        assert not [one for one in tree.iter() if one.tag.rpartition("}")[2] in {"script", "svg"}]
    if suffix == "ics":
        lines = answer.text.split("\r\n")
        assert not [line for line in lines if line.startswith(("=cmd", "javascript"))]


TABLES = (
    *(f"/api/v1/events.csv?shape={shape}" for shape in Shape),
    *(f"/api/v1/counts.csv?by=country&by=series&shape={shape}" for shape in TableShape),
    "/matrix.csv?rows=series",
    "/compare.csv?a=tokyo&b=space&by=series",
)


@pytest.mark.parametrize("address", TABLES)
def test_no_cell_of_a_table_is_a_formula(
    address: str, attacked: tuple[TestClient, EventStore]
) -> None:
    """Whatever stored words it holds: headlines, texts, quotes, the names of series."""
    answer = attacked[0].get(address)
    assert answer.headers["content-type"].startswith("text/csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith((*SIGNS, "\t", "\r", "\n"))]
    named = "series" in address and "shape=wide" not in address
    if named or address.endswith(f"={Shape.EVENTS}"):
        assert any(cell.startswith(f"'={MARK}()") for cell in cells)


def test_a_source_is_sealed(attacked: tuple[TestClient, EventStore]) -> None:
    """Its file's name makes no header of its own."""
    client, store = attacked
    answer = client.get(f"/api/v1/digests/{next(iter(store.digest_ids()))}/source")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "x-evil" not in answer.headers
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/events/a%0d%0aX-Evil:%201",
        "/events/a%0d%0aX-Evil:%201/",
        "/api/v1/events?q=a%0d%0aX-Evil:%201",
        "/digests/%0d%0aSet-Cookie:%20a=b",
        "//evil.example/%2e%2e",
        "/static/..%2f..%2f..%2fetc%2fpasswd",
        "/docs/assets/..%2f..%2fetc%2fpasswd",
    ],
)
def test_addresses_make_no_headers_and_lead_nowhere_else(
    path: str, attacked: tuple[TestClient, EventStore]
) -> None:
    """No line break comes through, no redirect leaves the site, no file is read."""
    answer = attacked[0].get(path, follow_redirects=False)
    assert answer.status_code < 500
    assert "x-evil" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert not answer.headers.get("location", "/").startswith(("//", "http://evil"))
    assert "root:" not in answer.text


def test_an_upload_that_stalls_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many seconds without a byte, however many came before."""
    monkeypatch.setattr("api.rest.bodies._STALLED_SECONDS", 0.01)
    sent = [{"type": "http.request", "body": b'{"series":', "more_body": True}]

    async def receive() -> Message:
        if sent:
            return sent.pop()
        await asyncio.Event().wait()
        raise AssertionError

    headers = [(b"content-type", b"application/json")]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    with pytest.raises(HTTPException) as refused:
        asyncio.run(read_upload(request, 1000))
    assert refused.value.status_code == 408
