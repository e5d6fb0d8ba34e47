"""Whether an issue is in English: names are found in any language, the rest only in this one."""

import re
from collections.abc import Sequence

from indexer.readers.raw import RawItem
from indexer.readers.report import Report

_WORD = re.compile(r"[^\W\d_]+")
# Signs behind the blocks of Latin letters: letters of other scripts, but also dashes and quotes.
_BEHIND_LATIN = re.compile("[\u0250-\U0010ffff]")
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
    others = sum(map(str.isalpha, _BEHIND_LATIN.findall(text)))
    if others:  # few texts have any: there is no need to look at each letter
        letters = sum(map(str.isalpha, text))
        if letters > _LEAST_WORDS and (letters - others) * 2 < letters:
            return False
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST_WORDS:
        return True
    return sum(map(_ENGLISH.__contains__, words)) >= _LEAST_SHARE * len(words)
