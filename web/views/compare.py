"""Two searches compared, as a page and as CSV; a part of them as a list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers.formats.tabular import csv_row
from api.knowledge import vocabulary
from api.knowledge.comparison import Comparison, Pair, Part, boxed
from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from api.knowledge.spelling import unknown
from api.rest.deps import EventServiceDep
from indexer.errors import QueryError
from indexer.projection import Projected
from indexer.search.buckets import Interval
from indexer.search.query import Place
from web.contexts.cards import HOME, Link
from web.contexts.compare import (
    CSV_PATH,
    PATH,
    Asked,
    ComparePage,
    Found,
    asking_page,
    compare_page,
    part_page,
    part_url,
)
from web.contexts.matrix import ROWS
from web.held import held
from web.templating import render

router = APIRouter(include_in_schema=False)
_LATEST = 5
_PAGE = 20
_REFUSED = 422

_Text = Annotated[str, Query(max_length=500)]


def asked(
    a: _Text = "", b: _Text = "", by: _Text = "country", interval: Interval = Interval.QUARTER
) -> Asked:
    """What an address compares.

    Raises:
        QueryError: there is no such kind to count by.
    """
    if by not in ROWS:
        raise unknown("dimension", by, ROWS, None, parameter="by")
    return Asked(a.strip(), b.strip(), by, interval)


AskedDep = Annotated[Asked, Depends(asked)]


@router.get(PATH)
def compare(
    request: Request,
    asked: AskedDep,
    service: EventServiceDep,
    part: Part | None = None,
    after: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Two searches side by side; with ``part`` the events that only one finds, or both."""
    if not asked.a or not asked.b:
        return render("compare.html", asking_page(asked), request)
    for name in ("a", "b"):
        text = getattr(asked, name)
        try:
            service.total(EventParams(q=text))
        except QueryError as error:
            page = asking_page(
                asked,
                fault=f"{name.upper()}: {error}",
                correction=_corrected(asked, name, error),
            )
            return render("compare.html", page, request, status=_REFUSED)
    found = _compared(asked, service)
    if part is not None:
        listed = service.comparisons.part(_pair(asked), part, limit=_PAGE, after=_place(after))
        listing = part_page(asked, part, found.parts[part], *listed)
        return render("compare_part.html", listing, request)
    return render("compare.html", _page(request, asked, service, found), request)


@router.get(CSV_PATH)
def compare_csv(asked: AskedDep, service: EventServiceDep) -> Response:
    """What each side has by the kind asked for, and both: codes, names, counts."""
    found = _compared(asked, service)
    rows = [csv_row([asked.by, f"{asked.by}_name", "a", "b", "both"])]
    sides = (found.a.values, found.b.values, found.both.values)
    for value in dict.fromkeys([*found.a.values, *found.b.values]):
        counts = [side.get(value, 0) for side in sides]
        rows.append(csv_row([value, vocabulary.label(asked.by, value), *counts]))
    rows.append(csv_row(["", "all events", found.a.total, found.b.total, found.both.total]))
    return Response(
        "".join(rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="entente-comparison.csv"'},
    )


def _compared(asked: Asked, service: EventService) -> Comparison:
    return service.comparisons.compared(
        EventParams(q=asked.a), EventParams(q=asked.b), by=asked.by, interval=asked.interval
    )


def _pair(asked: Asked) -> Pair:
    return Pair.of(EventParams(q=asked.a), EventParams(q=asked.b))


def _page(request: Request, asked: Asked, service: EventService, found: Comparison) -> ComparePage:
    pair = _pair(asked)
    latest: Mapping[Part, list[Projected]] = {
        part: service.comparisons.part(pair, part, limit=_LATEST)[0] if count else []
        for part, count in found.parts.items()
    }
    urls = {
        part: _url(asked, service, part, count, finished=pair.finished)
        for part, count in found.parts.items()
        if count
    }
    return compare_page(asked, Found(found, pair.finished, urls, latest, held(request)))


def _url(asked: Asked, service: EventService, part: Part, count: int, *, finished: bool) -> str:
    """The search for a part where one finds exactly it, else its own list."""
    text = boxed(part, asked.a, asked.b)
    if text is not None and not finished:
        try:
            params = EventParams(q=text)
            if service.total(params) == count:
                return params.to_url(HOME)
        except QueryError:
            pass  # Such as two periods: the two together are no search that one could write.
    return part_url(asked, part)


def _place(after: str) -> Place | None:
    """Where a list goes on.

    Raises:
        QueryError: it is no such place.
    """
    if not after:
        return None
    day, _, event_id = after.partition("/")
    try:
        return Place(date.fromisoformat(day), event_id)
    except ValueError as error:
        raise QueryError(f"{after!r} is not a place in this list", parameter="after") from error


def _corrected(asked: Asked, name: str, error: QueryError) -> Link | None:
    """The same comparison with the nearest valid spelling in place of the wrong word."""
    if error.suggestion is None or error.start is None:
        return None
    text = getattr(asked, name)
    corrected = text[: error.start] + error.suggestion + text[error.end :]
    return Link(f"Compare with {corrected}", replace(asked, **{name: corrected}).url())
