"""Names that go on from what is typed: of tags and series, by any of their words, typos forgiven.

Which names there are says the vocabulary; which of them are in use, and how often, says the data.
Neither is read as a whole: names are looked up by their beginning, counts by name.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from api.knowledge import vocabulary
from api.knowledge.names import STOP_WORDS
from indexer.normalise.series_known import known
from indexer.normalise.tags.gazetteer import demonyms
from indexer.normalise.tags.kinds import KINDS
from indexer.search.analysis import fold
from indexer.search.document import SERIES, Facet
from indexer.search.matching import typo_budget

MISTYPED = 2  # how far a name is that is written nearly so
_SHORTEST_MISTYPED = 4  # a search forgives none there; here what may be meant is only offered
_AFTER_ANY_LETTER = "\U0010ffff"
_MOST_LOOKED_AT = 400  # names that begin so; with more, more letters have to be typed
Counts = Callable[[Mapping[Facet, Sequence[str]]], Mapping[Facet, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Completed:
    """A value with a name that goes on from what is typed.

    Attributes:
        facet, value: what it is.
        far: 0 where a name begins so, 1 where a later word of it does, 2 with a typo.
        count: events that have it, in the rows that were looked at.
    """

    facet: Facet
    value: str
    far: int
    count: int


def facets() -> tuple[Facet, ...]:
    """Where names are looked for."""
    return (*map(str, KINDS), SERIES)


def beginning(
    typed: str, facets: Sequence[Facet], counts: Counts, *, is_word: Callable[[str], bool] = bool
) -> list[Completed]:
    """Values in use with a name that begins so, the nearest first, then the commonest.

    Args:
        typed: one word or several, as typed.
        facets: where to look.
        counts: how many events have each of some values, facet by facet.
        is_word: whether a word of four letters is one of the data; if not, it may be mistyped, too.
    """
    folded = fold(typed.strip().lstrip("-"))
    if not folded:
        return []
    found = _used({facet: _beginning(folded, _names(facet)) for facet in facets}, counts)
    budget = typo_budget(folded)
    if not (found or budget) and len(folded) == _SHORTEST_MISTYPED and folded.isalpha():
        budget = int(not is_word(folded))
    if not found and budget:
        near = {facet: _mistyped(folded, _names(facet), budget) for facet in facets}
        found = _used(near, counts)
    return sorted(found, key=lambda one: (one.far, -one.count, one.facet, one.value))


def _used(some: Mapping[Facet, Mapping[str, int]], counts: Counts) -> list[Completed]:
    asked = {facet: list(far) for facet, far in some.items() if far}
    return [
        Completed(facet, value, some[facet][value], count)
        for facet, counted in (counts(asked) if asked else {}).items()
        for value, count in counted.items()
        if count
    ]


def _beginning(folded: str, names: "_Names") -> dict[str, int]:
    found: dict[str, int] = {}
    for at in names.places(folded)[:_MOST_LOOKED_AT]:
        _, value, far = names.ends[at]
        found[value] = min(far, found.get(value, far))
    return found


def _mistyped(folded: str, names: "_Names", budget: int) -> dict[str, int]:
    """As many typos as that; never in the first letter, which few mistake."""
    found: dict[str, int] = {}
    some = names.places(folded[0])
    for length in range(len(folded) - budget, len(folded) + budget + 1):
        begun = names.begun(folded[0], length)
        near = process.extract(
            folded, begun, scorer=OSA.distance, score_cutoff=budget, limit=_MOST_LOOKED_AT
        )
        found |= {names.ends[some[at]][1]: MISTYPED for _, _, at in near}
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name of a facet, and every end of one that begins with a word of it, in order.

    Attributes:
        ends: the folded text, the value, and 0 for a whole name or 1 for an end.
    """

    ends: tuple[tuple[str, str, int], ...]
    _begun: dict[tuple[str, int], list[str]] = field(default_factory=dict, compare=False)

    def begun(self, letter: str, length: int) -> list[str]:
        """So many letters of each that begins with one, in order; cut once for all searches."""
        key = (letter, length)
        if key not in self._begun:
            self._begun[key] = [self.ends[at][0][:length] for at in self.places(letter)]
        return self._begun[key]

    def places(self, folded: str) -> range:
        """Where those stand that begin so."""
        low = bisect_left(self.ends, (folded,))
        return range(low, bisect_left(self.ends, (folded + _AFTER_ANY_LETTER,), low))


def _names(facet: Facet) -> _Names:
    return _names_of(facet, known() if facet == SERIES else None)


@lru_cache(maxsize=16)
def _names_of(facet: Facet, _registry: object) -> _Names:
    """The names of a facet; those of series are of the installation, and change."""
    spelt = dict(vocabulary.spellings(facet))
    if facet == "country":
        spelt = {fold(name): code for name, code in demonyms().items()} | spelt
    return _Names(tuple(sorted(_ends(spelt))))


def _ends(spelt: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    for name, value in spelt.items():
        yield name, value, 0
        written = name.split()
        for at in range(1, len(written)):
            if written[at] not in STOP_WORDS:
                yield " ".join(written[at:]), value, 1
