"""Items a second, read and normalised on one core; runs with a checkout's own Python.

    reading.py FOLDER ROUNDS

Prints JSON: items a second of each round, after one that warms up, and how long the vocabulary
takes to load.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from indexer.ingest.build import build
from indexer.normalise.item import read_item
from indexer.readers import SourceHints, read


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    digests = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))]
    start = time.perf_counter()
    read_item("US", "Japan on May 3", date(2023, 5, 5))
    loaded = time.perf_counter() - start
    speeds = []
    for _ in range(rounds + 1):
        cpu = time.process_time()
        items = 0
        for name, data in digests:
            hints = SourceHints(f"{folder.name}/{name}")
            items += len(build(read(data, hints, max_bytes=1_000_000), name).events)
        speeds.append(items / (time.process_time() - cpu))
    print(json.dumps({"speeds": speeds[1:], "vocabulary": loaded}))


if __name__ == "__main__":
    main()
