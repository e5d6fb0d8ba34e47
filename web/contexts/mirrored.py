"""Two searches by time on one axis: one upwards, one downwards, and between what is held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.search.buckets import Interval, bounds, walk
from indexer.search.timeline import Bucket
from web.contexts.axis import in_words, time_span
from web.contexts.charts import Kept, Rect, Tick, halves, years
from web.contexts.holdings import Holdings

_HEIGHT = 64.0  # of the bars on either side, in pixels
_TOP = 14.0  # room for the figure above the longest bar
_STRIP = 9.0
_MOST_FIGURES = 24
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at a bar, or a word under it: x in per cent, y in pixels."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class MirroredRow:
    """A line of the table beneath the chart."""

    label: str
    a: int
    b: int
    held: bool


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Two searches by time.

    Attributes:
        label: what it shows, for those who do not see it.
        interval: how long a bar is.
        height: of the drawing, in pixels.
        up, down: the bars.
        figures: their numbers, where there is room.
        names: what each bar is, where there is room.
        axis: y of the two lines that the strip lies between.
        gaps: time of which no issue is held.
        held, missing: half-months.
        years: where a year begins.
        rows: the same as a table.
        outside: what lies outside the time drawn, in words.
    """

    label: str
    interval: str
    height: float
    up: tuple[Rect, ...]
    down: tuple[Rect, ...]
    figures: tuple[Figure, ...]
    names: tuple[Figure, ...]
    axis: tuple[float, float]
    gaps: tuple[Rect, ...]
    held: Kept
    missing: Kept
    years: tuple[Tick, ...]
    rows: tuple[MirroredRow, ...]
    outside: str


def mirrored(
    names: tuple[str, str],
    buckets: tuple[Sequence[Bucket], Sequence[Bucket]],
    interval: Interval,
    holdings: Holdings,
) -> Mirrored | None:
    """Two searches on one axis, over the time that is held; None where there is nothing to draw.

    Args:
        names: of the searches.
        buckets: what they find.
        interval: how long a bucket is.
        holdings: what is held of all series.
    """
    a, b = ({one.label: one.total for one in some} for some in buckets)
    span = time_span([*a, *b], interval, holdings)
    if not span:
        return None
    drawn = _Drawn(span, interval, a, b, max([*a.values(), *b.values()], default=1) or 1)
    held, missing = halves(span, holdings, y=drawn.base[0] + 2, height=_STRIP - 4)
    return Mirrored(
        label=f"Events by {interval}: {names[0]} upwards, {names[1]} downwards",
        interval=str(interval),
        height=drawn.base[1] + _HEIGHT + _TOP + 20 + (16 if drawn.roomy else 0),
        up=tuple(drawn.bars(a, names[0], up=True)),
        down=tuple(drawn.bars(b, names[1], up=False)),
        figures=tuple(drawn.figures()) if drawn.roomy else (),
        names=tuple(drawn.names()) if drawn.roomy else (),
        axis=drawn.base,
        gaps=tuple(drawn.gaps(holdings)),
        held=held,
        missing=missing,
        years=tuple(years(span)),
        rows=tuple(
            MirroredRow(in_words(one), a.get(one, 0), b.get(one, 0), not not_held(one, holdings))
            for one in span
        ),
        outside=_outside(names, (a, b), span),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    span: Sequence[str]
    interval: Interval
    a: Mapping[str, int]
    b: Mapping[str, int]
    most: int

    @property
    def step(self) -> float:
        return _FULL / len(self.span)

    @property
    def roomy(self) -> bool:
        return len(self.span) <= _MOST_FIGURES

    @property
    def base(self) -> tuple[float, float]:
        above = _TOP + _HEIGHT
        return above + 0.5, above + _STRIP + 0.5

    def bars(self, counts: Mapping[str, int], name: str, *, up: bool) -> Iterator[Rect]:
        for at, bucket in enumerate(self.span):
            if count := counts.get(bucket, 0):
                height = round(_HEIGHT * count / self.most, 1)
                y = self.base[0] - height if up else self.base[1]
                label = f"{name}, {in_words(bucket)}: {count:,}"
                yield Rect(
                    self._x(at + 0.08), round(0.84 * self.step, 3), round(y, 1), height, label
                )

    def figures(self) -> Iterator[Figure]:
        for at, bucket in enumerate(self.span):
            up, down = (_HEIGHT * counts.get(bucket, 0) / self.most for counts in (self.a, self.b))
            x = self._x(at + 0.5)
            yield Figure(x, round(self.base[0] - up - 4, 1), f"{self.a.get(bucket, 0):,}")
            yield Figure(x, round(self.base[1] + down + 13, 1), f"{self.b.get(bucket, 0):,}")

    def names(self) -> Iterator[Figure]:
        y = self.base[1] + _HEIGHT + _TOP + 17
        for at, bucket in enumerate(self.span):
            name = "" if self.interval is Interval.YEAR else short_name(bucket)
            yield Figure(self._x(at + 0.5), y, name)

    def gaps(self, holdings: Holdings) -> Iterator[Rect]:
        for at, bucket in enumerate(self.span):
            if not_held(bucket, holdings):
                yield Rect(self._x(at), round(self.step, 3), 0, self.base[1] + _HEIGHT + _TOP)

    def _x(self, at: float) -> float:
        return round(at * self.step, 3)


def short_name(bucket: str) -> str:
    """``Q2`` or ``Apr``: a bucket under a year that is named already."""
    return bucket.partition("-")[2] if "Q" in bucket else f"{bounds(bucket)[0]:%b}"


def not_held(bucket: str, holdings: Holdings) -> bool:
    """Whether no issue of any of its months is held."""
    missing = holdings.months_not_held
    return bool(missing) and all(
        month in missing for month in walk(*bounds(bucket), Interval.MONTH)
    )


def _outside(
    names: tuple[str, str], counts: tuple[Mapping[str, int], Mapping[str, int]], span: Sequence[str]
) -> str:
    said = []
    for name, found in zip(names, counts, strict=True):
        for word, outside in (
            ("before", sum(n for one, n in found.items() if one < span[0])),
            ("after", sum(n for one, n in found.items() if one > span[-1])),
        ):
            if outside:
                said.append(f"{name}: {outside:,} {word}")
    return ", ".join(said)
