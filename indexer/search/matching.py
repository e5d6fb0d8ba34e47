"""Which indexed words a searched word matches, and how many typos lie between them.

These are the documented rules of Meilisearch, which the embedded engine follows so that both find
the same events: one typo from 5 letters on, two from 9; a typo in the first letter counts twice;
numbers are matched exactly; a word may also stand for two words written together.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

ONE_TYPO_FROM = 5
TWO_TYPOS_FROM = 9
MAX_TYPOS = 2
_EXPANSIONS_KEPT = 100
_AFTER_ANY_LETTER = "\U0010ffff"


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
        self._by_shape = _by_shape(self._sorted)
        self._letters = sorted({first for first, _ in self._by_shape})
        self._beginnings: dict[tuple[str, int], list[str]] = {}
        self._expanded: dict[tuple[str, bool], tuple[tuple[str, ...], ...]] = {}

    def __len__(self) -> int:
        return len(self._sorted)

    def __contains__(self, term: str) -> bool:
        at = bisect_left(self._sorted, term)
        return at < len(self._sorted) and self._sorted[at] == term

    def with_(self, terms: Iterable[str]) -> "Vocabulary":
        """The same words and these; what is common to both is shared."""
        new = sorted(term for term in set(terms) if term not in self)
        if not new:
            return self
        merged = Vocabulary(())
        # Two ascending runs are merged, not sorted: quick however many words there are.
        merged._sorted = sorted(self._sorted + new)
        merged._by_shape = dict(self._by_shape)
        for shape, added in _by_shape(new).items():
            merged._by_shape[shape] = sorted(self._by_shape.get(shape, []) + added)
        merged._letters = sorted({first for first, _ in merged._by_shape})
        return merged

    def beginning(self, word: str) -> list[str]:
        """The indexed words that begin so."""
        return self._sorted[slice(*self._range(word))]

    def expand(self, word: str, *, prefix: bool) -> tuple[tuple[str, ...], ...]:
        """The indexed words that a searched word matches, by number of typos: 0, 1, 2.

        Gives what `typos` gives for each indexed word, without asking it for each: words with the
        same first letter are compared by length, in C; those with another first letter can differ
        from the searched word there only, and are looked up. One search asks for its words many
        times over, for its parts, its readings and its levels: those asked for last are kept.
        """
        key = (word, prefix)
        found = self._expanded.get(key)
        if found is None:
            found = self._compared(word, prefix=prefix)
            if len(self._expanded) >= _EXPANSIONS_KEPT:
                self._expanded = {}
            self._expanded[key] = found
        return found

    def _compared(self, word: str, *, prefix: bool) -> tuple[tuple[str, ...], ...]:
        costs: dict[str, int] = {}
        budget = typo_budget(word)
        if budget:
            self._same_letter(word, budget, costs, prefix=prefix)
        if budget == MAX_TYPOS:
            self._other_letter(word, costs, prefix=prefix)
        if prefix:
            costs.update(dict.fromkeys(self.beginning(word), 0))
        elif word in self:
            costs[word] = 0
        by_typos: tuple[list[str], ...] = ([], [], [])
        for term in sorted(costs):
            by_typos[costs[term]].append(term)
        return tuple(tuple(terms) for terms in by_typos)

    def near(self, word: str, farthest: int) -> list[tuple[str, int]]:
        """The indexed words at most so many edits away, with their distance, the nearest first."""
        lengths = range(len(word) - farthest, len(word) + farthest + 1)
        found = [
            (term, distance)
            for first in self._letters
            for length in lengths
            for term, distance in _within(word, self._by_shape.get((first, length)), farthest)
        ]
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    def splits(self, word: str) -> list[tuple[str, str]]:
        """The pairs of indexed words that together spell the word, however short it is."""
        return [
            (word[:at], word[at:])
            for at in range(1, len(word))
            if word[:at] in self and word[at:] in self
        ]

    def _same_letter(self, word: str, budget: int, costs: dict[str, int], *, prefix: bool) -> None:
        first = word[:1]
        lengths = range(len(word) - budget, len(word) + budget + 1)
        for length in lengths:
            costs.update(_within(word, self._by_shape.get((first, length)), budget))
        for length in lengths if prefix else ():
            for beginning, distance in _within(word, self._prefixes(first, length), budget):
                for term in self.beginning(beginning):
                    costs[term] = min(costs.get(term, distance), distance)

    def _other_letter(self, word: str, costs: dict[str, int], *, prefix: bool) -> None:
        """One edit that changes the first letter, which counts twice."""
        rest = word[1:]
        variants = {rest, word[1] + word[0] + word[2:]}
        for letter in self._letters:
            variants |= {letter + rest, letter + word}
        for variant in variants:
            if variant[:1] != word[:1]:
                terms = self.beginning(variant) if prefix else [variant] * (variant in self)
                costs.update(dict.fromkeys(terms, MAX_TYPOS))

    def _prefixes(self, first: str, length: int) -> list[str]:
        """The distinct beginnings of so many letters of longer words."""
        key = (first, length)
        if key not in self._beginnings:
            low, high = self._range(first)
            longer = (t[:length] for t in self._sorted[low:high] if len(t) > length)
            self._beginnings[key] = list(dict.fromkeys(longer))
        return self._beginnings[key]

    def _range(self, beginning: str) -> tuple[int, int]:
        low = bisect_left(self._sorted, beginning)
        return low, bisect_left(self._sorted, beginning + _AFTER_ANY_LETTER, low)


def _by_shape(terms: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """The words by first letter and length."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for term in terms:
        found[term[:1], len(term)].append(term)
    return dict(found)


def _within(word: str, terms: Sequence[str] | None, farthest: int) -> Iterable[tuple[str, int]]:
    """Those of the terms that are at most so many edits away, with their distance."""
    if not terms:
        return ()
    found = process.extract(
        word, terms, scorer=OSA.distance, score_cutoff=farthest, limit=None, processor=None
    )
    return ((term, int(distance)) for term, distance, _ in found)
