"""Why a search finds nothing, or next to nothing: what each part of it costs, and what is near.

The work is bounded, whatever was typed: at most `_MOST_PARTS` counts without a part, `_MOST_WORDS`
times `_SPELLINGS_A_WORD` counts with another spelling, and one count by month.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from api.knowledge.box import Box
from api.knowledge.filters import FILTERS
from api.knowledge.params import EventParams
from api.knowledge.query_language import printed
from indexer.related import Related
from indexer.search.analysis import words
from indexer.search.buckets import Interval
from indexer.search.conditions import Period
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery, Term
from indexer.search.timeline import Bucket, timeline

FEW = 2
_SPELLINGS_A_WORD = 2
_MOST_WORDS = 2
# Of a longer search only the parts that are likeliest to be too much: each try costs as much as
# the search.
_MOST_PARTS = 8
_TRIED_OF_MORE = 4

_T = TypeVar("_T")
Count = Callable[[EventParams], int]


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
    """A word of the data that is written nearly like one of the search.

    Attributes:
        word: as searched for.
        instead: as the data has it.
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
        without: each part of the search, and what leaving it out gives, the most first.
        spellings: other spellings that the data has, the nearest first; where they give no more,
            only for words that the data has not.
        earlier: the last month before the period asked for that has events; None without a
            period, or without such a month.
        later: the first month after it.
    """

    without: tuple[Without, ...]
    spellings: tuple[Spelling, ...]
    earlier: Bucket | None
    later: Bucket | None


def explain(
    params: EventParams, total: int, *, count: Count, related: Related, engine: SearchEngine
) -> Explanation:
    """Explain a search that gives ``total`` events."""
    having = related.having(_forms(params.box()))
    parts = list(_parts(params, having))
    if len(parts) > _MOST_PARTS:
        parts = sorted(parts, key=lambda part: part.events)[:_TRIED_OF_MORE]
    without = [Without(one.name, one.parameter, one.rest, count(one.rest)) for one in parts]
    earlier, later = _nearest(params.to_query(), engine)
    return Explanation(
        without=tuple(sorted(without, key=lambda one: -one.total)),
        spellings=tuple(
            Spelling(word, instead, other, found)
            for word, instead, other in _respelt(params, having, related)
            if (found := count(other)) > total or total == 0
        ),
        earlier=earlier,
        later=later,
    )


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


def _parts(params: EventParams, having: Mapping[str, int]) -> Iterator[_Part]:
    """Every part of the search."""
    yield from _box_parts(params, having)
    for row in FILTERS:
        for part in row.parts(params):
            yield _Part(part.words, part.parameter, params.with_(**part.without))


def _box_parts(params: EventParams, having: Mapping[str, int]) -> Iterator[_Part]:
    box = params.box()
    for index, term in enumerate(box.terms):
        rest = replace(box, terms=_left_out(box.terms, index))
        events = min((having.get(form, 0) for form in _forms_of(term)), default=0)
        yield _Part(_named(term), "q", params.with_(q=printed(rest)), events)
    for index, part in enumerate(box.fields):
        rest = replace(box, fields=_left_out(box.fields, index))
        minus = "-" if part.excluded else ""
        written = f"{minus}{part.name}:{','.join(part.values)}"
        yield _Part(written, "q", params.with_(q=printed(rest)))


def _left_out(parts: tuple[_T, ...], index: int) -> tuple[_T, ...]:
    return parts[:index] + parts[index + 1 :]


def _named(term: Term) -> str:
    what = "phrase" if term.phrase else "word"
    excluded = "the exclusion of " if term.excluded else ""
    return f'{excluded}the {what} "{term.text}"'


def _respelt(
    params: EventParams, having: Mapping[str, int], related: Related
) -> Iterator[tuple[str, str, EventParams]]:
    """Other spellings of words that no event has; figures are never meant otherwise."""
    box = params.box()
    unknown = [
        (index, term, form)
        for index, term in enumerate(box.terms)
        if not term.phrase and not term.excluded
        for form in _forms_of(term)
        if not having.get(form) and not form.isdigit()
    ]
    for index, term, form in unknown[:_MOST_WORDS]:
        for instead in related.spellings(form, limit=_SPELLINGS_A_WORD):
            yield term.text, instead, params.with_(q=_replaced(box, index, instead))


def _forms(box: Box) -> list[str]:
    return [form for term in box.terms for form in _forms_of(term)]


def _forms_of(term: Term) -> list[str]:
    return [word.joined or word.parts[0] for word in words(term.text)]


def _replaced(box: Box, index: int, instead: str) -> str:
    terms = list(box.terms)
    terms[index] = replace(terms[index], text=instead)
    return printed(replace(box, terms=tuple(terms)))


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
