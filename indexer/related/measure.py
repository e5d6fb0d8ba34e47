"""How alike two events are: whole numbers all the way, so that every machine agrees.

The measure is the cosine of their content words, each weighed by how rare it is, words of the
headline twice, and to one fifth the share of their tags. Two rules make it cheap to keep while the
base grows, and the same whatever order the events came in:

- rarity is counted in the oldest events, as many as a rounded number (`sample_size`) says, and
  rounded, too: an issue that is added at the end changes no weight;
- a shared word counts where few events that have it were issued between the two (`Rules.near`):
  what everybody always says links neighbours in time only, and an event is compared with a
  bounded number of others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isqrt, log2

# Raise it whenever the words, tags, weights or rules below change: the tables are then refilled.
RULES_VERSION = 1
SCALE = 10_000
_SIXTEENTHS = 256  # squared
WORD_SHARE = 8_000 * _SIXTEENTHS
TAG_SHARE = 2_000
TITLE = 2
# Weights are counted in quarters of a doubling. A large sample needs no such detail, and every
# step fewer is a reason fewer to weigh old events anew.
_QUARTERS = 4
_DETAILED_UP_TO = 1_024
_HEAVIEST = 10 * _QUARTERS
_ALL_UP_TO = 256
_TOTALS_KEPT = 200_000
_BITS_KEPT = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """The bounds of the tables.

    Attributes:
        near: a shared word counts where fewer than so many events with it lie between the two.
        listed: the most events on one event's list.
        weak: below this score two events share no more than any two of one series do.
        strong: from it on, two events of different issues nearly always follow up one matter
            (docs/decisions/0006-related-events.md says what was read to settle on it).
        all_up_to: so small a base is counted whole.
    """

    near: int = 48
    listed: int = 24
    weak: int = 1_000
    strong: int = 3_000
    all_up_to: int = _ALL_UP_TO


RULES = Rules()


def sample_size(events: int, rules: Rules = RULES) -> int:
    """How many events, the oldest, words are counted in; it grows by steps of an eighth or more."""
    if events <= rules.all_up_to:
        return events
    spare = max(0, events.bit_length() - _BITS_KEPT)
    return events >> spare << spare


@lru_cache(maxsize=65_536)
def weight(counted: int, sample: int) -> int:
    """Weight of what so many of the sample's events have; 0 where all of them have it."""
    doublings = log2(max(1, sample) / max(1, counted))
    if sample <= _DETAILED_UP_TO:
        return min(_HEAVIEST, max(0, round(doublings * _QUARTERS)))
    return min(_HEAVIEST, max(0, round(doublings) * _QUARTERS))


def length(weights: Iterable[int]) -> int:
    """Length of a vector, in sixteenths; whole, so that a score has no rounding of its own."""
    return max(1, isqrt(_SIXTEENTHS * sum(weight * weight for weight in weights)))


def score(product: int, size: int, other_size: int, tags: int) -> int:
    """Likeness of two events, 0 to `SCALE`.

    Args:
        product: sum of the products of the weights of shared words.
        size: length of the one's vector.
        other_size: length of the other's.
        tags: share of their tags, from `TagShares`.
    """
    return WORD_SHARE * product // (size * other_size) + tags if product else 0


class TagShares:
    """How much of two events' tags is shared, by weight.

    Sets of tags are held as bits of a number: of two sets what is shared is then one operation.

    Args:
        weights: weight by tag.
    """

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._bits = {tag: 1 << at for at, tag in enumerate(sorted(weights))}
        self._weights = dict(weights)
        self.totals: dict[int, int] = _Totals(self._total)

    def mask(self, tags: str) -> int:
        """A set of tags as bits."""
        return sum(self._bits.get(tag, 0) for tag in tags.split())

    def share(self, one: int, other: int) -> int:
        """Weight of the shared tags in that of all tags of two sets, 0 to a fifth of `SCALE`."""
        shared = self.totals[one & other]
        every = self.totals[one] + self.totals[other] - shared
        return TAG_SHARE * shared // every if every else 0

    def _total(self, mask: int) -> int:
        return sum(self._weights[tag] for tag, bit in self._bits.items() if mask & bit)


class _Totals(dict[int, int]):
    """Weights of sets of tags, each added up when first asked for."""

    def __init__(self, total: Callable[[int], int]) -> None:
        super().__init__()
        self._total = total

    def __missing__(self, mask: int) -> int:
        if len(self) >= _TOTALS_KEPT:
            self.clear()
        found = self[mask] = self._total(mask)
        return found
