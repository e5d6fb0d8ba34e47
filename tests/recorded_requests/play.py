"""Puts the recorded requests to the application, and records its answers.

`make record` writes `answers/*.json` anew; read the difference before committing it.

A line of `requests.txt` is a request: method, address and, after a tab, JSON with what it carries
beside: `body`, `headers`, `key` (true: with the editor's key), `outline` (true: its figures change
with other work, only their names are compared). `# name` begins a section, which has a file of
answers; requests are made in order. `{next}` and `{etag}` stand for what the answer before gave.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from indexer.access import KeyRing, Scope
from indexer.search import open_engine, sync
from indexer.settings import Settings
from indexer.store import EventStore
from tests.recorded_requests.answers import Recorder, text_of
from tests.recorded_requests.base import fill
from web.app import create_app

_FOLDER = Path(__file__).parent
ANSWERS = _FOLDER / "answers"
EVENTS = "events.json"
_WITHOUT_INDEX = "without an index"


@dataclass(frozen=True, slots=True)
class Request:
    """One line of `requests.txt`."""

    line: str
    method: str
    url: str
    beside: dict[str, Any]

    @classmethod
    def of(cls, line: str) -> "Request":
        shown, _, beside = line.partition("\t")
        method, url = shown.split(" ", 1)
        return cls(line.replace("\t", " "), method, url, json.loads(beside or "{}"))


def sections() -> dict[str, list[Request]]:
    """The requests by section, in order."""
    found: dict[str, list[Request]] = {}
    for line in (_FOLDER / "requests.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            section = found.setdefault(line[2:], [])
        elif line:
            section.append(Request.of(line))
    return found


def file_of(section: str) -> str:
    """Name of the file that a section's answers are recorded in."""
    return f"{section.replace(' ', '_')}.json"


def play(database_url: str | None = None) -> dict[str, str]:
    """The answers, by name of the file that they are recorded in, and as they stand there.

    Args:
        database_url: the store's; a new SQLite file where there is none.
    """
    recorder = Recorder()
    with _apps(database_url) as (app, bare):
        played = {
            file_of(name): _play(requests, bare if name == _WITHOUT_INDEX else app, recorder)
            for name, requests in sections().items()
        }
    events = dict(sorted(recorder.events.items()))
    return {name: text_of(answers) + "\n" for name, answers in (played | {EVENTS: events}).items()}


def _play(requests: list[Request], app: "_App", recorder: Recorder) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    before: Response | None = None
    for request in requests:
        assert request.line not in answers, f"{request.line}: twice in one section"
        before = app.answer(request, before)
        outline = request.beside.get("outline", False)
        answers[request.line] = recorder.recorded(before, outline=outline)
    return answers


@dataclass(frozen=True, slots=True)
class _App:
    client: TestClient
    key: str

    def answer(self, request: Request, before: Response | None) -> Response:
        url = request.url
        headers = dict(request.beside.get("headers", {}))
        if "{next}" in url and before is not None:
            url = url.replace("{next}", before.json()["next"])
        if headers.get("if-none-match") == "{etag}" and before is not None:
            headers["if-none-match"] = before.headers["etag"]
        if request.beside.get("key"):
            headers["authorization"] = f"Bearer {self.key}"
        return self.client.request(
            request.method,
            url,
            headers=headers,
            json=request.beside.get("body"),
            follow_redirects=False,
        )


@contextmanager
def _apps(database_url: str | None) -> Iterator[tuple[_App, _App]]:
    """The application over the frozen base with an index of it, and with an index not built yet."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        settings = Settings(
            data_dir=Path(folder),
            database_url=database_url,
            rate_limit="",
            public_url="https://entente.example",
        )
        store = EventStore(settings.store_url)
        opened.callback(store.close)
        fill(store)
        key = KeyRing(store).create("Editor", frozenset({Scope.ADMIN}))[1]
        engine = open_engine(settings)
        empty = open_engine(settings.model_copy(update={"data_dir": Path(folder) / "other"}))
        opened.callback(engine.close)
        opened.callback(empty.close)
        sync.sync(store, engine)
        app, bare = (
            opened.enter_context(TestClient(create_app(settings, store=store, engine=each)))
            for each in (engine, empty)
        )
        yield _App(app, key), _App(bare, key)


def record() -> None:
    """Write the answers anew."""
    ANSWERS.mkdir(exist_ok=True)
    for path in ANSWERS.glob("*.json"):
        path.unlink()
    for name, text in play().items():
        (ANSWERS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    record()
    print(f"{ANSWERS.relative_to(Path.cwd())} written: review the difference before a commit")
