"""Events: the search, and each one by its id."""

from typing import Any

from fastapi import APIRouter

from api.deps import EventParamsDep, EventServiceDep
from api.schemas import EventDetailOut, EventPageOut, ProblemOut

router = APIRouter(tags=["events"])
_INVALID: dict[int | str, dict[str, Any]] = {
    422: {"model": ProblemOut, "description": "A parameter is unknown or cannot be understood"},
    410: {"model": ProblemOut, "description": "The cursor has expired"},
    503: {"model": ProblemOut, "description": "The search engine cannot be reached"},
}
_ABSENT: dict[int | str, dict[str, Any]] = {
    404: {"model": ProblemOut, "description": "There never was such an event"},
    410: {"model": ProblemOut, "description": "The event was removed"},
}


@router.get("/events", operation_id="searchEvents", responses=_INVALID)
def search_events(params: EventParamsDep, service: EventServiceDep) -> EventPageOut:
    """Search, filter and count events."""
    return EventPageOut.of(service.search(params))


@router.get("/events/{event_id}", operation_id="getEvent", responses=_ABSENT)
def get_event(event_id: str, service: EventServiceDep) -> EventDetailOut:
    """One event with the evidence for its tags, and its history."""
    return EventDetailOut.of(service.event(event_id), service.history(event_id))
