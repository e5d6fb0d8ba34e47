"""An issue posted and the first answer after it; everything exported."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench import bases, systems
from tests.bench.bases import Base
from tests.bench.plan import Checkout
from tests.bench.processes import run
from tests.bench.queries import mix

Figures = dict[str, Any]
Say = Callable[[str], None]
_WRITES = 5


def after_a_write(checkout: Checkout, base: Base, say: Say) -> Figures:
    """An issue posted, and the first answer after it; on a copy of the base."""
    say(f"writing to {checkout.label}")
    posts, firsts, usual = [], [], []
    queries = mix(200, seed=10)
    with (
        bases.copied(base, checkout.label) as copy,
        systems.entente(f"{checkout.label} writing", checkout, copy.env) as system,
    ):
        key = run(
            [checkout.entente, "keys", "create", "bench", "--scope", "admin"], copy.env, copy.folder
        ).out.strip()
        paths = [f"/api/v1/events?{query.parameters()}" for query in queries]
        for path in paths[:20]:
            systems.call(system.url, "GET", path)
        for at in range(_WRITES):
            usual += [_timed(system.url, path) for path in paths[20 + at * 20 : 40 + at * 20]]
            start = time.perf_counter()
            told = systems.call(
                system.url,
                "POST",
                "/api/v1/digests",
                _issue(at),
                {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            )
            posts.append((time.perf_counter() - start) * 1_000)
            assert told["outcome"] == "created", told
            firsts.append(_timed(system.url, f"/api/v1/events?q=marker{at}qq"))
    return {
        "post": statistics.median(posts),
        "first answer": statistics.median(firsts),
        "usual": statistics.median(usual),
    }


def export(checkout: Checkout, events: int, base: Base, say: Say) -> Figures:
    """Everything as CSV and NDJSON: rows a second, and how far memory grows meanwhile."""
    found: Figures = {}
    with systems.entente(f"{checkout.label} exporting", checkout, base.env) as system:
        for suffix in ("csv", "ndjson"):
            say(f"export of {checkout.label} as {suffix}")
            before = system.process.memory().own
            start = time.perf_counter()
            told = systems.call(system.url, "GET", f"/api/v1/events.{suffix}")
            wall = time.perf_counter() - start
            text = told if isinstance(told, bytes) else json.dumps(told).encode()
            found[suffix] = {
                "rows a second": events / wall,
                "bytes": len(text),
                "memory grown": system.process.memory().own - before,
            }
    return found


def _timed(url: str, path: str) -> float:
    start = time.perf_counter()
    systems.call(url, "GET", path)
    return (time.perf_counter() - start) * 1_000


def _issue(at: int) -> dict[str, Any]:
    """An issue after all others, which can be searched for by a word of its own."""
    return {
        "series": "US-Japan Alliance Digest",
        "volume": 90 + at,
        "number": 1,
        "issue_date": "2025-06-15",
        "items": [
            {
                "headline": f"Japan and the United States open space dialogue marker{at}qq",
                "text": f"On June {at + 1}, Japan and the United States met on space, part {part}.",
            }
            for part in range(5)
        ],
    }
