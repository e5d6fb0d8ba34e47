"""Where the sentences, clauses and quotations of a text lie, found once for all its dates."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

_SENTENCE_END = re.compile(
    r"[.!?](?<!\bGen\.)(?<!\bMr\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bSen\.)(?<!\bAdm\.)"
    r"(?<!\b[A-Z]\.)[”’\")]?\s*(?=[“‘\"(A-Z])|;\s"
)
_CLAUSE_END = re.compile(
    r":\s|\s[–—]\s|,?\s(?:while|but|although|though|because|whereas)\s"
    r"|,\s(?:where|which|who|when|as|and|so)\s|\s(?:said|says|say) that\s"
    r"|\sand\s(?=(?:will|is|are|was|were|has|had)\s)"
)
_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"")
# Words farther from a date than this say nothing of it; it also bounds the work for one date.
REACH = 160


class Layout:
    """The text with its breaks, each a sorted list of offsets where something new begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences = [0, *(stop.end() for stop in _SENTENCE_END.finditer(text)), len(text)]
        clauses = {stop.end() for stop in _CLAUSE_END.finditer(text)}
        self._clauses = sorted(clauses.union(self._sentences))
        spans = [match.span() for match in _QUOTATION.finditer(text)]
        self._quotations = [offset for span in spans for offset in span]

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset."""
        return _around(self._sentences, at)

    def sentence_number(self, at: int) -> int:
        """How many sentences stand before the one around an offset."""
        return max(0, bisect_right(self._sentences, at) - 1)

    def clause(self, at: int) -> tuple[int, int]:
        """Start and end of the clause around an offset, no farther away than `REACH`."""
        start, end = _around(self._clauses, at)
        return max(start, at - REACH), min(end, at + REACH)

    def near(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a span, cut to `REACH` on both sides."""
        first, last = self.sentence(start)
        return max(first, start - REACH), max(end, min(last, end + REACH))

    def is_quoted(self, at: int) -> bool:
        """Whether the offset lies in direct speech."""
        return bisect_right(self._quotations, at) % 2 == 1


@lru_cache(maxsize=8)
def layout_of(text: str) -> Layout:
    """The layout of a text that is asked for more than once."""
    return Layout(text)


def _around(breaks: Sequence[int], at: int) -> tuple[int, int]:
    following = bisect_right(breaks, at)
    end = breaks[following] if following < len(breaks) else breaks[-1]
    return breaks[max(0, following - 1)], end
