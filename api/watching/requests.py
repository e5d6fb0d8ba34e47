"""One line a request in the log, and its figures.

A line holds the route's template, never the address with its query: what people look for is theirs,
unless the operator asks for it (`ENTENTE_LOG_QUERIES`). Headers, and so keys, are never logged.
"""

import time
from urllib.parse import unquote_plus

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.watching import logs
from api.watching.engine import EngineTime, current
from api.watching.metrics import Metrics

_V1 = "/api/v1"
_MOUNTED = ("/static/", "/docs/assets/")
_UNMATCHED = "unmatched"
_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_MOST_REMEMBERED = 4096
_BROKEN = 500
_log = structlog.get_logger("entente.requests")


class Watched:
    """ASGI middleware that times every request.

    Args:
        app: what is watched.
        metrics: where the figures go.
        queries: whether lines hold the query text.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, queries: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        self._queries = queries
        self._templates: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; count and log it when the answer has been sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began, answered = _BROKEN, time.perf_counter(), None

        async def noting(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
            await send(message)

        engine = EngineTime()
        token = current.set(engine)
        try:
            await self._app(scope, receive, noting)
        finally:
            current.reset(token)
            seconds = (answered or time.perf_counter()) - began
            self._tell(scope, status, seconds, engine.seconds)

    def _tell(self, scope: Scope, status: int, seconds: float, engine_seconds: float) -> None:
        method = scope["method"] if scope["method"] in _KNOWN_METHODS else "other"
        route = self._template(scope)
        self._metrics.request(method, route, status, seconds)
        if not logs.configured():
            return
        line = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "engine_ms": round(engine_seconds * 1000, 1),
        }
        if self._queries:
            line["query"] = unquote_plus(scope.get("query_string", b"").decode("latin-1"))
        state = scope.get("state", {})
        _log.info("request", id=state.get("request_id"), **line)

    def _template(self, scope: Scope) -> str:
        """The route's template; of an answer that was kept ready, as it was when it was made."""
        path: str = scope["path"]
        for mounted in _MOUNTED:
            if path.startswith(mounted):
                return mounted
        route = getattr(scope.get("route"), "path", None)
        if route is None:
            return self._templates.get(path, _UNMATCHED)
        template = f"{_V1}{route}" if path.startswith(f"{_V1}/") else str(route)
        if len(self._templates) >= _MOST_REMEMBERED:
            self._templates.clear()
        self._templates[path] = template
        return template
