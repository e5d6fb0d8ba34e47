"""Charts as numbers that macros draw: x in per cent, y in pixels, so that nothing is stretched."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from api.knowledge.params import FilterParams
from indexer.search.buckets import Interval, bounds, walk
from web.contexts.axis import in_words, outside, time_span
from web.contexts.cards import HOME
from web.contexts.holdings import Holdings

_NICE = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_FULL = 100.0
_PERIOD = ("event_from", "event_to")


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: x and width in per cent, y and height in pixels."""

    x: float
    width: float
    y: float
    height: float
    label: str = ""


class Kept:
    """Rectangles that many pages show: drawn once, and kept."""

    def __init__(self, rects: Iterable[Rect]) -> None:
        self._rects = tuple(rects)
        self._drawn: dict[str, str] = {}

    def __iter__(self) -> Iterator[Rect]:
        return iter(self._rects)

    def __len__(self) -> int:
        return len(self._rects)

    def drawn(self, kind: str, draw: Callable[[Iterable[Rect], str], str]) -> str:
        """Them in one style.

        Args:
            kind: the style.
            draw: draws them, the first time.
        """
        if kind not in self._drawn:
            self._drawn[kind] = draw(self, kind)
        return self._drawn[kind]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the axis: x in per cent."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table beneath a chart; ``all`` is None where there is one row of bars only."""

    label: str
    url: str
    count: int
    all: int | None
    held: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar behind a name: its width in per cent of the longest."""

    label: str
    url: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Events by month.

    Attributes:
        name: unique on its page; patterns in SVG need an id.
        label: what it shows, for those who do not see it.
        height: of the bars, in pixels.
        top: figure at the upper rule.
        front: bars of the search, or of everything where nothing is compared.
        back: bars of all events; empty where nothing is compared.
        gaps: months of which no issue is held.
        held, missing: half-months beneath the axis; empty where no series has numbers.
        ticks: years.
        chosen: the period of the search; None where it has none.
        months: first and last month, as ``2022-01``; what a drag chooses from.
        rows: the same as a table.
        outside: what lies outside the months drawn, in words; empty where nothing does.
    """

    name: str
    label: str
    height: float
    top: int
    front: tuple[Rect, ...]
    back: Kept
    gaps: tuple[Rect, ...]
    held: Kept
    missing: Kept
    ticks: tuple[Tick, ...]
    chosen: Rect | None
    months: tuple[str, ...]
    rows: tuple[Row, ...]
    outside: str


@dataclass(frozen=True, slots=True)
class Period:
    """The months that a search is restricted to; None for an open end."""

    first: str | None
    last: str | None


def bars(rows: Iterable[tuple[str, str, int]]) -> tuple[Bar, ...]:
    """Bars behind names.

    Args:
        rows: label, address and count of each.
    """
    found = list(rows)
    most = max((count for _, _, count in found), default=0)
    return tuple(Bar(label, url, n, _percent(n, most)) for label, url, n in found)


def histogram(
    name: str,
    label: str,
    found: Mapping[str, int],
    *,
    holdings: Holdings,
    urls: Mapping[str, str],
    every: Mapping[str, int] | None = None,
    chosen: Period | None = None,
    height: float = 58,
) -> Histogram | None:
    """Events by month over the time that is held; None where nothing is.

    Args:
        name: unique on its page.
        label: what it shows.
        found: events of the search by month.
        holdings: what is held of the series in question.
        urls: the address of each month, for the table.
        every: all events by month, drawn behind.
        chosen: the period of the search.
        height: of the bars, in pixels.
    """
    months = time_span(every or found, Interval.MONTH, holdings)
    if not months:
        return None
    top = nice(max((every or found).values(), default=1))
    columns = _Columns(months, top, height)
    held, missing = _strip(holdings, height)
    return Histogram(
        name=name,
        label=label,
        height=height,
        top=top,
        front=tuple(columns.bars(found)),
        back=_back(tuple((every or {}).items()), columns),
        gaps=tuple(columns.whole(month) for month in months if month in holdings.months_not_held),
        held=held,
        missing=missing,
        ticks=tuple(_ticks(columns)),
        chosen=_chosen(chosen, columns),
        months=months,
        rows=tuple(
            Row(
                in_words(month),
                urls.get(month, ""),
                found.get(month, 0),
                None if every is None else every.get(month, 0),
                month not in holdings.months_not_held,
            )
            for month in months
        ),
        outside=outside(found, months),
    )


def month_urls(params: FilterParams, months: Collection[str]) -> dict[str, str]:
    """The search in each of these months; a page may show hundreds."""
    first = next(iter(months), None)
    if first is None:
        return {}
    # Read once, and what is the same for every month is written once.
    pairs = params.with_(event_from=first, event_to=first).pairs()
    parts = [(name, urlencode([(name, value)])) for name, value in pairs]

    def address(month: str) -> str:
        told = (f"{name}={month}" if name in _PERIOD else same for name, same in parts)
        return f"{HOME}?{'&'.join(told)}"

    return {month: address(month) for month in months}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each month stands."""

    months: tuple[str, ...]
    top: int
    height: float

    @property
    def step(self) -> float:
        return _FULL / len(self.months)

    def bars(self, counts: Mapping[str, int]) -> Iterator[Rect]:
        for index, month in enumerate(self.months):
            if count := counts.get(month, 0):
                height = round((self.height - 2) * count / self.top, 1)
                yield Rect(
                    round((index + 0.07) * self.step, 3),
                    round(0.86 * self.step, 3),
                    round(self.height - height, 1),
                    height,
                    f"{in_words(month)}: {count:,}",
                )

    def whole(self, month: str) -> Rect:
        index = self.months.index(month)
        return Rect(round(index * self.step, 3), round(self.step, 3), 0, self.height)

    def half(self, index: int, half: int) -> Rect:
        width = self.step / 2
        at = index * self.step + half * width
        return Rect(round(at + 0.06 * width, 3), round(0.88 * width, 3), self.height + 3, 6)


# The same for every search until something is stored: `Holdings` are told apart by identity.
@lru_cache(maxsize=32)
def _strip(holdings: Holdings, height: float) -> tuple[Kept, Kept]:
    """The half-months held and missing, beneath bars of this height."""
    columns = _Columns(time_span((), Interval.MONTH, holdings), 1, height)
    at = {month: index for index, month in enumerate(columns.months)}
    held: list[Rect] = []
    missing: list[Rect] = []
    for half in holdings.half_months:
        index = at.get(f"{half.year:04d}-{half.month:02d}")
        if index is not None:
            (held if half.held else missing).append(columns.half(index, half.half))
    return Kept(held), Kept(missing)


@lru_cache(maxsize=32)
def _back(every: tuple[tuple[str, int], ...], columns: _Columns) -> Kept:
    """The bars of all events, behind those of a search."""
    return Kept(columns.bars(dict(every)))


def halves(
    span: Sequence[str], holdings: Holdings, *, y: float, height: float
) -> tuple[Kept, Kept]:
    """The half-months beneath an axis of buckets of any length: those held, and those missing.

    Args:
        span: the buckets drawn, without a gap.
        holdings: what is held of the series in question.
        y: where the strip begins, in pixels.
        height: of the strip, in pixels.
    """
    return _halves(tuple(span), holdings, y, height)


@lru_cache(maxsize=128)
def _halves(
    span: tuple[str, ...], holdings: Holdings, y: float, height: float
) -> tuple[Kept, Kept]:
    months = list(walk(bounds(span[0])[0], bounds(span[-1])[1], Interval.MONTH))
    at = {month: place for place, month in enumerate(months)}
    width = _FULL / len(months) / 2
    held: list[Rect] = []
    missing: list[Rect] = []
    for half in holdings.half_months:
        place = at.get(f"{half.year:04d}-{half.month:02d}")
        if place is not None:
            x = round((2 * place + half.half + 0.03) * width, 3)
            rect = Rect(x, round(0.94 * width, 3), y, height)
            (held if half.held else missing).append(rect)
    return Kept(held), Kept(missing)


def years(span: Sequence[str]) -> Iterator[Tick]:
    """Each year at its first bucket of those drawn; not so many that they touch."""
    starts = [
        (at, bucket[:4])
        for at, bucket in enumerate(span)
        if at == 0 or bucket[:4] != span[at - 1][:4]
    ]
    step = _FULL / len(span)
    every = 1 + len(starts) // 15
    for at, year in starts[::every]:
        yield Tick(round(at * step, 3), year)


def _ticks(columns: _Columns) -> Iterator[Tick]:
    """The year at its first month, or at the first drawn; not so many that they touch."""
    starts = [
        (index, month[:4])
        for index, month in enumerate(columns.months)
        if index == 0 or month.endswith("-01")
    ]
    if len(starts) > 1 and starts[1][0] - starts[0][0] < len(columns.months) * 0.05:
        starts = starts[1:]
    every = 1 + len(starts) // 15
    for index, year in starts[::every]:
        yield Tick(round(index * columns.step, 3), year)


def _chosen(period: Period | None, columns: _Columns) -> Rect | None:
    if period is None or (period.first is None and period.last is None):
        return None
    inside = [
        index
        for index, month in enumerate(columns.months)
        if (period.first is None or month >= period.first)
        and (period.last is None or month <= period.last)
    ]
    if not inside:
        return None
    width = (inside[-1] - inside[0] + 1) * columns.step
    return Rect(round(inside[0] * columns.step, 3), round(width, 3), 0, columns.height)


def nice(most: int) -> int:
    """A round figure at or above the largest."""
    power = 1
    while True:
        for step in _NICE:
            top = step * power
            if top >= most and top == int(top):
                return int(top)
        power *= 10


def _percent(part: int, whole: int) -> float:
    return round(_FULL * part / whole, 1) if whole else 0.0
