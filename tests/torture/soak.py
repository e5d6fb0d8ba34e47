"""A soak: searching and ingesting for minutes, two API processes, two search servers, one killed.

PostgreSQL, two Meilisearch servers, `entente sync --watch` and two `entente serve` are real
processes. Midway one search server is killed. Counted are searches and uploads and those that
failed, and how the memory of the API processes grows in the second half. Exit status 1 where a
search failed before the kill or later than some seconds after it, an upload failed, memory grew by
more than a hundredth a minute, or store and index do not agree at the end.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from indexer.access import KeyRing, Scope
from indexer.search import sync
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.bench.processes import Process
from tests.seeds import ingest_seeds
from tests.servers import PATIENT, Meilisearch, Postgres, answers, free_port

_GRACE_SECONDS = 3.0  # that a search may fail after the kill
_MOST_GROWTH = 1.0  # per cent a minute
_EVERY_SECONDS = 5.0  # memory is looked at
_PATIENCE_S = 120.0
_ENTENTE = str(Path(sys.executable).parent / "entente")
_WORDS = ("space", "japan", "missile", "talks", "moon rover", '"joint statement"', "trade -china")
_FILTERS = (
    "",
    "&country=JP",
    "&domain=space",
    "&sort=newest",
    "&facets=country,domain",
    "&event_from=2023",
)
_PAGES = ("/api/v1/events?q={}{}", "/?q={}{}", "/api/v1/timeline?q={}", "/api/v1/suggest?q={}")
_ISSUES = 900


class Failure(NamedTuple):
    """A request that was not answered as it should be: when, which, and how."""

    at: float
    path: str
    told: str


@dataclass
class Counted:
    """What came of requests of one kind."""

    done: int = 0
    failures: list[Failure] = field(default_factory=list)
    slowest: float = 0.0


class Load:
    """Requests to several addresses, again and again, until it is to end.

    Args:
        sites: addresses of the API processes.
        key: that may upload.
    """

    def __init__(self, sites: Sequence[str], key: str) -> None:
        self._sites = sites
        self._key = key
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self.searches, self.uploads, self.reads = Counted(), Counted(), Counted()

    def running(self, searchers: int) -> list[threading.Thread]:
        """Begin; the threads are given back, to be joined after `end`."""
        threads = [
            threading.Thread(target=self._search, args=(site, number))
            for site in self._sites
            for number in range(searchers)
        ]
        threads += [threading.Thread(target=self._upload), threading.Thread(target=self._read)]
        for thread in threads:
            thread.start()
        return threads

    def end(self) -> None:
        """Let every thread come to its end."""
        self._ended.set()

    def _search(self, site: str, number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        while not self._ended.wait(0.02):
            page = chance.choice(_PAGES)
            path = page.format(quote(chance.choice(_WORDS)), chance.choice(_FILTERS))
            self._ask(self.searches, site, path)

    def _read(self) -> None:
        chance = random.Random(0)  # noqa: S311
        paths = ("/healthz", "/api/v1/digests", "/api/v1/changes?since=0&limit=50", "/digests")
        while not self._ended.wait(0.1):
            self._ask(self.reads, chance.choice(self._sites), chance.choice(paths))

    def _upload(self) -> None:
        for number in range(1, _ISSUES):
            items = [
                {
                    "headline": f"Talks {number}.{n} on space",
                    "text": f"Japan met the US on May {n}.",
                }
                for n in range(1, 6)
            ]
            issue = {"series": "US-Japan Alliance Digest", "volume": 9, "number": number}
            issue |= {"issue_date": "2024-05-15", "items": items}
            site = self._sites[number % len(self._sites)]
            self._ask(self.uploads, site, "/api/v1/digests", json.dumps(issue).encode())
            if self._ended.wait(1.0):
                return

    def _ask(self, counted: Counted, site: str, path: str, body: bytes | None = None) -> None:
        request = urllib.request.Request(site + path, body)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Authorization", f"Bearer {self._key}")
        began = time.monotonic()
        told = ""
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            told = f"{error.code}: {error.read()[:200]!r}"
        except OSError as error:
            told = str(error)
        ended = time.monotonic()
        with self._lock:
            counted.done += 1
            counted.slowest = max(counted.slowest, ended - began)
            if told:
                counted.failures.append(Failure(ended, path, told))


def _growth(samples: Sequence[tuple[float, float]]) -> float:
    """The slope of a straight line through samples of time and MiB, in per cent a minute."""
    count = len(samples)
    middle = sum(at for at, _ in samples) / count
    mean = sum(size for _, size in samples) / count
    spread = sum((at - middle) ** 2 for at, _ in samples)
    slope = sum((at - middle) * (size - mean) for at, size in samples) / spread
    return 100 * slope * 60 / mean


def _ready(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not answers(url):
        if time.monotonic() > deadline:
            raise TimeoutError(url)
        time.sleep(0.1)


def soak(seconds: float, searchers: int, folder: Path) -> Iterator[str]:
    """Run it; gives a line for each thing that was found, those that are wrong begin with WRONG."""
    binary, programs = Meilisearch.binary(), Postgres.binaries()
    if binary is None or programs is None:
        raise SystemExit(f"{Meilisearch.how_to_get}; {Postgres.how_to_get}")
    with ExitStack() as stack:
        place = [folder / "one", folder / "two"]
        for one in place:
            one.mkdir()
        first = Meilisearch(binary, place[0])
        second = Meilisearch(binary, place[1], first.master_key)
        for server in (first, second):
            stack.enter_context(server)
        url = stack.enter_context(Postgres(programs)).new_database()
        shared = {
            "ENTENTE_DATABASE_URL": url,
            "ENTENTE_MEILI_URLS": f"{first.url},{second.url}",
            "ENTENTE_MEILI_KEY": first.master_key,
            "ENTENTE_RATE_LIMIT": "",
            "ENTENTE_UPLOAD_LIMIT": "",
        }
        store = EventStore(Settings(database_url=url).store_url)
        stack.callback(store.close)
        ingest_seeds(store)
        _, key = KeyRing(store).create("Soak", frozenset({Scope.INGEST}))
        stack.enter_context(Process([_ENTENTE, "sync", "--watch"], shared, folder / "sync"))
        sites, serving = [], []
        for number in range(2):
            port = free_port()
            command = [_ENTENTE, "serve", "--port", str(port)]
            serving.append(stack.enter_context(Process(command, shared, folder / f"api{number}")))
            sites.append(f"http://127.0.0.1:{port}")
        for site in sites:
            _ready(f"{site}/readyz")
        for server in (first, second):
            _followed(store, server)
        load = Load(sites, key)
        killed, samples = _loaded(load, serving, first, seconds, searchers)
        yield from _told(load, killed, samples)
        yield from _agrees(store, second)


def _loaded(
    load: Load, serving: Sequence[Process], first: Meilisearch, seconds: float, searchers: int
) -> tuple[float, list[list[tuple[float, float]]]]:
    """Run the load, kill a server midway; when, and the memory of each process from then on."""
    threads = load.running(searchers)
    began, killed = time.monotonic(), 0.0
    samples: list[list[tuple[float, float]]] = [[] for _ in serving]
    try:
        while (now := time.monotonic()) < began + seconds:
            if not killed and now >= began + seconds / 2:
                first.kill()
                killed = time.monotonic()
            for kept, process in zip(samples, serving, strict=True):
                process.require_alive()
                if killed:
                    kept.append((now, process.memory().own))
            time.sleep(_EVERY_SECONDS)
    finally:
        load.end()
        for thread in threads:
            thread.join()
    return killed, samples


def _told(
    load: Load, killed: float, samples: Sequence[Sequence[tuple[float, float]]]
) -> Iterator[str]:
    for name, counted in (
        ("searches", load.searches),
        ("uploads", load.uploads),
        ("other reads", load.reads),
    ):
        failed = len(counted.failures)
        yield f"{counted.done} {name}, {failed} failed, slowest {counted.slowest:.2f} s"
    allowed = [one for one in load.searches.failures if 0 <= one.at - killed <= _GRACE_SECONDS]
    yield f"{len(allowed)} of the failed searches within {_GRACE_SECONDS:g} s after the kill"
    late = [one for one in load.searches.failures if one not in allowed]
    for one in [*late, *load.uploads.failures, *load.reads.failures][:20]:
        yield f"WRONG: {one.at - killed:+.1f} s after the kill: {one.path}: {one.told}"
    for number, kept in enumerate(samples):
        growth, sizes = _growth(kept), [size for _, size in kept]
        told = (
            f"API process {number}: {sizes[0]:.0f} MiB at the kill, {sizes[-1]:.0f} MiB at the end"
        )
        wrong = "WRONG: " if growth > _MOST_GROWTH else ""
        yield f"{wrong}{told}, {growth:+.2f} % a minute"


def _followed(store: EventStore, server: Meilisearch) -> None:
    """Wait until a search server has applied the whole ledger."""
    engine = MeiliEngine(server.url, server.master_key, Settings().meili_index, PATIENT)
    deadline = time.monotonic() + _PATIENCE_S
    while sync.lag(store, engine.state()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{server.url} does not follow the ledger")
        time.sleep(0.5)
    engine.close()


def _agrees(store: EventStore, server: Meilisearch) -> Iterator[str]:
    """What the search server that lives holds, once it had time to follow."""
    _followed(store, server)
    engine = MeiliEngine(server.url, server.master_key, Settings().meili_index, PATIENT)
    differences, faults = sync.check(store, engine), store.faults()
    engine.close()
    if differences or faults:
        yield f"WRONG: {differences}, {faults}"
    held = store.coverage()
    yield f"{held.digests} digests with {held.events} events, ledger row {store.head()}"


def main() -> None:
    """Parse arguments, soak, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--searchers", type=int, default=2, help="for each API process")
    arguments = parser.parse_args()
    wrong = False
    with tempfile.TemporaryDirectory(prefix="entente-soak-") as name:
        for line in soak(arguments.seconds, arguments.searchers, Path(name)):
            print(line, flush=True)
            wrong = wrong or line.startswith("WRONG")
    sys.exit(wrong)


if __name__ == "__main__":
    main()
