"""Names that hold date words but date nothing: "the September 11 attacks", a boat "May 4"."""

import re
from collections.abc import Sequence
from functools import cache

from indexer.normalise.dates.patterns import DAY_NUMBER, MONTH_NAME
from indexer.normalise.dates.words import words


def refused_spans(text: str) -> Sequence[tuple[int, int]]:
    """Where such names stand, in order."""
    # Few texts have any: there is no need to look for months at each letter.
    if not any(part in text for part in _parts()) and not _vessel().search(text):
        return ()
    return [match.span() for match in _names().finditer(text)]


@cache
def _names() -> re.Pattern[str]:
    listed = "|".join(map(re.escape, words()["refused"]))
    nouns = "|".join(words()["commemorated"])
    vessels = "|".join(map(re.escape, words()["vessels"]))
    return re.compile(
        rf"{listed}|{MONTH_NAME}\s*{DAY_NUMBER}\s+(?:{nouns})\b|\b(?:{vessels})\s+(?:[A-Z][\w’'-]+\s+)+{MONTH_NAME}\s*{DAY_NUMBER}"
    )


@cache
def _parts() -> Sequence[str]:
    """Words of which every such name holds one, but for those of vessels."""
    return (*words()["refused"], *words()["commemorated"])


@cache
def _vessel() -> re.Pattern[str]:
    """A vessel with its name, dated or not."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words()['vessels']))})\s+[A-Z]")
