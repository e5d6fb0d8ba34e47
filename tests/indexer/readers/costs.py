"""What reading costs: CPU seconds of one source, and the memory that reading a whole form takes.

As a program it reads every hostile input of one form at sizes up to the largest accepted, and
prints a line in JSON for each, then one with the memory: a process of its own, since the peak of a
process never falls again.
"""

import gc
import json
import resource
import sys
import time
from contextlib import suppress

from indexer.errors import InputError
from indexer.ingest.build import build
from indexer.readers import SourceHints, parts, read
from indexer.settings import Settings
from tests.indexer.readers.growing import Growing
from tests.indexer.readers.hostile import FORMS

LARGEST = Settings(_env_file=None).max_source_bytes
# Where a limit refuses the largest, a smaller one is the costliest that is accepted.
SHARES = (1, 40)
HINTS = SourceHints("x", series="Harbour Letter", new_series=True)
_USUAL = b"Harbour Letter\n12 May 2024\n\n- Ministers meet\n\n- They met in Oslo on May 3.\n"


def seconds(data: bytes) -> float:
    """CPU seconds for some bytes, refused or not, as every door reads them."""
    gc.collect()
    before = time.process_time()
    with suppress(InputError):
        for part in parts(data, HINTS, max_bytes=10**9):
            with suppress(InputError):
                build(read(part.data, part.hints, max_bytes=10**9), part.hints.origin)
    return time.process_time() - before


def warm_up() -> None:
    """Read the vocabulary, which is done once a process."""
    seconds(_USUAL)


def of_about(make: Growing, length: int) -> bytes:
    """An input of about so many bytes, or fewer where its maker has an end."""
    small, large = len(make(1_000)), len(make(2_000))
    count = int((length - small) * 1_000 / max(large - small, 1)) + 1_000
    count = min(max(1, count), length)
    data = make(count)
    return data if len(data) <= length else make(count * length // len(data))


def main(form: str) -> None:
    """Read every input of a form, and print what it costs."""
    warm_up()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, make in FORMS[form].items():
        for share in SHARES:
            data = of_about(make, LARGEST // share)
            cost = {"name": name, "bytes": len(data), "seconds": seconds(data)}
            print(json.dumps(cost), flush=True)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"megabytes": (after - before) // 1024}))


if __name__ == "__main__":
    main(sys.argv[1])
