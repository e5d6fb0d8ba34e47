"""Records what the API says of itself: an example for every operation, and its description.

`make openapi` writes ``api/rest/examples.json`` and ``docs/openapi.json``; tests record again and
compare, so that neither can drift from what the API does.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from indexer.access import KeyRing, Scope
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.seeds import ingest_seeds
from web.app import create_app

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "api" / "rest" / "examples.json"
DESCRIPTION = ROOT / "docs" / "openapi.json"
V1 = "/api/v1"
_EVENT = "usjad-3-1-1f0c2b7a"  # stands for the event that the search below finds first
_SENT = "usjad-4-1-7c718302"  # the event of the issue below
_READ = "&accessed=2026-01-15"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")
_URN = re.compile(r"urn:uuid:[0-9a-f-]{36}")
_ANY_URN = "urn:uuid:0b0e1d5c-6a3f-5f0a-9b1e-2f6d0c7a4e11"
_ANY_MOMENT = "2026-01-15T12:00:00Z"
# Measured figures change with the rules, and an example need not.
_ANY_FIGURE = {"value": 0.9, "n": 100, "low": 0.83, "high": 0.94, "non_dates": 0}
_ANY_FIGURE |= {"domains_f1": 0.9, "first_domain": 0.9}
# What is another in every store.
_STILL = {
    "ledger": "5f0c1f0e-8f0b-4a52-9c5e-0d9b3a1c7e42",
    "previous": "0" * 64,
    "fingerprint": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
    "head_hash": "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
    "state": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
    "hash": "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
}
_JSON = ("/json", "+json")
_LINES = "application/x-ndjson"  # several documents, so a text
_ITEMS_SHOWN = 1
_VALUES_SHOWN = 5
_TEXT_SHOWN = 400
_ISSUE = {
    "series": "US-Japan Alliance Digest",
    "volume": 4,
    "number": 1,
    "items": [
        {
            "headline": "Space dialogue held in Tokyo",
            "text": "On January 9, Japan and the United States held a dialogue on space.",
        }
    ],
}
_CORRECTION = {
    "kind": "domain",
    "value": "technology",
    "action": "add",
    "reason": "The rover is a technology programme, too.",
}
_ISSUE_CORRECTION = {"issue_date": "2025-01-14", "reason": "It was out a day earlier."}
_PROFILE = {"title": "Harbour Letter", "publisher": "Harbour Institute", "numbering": "number"}
_SPLIT = {
    "parts": [
        {"headline": "Space dialogue held in Tokyo", "text": "On January 9, Japan and the United"},
        {"headline": "Space", "text": "States held a dialogue on space."},
    ],
    "reason": "Two developments.",
}
# Operation, request, body; in the order in which they are made.
_REQUESTS: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    ("searchEvents", f"GET {V1}/events?q=lunar+rover&domain=space&facets=domain&limit=1", None),
    ("getEvent", f"GET {V1}/events/{_EVENT}", None),
    ("exportEvents", f"GET {V1}/events.ris?q=lunar+rover&domain=space{_READ}", None),
    ("followEvents", f"GET {V1}/events.atom?q=lunar+rover&domain=space&limit=1", None),
    ("followEventsAsJson", f"GET {V1}/events.feed.json?q=lunar+rover&domain=space&limit=1", None),
    ("citeEvent", f"GET {V1}/events/{_EVENT}/cite.bib?accessed=2026-01-15", None),
    ("citeEvents", f"GET {V1}/cite?ids={_EVENT}{_READ}", None),
    ("citeEventsAsFile", f"GET {V1}/cite.biblatex.bib?ids={_EVENT}{_READ}", None),
    ("getTimeline", f"GET {V1}/timeline?q=space&interval=quarter", None),
    ("countEvents", f"GET {V1}/counts?by=domain,year&q=lunar+rover", None),
    ("exportCounts", f"GET {V1}/counts.csv?by=domain,year&q=lunar+rover", None),
    ("suggest", f"GET {V1}/suggest?q=space+jap&limit=3", None),
    ("listDigests", f"GET {V1}/digests?limit=1", None),
    ("getDigest", f"GET {V1}/digests/usjad-2-7", None),
    ("getDigestSource", f"GET {V1}/digests/usjad-2-7/source", None),
    ("listSeries", f"GET {V1}/series", None),
    ("getSeries", f"GET {V1}/series/us-japan-alliance-digest", None),
    ("listStories", f"GET {V1}/stories?limit=1", None),
    ("getStory", f"GET {V1}/stories/usjad-1-10-f07b2bce?limit=2", None),
    ("exportStory", f"GET {V1}/stories/usjad-1-10-f07b2bce/events.csv", None),
    ("listChanges", f"GET {V1}/changes?since=0&limit=1", None),
    ("exportChanges", f"GET {V1}/changes.ndjson?since=166", None),
    ("followChanges", f"GET {V1}/changes.atom?limit=1", None),
    ("listCountries", f"GET {V1}/countries", None),
    ("listDomains", f"GET {V1}/domains", None),
    ("listGroups", f"GET {V1}/groups", None),
    ("listActors", f"GET {V1}/actors?limit=3", None),
    ("getQuality", f"GET {V1}/quality", None),
    ("listVersions", "GET /api", None),
    ("getIndex", "GET /api/v1", None),
    ("listProblemTypes", "GET /problems", None),
    ("getProblemType", "GET /problems/gone", None),
    ("alive", "GET /healthz", None),
    ("ready", "GET /readyz", None),
    ("correctEvent", f"POST {V1}/events/{_EVENT}/corrections", _CORRECTION),
    ("listCorrections", f"GET {V1}/events/{_EVENT}/corrections", None),
    ("undoCorrection", f"DELETE {V1}/events/{_EVENT}/corrections/1?reason=Hardly", None),
    ("ingestDigest", f"POST {V1}/digests", _ISSUE),
    ("correctDigest", f"POST {V1}/digests/usjad-4-1/corrections", _ISSUE_CORRECTION),
    ("listDigestCorrections", f"GET {V1}/digests/usjad-4-1/corrections", None),
    ("undoDigestCorrection", f"DELETE {V1}/digests/usjad-4-1/corrections/2?reason=No", None),
    ("addSeries", f"POST {V1}/series", _PROFILE),
    ("removeSeries", f"DELETE {V1}/series/harbour-letter?reason=Added+twice", None),
    ("splitEvent", f"POST {V1}/events/{_SENT}/split", _SPLIT),
    ("mergeEvent", f"POST {V1}/events/{_SENT}/merge", {"into": _EVENT, "reason": "One event."}),
    ("deleteEvent", f"DELETE {V1}/events/{_EVENT}?reason=Not+an+event", None),
    ("deleteDigest", f"DELETE {V1}/digests/usjad-4-1?reason=Withdrawn+by+its+publisher", None),
    ("purgeEvent", f"POST {V1}/events/{_EVENT}/purge?reason=Court+order", None),
    ("purgeDigest", f"POST {V1}/digests/usjad-4-1/purge?reason=Withdrawn+by+its+publisher", None),
)


def examples() -> dict[str, Any]:
    """One request and its answer for every operation, shortened."""
    with _fresh_app() as (client, key):
        search = client.get(f"{V1}/events?q=lunar+rover&domain=space&limit=1").json()
        event_id = search["items"][0]["id"]
        found = {}
        for operation, request, sent in _REQUESTS:
            method, url = request.replace(_EVENT, event_id).split(" ", 1)
            body = json.loads(json.dumps(sent).replace(_EVENT, event_id))
            headers = {"Authorization": f"Bearer {key}"} if method != "GET" else {}
            answer = client.request(method, url, json=body, headers=headers)
            assert answer.status_code < 300, (operation, answer.text)
            media_type = answer.headers["content-type"].partition(";")[0]
            found[operation] = {
                "request": f"{method} {url}",
                **({"body": body} if body else {}),
                "status": answer.status_code,
                "media_type": media_type,
                "response": _answered(media_type, answer.text),
            }
        return found


def description() -> dict[str, Any]:
    """The OpenAPI description."""
    with _fresh_app() as (client, _):
        document: dict[str, Any] = client.get("/openapi.json").json()
        return document


def text_of(document: dict[str, Any]) -> str:
    """A document as it stands in its file."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _answered(media_type: str, text: str) -> Any:
    """What is shown of an answer's body."""
    if media_type == _LINES:
        lines = text.splitlines()[:_ITEMS_SHOWN]
        return "".join(
            f"{json.dumps(_shown(json.loads(line)), ensure_ascii=False)}\n" for line in lines
        )
    return _shown(json.loads(text) if media_type.endswith(_JSON) else text)


def _shown(value: Any) -> Any:
    """The answer with its lists and texts cut short, and moments that stand still."""
    match value:
        case dict():
            return {name: _still(name, part) for name, part in value.items()}
        case [dict(), *_]:
            return [_shown(part) for part in value[:_ITEMS_SHOWN]]
        case list():
            return [_shown(part) for part in value[:_VALUES_SHOWN]]
        case str():
            text = _URN.sub(_ANY_URN, _MOMENT.sub(_ANY_MOMENT, value))
            return text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN].rstrip() + " …"
    return value


def _still(name: str, part: Any) -> Any:
    return _STILL[name] if name in _STILL and isinstance(part, str) else _figure(name, part)


def _figure(name: str, part: Any) -> Any:
    measured = name in _ANY_FIGURE and isinstance(part, int | float)
    return _ANY_FIGURE[name] if measured else _shown(part)


@contextmanager
def _fresh_app() -> Iterator[tuple[TestClient, str]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), rate_limit="")
        store = EventStore(settings.store_url)
        ingest_seeds(store)
        engine = TantivyEngine(None)
        sync.sync(store, engine)
        key = KeyRing(store).create("Editor", [Scope.ADMIN])[1]
        with TestClient(create_app(settings, store=store, engine=engine)) as client:
            yield client, key
        engine.close()
        store.close()


if __name__ == "__main__":
    EXAMPLES.write_text(text_of(examples()), encoding="utf-8")
    DESCRIPTION.write_text(text_of(description()), encoding="utf-8")
    print(f"{EXAMPLES.name} and {DESCRIPTION.name} written: review the difference before a commit")
