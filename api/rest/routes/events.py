"""Events: the search, and each one by its id."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.answers import EventDetailOut, EventPageOut
from api.answers.page import HitOut, NearOut
from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from api.rest.choosing import FieldsField, IncludeField, Part, chosen
from api.rest.conditions import state_tag
from api.rest.deps import EventServiceDep
from api.rest.links import page_links
from api.rest.openapi_details import UNDESCRIBED
from api.rest.ready import ready
from api.rest.routes.responses import EXPIRED, NO_EVENT

router = APIRouter(tags=["events"])


class ListParams(EventParams):
    """The parameters of a search, and what of each event is shown."""

    include: IncludeField = ()
    # Not in the description: whoever names fields knows what comes back, and typed clients would
    # have to take every field for a missing one.
    fields: Annotated[FieldsField, Field(json_schema_extra={UNDESCRIBED: True})] = ()


@router.get("/events", operation_id="searchEvents", response_model=EventPageOut, responses=EXPIRED)
def search_events(
    request: Request, params: Annotated[ListParams, Query()], service: EventServiceDep
) -> Response:
    """Search, filter and count events.

    With `include=evidence` each has its `tags` with the words that earned them.
    `fields=id,headline` gives only those fields of each event.
    """
    evidence = Part.EVIDENCE in params.include
    fields = chosen(params.fields, _hit_fields(evidence=evidence))
    result = service.search(params)
    request.state.applied = result.applied
    page = EventPageOut.of(result, facet_limit=params.facet_limit, evidence=evidence)
    headers = {"Link": page_links(request, params, page.next)}
    return ready(page, headers, include=_only(fields) if fields else None)


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


def _hit_fields(*, evidence: bool) -> tuple[str, ...]:
    return tuple(name for name in HitOut.model_fields if evidence or name != "tags")


def _only(fields: Iterable[str]) -> Mapping[str, Any]:
    """The page with these fields of each event, in the words of Pydantic."""
    hits = dict.fromkeys(fields, True)
    near = {"__all__": hits | {"missing": True, "instead": True}}
    return dict.fromkeys(EventPageOut.model_fields, True) | {
        "items": {"__all__": hits},
        "near": dict.fromkeys(NearOut.model_fields, True) | {"items": near},
    }
