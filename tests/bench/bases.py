"""A filled store with its indexes, for a checkout and a size; filled once, used by every run."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import synthetic
from tests.bench.doors import Ids
from tests.bench.plan import CACHE, INSIDE, Checkout
from tests.bench.processes import Ran, run

_SOURCES = ("indexer", "api")  # what decides how a base is stored


@dataclass(frozen=True, slots=True)
class Base:
    """A folder with a store, and what filling it and building its index took.

    Attributes:
        folder: the data folder.
        filling: what `inside/fill.py` told.
        rebuild: `entente reindex`, embedded: wall, CPU and memory.
    """

    folder: Path
    filling: dict[str, float | str]
    rebuild: dict[str, float]

    @property
    def env(self) -> dict[str, str]:
        """Environment of programs that use it."""
        return environment(self.folder)


def environment(folder: Path) -> dict[str, str]:
    """Environment of programs that use a data folder: no limit on requests."""
    return {"ENTENTE_DATA_DIR": str(folder), "ENTENTE_RATE_LIMIT": ""}


def base(checkout: Checkout, events: int) -> Base:
    """The base of a checkout at a size; made where it is not there yet."""
    folder = CACHE / "bases" / f"{_fingerprint(checkout)}-{events}"
    told = folder / "told.json"
    if not told.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        filled = _fill(checkout, folder, events)
        command = [checkout.entente, "reindex"]
        rebuilt = run(command, environment(folder), folder, watch_memory=True)
        # Else whoever serves it works out what events have in common while it is measured.
        run([checkout.entente, "sync"], environment(folder), folder)
        told.write_text(json.dumps({"filling": filled, "rebuild": _figures(rebuilt)}))
    figures = json.loads(told.read_text())
    return Base(folder, figures["filling"], figures["rebuild"])


@contextmanager
def copied(base: Base, name: str) -> Iterator[Base]:
    """A copy to write to, taken away afterwards."""
    folder = CACHE / "copies" / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base.folder, folder)
    try:
        yield Base(folder, base.filling, base.rebuild)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def through_pipeline(checkout: Checkout, events: int) -> dict[str, float]:
    """Store, ledger and index so many events into an empty base, and take the times of both."""
    folder = CACHE / "copies" / "pipeline"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        filled = _fill(checkout, folder, events, "--through-pipeline")
        indexed = run([checkout.entente, "sync"], environment(folder), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    cpu = float(filled["cpu"]) + indexed.cpu
    return {
        "events a second": events / (float(filled["wall"]) + indexed.wall),
        "events a second of CPU": events / cpu,
        "store and ledger, events a second": events / float(filled["wall"]),
    }


def ids(events: int) -> Ids:
    """Ids of the synthetic base, spread over it."""
    digests, found = [], []
    with synthetic.issues(events).open(encoding="utf-8") as lines:
        for line in lines:
            issue = json.loads(line)
            digests.append(issue["id"])
            for event in issue["events"]:
                key = hashlib.sha256(event["headline"].casefold().encode()).hexdigest()[:8]
                found.append(f"{issue['id']}-{key}")
    # A step that shares no factor with the length visits everything, far apart.
    return Ids(_spread(found), _spread(digests))


def _spread(values: list[str], count: int = 3_000) -> list[str]:
    step = max(1, int(len(values) * 0.618)) | 1
    return [values[at * step % len(values)] for at in range(min(count, len(values)))]


def _fill(checkout: Checkout, folder: Path, events: int, *how: str) -> dict[str, float | str]:
    command = [
        checkout.python,
        str(INSIDE / "fill.py"),
        str(synthetic.issues(events)),
        str(events),
        *how,
    ]
    told: dict[str, float | str] = json.loads(run(command, environment(folder), folder).out)
    return told


def _figures(ran: Ran) -> dict[str, float]:
    return {"wall": ran.wall, "cpu": ran.cpu, "memory": ran.memory}


def _fingerprint(checkout: Checkout) -> str:
    """The state of the code that stores: a base of other code is another base."""
    seen = hashlib.sha256()
    for room in _SOURCES:
        for path in sorted((checkout.path / room).rglob("*.py")):
            seen.update(path.read_bytes())
    seen.update((INSIDE / "fill.py").read_bytes())
    return seen.hexdigest()[:12]
