"""Two searches compared: mirrored bars on one axis, what is shared and apart, one table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.knowledge import vocabulary
from api.knowledge.comparison import Comparison, Part
from api.knowledge.params import EventParams
from api.knowledge.query_language import parse
from indexer.errors import QueryError
from indexer.projection import Projected
from indexer.search.buckets import Interval
from indexer.search.query import Place
from web.contexts.cards import HOME, Card, Line, Link, event_card, event_line
from web.contexts.holdings import Holdings
from web.contexts.matrix import ROWS, Choice
from web.contexts.mirrored import Mirrored, mirrored
from web.contexts.narrowing import narrowed
from web.contexts.subjects import SUBJECTS, compare_url

PATH = "/compare"
CSV_PATH = "/compare.csv"
_NEARLY_ALWAYS = 0.9
_FULL = 100.0
_MOST_ROWS = 30
_LONGEST_NAME = 40
_TRY = (("domain:space", "domain:energy"), ("country:PH", "country:KR"), ("missile", "satellite"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared.

    Attributes:
        a, b: the two searches as text.
        by: what their events are counted by.
        interval: how long a bar is.
    """

    a: str
    b: str
    by: str
    interval: Interval

    def url(self, path: str = PATH, **changes: str) -> str:
        """The address of this comparison, with some parameters changed."""
        given = {"a": self.a, "b": self.b, "by": self.by, "interval": str(self.interval)} | changes
        plain = {"by": "country", "interval": str(Interval.QUARTER)}
        pairs = [(name, value) for name, value in given.items() if plain.get(name) != value]
        return f"{path}?{urlencode(pairs)}"


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part: its number of events, where they are listed, and its share of the bar."""

    words: str
    count: int
    url: str
    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A value with its events on either side: the bars' widths in per cent of the longest."""

    label: str
    a: int
    b: int
    a_url: str
    b_url: str
    a_width: float
    b_width: float
    both: int
    every: bool


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest events of a part, and where the rest is."""

    heading: str
    lines: tuple[Line, ...]
    all: Link | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two searches compared; before both are given, only the form."""

    title: str
    description: str
    address: str
    heading: str
    a: str
    b: str
    a_name: str
    b_name: str
    fault: str
    correction: Link | None
    tries: tuple[Link, ...]
    kept: tuple[tuple[str, str], ...]
    note: str
    swap_url: str
    csv_url: str
    a_api_url: str
    b_api_url: str
    chart: Mirrored | None
    intervals: tuple[Link, ...]
    parts: tuple[PartShown, ...]
    parts_label: str
    by: str
    by_choices: tuple[Choice, ...]
    rows: tuple[ComparedRow, ...]
    rest: str
    latest: tuple[Latest, ...]


@dataclass(frozen=True, slots=True)
class PartPage:
    """The events of a part."""

    title: str
    description: str
    address: str
    heading: str
    back: Link
    total: int
    cards: tuple[Card, ...]
    following: str


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown of a comparison.

    Attributes:
        compared: the counts.
        finished: the last words of both were taken as complete.
        urls: where the events of each part are listed.
        latest: the newest of each part.
        holdings: what is held.
    """

    compared: Comparison
    finished: bool
    urls: Mapping[Part, str]
    latest: Mapping[Part, Sequence[Projected]]
    holdings: Holdings


def asking_page(asked: Asked, *, fault: str = "", correction: Link | None = None) -> ComparePage:
    """The form alone, with what is wrong with what was asked."""
    return _page(asked, None, fault=fault, correction=correction)


def compare_page(asked: Asked, found: Found) -> ComparePage:
    """Two searches compared."""
    return _page(asked, found)


def part_page(
    asked: Asked, part: Part, total: int, events: Sequence[Projected], following: Place | None
) -> PartPage:
    """The events of a part, from some place on; ``following`` is where the next page begins."""
    names = _name(asked.a), _name(asked.b)
    heading = _part_words(part, *names)
    after = "" if following is None else f"{following.day.isoformat()}/{following.id}"
    return PartPage(
        title=f"{heading} – Entente",
        description=f"{total:,} events: {heading}.",
        address=part_url(asked, part),
        heading=heading,
        back=Link(_versus(*names), asked.url()),
        total=total,
        cards=tuple(event_card(told.event()) for told in events),
        following=asked.url(part=str(part), after=after) if after else "",
    )


def part_url(asked: Asked, part: Part) -> str:
    """Where a part is listed that no search can be written for."""
    return asked.url(part=str(part))


def _page(
    asked: Asked, found: Found | None, *, fault: str = "", correction: Link | None = None
) -> ComparePage:
    a, b = _name(asked.a), _name(asked.b)
    heading = _versus(a, b) if asked.a and asked.b else "Compare two searches"
    compared = found.compared if found else None
    rows = tuple(_rows(asked, found)) if found else ()
    return ComparePage(
        title=f"{heading} – Entente",
        description=_description(a, b, compared),
        address=asked.url() if asked.a or asked.b else PATH,
        heading=heading,
        a=asked.a,
        b=asked.b,
        a_name=a,
        b_name=b,
        fault=fault,
        correction=correction,
        tries=()
        if found
        else tuple(Link(_versus(_name(x), _name(y)), compare_url(x, y)) for x, y in _TRY),
        kept=tuple(_kept(asked)),
        note=_note(found),
        swap_url=asked.url(a=asked.b, b=asked.a),
        csv_url=asked.url(CSV_PATH),
        a_api_url=_api_url(asked.a, asked),
        b_api_url=_api_url(asked.b, asked),
        chart=_chart(asked, a, b, found) if found else None,
        intervals=tuple(_intervals(asked)),
        parts=tuple(_parts(a, b, found)) if found else (),
        parts_label=_parts_label(a, b, compared),
        by=asked.by,
        by_choices=tuple(Choice(one, _title(one), one == asked.by) for one in ROWS),
        rows=rows[:_MOST_ROWS],
        rest=f"{len(rows) - _MOST_ROWS} more with fewer events are in the CSV."
        if len(rows) > _MOST_ROWS
        else "",
        latest=tuple(_latest(a, b, found)) if found else (),
    )


def _description(a: str, b: str, compared: Comparison | None) -> str:
    if compared is None:
        return "Two searches side by side: when, how much is shared, and in which countries."
    parts = compared.parts
    return (
        f"{a}: {compared.a.total:,} events; {b}: {compared.b.total:,}; {parts[Part.BOTH]:,} in "
        "both. By time and country, every number a search."
    )


def _tag(text: str) -> tuple[str, str] | None:
    """The one tag, kind and value, that a search is for; None where it is for something else."""
    try:
        box = parse(text)
        if box.terms or box.groups or len(box.fields) != 1:
            return None
        field = box.fields[0]
        if field.name not in SUBJECTS or len(field.values) != 1 or field.excluded:
            return None
        return field.name, vocabulary.resolve(field.name, field.values[0], parameter="q")
    except QueryError:
        return None


def _name(text: str) -> str:
    """What a search is called: the name of its one tag, else its words."""
    if tag := _tag(text):
        return vocabulary.label(*tag)
    return f"“{text}”" if len(text) <= _LONGEST_NAME else f"“{text[:_LONGEST_NAME].rstrip()}…”"


def _versus(a: str, b: str) -> str:
    return f"{a} against {b}"


def _part_words(part: Part, a: str, b: str) -> str:
    words = {Part.ONLY_A: f"Only {a}", Part.BOTH: f"Both {a} and {b}", Part.ONLY_B: f"Only {b}"}
    return words[part]


def _kept(asked: Asked) -> Iterator[tuple[str, str]]:
    if asked.interval is not Interval.QUARTER:
        yield "interval", str(asked.interval)
    if asked.by != "country":
        yield "by", asked.by


def _note(found: Found | None) -> str:
    if found is None or not found.finished:
        return ""
    return "Both searches have words, so each word counts as complete."


def _api_url(text: str, asked: Asked) -> str:
    return f"/api/v1/counts?{urlencode({'by': f'{asked.by},{asked.interval}', 'q': text})}"


def _chart(asked: Asked, a: str, b: str, found: Found) -> Mirrored | None:
    compared = found.compared
    return mirrored(
        (a, b), (compared.a.buckets, compared.b.buckets), asked.interval, found.holdings
    )


def _intervals(asked: Asked) -> Iterator[Link]:
    """The others as links, the present one without address."""
    for interval in Interval:
        chosen = interval is asked.interval
        yield Link(str(interval), "" if chosen else asked.url(interval=str(interval)))


def _parts(a: str, b: str, found: Found) -> Iterator[PartShown]:
    counts = found.compared.parts
    total = sum(counts.values())
    at = 0.0
    gap = 0.3  # per cent of the width, so that neighbours are told apart
    for part, kind in ((Part.ONLY_A, "sel"), (Part.BOTH, "shared"), (Part.ONLY_B, "sec")):
        width = _FULL * counts[part] / total if total else 0.0
        words = "Both" if part is Part.BOTH else _part_words(part, a, b)
        yield PartShown(
            words,
            counts[part],
            found.urls.get(part, ""),
            round(at, 2),
            round(max(gap, width - gap), 2),
            kind,
        )
        at += width


def _parts_label(a: str, b: str, compared: Comparison | None) -> str:
    if compared is None:
        return ""
    counts = compared.parts
    return (
        f"{counts[Part.ONLY_A]} only {a}, {counts[Part.BOTH]} both, {counts[Part.ONLY_B]} only {b}"
    )


def _rows(asked: Asked, found: Found) -> Iterator[ComparedRow]:
    """Those that nearly every event has come last, without bars; not what is compared itself."""
    compared = found.compared
    a, b, both = compared.a.values, compared.b.values, compared.both.values
    # A blank behind it says that the last word is complete.
    end = " " if found.finished else ""
    searches = EventParams(q=asked.a + end), EventParams(q=asked.b + end)
    themselves = {_tag(asked.a), _tag(asked.b)}
    least = (_NEARLY_ALWAYS * compared.a.total, _NEARLY_ALWAYS * compared.b.total)

    def always(value: str) -> bool:
        return a.get(value, 0) > least[0] and b.get(value, 0) > least[1]

    values = sorted(
        {one for one in (*a, *b) if (asked.by, one) not in themselves},
        key=lambda one: (
            always(one),
            -a.get(one, 0) - b.get(one, 0),
            vocabulary.label(asked.by, one),
        ),
    )
    shown = [one for one in values if not always(one)]
    most = max((max(a.get(one, 0), b.get(one, 0)) for one in shown), default=1)
    for value in values:
        in_a, in_b = a.get(value, 0), b.get(value, 0)
        yield ComparedRow(
            label=vocabulary.label(asked.by, value),
            a=in_a,
            b=in_b,
            a_url=narrowed(searches[0], asked.by, value).to_url(HOME) if in_a else "",
            b_url=narrowed(searches[1], asked.by, value).to_url(HOME) if in_b else "",
            a_width=round(_FULL * in_a / most, 1),
            b_width=round(_FULL * in_b / most, 1),
            both=both.get(value, 0),
            every=always(value),
        )


def _latest(a: str, b: str, found: Found) -> Iterator[Latest]:
    for part, events in found.latest.items():
        if events:
            count = found.compared.parts[part]
            url = found.urls.get(part, "")
            words = "in both" if part is Part.BOTH else f"only in {a if part is Part.ONLY_A else b}"
            yield Latest(
                f"Latest {words}",
                tuple(event_line(told.event()) for told in events),
                Link(f"All {count:,}", url) if url and count > len(events) else None,
            )


def _title(name: str) -> str:
    return SUBJECTS[name].heading
