"""One address for one thing: a slash at the end leads to the address without it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.rest.problems import problem

_PERMANENT = 308


class OneAddress:
    """ASGI middleware: 308 to the address without the slash, the query kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say where it should have gone."""
        if scope["type"] == "http" and "\x00" in scope["path"]:
            # No database keeps it in a text, so nothing has such an id.
            absent = problem(
                404,
                "not-found",
                "Not found",
                "no address holds a NUL character",
                request=Request(scope),
            )
            await absent(scope, receive, send)
            return
        if scope["type"] != "http" or scope["path"] == "/" or not scope["path"].endswith("/"):
            await self._app(scope, receive, send)
            return
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        # Two slashes in front would name another host.
        address = "/" + raw.decode("latin-1").partition("?")[0].strip("/")
        if query := scope.get("query_string", b"").decode("latin-1"):
            address += f"?{query}"
        await RedirectResponse(address, _PERMANENT)(scope, receive, send)
