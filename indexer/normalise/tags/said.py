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
        self._codes: set[str] = set()

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._found)

    def append(self, mention: Mention) -> None:
        """Take in what was found last."""
        insort(self._places[mention.field, mention.code], (mention.start, len(self._found)))
        self._found.append(mention)
        self._codes.add(mention.code)

    def has(self, codes: Sequence[str]) -> bool:
        """Whether one of these states is named."""
        return not self._codes.isdisjoint(codes)

    def nearest(self, field: Field, start: int, candidates: Sequence[str]) -> str | None:
        """The candidate named last before a place, in its field or else in the headline."""
        before = [place for code in candidates if (place := self._last(field, code, start))]
        if not before and field is Field.TEXT:
            every = (self._places.get((Field.HEADLINE, code)) for code in candidates)
            before = [places[-1] for places in every if places]
        return self._found[max(before)[1]].code if before else None

    def _last(self, field: Field, code: str, start: int) -> _At | None:
        """Where a state is named last so that it ends before a place."""
        places = self._places.get((field, code), [])
        for at in range(bisect_left(places, (start, 0)) - 1, -1, -1):
            if self._found[places[at][1]].end <= start:
                return places[at]
        return None
