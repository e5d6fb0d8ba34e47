"""Issues: the grid with the table, and one issue."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.knowledge.service import EventService
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from indexer.projection import EventOut
from web.contexts.digests import PAGE, Issue, digest_page, digests_page
from web.contexts.holdings import HeldIssue
from web.held import everything_held
from web.templating import render

router = APIRouter(include_in_schema=False)
_PERMANENT = 308
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/digests")
def digests(request: Request, service: EventServiceDep, page: Page = 1) -> Response:
    """What is held, half-month by half-month, and every issue."""
    every = everything_held(request)
    shown = every.issues[(page - 1) * PAGE : page * PAGE]
    told = service.events_by_digest([issue.id for issue in shown])
    rows = [(issue, [one.event() for one in told[issue.id]]) for issue in shown]
    context = digests_page(len(every.issues), every.grids, every.of(), rows, page)
    return render("digests.html", context, request)


@router.get("/digests/{digest_id}")
def digest(request: Request, digest_id: str, service: EventServiceDep) -> Response:
    """One issue with its events, and what is new in it."""
    found = service.digest(digest_id)
    every = everything_held(request)
    before, after = every.neighbours(digest_id)
    issue = Issue(
        digest=found,
        events=_events(service, digest_id),
        former=_events(service, before.id) if before else [],
        own=HeldIssue.of(found, 0),
        before=before,
        after=after,
        news=service.news.of(digest_id, before.id if before else None),
        names=every.names,
    )
    return render("digest.html", digest_page(issue, public_url(request)), request)


@router.get("/issues")
def issues_by_their_other_name() -> Response:
    """The name that people use for digests leads to them."""
    return RedirectResponse("/digests", _PERMANENT)


@router.get("/issues/{digest_id}")
def issue_by_its_other_name(digest_id: str) -> Response:
    """The same for one."""
    return RedirectResponse(f"/digests/{quote(digest_id, safe='')}", _PERMANENT)


def _events(service: EventService, digest_id: str) -> list[EventOut]:
    return [told.event() for told in service.events_of(digest_id)]
