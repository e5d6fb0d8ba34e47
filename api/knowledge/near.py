"""The second tier of a search: events that almost match, each with what it lacks or says otherwise.

It follows where few events match exactly, and has two parts (`api.knowledge.wanted` says when an
event has a word):

- events that say all words, be it otherwise;
- where these and the exact hits are no page yet, events that have most words: the best level only,
  the fewest missing that any event lacks, and at least half of all matched.

Each part is one filter over the words of the index, so both engines give the same events with the
same exact total; exact hits are left out. `indexer.search.ranking` states the order.

The work is bounded: all words and all but one are counted together, which mostly decides it; then
each count halves the choice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from api.knowledge.box import Box
from api.knowledge.misspelt import Meant
from api.knowledge.names import pieces
from api.knowledge.wanted import Wanted, apart, wanted_of
from indexer.search.conditions import AtLeast, Condition, Every, Not, OneOf
from indexer.search.query import EventQuery, Sort

FEW = 5  # fewer exact hits than these ask for a second tier
PAGE = 10  # with fewer events than these that say all words, those with most words follow
_NEAR = "near"
Totals = Callable[[Sequence[EventQuery]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Part:
    """Events of the second tier that match equally many words.

    Attributes:
        query: finds them, the best headlines first.
        total: how many there are, exactly.
        needed: how many of the words each of them has.
    """

    query: EventQuery
    total: int
    needed: int


@dataclass(frozen=True, slots=True)
class Tier:
    """The second tier of one search.

    Attributes:
        parts: what it is made of, more words matched before fewer; none of them is empty.
        wanted: the words of the search.
        exact: how many events match exactly.
        dropped: whether words that say nothing were left out, which exact hits have, too.
    """

    parts: tuple[Part, ...]
    wanted: tuple[Wanted, ...]
    exact: int
    dropped: bool = False

    @property
    def total(self) -> int:
        """How many events it has, exactly."""
        return sum(part.total for part in self.parts)

    def page(self, offset: int, limit: int) -> Iterator[EventQuery]:
        """The searches for its events from an offset on, one behind the other.

        Args:
            offset: events before the page.
            limit: events on the page, at most.
        """
        for part in self.parts:
            wanted = min(limit, part.total - offset)
            if wanted > 0:
                yield replace(part.query, offset=offset, limit=wanted)
                limit -= wanted
            offset = max(0, offset - part.total)

    @property
    def reason(self) -> str:
        """Why these events are shown, in words."""
        every = len(self.wanted)
        first, last = self.parts[0], self.parts[-1]
        how = "the same" if self.dropped else "it in other words"
        otherwise = f"{first.total:,} {{}} {how}"
        if last.needed == every:
            return otherwise.format("event says" if first.total == 1 else "events say") + "."
        these = f"of the {every} words that matter" if self.dropped else "of them"
        some = f"{last.total:,} {'has' if last.total == 1 else 'have'} {last.needed} {these}."
        if first is not last:
            some = f"{otherwise.format('says' if first.total == 1 else 'say')}, {some}"
        exact = f"Only {self.exact}" if self.exact else "No event"
        has = "has" if self.exact < len(("one", "more")) else "have"
        return f"{exact} {has} {self._all_words}. {some}"

    @property
    def _all_words(self) -> str:
        if self.dropped:
            return "every word"
        every = len(self.wanted)
        return "both words" if every == len(("one", "other")) else f"all {every} words"


def near(
    box: Box,
    query: EventQuery,
    exact: Sequence[str],
    totals: Totals,
    meant: Mapping[str, Meant] | None = None,
) -> Tier | None:
    """The second tier of a search; None where it would be empty.

    Args:
        box: what was typed.
        query: the search; its filters, phrases and exclusions hold here, too.
        exact: the ids of all events that match exactly, fewer than `FEW`.
        totals: counts the events of several queries.
        meant: what may be meant by words that no event has.
    """
    wanted = wanted_of(box, meant)
    if not wanted:
        return None
    kept = tuple(term for term in query.terms if term.phrase or term.excluded)
    base = replace(query, terms=kept, sort=Sort.NEWEST, facets=(), limit=0, offset=0, after=None)
    levels = _Levels(base, exact, totals, wanted)
    unknown = levels.unknown()
    if unknown:
        levels = _Levels(base, exact, totals, apart(wanted, unknown, meant or {}))
    parts = tuple(levels.parts())
    dropped = any(piece.stop for piece in pieces(box))
    return Tier(parts, levels.wanted, len(exact), dropped) if parts else None


class _Levels:
    """How many events have how many of the words at least.

    Args:
        base: what holds of all events.
        exact: ids of those that are left out.
        totals: counts the events of several queries.
        wanted: the words.
    """

    def __init__(
        self,
        base: EventQuery,
        exact: Sequence[str],
        totals: Totals,
        wanted: tuple[Wanted, ...],
    ) -> None:
        self.wanted = wanted
        self._base = base
        self._exact = tuple(exact)
        self._ask = totals
        self._least = (len(wanted) + 1) // 2
        self._known: dict[int, int] = {}

    def unknown(self) -> set[str]:
        """Those of several words that no event has, in whatever way; levels are counted along."""
        several = [one for one in self.wanted if " " in one.text]
        asked = [self._base.with_condition(_NEAR, one.condition) for one in several]
        counts = self._ask([*asked, *map(self._having, self._first)])
        self._known |= dict(zip(self._first, counts[len(several) :], strict=True))
        return {one.text for one, total in zip(several, counts, strict=False) if not total}

    def parts(self) -> Iterator[Part]:
        """Events with all words; and those with most of them, where that is no page yet."""
        every = len(self.wanted)
        (whole, *_) = self._counted(self._first)
        if whole:
            yield Part(self._preferring(every, self._having(every)), whole, every)
        if whole + len(self._exact) < PAGE and (needed := self._most(whole)):
            query = self._having(needed, below=every if whole else None)
            yield Part(self._preferring(needed, query), self._known[needed] - whole, needed)

    @property
    def _first(self) -> tuple[int, ...]:
        """All words, and all but one: what mostly decides it."""
        every = len(self.wanted)
        return tuple(one for one in (every, every - 1) if one >= self._least)

    def _most(self, whole: int) -> int:
        """The most words that events have which lack some; 0 where none has enough."""
        low, high, best = self._least, len(self.wanted) - 1, 0
        needed = high
        while low <= high:
            if self._counted([needed])[0] > whole:
                best, low = needed, needed + 1
            else:
                high = needed - 1
            needed = (low + high + 1) // 2
        return best

    def _counted(self, levels: Sequence[int]) -> list[int]:
        new = [one for one in levels if one not in self._known]
        if new:
            self._known |= dict(zip(new, self._ask([*map(self._having, new)]), strict=True))
        return [self._known[one] for one in levels]

    def _having(self, needed: int, below: int | None = None) -> EventQuery:
        """Events that have so many of the words, and fewer than some number where one is given."""
        ways = tuple(one.condition for one in self.wanted)
        asked: list[Condition] = [AtLeast(needed, ways)]
        if self._exact:
            asked.append(Not(OneOf("id", self._exact)))
        if below is not None:
            asked.append(Not(AtLeast(below, ways)))
        return self._base.with_condition(_NEAR, Every(tuple(asked)))

    def _preferring(self, needed: int, query: EventQuery) -> EventQuery:
        """The words themselves in the headline: all, half, one; then one said otherwise there."""
        steps = sorted({needed, (needed + 1) // 2, 1}, reverse=True)
        heads = tuple(one.heads for one in self.wanted)
        told = tuple(one.in_headline for one in self.wanted)
        levels = (*(AtLeast(step, heads) for step in steps), AtLeast(1, told))
        return replace(query, prefer=levels)
