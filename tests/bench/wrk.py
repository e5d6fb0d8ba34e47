"""Load from wrk, and what it took; one request at a time where answers take long."""

import http.client
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.processes import Process

_LUA = Path(__file__).parent / "mix.lua"
_TIMEOUT_S = 120
# Slower than this, and wrk would end a run before enough answers are in.
_SLOW_S = 0.3
_SLOW_REQUESTS = 5
# Slower than this, and one answer a try is enough: a sitting has to end.
_VERY_SLOW_S = 3.0


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a mix."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: str = ""  # as mix.lua takes them: "name: value;"

    @property
    def line(self) -> str:
        """As mix.lua reads it."""
        return f"{self.method}\t{self.path}\t{self.body}\t{self.headers}"


@dataclass(frozen=True, slots=True)
class Measure:
    """What one try took: times in ms, rate in requests a second, CPU in ms a request."""

    requests: int
    errors: int
    p50: float
    p95: float
    p99: float
    rate: float
    cpu: float


def require_wrk() -> None:
    """Stop with a way out where wrk is not installed."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")


def load(
    base: str,
    requests: Sequence[Request],
    process: Process,
    *,
    seconds: float,
    clients: int = 1,
    begin: int = 0,
) -> Measure:
    """Send requests for a while, each client one after the other.

    Args:
        base: address of the server.
        requests: what is asked, in turn.
        process: the server, whose CPU time is taken.
        seconds: how long.
        clients: connections at the same time.
        begin: number of the first request, so that another try asks what was not asked yet.
    """
    first = min(first_answers(base, [requests[(begin + at) % len(requests)] for at in range(2)]))
    if clients == 1 and first > _SLOW_S:
        return _slow(base, requests, process, begin, 1 if first > _VERY_SLOW_S else _SLOW_REQUESTS)
    with tempfile.NamedTemporaryFile("w", suffix=".requests", encoding="utf-8") as listed:
        listed.write("".join(f"{request.line}\n" for request in requests))
        listed.flush()
        before = process.cpu()
        ran = subprocess.run(
            [
                *("wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s"),
                *(f"--timeout={_TIMEOUT_S}s", "-s", str(_LUA), base, "--", listed.name, str(begin)),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        cpu = process.cpu() - before
    process.require_alive()
    told = json.loads(ran.stdout.splitlines()[-1])
    if not told["requests"]:
        return _slow(base, requests, process, begin, _SLOW_REQUESTS)
    return Measure(
        requests=told["requests"],
        errors=told["errors"],
        p50=told["p50"],
        p95=told["p95"],
        p99=told["p99"],
        rate=told["requests"] / told["seconds"],
        cpu=1_000 * cpu / told["requests"],
    )


def first_answers(base: str, requests: Iterable[Request]) -> list[float]:
    """Seconds that each answer takes, up to the first that is very slow."""
    taken: list[float] = []
    for request in requests:
        taken.append(one(base, request))
        if taken[-1] > _VERY_SLOW_S:
            break
    return taken


def _slow(
    base: str, requests: Sequence[Request], process: Process, begin: int, tries: int
) -> Measure:
    before, start = process.cpu(), time.perf_counter()
    times = [
        one(base, requests[(begin + at) % len(requests)]) * 1_000 for at in range(1, tries + 1)
    ]
    return Measure(
        requests=len(times),
        errors=0,
        p50=statistics.median(times),
        p95=max(times),
        p99=max(times),
        rate=len(times) / (time.perf_counter() - start),
        cpu=1_000 * (process.cpu() - before) / len(times),
    )


def one(base: str, request: Request) -> float:
    """Seconds that one answer takes."""
    address = urlsplit(base)
    connection = http.client.HTTPConnection(address.netloc, timeout=_TIMEOUT_S)
    headers = dict(part.split(": ", 1) for part in request.headers.split(";") if part)
    start = time.perf_counter()
    connection.request(request.method, request.path, request.body or None, headers)
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - start
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{base}{request.path}: status {answer.status}")
    return taken
