"""Upcoming and due."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.knowledge import vocabulary
from api.knowledge.service import EventService
from api.knowledge.values import Blankable
from api.rest.deps import EventServiceDep
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut
from indexer.related.agenda import Scheduled
from web.contexts.agenda import CHOSEN_BY, MOST, Asked, due_page, upcoming_page
from web.held import held
from web.templating import render

router = APIRouter(include_in_schema=False)
# What was due just before stands beneath what is ahead; all of it has a page of its own.
_LATELY = 5
_VALUES = 60
AsOf = Annotated[date | None, Blankable, Query(description="The day looked from.")]


@router.get("/upcoming")
def upcoming(request: Request, service: EventServiceDep, as_of: AsOf = None) -> Response:
    """What is scheduled after a day: that on which the last issue held ends, where none is given.

    Parameters named like kinds of tag (`country=JP`) narrow it.
    """
    asked = _asked(request, service, as_of)
    day = asked.as_of
    ahead = service.agenda.upcoming(day, tags=asked.tags, limit=MOST) if day else []
    passed = service.agenda.due(day, tags=asked.tags, limit=_LATELY) if day else []
    page = upcoming_page(asked, ahead, passed, _events(service, [*ahead, *passed]))
    return render("upcoming.html", page, request)


@router.get("/due")
def due(request: Request, service: EventServiceDep, as_of: AsOf = None) -> Response:
    """Scheduled days that have passed; parameters as above."""
    asked = _asked(request, service, as_of)
    day = asked.as_of
    passed = service.agenda.due(day, tags=asked.tags, limit=MOST) if day else []
    return render("due.html", due_page(asked, passed, _events(service, passed)), request)


def _asked(request: Request, service: EventService, as_of: date | None) -> Asked:
    last = held(request).last
    day = as_of or last
    return Asked(
        as_of=day,
        ends_there=day == last,
        tags=[
            (str(kind), vocabulary.resolve(kind, word, parameter=kind))
            for kind in KINDS
            if (word := request.query_params.get(kind))
        ],
        values={kind: service.commonest(kind, limit=_VALUES) for kind in CHOSEN_BY},
    )


def _events(service: EventService, found: Iterable[Scheduled]) -> dict[str, EventOut]:
    """The events that say so, read at once."""
    return service.events(dict.fromkeys(one.entry.id for one in found))
