"""Why a search finds nothing, or next to nothing: what each part of it costs, and what is near.

The work is bounded, whatever was typed: at most `_MOST_PARTS` counts without a part and
`_MOST_SPELLINGS` with another spelling, all in one request of the engine; and one by month.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from api.knowledge.box import Box
from api.knowledge.box_printing import printed
from api.knowledge.filters import FILTERS
from api.knowledge.params import EventParams
from api.knowledge.respelling import Respelt, respelt
from indexer.related import Related
from indexer.search.analysis import words
from indexer.search.buckets import Interval
from indexer.search.conditions import Period
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery, Term
from indexer.search.timeline import Bucket, timeline

FEW = 2
_SPELLINGS_SHOWN = 2
# Of a longer search only the parts that are likeliest to be too much: each try costs as much as
# the search.
_MOST_PARTS = 8
_TRIED_OF_MORE = 4

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Without:
    """What the search gives without one of its parts.

    Attributes:
        part: the part in words: ``the word "lunar"``.
        parameter: the parameter that it stands in.
        params: the search without it.
        total: events that it gives.
    """

    part: str
    parameter: str
    params: EventParams
    total: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word or name of the data that is written nearly like one of the search.

    Attributes:
        word: as searched for.
        instead: as the data has it; a name with its kind: ``Country: United Kingdom``.
        params: the search with it.
        total: events that it gives.
    """

    word: str
    instead: str
    params: EventParams
    total: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would give more.

    Attributes:
        without: each part of the search whose leaving out gives more; what loses least first, which
            is what gives the fewest. Nothing that would leave nothing to search for.
        spellings: names, then words of the data for what no event has, the nearest first; only
            those with events.
        earlier: the last month before the period asked for that has events; None without a
            period, or without such a month.
        later: the first month after it.
    """

    without: tuple[Without, ...]
    spellings: tuple[Spelling, ...]
    earlier: Bucket | None
    later: Bucket | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be counted to explain a search.

    Attributes:
        params: the search.
        parts: what could be left out.
        spellings: what could be written otherwise.
    """

    params: EventParams
    parts: tuple["_Part", ...]
    spellings: tuple[Respelt, ...]

    def searches(self) -> list[EventParams]:
        """Everything to count."""
        return [*(one.rest for one in self.parts), *(one.params for one in self.spellings)]

    def explained(self, total: int, totals: Sequence[int], engine: SearchEngine) -> Explanation:
        """The explanation.

        Args:
            total: events that the search gives.
            totals: events that `searches` give, in their order.
            engine: counts by month, where the search has a period.
        """
        of_parts = zip(self.parts, totals[: len(self.parts)], strict=True)
        of_spellings = zip(self.spellings, totals[len(self.parts) :], strict=True)
        without = [
            Without(one.name, one.parameter, one.rest, found)
            for one, found in of_parts
            if found > total
        ]
        spellings = [
            Spelling(one.word, one.instead, one.params, found)
            for one, found in of_spellings
            if found > total
        ]
        earlier, later = _nearest(self.params.to_query(), engine)
        return Explanation(
            without=tuple(sorted(without, key=lambda one: one.total)),
            spellings=tuple(spellings[:_SPELLINGS_SHOWN]),
            earlier=earlier,
            later=later,
        )


def plan(params: EventParams, related: Related) -> Plan:
    """What has to be counted to explain a search; `related` knows which words the data has."""
    box = params.box()
    having = related.having([form for term in box.terms for form in _forms_of(term)])
    parts = [one for one in _parts(params, box, having) if _asks_for_something(one.rest)]
    if len(parts) > _MOST_PARTS:
        parts = sorted(parts, key=lambda part: part.events)[:_TRIED_OF_MORE]
    return Plan(params, tuple(parts), tuple(respelt(params, box, having, related)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the search.

    Attributes:
        name: in words.
        parameter: the parameter that it stands in.
        rest: the search without it.
        events: how many events have it, where that is known; the fewer, the likelier it is too
            much. Filters count as none: they are what people forget.
    """

    name: str
    parameter: str
    rest: EventParams
    events: int = 0


def _asks_for_something(rest: EventParams) -> bool:
    """Whether there is anything left to find, and not only to leave out."""
    box = rest.box()
    if box.terms or box.fields or box.groups:
        terms, fields = box.terms, box.fields
        wanted = [one.excluded for one in terms] + [one.excluded for one in fields]
        return not all(wanted) or bool(box.groups)
    return any(True for row in FILTERS for _ in row.parts(rest))


def _parts(params: EventParams, box: Box, having: Mapping[str, int]) -> Iterator[_Part]:
    """Every part of the search."""
    yield from _box_parts(params, box, having)
    for row in FILTERS:
        for part in row.parts(params):
            yield _Part(part.words, part.parameter, params.with_(**part.without))


def _box_parts(params: EventParams, box: Box, having: Mapping[str, int]) -> Iterator[_Part]:
    for index, term in enumerate(box.terms):
        rest = replace(box, terms=_left_out(box.terms, index))
        events = min((having.get(form, 0) for form in _forms_of(term)), default=0)
        yield _Part(_named(term), "q", params.with_(q=printed(rest)), events)
    for index, part in enumerate(box.fields):
        rest = replace(box, fields=_left_out(box.fields, index))
        minus = "-" if part.excluded else ""
        written = f"{minus}{part.name}:{','.join(part.values)}"
        yield _Part(written, "q", params.with_(q=printed(rest)))
    for index, group in enumerate(box.groups):
        rest = replace(box, groups=_left_out(box.groups, index))
        written = " OR ".join(map(printed, group))
        yield _Part(written, "q", params.with_(q=printed(rest)))


def _left_out(parts: tuple[_T, ...], index: int) -> tuple[_T, ...]:
    return parts[:index] + parts[index + 1 :]


def _named(term: Term) -> str:
    what = "phrase" if term.phrase else "word"
    excluded = "the exclusion of " if term.excluded else ""
    field = f" in the {term.field}" if term.field else ""
    return f'{excluded}the {what} "{term.text}"{field}'


def _forms_of(term: Term) -> list[str]:
    return [word.joined or word.parts[0] for word in words(term.text)]


def _nearest(query: EventQuery, engine: SearchEngine) -> tuple[Bucket | None, Bucket | None]:
    """The last month with events before the period, and the first one after it."""
    first, last = query.period.first, query.period.last
    if first is None and last is None:
        return None, None
    anywhen = query.during(Period(certain=query.period.certain))
    months = [bucket for bucket in timeline(engine, anywhen, Interval.MONTH) if bucket.total]
    return _last_before(months, first), _first_after(months, last)


def _last_before(months: Sequence[Bucket], first: date | None) -> Bucket | None:
    if first is None:
        return None
    return next((month for month in reversed(months) if month.end < first), None)


def _first_after(months: Sequence[Bucket], last: date | None) -> Bucket | None:
    if last is None:
        return None
    return next((month for month in months if month.start > last), None)
