"""Two searches side by side: what each finds, what both find, and what only one of them does.

Both together are one search that is made of the two; what is only in one is told by counting, and
listed by going through it beside the search for both, so that no list of ids is ever built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from api.knowledge.box_printing import printed
from api.knowledge.digests import require_digests
from api.knowledge.params import EventParams, FilterParams
from api.knowledge.query_language import parse
from api.knowledge.shown import ShownStore
from indexer.errors import QueryError
from indexer.projection import Projected
from indexer.search.buckets import Interval
from indexer.search.crosstab import pairs
from indexer.search.document import FACET_FIELDS, TAG_FIELDS
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery, Place, Sort
from indexer.search.timeline import Bucket, timeline
from indexer.store import EventStore

# Hits looked at in one step, and steps before whoever asks is told to go on from there.
_WINDOW = 200
_STEPS = 10
_LONGEST = 500


class Part(StrEnum):
    """A part of what two searches find together."""

    ONLY_A = "a"
    BOTH = "both"
    ONLY_B = "b"


@dataclass(frozen=True, slots=True)
class Side:
    """What one search finds.

    Attributes:
        total: events.
        buckets: by time.
        values: by the dimension that the two are compared by, the largest count first.
    """

    total: int
    buckets: tuple[Bucket, ...]
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two searches side by side; ``both`` is a third that finds what each of them does."""

    a: Side
    b: Side
    both: Side

    @property
    def parts(self) -> Mapping[Part, int]:
        """How many events each part has."""
        return {
            Part.ONLY_A: self.a.total - self.both.total,
            Part.BOTH: self.both.total,
            Part.ONLY_B: self.b.total - self.both.total,
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """Ids of events of a part, the newest first, and where to go on; None at the end."""

    ids: tuple[str, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two searches that can be put together: where both have words, no word of them goes on.

    Attributes:
        a, b: the two.
        finished: whether their last words were made complete.
    """

    a: EventQuery
    b: EventQuery
    finished: bool

    @classmethod
    def of(cls, a: EventParams, b: EventParams) -> "Pair":
        """The pair that two searches make.

        Raises:
            QueryError: one of them cannot be understood.
        """
        queries = [replace(one.to_query(), sort=Sort.NEWEST, facets=()) for one in (a, b)]
        if all(any(term.prefix for term in query.every_term()) for query in queries):
            return cls(queries[0].finished, queries[1].finished, finished=True)
        return cls(queries[0], queries[1], finished=False)

    @property
    def both(self) -> EventQuery:
        """The search for what both find."""
        return self.a.both(self.b)

    def compared(self, engine: SearchEngine, by: str, interval: Interval) -> Comparison:
        """What they find.

        Args:
            engine: where events are counted.
            by: a kind of tag or a facet.
            interval: how long a bucket is.
        """
        field = FACET_FIELDS.get(by) or TAG_FIELDS[by]

        def side(query: EventQuery) -> Side:
            total, counts = engine.tally(query, [field])
            ordered = sorted(counts[field].items(), key=lambda one: (-one[1], one[0]))
            return Side(total, timeline(engine, query, interval), dict(ordered))

        return Comparison(side(self.a), side(self.b), side(self.both))

    def listed(
        self, engine: SearchEngine, part: Part, *, limit: int, after: Place | None = None
    ) -> Listed:
        """Events of a part, the newest first.

        Args:
            engine: where events are found.
            part: which.
            limit: how many at most; there may be fewer though it goes on.
            after: where to begin.
        """
        wanted = {Part.ONLY_A: self.a, Part.ONLY_B: self.b, Part.BOTH: self.both}[part]
        found: list[Place] = []
        for _ in range(_STEPS):
            page = engine.search(replace(wanted, limit=_WINDOW, after=after)).hits
            told: set[str] = set()
            if page and part is not Part.BOTH:
                beside = replace(self.both, limit=len(page), after=after)
                told = {hit.id for hit in engine.search(beside).hits}
            found += [hit.place for hit in page if hit.id not in told]
            ended = len(page) < _WINDOW
            if len(found) > limit:
                return Listed(tuple(place.id for place in found[:limit]), found[limit - 1])
            if ended:
                return Listed(tuple(place.id for place in found), None)
            after = page[-1].place
        return Listed(tuple(place.id for place in found), after)


class Comparisons:
    """Compares searches.

    Args:
        store: where events are.
        shown: reads of it what may be shown.
        engine: where they are found and counted.
    """

    def __init__(self, store: EventStore, shown: ShownStore, engine: SearchEngine) -> None:
        self._store = store
        self._shown = shown
        self._engine = engine

    def compared(
        self, a: EventParams, b: EventParams, *, by: str, interval: Interval
    ) -> Comparison:
        """What two searches find, each for itself and both together.

        Args:
            a: one search.
            b: the other.
            by: a kind of tag or a facet, whose values are counted on either side.
            interval: how long a bucket of time is.

        Raises:
            QueryError: one of them cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        for one in (a, b):
            require_digests(self._store, one)
        return Pair.of(a, b).compared(self._engine, by, interval)

    def pairs(
        self, params: FilterParams, name: str, values: Sequence[str]
    ) -> Mapping[tuple[str, ...], int]:
        """How many events have both of two values of one kind, for every two of them.

        Raises:
            QueryError: the search cannot be understood.
            SearchUnavailable: the engine cannot be reached.
        """
        require_digests(self._store, params)
        return pairs(self._engine, params.to_query(), name, values)

    def part(
        self, pair: Pair, part: Part, *, limit: int, after: Place | None = None
    ) -> tuple[list[Projected], Place | None]:
        """Events of a part, the newest first, and where to go on; see `Pair.listed`.

        Raises:
            SearchUnavailable: the engine cannot be reached.
        """
        listed = pair.listed(self._engine, part, limit=limit, after=after)
        return self._shown.projections(listed.ids), listed.next


def boxed(part: Part, a: str, b: str) -> str | None:
    """A part as one would write it in the search box; None where it cannot be written so.

    What is written may still find something else (an excluded word must be spelt so, a searched one
    may be mistyped): whoever links it compares the totals.
    """
    if part is Part.BOTH:
        text = f"{_grouped(a)} {_grouped(b)}"
    else:
        kept, taken = (a, b) if part is Part.ONLY_A else (b, a)
        without = _excluded(taken)
        if without is None:
            return None
        text = f"{_grouped(kept)} {without}"
    return text if len(text) <= _LONGEST else None


def _grouped(text: str) -> str:
    """A box that can stand beside another one."""
    try:
        return f"({text})" if parse(text).groups else text
    except QueryError:
        return text


def _excluded(text: str) -> str | None:
    """A box of one part with a minus before it."""
    try:
        box = parse(text)
    except QueryError:
        return None
    if box.groups or len(box.terms) + len(box.fields) != 1:
        return None
    if any(term.excluded for term in box.terms) or any(one.excluded for one in box.fields):
        return None
    return printed(
        replace(
            box,
            terms=tuple(replace(term, excluded=True, prefix=False) for term in box.terms),
            fields=tuple(replace(field, excluded=True) for field in box.fields),
        )
    )
