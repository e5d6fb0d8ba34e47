"""Upcoming and due."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.knowledge import vocabulary
from api.rest.deps import EventServiceDep
from indexer.normalise.tags.kinds import KINDS
from web.contexts.agenda import MOST, due_page, upcoming_page
from web.held import held
from web.templating import render

router = APIRouter(include_in_schema=False)
AsOf = Annotated[date | None, Query(description="The day looked from.")]


@router.get("/upcoming")
def upcoming(request: Request, service: EventServiceDep, as_of: AsOf = None) -> Response:
    """What is scheduled after a day: that on which the last issue held ends, where none is given.

    A parameter named like a kind of tag (`country=JP`) narrows it.
    """
    last = held(request).last
    day, tag = as_of or last, _tag(request)
    found = service.agenda.upcoming(day, tag=tag, limit=MOST) if day else []
    page = upcoming_page(found, day, ends_there=day == last, tag=tag)
    return render("upcoming.html", page, request)


@router.get("/due")
def due(request: Request, service: EventServiceDep, as_of: AsOf = None) -> Response:
    """Scheduled days that have passed; parameters as above."""
    day, tag = as_of or held(request).last, _tag(request)
    found = service.agenda.due(day, tag=tag, limit=MOST) if day else []
    return render("due.html", due_page(found, day, tag=tag), request)


def _tag(request: Request) -> tuple[str, str] | None:
    for kind in KINDS:
        if word := request.query_params.get(kind):
            return kind, vocabulary.resolve(kind, word, parameter=kind)
    return None
