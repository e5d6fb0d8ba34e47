"""Names that hold date words but date nothing: "the September 11 attacks", a boat "May 4"."""

import re
from functools import cache

from indexer.normalise.dates.patterns import DAY_NUMBER, MONTH_NAME
from indexer.normalise.dates.words import words


@cache
def refused_names() -> re.Pattern[str]:
    """Names that hold date words but date nothing."""
    listed = "|".join(map(re.escape, words()["refused"]))
    nouns = "|".join(words()["commemorated"])
    vessels = "|".join(map(re.escape, words()["vessels"]))
    return re.compile(
        rf"{listed}|{MONTH_NAME}\s*{DAY_NUMBER}\s+(?:{nouns})\b|\b(?:{vessels})\s+(?:[A-Z][\w’'-]+\s+)+{MONTH_NAME}\s*{DAY_NUMBER}"
    )
