"""The matrix: events by two dimensions at once; every cell is a search."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from api.knowledge import vocabulary
from api.knowledge.params import FilterParams
from indexer.normalise.tags.kinds import KINDS, shown
from indexer.search.buckets import bounds
from indexer.search.document import SERIES
from web.contexts.cards import HOME, Link
from web.contexts.charts import Rect
from web.contexts.narrowing import INTERVALS, narrowed
from web.contexts.subjects import SUBJECTS

PATH = "/matrix"
CSV_PATH = "/matrix.csv"
MOST_ROWS = 15
MOST_COLUMNS = 15
_NEARLY_ALWAYS = 0.9
_SHADES = 5
_SPARK_HEIGHT = 20.0
_FULL = 100.0

ROWS = tuple(dict.fromkeys([*(str(kind.id) for kind in shown()), SERIES]))
"""What may stand in the rows."""
COLUMNS = (*ROWS, "quarter", "year", "month")
"""What may stand in the columns."""
_USUAL = (("country", "domain"), ("country", "country"), ("domain", "quarter"))

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by two dimensions.

    Attributes:
        rows, columns: the dimensions.
        total: events of the search.
        row_counts, column_counts: their values in order, and events of each.
        cells: events with both values; zeros are left out.
        lines: for a value of the rows its events by quarter or year; empty where columns are time.
        times: the quarters or years of the lines.
        not_held: of columns of time those of which no issue is held.
    """

    rows: str
    columns: str
    total: int
    row_counts: Mapping[str, int]
    column_counts: Mapping[str, int]
    cells: Mapping[Pair, int]
    lines: Mapping[str, Mapping[str, int]]
    times: Sequence[str]
    not_held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that opens its search; shade 0 to 5, empty where it is not shaded."""

    count: int
    url: str
    label: str
    shade: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A value with its total, its course over time, and its cells."""

    label: str
    url: str
    total: int
    total_url: str
    spark: tuple[Rect, ...]
    cells: tuple[Cell, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """A step of the scale."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Events by two dimensions.

    Attributes:
        subject: what the events are, in words.
        usual: other tables of the same search.
        sparked: the word above the small bars; empty where there are none.
        narrow: columns are narrow, since they are of time.
        rest: what is not shown, in words; empty where all is.
        kept: parameters of the search that the form has no field for.
    """

    title: str
    description: str
    address: str
    heading: str
    total: int
    search_url: str
    subject: str
    usual: tuple[Link, ...]
    scale: tuple[Shade, ...]
    corner: str
    columns: tuple[Link, ...]
    sparked: str
    rows: tuple[MatrixRow, ...]
    gaps: bool
    usual_note: str
    rest: str
    all_url: str
    csv_url: str
    api_url: str
    words: str
    row_choices: tuple[Choice, ...]
    column_choices: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]


def matrix_page(params: FilterParams, table: Table, *, everything: bool) -> MatrixPage:
    """The matrix of a search.

    Args:
        params: the search.
        table: its counts.
        everything: whether all rows are shown, or the largest.
    """
    heading = f"{_plural(table.rows)} by {_plural(table.columns).lower()}"
    rows = _Shown.of(table.rows, table.row_counts, table, None if everything else MOST_ROWS)
    limit = None if everything or table.columns in INTERVALS else MOST_COLUMNS
    columns = _Shown.of(table.columns, table.column_counts, table, limit)
    made = _Made(params, table, columns, _cuts(_shaded(table, rows, columns)))
    return MatrixPage(
        title=f"{heading} – Entente",
        description=f"{heading}: {table.total:,} dated alliance developments counted by both, "
        "every number a search that can be opened.",
        address=_address(params, table),
        heading=heading,
        total=table.total,
        search_url=params.to_url(HOME),
        subject=_subject(params),
        usual=tuple(_usual(params, table)),
        scale=made.scale,
        corner=_title(table.rows),
        columns=tuple(Link(_label(table.columns, one), _page(table, one)) for one in columns.all),
        sparked=""
        if not table.times
        else ("By year" if len(table.times[0]) == len("2023") else "By quarter"),
        rows=tuple(made.row(one, every=one in rows.always) for one in rows.all),
        gaps=bool(table.not_held),
        usual_note=_note(table.rows, rows.always, table),
        rest=_rest(table, rows, columns),
        all_url=_url(params, table.rows, table.columns, all="1"),
        csv_url=_url(params, table.rows, table.columns, path=CSV_PATH),
        api_url=_api_url(params, table),
        words=params.q,
        row_choices=tuple(_choices(ROWS, table.rows)),
        column_choices=tuple(_choices(COLUMNS, table.columns)),
        kept=tuple((name, value) for name, value in params.pairs() if name != "q"),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """The values of a dimension that are shown: those nearly every event has come last."""

    others: tuple[str, ...]
    always: tuple[str, ...]
    left: int

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.others, *self.always)

    @classmethod
    def of(cls, name: str, counts: Mapping[str, int], table: Table, most: int | None) -> "_Shown":
        if name in INTERVALS:
            return cls(tuple(counts), (), 0)
        some = [one for one, count in counts.items() if count]
        always = tuple(one for one in some if counts[one] > _NEARLY_ALWAYS * table.total)
        # Of one thing alone all is said by its total; nothing is to be set apart from it.
        always = always if len(always) < len(some) else ()
        others = [one for one in some if one not in always]
        return cls(tuple(others[:most]), always, max(0, len(others) - len(others[:most])))


@dataclass(frozen=True, slots=True)
class _Made:
    params: FilterParams
    table: Table
    columns: _Shown
    cuts: tuple[int, ...]

    @property
    def scale(self) -> tuple[Shade, ...]:
        ends = [*(cut - 1 for cut in self.cuts[1:]), None]
        return tuple(
            Shade(f"k{at}", _range(first, last))
            for at, (first, last) in enumerate(
                zip(self.cuts, ends, strict=True), _SHADES + 1 - len(self.cuts)
            )
        )

    def row(self, value: str, *, every: bool) -> MatrixRow:
        table = self.table
        return MatrixRow(
            label=_label(table.rows, value),
            url=_page(table, value, row=True),
            total=table.row_counts[value],
            total_url=narrowed(self.params, table.rows, value).to_url(HOME),
            spark=_spark(table.lines.get(value, {}), table.times),
            cells=tuple(self._cell(value, column, every=every) for column in self.columns.all),
            every=every,
        )

    def _cell(self, row: str, column: str, *, every: bool) -> Cell:
        table = self.table
        count = table.cells.get((row, column), 0)
        names = f"{_label(table.rows, row)} and {_label(table.columns, column)}"
        if table.rows == table.columns and row == column:
            return Cell(0, "", f"{_label(table.rows, row)} itself", "self")
        url = ""
        if count:
            found = narrowed(self.params, table.rows, row)
            if table.rows == table.columns:
                both = (*(self.params.given(f"{table.rows}_all") or ()), row, column)
                found = self.params.with_(**{f"{table.rows}_all": tuple(dict.fromkeys(both))})
            else:
                found = narrowed(found, table.columns, column)
            url = found.to_url(HOME)
        noun = "event" if count == 1 else "events"
        plain = every or column in self.columns.always
        if not count and column in table.not_held:
            return Cell(0, "", f"{names}: no issue held", "nohold")
        return Cell(count, url, f"{names}: {count:,} {noun}", "" if plain else self._shade(count))

    def _shade(self, count: int) -> str:
        step = sum(count >= cut for cut in self.cuts)
        return f"k{_SHADES - len(self.cuts) + step}" if step else "k0"


def _shaded(table: Table, rows: _Shown, columns: _Shown) -> list[int]:
    return [
        count
        for row in rows.others
        for column in columns.others
        if (row != column or table.rows != table.columns)
        and (count := table.cells.get((row, column), 0))
    ]


def _cuts(counts: Sequence[int]) -> tuple[int, ...]:
    """The least count of each step, in equal ratios, for few large cells among many small ones."""
    most = max(counts, default=1)
    found = [1]
    for step in range(1, _SHADES):
        cut = max(found[-1] + 1, ceil(most ** (step / _SHADES)))
        if cut <= most:
            found.append(cut)
    return tuple(found)


def _range(first: int, last: int | None) -> str:
    if last is None:
        return f"{first}+" if first > 1 else "1"
    return str(first) if first == last else f"{first}–{last}"


def _spark(line: Mapping[str, int], times: Sequence[str]) -> tuple[Rect, ...]:
    most = max(line.values(), default=0)
    step = _FULL / len(times) if times else 0
    return tuple(
        Rect(
            round((at + 0.08) * step, 2),
            round(0.84 * step, 2),
            round(_SPARK_HEIGHT * (1 - count / most), 1),
            round(_SPARK_HEIGHT * count / most, 1),
        )
        for at, time in enumerate(times)
        if (count := line.get(time, 0))
    )


def _label(name: str, value: str) -> str:
    if name not in INTERVALS:
        return vocabulary.label(name, value)
    first = bounds(value)[0]
    return f"{first:%b} {first.year}" if name == "month" else value.replace("-", " ")


def _page(table: Table, value: str, *, row: bool = False) -> str:
    name = table.rows if row else table.columns
    return SUBJECTS[name].url(value) if name in SUBJECTS else ""


def _title(name: str) -> str:
    return KINDS[name].title if name in KINDS else name.capitalize()


def _plural(name: str) -> str:
    if name in KINDS:
        return KINDS[name].heading
    return "Series" if name == SERIES else f"{name.capitalize()}s"


def _choices(names: Iterable[str], chosen: str) -> Iterator[Choice]:
    for name in names:
        yield Choice(name, _plural(name), name == chosen)


def _usual(params: FilterParams, table: Table) -> Iterator[Link]:
    for rows, columns in _USUAL:
        if (rows, columns) != (table.rows, table.columns):
            words = f"{_plural(rows)} by {_plural(columns)}".lower()
            yield Link(words, _url(params, rows, columns))


def _subject(params: FilterParams) -> str:
    if not params.pairs():
        return "events"
    return f"events of the search “{params.q}”" if params.q else "events of the search"


def _note(name: str, always: Sequence[str], table: Table) -> str:
    """Why some rows are not shaded; empty where all are."""
    if not always:
        return ""
    names = [_label(name, one) for one in always]
    said = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    every = (
        "every"
        if all(table.row_counts.get(one) == table.total for one in always)
        else "nearly every"
    )
    verb, are = ("stands", "is") if len(names) == 1 else ("stand", "are")
    return f"{said} {verb} on {every} event and {are} not shaded."


def _rest(table: Table, rows: _Shown, columns: _Shown) -> str:
    """How many values are not shown; empty where all are."""
    left = {table.columns: columns.left, table.rows: rows.left}
    said = [f"{count:,} more {_plural(name).lower()}" for name, count in left.items() if count]
    return f"Not shown: {' and '.join(said)} with fewer events." if said else ""


def _url(params: FilterParams, rows: str, columns: str, *, path: str = PATH, **others: str) -> str:
    return (
        f"{path}?{urlencode([('rows', rows), ('cols', columns), *params.pairs(), *others.items()])}"
    )


def _address(params: FilterParams, table: Table) -> str:
    """Where the page stands, without what it shows anyway."""
    if (table.rows, table.columns) == _USUAL[0]:
        return params.to_url(PATH)
    return _url(params, table.rows, table.columns)


def _api_url(params: FilterParams, table: Table) -> str:
    """The call that gives the same counts; empty where there is none."""
    if table.rows == table.columns:
        return ""
    by: list[tuple[str, Any]] = [("by", f"{table.rows},{table.columns}")]
    return f"/api/v1/counts?{urlencode([*by, *params.pairs()])}"
