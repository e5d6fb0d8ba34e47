"""The states that an item names, as they are found: whether one is among them, and the nearest."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.normalise.spans import Field
from indexer.normalise.tags.mentions import Mention

# Where it begins, and its place among those found.
_At = tuple[int, int]


class Said:
    """Mentions in the order in which they are found; what is asked of them takes no look at all."""

    def __init__(self) -> None:
        self._found: list[Mention] = []
        self._places: dict[tuple[Field, str], list[_At]] = defaultdict(list)
        self._in_order: dict[Field, list[_At]] = defaultdict(list)
        self._ends: dict[tuple[Field, int], Mention] = {}
        self._starts: dict[tuple[Field, int], Mention] = {}
        self._codes: set[str] = set()

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._found)

    def append(self, mention: Mention) -> None:
        """Take in what was found last."""
        at = (mention.start, len(self._found))
        insort(self._places[mention.field, mention.code], at)
        insort(self._in_order[mention.field], at)
        self._ends[mention.field, mention.end] = mention
        self._starts[mention.field, mention.start] = mention
        self._found.append(mention)
        self._codes.add(mention.code)

    def has(self, codes: Sequence[str]) -> bool:
        """Whether one of these states is named."""
        return not self._codes.isdisjoint(codes)

    def ending_at(self, field: Field, end: int) -> Mention | None:
        """What ends at a place."""
        return self._ends.get((field, end))

    def starting_at(self, field: Field, start: int) -> Mention | None:
        """What begins at a place."""
        return self._starts.get((field, start))

    def between(self, field: Field, start: int, end: int) -> Iterator[Mention]:
        """What begins from a place on and before another one, from left to right."""
        ordered = self._in_order[field]
        first, last = bisect_left(ordered, (start, 0)), bisect_left(ordered, (end, 0))
        return (self._found[at] for _, at in ordered[first:last])

    def nearest(self, field: Field, start: int, candidates: Sequence[str]) -> str | None:
        """The candidate named last before a place, in its field or else in the headline."""
        named = self._codes.intersection(candidates)
        before = [place for code in named if (place := self._last(field, code, start))]
        if not before and field is Field.TEXT:
            every = (self._places.get((Field.HEADLINE, code)) for code in named)
            before = [places[-1] for places in every if places]
        return self._found[max(before)[1]].code if before else None

    def _last(self, field: Field, code: str, start: int) -> _At | None:
        """Where a state is named last so that it ends before a place."""
        places = self._places.get((field, code), [])
        for at in range(bisect_left(places, (start, 0)) - 1, -1, -1):
            if self._found[places[at][1]].end <= start:
                return places[at]
        return None
