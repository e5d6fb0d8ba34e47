"""The embedded engine in process, beside plain Tantivy."""

import json
import statistics
from collections.abc import Sequence
from typing import Any

from tests.bench import synthetic
from tests.bench.bases import Base
from tests.bench.plan import CACHE, INSIDE, Checkout
from tests.bench.processes import run
from tests.bench.queries import mix

Figures = dict[str, Any]
_QUERIES = 450


def engine(checkout: Checkout, events: int, base: Base) -> Figures:
    """The embedded engine in process beside plain Tantivy: p50, p95, p99 and CPU in ms."""
    queries = CACHE / f"queries-{_QUERIES}.json"
    queries.write_text(json.dumps([query.as_json() for query in mix(_QUERIES, seed=9)]))
    command = [
        *(checkout.python, str(INSIDE / "engine.py"), str(synthetic.issues(events)), str(events)),
        *(str(queries), str(CACHE / f"tantivy-{events}")),
    ]
    told = json.loads(run(command, base.env, base.folder).out)
    return {name: _spread(times) for name, times in told.items()}


def _spread(times: Sequence[Sequence[float]]) -> dict[str, float]:
    walls = sorted(wall for wall, _ in times)
    shares = {
        f"p{share}": walls[min(len(walls) - 1, len(walls) * share // 100)] for share in (50, 95, 99)
    }
    return shares | {"cpu": statistics.fmean(cpu for _, cpu in times)}
