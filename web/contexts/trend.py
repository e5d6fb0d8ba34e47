"""A trend: events by quarter or year, each bar with its figure, and when there were most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.search.buckets import Interval, bounds
from web.contexts.axis import in_words, outside, time_span
from web.contexts.charts import Kept, Rect, Row, Tick, halves, years
from web.contexts.holdings import Holdings
from web.contexts.mirrored import Figure, not_held, short_name

# Beyond so many bars their figures touch each other on a phone, and years say more than quarters.
MOST_QUARTERS = 16
_HEIGHT = 94.0  # of the longest bar, in pixels
_TOP = 18.0  # room for its figure
_STRIP = 12.0
_MOST_FIGURES = 20
_MOST_RUNS = 2
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class Trend:
    """Events by quarter or year.

    Attributes:
        label: what it shows, for those who do not see it.
        interval: how long a bar is.
        height: of the drawing, in pixels.
        base: y of the axis.
        bars: one a quarter or year that has events.
        figures: their numbers, where there is room.
        names: what each bar is.
        gaps: time of which no issue is held.
        held, missing: half-months.
        years: where a year begins.
        rows: the same as a table.
        outside: what lies outside the time drawn, in words; empty where nothing does.
        busiest: when there were most, in words; empty where no time stands out.
    """

    label: str
    interval: str
    height: float
    base: float
    bars: tuple[Rect, ...]
    figures: tuple[Figure, ...]
    names: tuple[Figure, ...]
    gaps: tuple[Rect, ...]
    held: Kept
    missing: Kept
    years: tuple[Tick, ...]
    rows: tuple[Row, ...]
    outside: str
    busiest: str


def interval_of(holdings: Holdings) -> Interval:
    """Quarters while they are few enough to be told apart, else years."""
    quarters = time_span((), Interval.QUARTER, holdings)
    return Interval.QUARTER if len(quarters) <= MOST_QUARTERS else Interval.YEAR


def trend(
    name: str,
    found: Mapping[str, int],
    interval: Interval,
    holdings: Holdings,
    urls: Mapping[str, str],
) -> Trend | None:
    """Events by quarter or year over the time that is held; None where there is nothing to draw.

    Args:
        name: whose events they are.
        found: how many there are, by quarter or year.
        interval: how long each of these is.
        holdings: what is held of the series in question.
        urls: the address of each bucket's events, for the table.
    """
    counts = {bucket: count for bucket, count in found.items() if count}
    span = time_span([*counts], interval, holdings)
    if not span:
        return None
    drawn = _Drawn(span, interval, counts, max(counts.values(), default=1))
    held, missing = halves(span, holdings, y=drawn.base + 3, height=_STRIP - 5)
    return Trend(
        label=f"Events by {interval}: {name}",
        interval=str(interval),
        height=drawn.base + _STRIP + (36 if interval is Interval.QUARTER else 18),
        base=drawn.base,
        bars=tuple(drawn.bars()),
        figures=tuple(drawn.figures()) if len(span) <= _MOST_FIGURES else (),
        names=tuple(drawn.names()),
        gaps=tuple(drawn.gaps(holdings)),
        held=held,
        missing=missing,
        years=tuple(years(span)) if interval is Interval.QUARTER else (),
        rows=tuple(
            Row(
                in_words(one),
                urls.get(one, ""),
                counts.get(one, 0),
                None,
                not not_held(one, holdings),
            )
            for one in span
        ),
        outside=outside(counts, span),
        busiest=_busiest(counts, span, interval),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    span: Sequence[str]
    interval: Interval
    counts: Mapping[str, int]
    most: int

    @property
    def base(self) -> float:
        return _TOP + _HEIGHT + 0.5

    def bars(self) -> Iterator[Rect]:
        for at, bucket in enumerate(self.span):
            if count := self.counts.get(bucket, 0):
                tall = self._tall(count)
                label = f"{in_words(bucket)}: {count:,}"
                yield Rect(
                    self._x(at + 0.08), self._x(0.84), round(self.base - tall, 1), tall, label
                )

    def figures(self) -> Iterator[Figure]:
        for at, bucket in enumerate(self.span):
            if count := self.counts.get(bucket, 0):
                y = round(self.base - self._tall(count) - 5, 1)
                yield Figure(self._x(at + 0.5), y, f"{count:,}")

    def names(self) -> Iterator[Figure]:
        """The quarters, or the years, but not so many that they touch."""
        every = 1 + len(self.span) // MOST_QUARTERS
        quarterly = self.interval is Interval.QUARTER
        for at in range(0, len(self.span), every):
            name = short_name(self.span[at]) if quarterly else self.span[at]
            yield Figure(self._x(at + 0.5), self.base + _STRIP + 13, name)

    def gaps(self, holdings: Holdings) -> Iterator[Rect]:
        for at, bucket in enumerate(self.span):
            if not_held(bucket, holdings):
                yield Rect(self._x(at), self._x(1), 0, self.base)

    def _tall(self, count: int) -> float:
        return round(_HEIGHT * count / self.most, 1)

    def _x(self, at: float) -> float:
        return round(at * _FULL / len(self.span), 3)


def _busiest(counts: Mapping[str, int], span: Sequence[str], interval: Interval) -> str:
    """Such as: April to December 2023, 4 events a quarter."""
    inside = [counts.get(one, 0) for one in span]
    most = max(inside)
    runs: list[list[str]] = []
    for at, bucket in enumerate(span):
        if inside[at] == most:
            if at and inside[at - 1] == most:
                runs[-1].append(bucket)
            else:
                runs.append([bucket])
    if most < 2 or len(runs) > _MOST_RUNS or inside.count(most) == len(span):  # noqa: PLR2004
        return ""
    said = " and ".join(_months(bounds(run[0])[0], bounds(run[-1])[1]) for run in runs)
    each = f" a {interval}" if inside.count(most) > 1 else ""
    return f"{said}, {most:,} events{each}"


def _months(first: date, last: date) -> str:
    """``April to December 2023``; whole years as such."""
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    begins = f"{first:%B}" if first.year == last.year else f"{first:%B} {first.year}"
    return f"{begins} to {last:%B} {last.year}"
