"""Sentences, as readers and excerpts cut them."""

import re

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"“‘'(]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Sgt|Cpl|Sen|Rep|Gov|Adm"
    r"|Capt|Cmdr|Prof|No|Nos|vs|Jr|Sr|Mt|Sec|Amb|Vol|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Co"
    r"|Corp|Ltd|Bros|Ft|approx|ca|cf)$"
)


def first_sentence(text: str) -> str:
    """The words up to the first stop that ends a sentence; all of them where none does."""
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if text[match.start()] != "." or not _ABBREVIATED.search(before):
            return text[: match.end()].rstrip()
    return text
