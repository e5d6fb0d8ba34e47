"""Which indexed words a searched word matches, and how many typos lie between them.

These are the documented rules of Meilisearch, which the embedded engine follows so that both find
the same events: one typo from 5 letters on, two from 9; a typo in the first letter counts twice;
numbers are matched exactly; a word may also stand for two words written together.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

ONE_TYPO_FROM = 5
TWO_TYPOS_FROM = 9
MAX_TYPOS = 2
_TYPO_TIERS = 3
_TIERED_WORDS = 6


def typo_tiers(words: int) -> int:
    """How many numbers of typos (0, 1, 2 ...) order hits; all higher ones count as one.

    With many words only exact matches are told apart: the ways to misspell multiply with words.
    """
    return _TYPO_TIERS if words <= _TIERED_WORDS else 1


def typo_budget(word: str) -> int:
    """How many typos a searched word may have."""
    if word.isdigit() or len(word) < ONE_TYPO_FROM:
        return 0
    return 1 if len(word) < TWO_TYPOS_FROM else MAX_TYPOS


def typos(word: str, term: str, *, prefix: bool) -> int | None:
    """Typos between a searched word and an indexed one; None where they do not match.

    Args:
        word: the searched word, folded.
        term: the indexed word, folded.
        prefix: the searched word may be the beginning of the indexed one.
    """
    if term == word or (prefix and term.startswith(word)):
        return 0
    budget = typo_budget(word)
    if budget == 0:
        return None
    penalty = int(term[:1] != word[:1])
    allowed = budget - penalty
    if allowed < 1:
        return None
    distance = OSA.distance(word, term, score_cutoff=allowed)
    if prefix and distance > 1 - penalty:
        for length in range(max(1, len(word) - allowed), min(len(term), len(word) + allowed) + 1):
            distance = min(distance, OSA.distance(word, term[:length], score_cutoff=allowed))
    return distance + penalty if distance <= allowed else None


class Vocabulary:
    """The words of an index, ready for look-up.

    Args:
        terms: every distinct indexed word.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._sorted = sorted(terms)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for term in self._sorted:
            self._by_first[term[:1]].append(term)

    def __contains__(self, term: str) -> bool:
        at = bisect_left(self._sorted, term)
        return at < len(self._sorted) and self._sorted[at] == term

    def expand(self, word: str, *, prefix: bool) -> tuple[tuple[str, ...], ...]:
        """The indexed words that a searched word matches, by number of typos: 0, 1, 2."""
        by_typos: tuple[list[str], ...] = ([], [], [])
        for term in self._candidates(word, prefix=prefix):
            cost = typos(word, term, prefix=prefix)
            if cost is not None:
                by_typos[cost].append(term)
        return tuple(tuple(terms) for terms in by_typos)

    def splits(self, word: str) -> list[tuple[str, str]]:
        """The pairs of indexed words that together spell the word, however short it is."""
        return [
            (word[:at], word[at:])
            for at in range(1, len(word))
            if word[:at] in self and word[at:] in self
        ]

    def _candidates(self, word: str, *, prefix: bool) -> Sequence[str]:
        budget = typo_budget(word)
        if budget == MAX_TYPOS:  # the first letter may be wrong
            return self._sorted
        if budget == 0:
            if not prefix:
                return [word] if word in self else []
            low = bisect_left(self._sorted, word)
            high = bisect_left(self._sorted, word + "\U0010ffff")
            return self._sorted[low:high]
        return self._by_first.get(word[:1], [])
