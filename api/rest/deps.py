"""Dependencies under short names.

Those that only look something up are coroutines: FastAPI sends any other function to a thread of
its own, which costs more than the look-up.
"""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.knowledge.editing import WritingService
from api.knowledge.params import EventParams
from api.knowledge.service import EventService


async def event_service(request: Request) -> EventService:
    """The service that the lifespan opened."""
    service: EventService = request.app.state.service
    return service


async def writing_service(request: Request) -> WritingService:
    """The service that writes, of the same lifespan."""
    service: WritingService = request.app.state.writing
    return service


EventServiceDep = Annotated[EventService, Depends(event_service)]
WritingServiceDep = Annotated[WritingService, Depends(writing_service)]
EventParamsDep = Annotated[EventParams, Query()]
