"""Whether an issue is in English: names are found in any language, the rest only in this one."""

import re
from collections.abc import Sequence

from indexer.readers.raw import RawItem
from indexer.readers.report import Report

_WORD = re.compile(r"[^\W\d_]+")
# The most frequent English words; no other language that uses Latin letters has many of them.
_ENGLISH = frozenset(
    {
        *("the", "of", "and", "to", "in", "that", "for", "on", "with", "was", "by", "is"),
        *("at", "from", "as", "has", "its", "it"),
    }
)
# Every English text of the labelled sets has more than a quarter of them in 20 words or more.
_LEAST_SHARE = 0.10
_LEAST_WORDS = 20
_LOOKED_AT = 20_000


def note_language(items: Sequence[RawItem], report: Report) -> None:
    """Flag an issue whose text is not English, as a whole or in some items."""
    foreign = [item for item in items if not _is_english(item)]
    if foreign and len(foreign) * 2 >= len(items):
        report.warn(
            "language",
            "the text does not seem to be English; it is kept, and tagged only where names match",
        )
        return
    for item in foreign:
        report.warn(
            "language",
            "this item does not seem to be English; it is tagged only where names match",
            line=item.text_line,
            words=item.headline,
        )


def _is_english(item: RawItem) -> bool:
    text = f"{item.headline} {item.text}"[:_LOOKED_AT]
    letters = [char for char in text if char.isalpha()]
    latin = sum(char < "\u0250" for char in letters)
    if len(letters) > _LEAST_WORDS and latin * 2 < len(letters):
        return False
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST_WORDS:
        return True
    return sum(word in _ENGLISH for word in words) >= _LEAST_SHARE * len(words)
