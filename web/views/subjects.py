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
from indexer.projection import EventOut, TagsOut
from indexer.search.document import SERIES
from indexer.search.query import Sort
from web.contexts.beside import Counts
from web.contexts.holdings import Holdings
from web.contexts.subject import Found, subject_page
from web.contexts.subjects import SUBJECTS, Subject, nearly_always, subjects_page
from web.contexts.trend import interval_of
from web.held import every_count, held
from web.templating import render

router = APIRouter(include_in_schema=False)
_LATEST = 10
_PARTNERS = 3
_UPCOMING = 5
_PERMANENT = 308


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
    found = _found(subject, value, request, service, holdings)
    page = subject_page(subject, value, found, holdings, public_url(request))
    return render("subject.html", page, request)


def _found(
    subject: Subject, value: str, request: Request, service: EventService, holdings: Holdings
) -> Found:
    params = EventParams.model_validate(
        {
            subject.required: (value,),
            "sort": Sort.NEWEST,
            "limit": _LATEST,
            "facets": tuple(str(kind) for kind in KINDS),
            "facet_limit": 0,
        }
    )
    latest = service.search(params)
    everything = held(request)
    as_of, total = everything.last, everything.events
    every = every_count(request, service)
    interval = interval_of(holdings)
    upcoming = (
        service.agenda.upcoming(as_of, tags=[(subject.id, value)], limit=_UPCOMING)
        if as_of is not None and subject.id in KINDS
        else []
    )
    return Found(
        latest=latest,
        first=_first(service, params),
        interval=interval,
        counts=service.by_time(subject.params(value), interval)[interval],
        every=every,
        total=total,
        together=[
            (partner, event)
            for partner in _partners(subject, value, latest, every, total)
            if (event := _first(service, params.with_(**{subject.required: (value, partner)})))
        ],
        upcoming=upcoming,
        as_of=as_of,
        tags=[
            TagsOut.model_validate_json(told.tags)
            for told in service.stream(one.event.id for one in latest.items)
        ],
    )


def _partners(
    subject: Subject, value: str, latest: SearchResult, every: Counts, total: int
) -> list[str]:
    """Values that often stand beside it; those that nearly every event has tell nothing."""
    usual = nearly_always(every.get(subject.id, {}), total)
    counts = latest.facets.get(subject.id, ())
    others = [one.value for one in counts if one.value not in (value, *usual)]
    return others[:_PARTNERS]


def _first(service: EventService, params: EventParams) -> EventOut | None:
    found, _ = service.feed(params, sort=Sort.OLDEST, limit=1, offset=0)
    return found[0].event() if found else None


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
