"""The series that a request is about are those of the store that answers it."""

from starlette.types import ASGIApp, Receive, Scope, Send

from api.knowledge.service import EventService
from indexer.normalise.series_known import knowing


class SeriesKnown:
    """ASGI middleware that binds the installation's series to the context of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the series known; they are read when somebody asks for them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        service: EventService = scope["app"].state.service
        with knowing(service.book.registry):
            await self._app(scope, receive, send)
