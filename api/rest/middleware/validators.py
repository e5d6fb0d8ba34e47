"""Validators: an ETag from the store's version, so that what has not changed is not sent again.

The tag covers the address, the store, the index and the program: as long as it holds, the same
address gives the same answer, and 304 needs no work at all.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import EntenteError

_COVERED = "/api/v1/"
_FRESH = "public, max-age=0, must-revalidate"
_ERRORS_FROM = 400
_PARTS = (".py", ".yaml", ".json")


class Revalidated:
    """ASGI middleware for ETag, If-None-Match and Cache-Control of what is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304, or pass the request on and tag its answer."""
        if scope["type"] != "http" or not scope["path"].startswith(_COVERED):
            await self._app(scope, receive, send)
            return
        tag = await _tag(scope) if scope["method"] == "GET" else None
        wanted = Headers(scope=scope).get("If-None-Match", "")
        if tag is not None and tag in _tags(wanted):
            await Response(None, 304, _headers(tag))(scope, receive, send)
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] >= _ERRORS_FROM or tag is None:
                    headers.setdefault("Cache-Control", "no-store")
                else:
                    headers.update(_headers(tag))
            await send(message)

        await self._app(scope, receive, tagged)


async def _tag(scope: Scope) -> str | None:
    service = scope["app"].state.service
    try:
        state = await run_in_threadpool(service.data_version)
    except EntenteError:
        return None  # the route will say what is wrong
    address = scope["path"].encode() + b"?" + scope.get("query_string", b"")
    # Exports carry absolute addresses.
    site = f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}".encode()
    content = b"\n".join([program(), state.encode(), site, address])
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": _FRESH}


def _tags(header: str) -> set[str]:
    """The tags of an If-None-Match header, all made weak, as comparison for reading has it."""
    tags = (part.strip() for part in header.split(","))
    return {tag if tag.startswith("W/") else f"W/{tag}" for tag in tags if tag}


@cache
def program() -> bytes:
    """A fingerprint of this program and its vocabulary: another one may answer differently."""
    digest = hashlib.sha256(version("entente").encode())
    root = Path(__file__).parents[3]
    for package in ("api", "indexer"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in _PARTS:
                digest.update(path.read_bytes())
    return digest.digest()
