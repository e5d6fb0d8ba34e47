"""The timeline: a search by time, and each value of a kind beneath it on the same axis."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.knowledge import vocabulary
from api.knowledge.params import FilterParams
from indexer.search.buckets import Interval, walk
from indexer.search.timeline import Bucket, Line
from web.contexts.axis import in_words
from web.contexts.cards import HOME, Link
from web.contexts.charts import Kept, Rect, Tick, halves, nice, years
from web.contexts.holdings import Holdings
from web.contexts.matrix import ROWS, Choice
from web.contexts.mirrored import not_held
from web.contexts.narrowing import narrowed
from web.contexts.subjects import SUBJECTS

PATH = "/timeline"
MOST_LINES = 15
_HEIGHT = 84.0
_LINE_HEIGHT = 26.0
_STRIP = 9.0
_FULL = 100.0
_SHORT = {"month": Interval.MONTH, "quarter": Interval.QUARTER, "year": Interval.YEAR}


@dataclass(frozen=True, slots=True)
class Course:
    """A value's events by time, as bars of its own scale."""

    label: str
    url: str
    total: int
    search_url: str
    bars: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A line of the table: events known to the day and others, and whether issues are held."""

    label: str
    url: str
    certain: int
    possible: int
    held: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """What all bars stand on.

    Attributes:
        height: of the bars of all events, in pixels.
        top: figure at the upper rule.
        bars: of all events of the search; the lower part of each is known to the day.
        certain: these lower parts.
        gaps: time of which no issue is held.
        held, missing: half-months.
        ticks: years.
    """

    height: float
    line_height: float
    top: int
    bars: tuple[Rect, ...]
    certain: tuple[Rect, ...]
    gaps: tuple[Rect, ...]
    held: Kept
    missing: Kept
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A search by time."""

    title: str
    description: str
    address: str
    heading: str
    total: int
    search: Link
    interval: str
    intervals: tuple[Choice, ...]
    by: str
    by_choices: tuple[Choice, ...]
    words: str
    kept: tuple[tuple[str, str], ...]
    axis: Axis | None
    courses: tuple[Course, ...]
    rest: str
    rows: tuple[TimeRow, ...]
    csv_url: str
    api_url: str
    calendar_url: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the base answers.

    Attributes:
        total: events of the search.
        buckets: by time.
        lines: each value by time, the largest first.
        holdings: what is held of the series in question.
    """

    total: int
    buckets: Sequence[Bucket]
    lines: Sequence[Line]
    holdings: Holdings


def timeline_page(params: FilterParams, interval: Interval, by: str, told: Told) -> TimelinePage:
    """A search by time.

    Args:
        params: the search.
        interval: how long a bar is.
        by: the kind whose values have lines of their own.
        told: what the base answers.
    """
    drawn = _Drawn(_span(told, interval, params))
    query = [("interval", str(interval)), ("by", by), *params.pairs()]
    table = [("by", f"{by},{interval}"), ("shape", "wide"), *params.pairs()]
    name = SUBJECTS[by].heading.lower()
    return TimelinePage(
        title=f"Timeline by {interval} – Entente",
        description=f"Alliance developments by {interval}: all, and each of the most frequent "
        f"{name}, with the time of which no issue is held.",
        address=_address(params, interval, by),
        heading=f"Events by {interval}",
        total=told.total,
        search=Link(_subject(params), params.to_url(HOME)),
        interval=str(interval),
        intervals=tuple(Choice(one, f"{one.capitalize()}s", one == interval) for one in _SHORT),
        by=name,
        by_choices=tuple(Choice(one, SUBJECTS[one].heading, one == by) for one in ROWS),
        words=params.q,
        kept=tuple((key, value) for key, value in params.pairs() if key != "q"),
        axis=drawn.axis(told) if drawn.span else None,
        courses=tuple(drawn.courses(params, by, told.lines[:MOST_LINES])) if drawn.span else (),
        rest=_rest(told.lines, name),
        rows=tuple(_rows(params, told)),
        csv_url=f"/api/v1/counts.csv?{urlencode(table)}",
        api_url=f"/api/v1/timeline?{urlencode(query)}",
        calendar_url=params.to_url("/api/v1/events.ics"),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Where each bucket stands."""

    span: Sequence[str]

    @property
    def step(self) -> float:
        return _FULL / len(self.span)

    def axis(self, told: Told) -> Axis:
        counts = {bucket.label: bucket.total for bucket in told.buckets}
        certain = {bucket.label: bucket.certain for bucket in told.buckets}
        top = nice(max(counts.values(), default=1) or 1)
        held, missing = halves(self.span, told.holdings, y=_HEIGHT + 3, height=6)
        return Axis(
            height=_HEIGHT,
            line_height=_LINE_HEIGHT,
            top=top,
            bars=tuple(self._bars(counts, top, _HEIGHT)),
            certain=tuple(self._bars(certain, top, _HEIGHT)),
            gaps=tuple(
                Rect(round(at * self.step, 3), round(self.step, 3), 0, _HEIGHT)
                for at, bucket in enumerate(self.span)
                if not_held(bucket, told.holdings)
            ),
            held=held,
            missing=missing,
            ticks=tuple(years(self.span)),
        )

    def courses(self, params: FilterParams, by: str, lines: Sequence[Line]) -> Iterator[Course]:
        for line in lines:
            counts = {bar.label: bar.total for bar in line.bars}
            most = max(counts.values(), default=1) or 1
            yield Course(
                label=vocabulary.label(by, line.value),
                url=SUBJECTS[by].url(line.value),
                total=line.total,
                search_url=narrowed(params, by, line.value).to_url(HOME),
                bars=tuple(self._bars(counts, most, _LINE_HEIGHT)),
            )

    def _bars(self, counts: Mapping[str, int], top: int, height: float) -> Iterator[Rect]:
        for at, bucket in enumerate(self.span):
            if count := counts.get(bucket, 0):
                tall = round((height - 2) * count / top, 1)
                yield Rect(
                    round((at + 0.07) * self.step, 3),
                    round(0.86 * self.step, 3),
                    round(height - tall, 1),
                    tall,
                    f"{in_words(bucket)}: {count:,}",
                )


def _span(told: Told, interval: Interval, params: FilterParams) -> list[str]:
    """The time that is drawn: what issues cover, inside the period that is asked for."""
    labels = [bucket.label for bucket in told.buckets]
    holdings, period = told.holdings, params.to_query().period
    if holdings.first is None or holdings.last is None:
        return labels
    first = max(holdings.first, period.first or holdings.first)
    last = min(holdings.last, period.last or holdings.last)
    return list(walk(first, last, interval)) if first <= last else labels


def _rows(params: FilterParams, told: Told) -> Iterator[TimeRow]:
    for bucket in told.buckets:
        url = narrowed(params, "month", bucket.label).to_url(HOME) if bucket.total else ""
        held = not not_held(bucket.label, told.holdings)
        yield TimeRow(in_words(bucket.label), url, bucket.certain, bucket.possible, held)


def _address(params: FilterParams, interval: Interval, by: str) -> str:
    """Where the page stands, without what it shows anyway."""
    others = [("interval", str(interval))] if interval is not Interval.MONTH else []
    if by != "domain":
        others.append(("by", by))
    pairs = [*others, *params.pairs()]
    return f"{PATH}?{urlencode(pairs)}" if pairs else PATH


def _rest(lines: Sequence[Line], name: str) -> str:
    left = len(lines) - MOST_LINES
    return f"{left:,} more {name} with fewer events are in the CSV." if left > 0 else ""


def _subject(params: FilterParams) -> str:
    if not params.pairs():
        return "events"
    return f"events of the search “{params.q}”" if params.q else "events of the search"
