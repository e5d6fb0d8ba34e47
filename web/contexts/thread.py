"""Events of a story on a line of time, with the days they announce and what is held beneath."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from indexer.search.buckets import Interval, bounds, label, walk
from web.contexts.charts import Kept, Tick, halves, years
from web.contexts.holdings import Holdings

_STRIP_AT, _STRIP = 58.0, 7.0
# Numbers need dots so large that nearer ones would cover each other on a phone.
_ROOM = 7.5  # per cent
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class Dot:
    """An event on the line, or a day that one announces: x in per cent."""

    x: float
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Events on a line of time.

    Attributes:
        label: what it shows, for those who do not see it.
        numbered: whether dots are large enough for their numbers.
        dots: the events.
        rings: the days that they announce.
        held, missing: half-months.
        years: where a year begins.
    """

    label: str
    numbered: bool
    dots: tuple[Dot, ...]
    rings: tuple[Dot, ...]
    held: Kept
    missing: Kept
    years: tuple[Tick, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """Where the line begins and ends."""
        places = [dot.x for dot in self.dots]
        return min(places), max(places)


def thread(
    label: str,
    events: Sequence[tuple[date, str]],
    announced: Iterable[tuple[date, str]],
    holdings: Holdings,
) -> Thread | None:
    """Events on a line over the time that is held; None where there is no event.

    Args:
        label: what it shows.
        events: first day and headline of each, in order.
        announced: day and words of what they say will happen.
        holdings: what is held.
    """
    if not events:
        return None
    days = [day for day, _ in events]
    first = min([*days, *([holdings.first] if holdings.first else [])])
    last = max([*days, *([holdings.last] if holdings.last else [])])
    months = list(walk(first, last, Interval.MONTH))
    dots = tuple(
        Dot(_place(day, months), number, words) for number, (day, words) in enumerate(events, 1)
    )
    held, missing = halves(months, holdings, y=_STRIP_AT, height=_STRIP)
    places = sorted(dot.x for dot in dots)
    return Thread(
        label=label,
        numbered=all(other - one >= _ROOM for one, other in pairwise(places)),
        dots=dots,
        rings=tuple(
            Dot(_place(day, months), 0, words) for day, words in announced if first <= day <= last
        ),
        held=held,
        missing=missing,
        years=tuple(years(months)),
    )


def _place(day: date, months: Sequence[str]) -> float:
    """Where a day stands: every month is as wide as any other, as it is in the strip."""
    month = label(day, Interval.MONTH)
    days = bounds(month)[1].day
    return round(_FULL * (months.index(month) + (day.day - 0.5) / days) / len(months), 2)
