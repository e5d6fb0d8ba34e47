"""Items a second, normalised on one core; runs with a checkout's own Python.

    normalising.py ITEMS

ITEMS is a JSON list of headline, text and day of issue. Prints items a second of CPU, after a round
that warms up.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from indexer.normalise.item import read_item


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    items = [(headline, text, date.fromisoformat(day)) for headline, text, day in told]
    for measured in (False, True):
        begun = time.process_time()
        for headline, text, day in items:
            read_item(headline, text, day)
        if measured:
            print(len(items) / (time.process_time() - begun))


if __name__ == "__main__":
    main()
