"""Events: the search, and each one by its id."""

from fastapi import APIRouter, Request, Response

from api.answers import EventDetailOut, EventPageOut
from api.knowledge.service import EventService
from api.rest.conditions import state_tag
from api.rest.deps import EventParamsDep, EventServiceDep
from api.rest.links import page_links
from api.rest.ready import ready
from api.rest.routes.responses import EXPIRED, NO_EVENT

router = APIRouter(tags=["events"])


@router.get("/events", operation_id="searchEvents", response_model=EventPageOut, responses=EXPIRED)
def search_events(request: Request, params: EventParamsDep, service: EventServiceDep) -> Response:
    """Search, filter and count events."""
    result = service.search(params)
    request.state.applied = result.applied
    page = EventPageOut.of(result, facet_limit=params.facet_limit)
    return ready(page, {"Link": page_links(request, params, page.next)})


@router.get(
    "/events/{event_id}",
    operation_id="getEvent",
    response_model=EventDetailOut,
    responses=NO_EVENT,
)
def get_event(event_id: str, service: EventServiceDep) -> Response:
    """One event with the evidence for its tags, events like it, and its history."""
    event = detail(event_id, service)
    response = ready(event)
    response.headers["ETag"] = state_tag(event.changed)
    return response


def detail(event_id: str, service: EventService) -> EventDetailOut:
    """One event as its own address shows it."""
    return EventDetailOut.of(
        service.event(event_id),
        history=service.history(event_id),
        related=service.related(event_id),
        thread=service.thread(event_id),
    )
