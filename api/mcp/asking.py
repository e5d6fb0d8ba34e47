"""Asking the API: one in this process, or one at an address."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from fastapi import FastAPI

from api.mcp.refusals import Refused, refusal, unreachable

DESCRIPTION = "/openapi.json"
_V1 = "/api/v1"
_PATIENCE_S = 30.0
_ERRORS_FROM = 400
Pairs = Iterable[tuple[str, str]]


@dataclass(slots=True)
class Api:
    """The API as its clients know it.

    Attributes:
        site_url: absolute address of its site, for links; no slash at its end.
    """

    site_url: str
    _client: httpx2.AsyncClient
    _described: dict[str, Any] | None = None

    async def get(self, path: str, pairs: Pairs = ()) -> dict[str, Any]:
        """The answer at an address under ``/api/v1``.

        Raises:
            Refused: it is a problem, or there is none; in words that say what to do.
        """
        return await self._json(f"{_V1}{path}", pairs)

    async def text(self, path: str, pairs: Pairs = ()) -> str:
        """The answer at an address under ``/api/v1`` that is no JSON.

        Raises:
            Refused: as above.
        """
        return (await self._asked(f"{_V1}{path}", pairs)).text

    async def description(self) -> dict[str, Any]:
        """The API's description, asked for once.

        Raises:
            Refused: as above.
        """
        if self._described is None:
            self._described = await self._json(DESCRIPTION, ())
        return self._described

    async def _json(self, path: str, pairs: Pairs) -> dict[str, Any]:
        answer = await self._asked(path, pairs)
        try:
            body: dict[str, Any] = answer.json()
        except ValueError:
            raise Refused(unreachable(self.site_url, "it answers with something else")) from None
        return body

    async def _asked(self, path: str, pairs: Pairs) -> httpx2.Response:
        try:
            answer = await self._client.get(path, params=list(pairs))
        except httpx2.HTTPError as error:
            raise Refused(unreachable(self.site_url, str(error) or type(error).__name__)) from error
        if answer.status_code >= _ERRORS_FROM:
            raise Refused(refusal(answer.status_code, _problem(answer), self.site_url))
        return answer


@asynccontextmanager
async def inside(app: FastAPI, site_url: str) -> AsyncIterator[Api]:
    """The API of an application in this process, which is started and ended with it."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=transport, base_url=site_url, follow_redirects=True, timeout=None
        ) as client,
    ):
        yield Api(site_url, client)


@asynccontextmanager
async def remote(site_url: str) -> AsyncIterator[Api]:
    """The API of an Entente at an address."""
    async with httpx2.AsyncClient(
        base_url=site_url, follow_redirects=True, timeout=_PATIENCE_S
    ) as client:
        yield Api(site_url, client)


def _problem(answer: httpx2.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
