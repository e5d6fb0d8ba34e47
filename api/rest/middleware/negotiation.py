"""Exports by their media type: `Accept: text/csv` at a search's own address.

The address is changed to that of the export before anything else looks at it, so that validators
and kept answers are those of the export. What is accepted nowhere is refused with what there is.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers.formats import CITED, FORMATS
from api.rest.accept import preferred
from api.rest.problems import problem

_JSON = "application/json"
_V1 = "/api/v1"
_SEARCH = f"{_V1}/events"
_EVENT = re.compile(rf"{_SEARCH}/[^/]+")
# A browser that opens an address of the API shows what it gets.
_ALSO_SHOWN = "text/html"


class Negotiated:
    """ASGI middleware that turns Accept into the address of a format."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to the format that it asks for, or answer 406."""
        offered = _offered(scope)
        if offered is None:
            await self._app(scope, receive, send)
            return
        chosen = preferred(Headers(scope=scope).get("Accept", ""), [*offered, _ALSO_SHOWN])

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Accept")
            await send(message)

        if chosen is None:
            refusal = problem(
                406,
                "not-acceptable",
                "Not acceptable",
                f"this address answers with {', '.join(offered)}",
                request=Request(scope),
            )
            await refusal(scope, receive, varying)
            return
        if ending := offered.get(chosen):
            scope = {**scope, "path": scope["path"] + ending, "raw_path": None}
        await self._app(scope, receive, varying)


def _offered(scope: Scope) -> dict[str, str] | None:
    """Endings of an address by media type, JSON first; None where nothing is chosen."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return None
    path = scope["path"]
    if path == _SEARCH:
        return {_JSON: ""} | {_media_type(name): f".{name}" for name in FORMATS if name != "json"}
    if _EVENT.fullmatch(path):
        return {_JSON: ""} | {_media_type(name): f"/cite.{name}" for name in CITED}
    return None


def _media_type(suffix: str) -> str:
    return FORMATS[suffix].media_type.partition(";")[0]
