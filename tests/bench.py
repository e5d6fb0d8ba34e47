"""Benchmarks, run by `make bench`: no test depends on a clock.

Prints items a second for reading and normalising the seed data on one core, repeated in one process
with the vocabulary loaded, and what loading the vocabulary costs a fresh process.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from indexer.ingest.build import build
from indexer.readers import SourceHints, read

_FOLDER = Path(__file__).parent.parent / "seed_data" / "us-japan-alliance-digest"
_ROUNDS = 12
_LOAD = """
import time
import indexer.normalise.item as item
from datetime import date
start = time.perf_counter()
item.read_item("US", "Japan on May 3", date(2023, 5, 5))
print(time.perf_counter() - start)
"""


def main() -> None:
    """Print minimum, median and maximum."""
    digests = [(path.name, path.read_bytes()) for path in sorted(_FOLDER.glob("*.txt"))]
    speeds = []
    for _ in range(_ROUNDS + 1):
        start = time.perf_counter()
        items = 0
        for name, data in digests:
            hints = SourceHints(f"us-japan-alliance-digest/{name}")
            items += len(build(read(data, hints, max_bytes=1_000_000), name).events)
        speeds.append(items / (time.perf_counter() - start))
    _line("items a second, read and normalised", speeds[1:], "{:.0f}")
    loads = [
        float(subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, check=True).stdout)
        for _ in range(7)
    ]
    _line("seconds to load the vocabulary", loads, "{:.3f}")


def _line(name: str, values: list[float], form: str) -> None:
    figures = (min(values), statistics.median(values), max(values))
    print(f"{name}: min, median, max", *(form.format(value) for value in figures))


if __name__ == "__main__":
    main()
