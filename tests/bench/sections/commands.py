"""What commands take: starting, reading, storing, building an index."""

import json
import statistics
import time
from collections import defaultdict
from typing import Any

from tests.bench import bases, systems, yardsticks
from tests.bench.bases import Base
from tests.bench.plan import CACHE, INSIDE, SEEDS, Checkout, Plan
from tests.bench.processes import run
from tests.bench.systems import SearchServer

Figures = dict[str, Any]
_PIPELINE_EVENTS = 2_000
_STARTS = 5
_HELPS = 9


def starting(plan: Plan) -> Figures:
    """From the command to the first answer on the seeded base, and `entente --help`, in s."""
    first: dict[str, list[float]] = defaultdict(list)
    told: dict[str, list[float]] = defaultdict(list)
    folders = {}
    for checkout in plan.checkouts:
        folder = CACHE / "seeded" / checkout.label
        folder.mkdir(parents=True, exist_ok=True)
        run([checkout.entente, "ingest", str(SEEDS)], bases.environment(folder), folder)
        folders[checkout.label] = folder
    for _ in range(_STARTS):
        for checkout in plan.checkouts:
            port = systems.free_port()
            start = time.perf_counter()
            with systems.started(checkout, folders[checkout.label], port) as process:
                systems.wait_for(
                    f"http://127.0.0.1:{port}", "/api/v1/events?q=space&limit=1", process
                )
                first[checkout.label].append(time.perf_counter() - start)
    for _ in range(_HELPS):
        for checkout in plan.checkouts:
            ran = run([checkout.entente, "--help"], {}, checkout.path)
            told[checkout.label].append(ran.wall)
    return {
        label: {"first answer": statistics.median(times), "help": statistics.median(told[label])}
        for label, times in first.items()
    }


def reading(plan: Plan) -> Figures:
    """Items a second, read and normalised on one core; each checkout in turn."""
    found: dict[str, list[float]] = defaultdict(list)
    loads: dict[str, list[float]] = defaultdict(list)
    for _ in range(plan.rounds):
        for checkout in plan.checkouts:
            command = [checkout.python, str(INSIDE / "reading.py"), str(SEEDS), "3"]
            told = json.loads(run(command, {}, checkout.path).out)
            found[checkout.label] += told["speeds"]
            loads[checkout.label].append(told["vocabulary"])
    return {
        label: {
            "items a second": statistics.median(speeds),
            "vocabulary loaded, s": statistics.median(loads[label]),
        }
        for label, speeds in found.items()
    }


def storing(plan: Plan) -> Figures:
    """Store, ledger and index: events a second, into an empty base."""
    return {
        checkout.label: bases.through_pipeline(checkout, _PIPELINE_EVENTS)
        for checkout in plan.checkouts
    }


def meilisearch_rebuild(
    checkout: Checkout, base: Base, server: SearchServer, index: str
) -> Figures:
    """`entente reindex` on Meilisearch beside posting the same documents raw."""
    env = base.env | server.env(index)
    before = server.process.cpu()
    ran = run([checkout.entente, "reindex"], env, base.folder)
    ours = {"wall": ran.wall, "cpu": ran.cpu, "server's cpu": server.process.cpu() - before}
    return {"entente": ours, "raw": yardsticks.post_raw(server, server.index_of(index))}
