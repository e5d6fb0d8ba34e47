"""Servers under test: a checkout's, with either engine, and the yardsticks."""

import http.client
import json
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.bases import Base, environment
from tests.bench.plan import CACHE, INSIDE, ROOT, Checkout
from tests.bench.processes import Process, run

_PATIENCE_S = 600.0
_MEILISEARCH = ROOT / ".cache" / "meilisearch"


@dataclass(frozen=True, slots=True)
class System:
    """A running server.

    Attributes:
        name: how figures call it.
        url: its address.
        process: its process.
    """

    name: str
    url: str
    process: Process


@dataclass(frozen=True, slots=True)
class SearchServer:
    """A running Meilisearch."""

    url: str
    key: str
    process: Process

    def env(self, index: str) -> dict[str, str]:
        """Environment of programs that use one of its indexes."""
        return {
            "ENTENTE_MEILI_URL": self.url,
            "ENTENTE_MEILI_KEY": self.key,
            "ENTENTE_MEILI_INDEX": index,
        }

    def index_of(self, name: str) -> str:
        """The index that a checkout made under this name: versions may add to it."""
        counts = {
            uid: told["numberOfDocuments"]
            for uid, told in self.ask("GET", "/stats")["indexes"].items()
            if uid.startswith(name)
        }
        return str(max(counts, key=lambda uid: int(counts[uid])))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request of its own API."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        return call(self.url, method, path, body, headers)


def call(url: str, method: str, path: str, body: Any = None, headers: Any = None) -> Any:
    """One request; its answer as JSON where it is JSON.

    Raises:
        RuntimeError: the answer is an error.
    """
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=_PATIENCE_S)
    sent = None if body is None else json.dumps(body)
    connection.request(method, path, sent, headers or {})
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {url}{path}: {answer.status} {told[:500]!r}")
    kind = (answer.getheader("Content-Type") or "").partition(";")[0]
    is_json = kind == "application/json" or kind.endswith("+json")
    return json.loads(told) if is_json else told


@contextmanager
def entente(
    name: str, checkout: Checkout, env: dict[str, str], *, workers: int = 1
) -> Iterator[System]:
    """A checkout's own server; by uvicorn's command where it cannot start several workers."""
    port = free_port()
    command = [checkout.entente, "serve", "--port", str(port)]
    if workers > 1:
        told = run([checkout.entente, "serve", "--help"], env, checkout.path).out
        command = (
            [*command, "--workers", str(workers)]
            if "--workers" in told
            else [
                *(checkout.python, "-m", "uvicorn", "workers:app", "--app-dir", str(INSIDE)),
                *("--port", str(port), "--workers", str(workers), "--log-level", "warning"),
            ]
        )
    with _server(name, command, env, port, "/readyz") as system:
        yield system


@contextmanager
def noop(name: str, checkout: Checkout, base: Base) -> Iterator[System]:
    """A route of the application that does nothing."""
    port = free_port()
    command = [checkout.python, str(INSIDE / "noop.py"), str(port)]
    with _server(name, command, base.env, port, "/noop") as system:
        yield system


@contextmanager
def datasette(database: Path, datasette_program: str) -> Iterator[System]:
    """Datasette over a database with the same events, its time limits out of the way."""
    port = free_port()
    limits = ("facet_time_limit_ms", "sql_time_limit_ms", "facet_suggest_time_limit_ms")
    settings = [part for name in limits for part in ("--setting", name, "600000")]
    command = [datasette_program, "serve", str(database), "--port", str(port), *settings]
    command += ["--setting", "suggest_facets", "off"]
    with _server("Datasette", command, {}, port, "/-/versions.json") as system:
        yield system


@contextmanager
def meilisearch() -> Iterator[SearchServer]:
    """A Meilisearch with a folder of its own, which is taken away afterwards."""
    program = shutil.which("meilisearch") or str(_MEILISEARCH)
    if not Path(program).exists():
        raise SystemExit("Meilisearch is not installed: sh .ci/meilisearch .cache/meilisearch")
    port, key = free_port(), secrets.token_hex(16)
    folder = CACHE / "copies" / "meilisearch"
    shutil.rmtree(folder, ignore_errors=True)
    url = f"http://127.0.0.1:{port}"
    command = [
        *(program, "--db-path", str(folder / "data"), "--http-addr", f"127.0.0.1:{port}"),
        *("--master-key", key, "--no-analytics", "--log-level", "ERROR"),
    ]
    try:
        with Process(command, {}, folder) as process:
            wait_for(url, "/health", process)
            yield SearchServer(url, key, process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(url: str, path: str, process: Process) -> None:
    """Ask until the server answers well."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        process.require_alive()
        try:
            call(url, "GET", path)
        except (OSError, RuntimeError, http.client.HTTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


@contextmanager
def started(checkout: Checkout, folder: Path, port: int) -> Iterator[Process]:
    """`entente serve` just started, not yet answering."""
    command = [checkout.entente, "serve", "--port", str(port)]
    with Process(command, environment(folder), folder) as process:
        yield process


@contextmanager
def _server(
    name: str, command: list[str], env: dict[str, str], port: int, ready: str
) -> Iterator[System]:
    url = f"http://127.0.0.1:{port}"
    with Process(command, env, CACHE / "logs" / name.replace(" ", "-")) as process:
        wait_for(url, ready, process)
        yield System(name, url, process)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
