"""Rate limits: so many requests a client and minute, said in headers, 429 beyond."""

from math import ceil
from time import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.rest.problems import problem

_FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/docs/assets/")


class RateLimited:
    """ASGI middleware that counts requests by client address.

    The count is this process's own: several workers allow as many times more.

    Args:
        app: what is limited.
        limit: in the words of the `limits` library ("600/minute"); empty for none.
    """

    def __init__(self, app: ASGIApp, *, limit: str) -> None:
        self._app = app
        self._item: RateLimitItem | None = parse(limit) if limit else None
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; say on either answer what is left."""
        if scope["type"] != "http" or self._item is None or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else "unknown"
        allowed = self._limiter.hit(self._item, client)
        stats = self._limiter.get_window_stats(self._item, client)
        wait = max(1, ceil(stats.reset_time - time()))
        headers = _headers(self._item, remaining=stats.remaining, wait=wait)
        if not allowed:
            refusal = problem(
                429,
                "rate",
                "Too many requests",
                f"no more than {self._item.amount} requests in {self._item.get_expiry()} seconds; "
                f"go on in {wait} seconds, or mirror the data with /api/v1/changes",
                request=Request(scope),
                headers=headers | {"Retry-After": str(wait)},
            )
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, with_headers)


def _headers(item: RateLimitItem, *, remaining: int, wait: int) -> dict[str, str]:
    """As draft-ietf-httpapi-ratelimit-headers-10 has them: what is left, for how many seconds."""
    return {
        "RateLimit-Policy": f'"default";q={item.amount};w={item.get_expiry()}',
        "RateLimit": f'"default";r={max(0, remaining)};t={wait}',
    }
