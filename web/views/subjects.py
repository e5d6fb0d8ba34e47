"""Countries, domains, groups, series and whatever else events are tagged by: lists and pages."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.knowledge import vocabulary
from api.knowledge.found import SearchResult
from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from indexer.errors import NotFound, QueryError
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut
from indexer.search.buckets import Interval
from indexer.search.document import SERIES
from indexer.search.query import Sort
from web.contexts.subjects import SUBJECTS, Found, Subject, subject_page, subjects_page
from web.held import every_month, held
from web.templating import render

router = APIRouter(include_in_schema=False)
_LATEST = 10
_BARS = 10
_PARTNERS = 3
_UPCOMING = 5
_PERMANENT = 308
_NEARLY_ALWAYS = 0.9


def _list(subject: Subject, request: Request, service: EventService) -> Response:
    total = held(request).events
    page = subjects_page(subject, service.counts(subject.id), total)
    return render("subjects.html", page, request)


def _one(subject: Subject, request: Request, service: EventService, value: str) -> Response:
    try:
        known = vocabulary.resolve(subject.id, value, parameter=subject.id)
    except QueryError as error:
        raise NotFound(str(error)) from error
    if known != value:
        return RedirectResponse(subject.url(known), _PERMANENT)
    holdings = held(request, [value] if subject.id == SERIES else ())
    found = _found(subject, value, request, service)
    page = subject_page(subject, value, found, holdings, public_url(request))
    return render("subject.html", page, request)


def _found(subject: Subject, value: str, request: Request, service: EventService) -> Found:
    params = EventParams.model_validate(
        {
            subject.required: (value,),
            "sort": Sort.NEWEST,
            "limit": _LATEST,
            "facets": tuple(str(kind) for kind in KINDS),
            "facet_limit": _BARS,
        }
    )
    latest = service.search(params)
    as_of = held(request).last
    tag = (subject.id, value) if subject.id in KINDS else None
    upcoming = (
        service.agenda.upcoming(as_of, tag=tag, limit=_UPCOMING)
        if as_of is not None and tag is not None
        else []
    )
    return Found(
        latest=latest,
        first=_first(service, params),
        months=service.by_time(subject.params(value), Interval.MONTH)[Interval.MONTH],
        every=every_month(request, service),
        together=[
            (partner, event)
            for partner in _partners(subject, value, latest)
            if (event := _first(service, params.with_(**{subject.required: (value, partner)})))
        ],
        upcoming=upcoming,
        as_of=as_of,
    )


def _partners(subject: Subject, value: str, latest: SearchResult) -> list[str]:
    """Values that often stand beside it; those that nearly always do tell nothing."""
    counts = latest.facets.get(subject.id, ())
    return [
        one.value
        for one in counts
        if one.value != value and one.count < _NEARLY_ALWAYS * latest.total
    ][:_PARTNERS]


def _first(service: EventService, params: EventParams) -> EventOut | None:
    first = params.with_(sort=Sort.OLDEST, limit=1, facets=("none",))
    items = service.search(first).items
    return items[0].event if items else None


def _list_view(subject: Subject) -> Callable[..., Response]:
    def view(request: Request, service: EventServiceDep) -> Response:
        return _list(subject, request, service)

    return view


def _page_view(subject: Subject) -> Callable[..., Response]:
    def view(request: Request, value: str, service: EventServiceDep) -> Response:
        return _one(subject, request, service, value)

    return view


for _subject in SUBJECTS.values():
    router.get(_subject.path)(_list_view(_subject))
    router.get(f"{_subject.path}/{{value}}")(_page_view(_subject))
