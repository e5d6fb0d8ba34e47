"""Dependencies under short names."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.params import EventParams
from api.service import EventService


def event_service(request: Request) -> EventService:
    """The service that the lifespan opened."""
    service: EventService = request.app.state.service
    return service


EventServiceDep = Annotated[EventService, Depends(event_service)]
EventParamsDep = Annotated[EventParams, Query()]
