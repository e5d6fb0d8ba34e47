"""Sentences, as readers and excerpts cut them."""

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"“‘'(]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Sgt|Cpl|Sen|Rep|Gov|Adm"
    r"|Capt|Cmdr|Prof|No|Nos|vs|Jr|Sr|Mt|Sec|Amb|Vol|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Co"
    r"|Corp|Ltd|Bros|Ft|approx|ca|cf)$"
)


def first_sentence(text: str) -> str:
    """The words up to the first stop that ends a sentence; all of them where none does."""
    end = next(_ends(text), len(text))
    return text[:end].rstrip() if end < len(text) else text


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """First and last character of the sentence, or the sentences, that some characters stand in.

    Args:
        text: all of it.
        start: the first of these characters.
        end: the one behind the last of them.
    """
    first, last = 0, len(text)
    for at in _ends(text):
        if at <= start:
            first = at
        elif at >= end:
            last = at
            break
    return first, first + len(text[first:last].rstrip())


def _ends(text: str) -> Iterator[int]:
    """Where each sentence but the last ends, the blanks behind it included."""
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if text[match.start()] != "." or not _ABBREVIATED.search(before):
            yield match.end()
