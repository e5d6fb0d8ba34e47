"""Searches apart: those that wait for a slow search server leave threads for everything else."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.rest.middleware.from_store import OF_THIS_PROCESS, from_store

AT_ONCE = 30
"""Searches at once in a process. Routes have 40 threads, so that ten are always left."""


class SearchesApart:
    """ASGI middleware that lets so many searches in, and has the others wait without a thread.

    Args:
        app: what answers.
        at_once: how many reads that may ask the engine are answered at the same time.
    """

    def __init__(self, app: ASGIApp, *, at_once: int = AT_ONCE) -> None:
        self._app = app
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is a place for it."""
        if scope["type"] != "http" or not _may_search(scope):
            await self._app(scope, receive, send)
            return
        await self._places.acquire()
        held = True

        async def left(message: Message) -> None:
            # Once an answer begins, the engine is done: who reads slowly holds nobody up.
            nonlocal held
            if held:
                held = False
                self._places.release()
            await send(message)

        try:
            await self._app(scope, receive, left)
        finally:
            if held:
                self._places.release()


def _may_search(scope: Scope) -> bool:
    path = scope["path"]
    reads = scope["method"] in {"GET", "HEAD"}
    return reads and not path.startswith(OF_THIS_PROCESS) and not from_store(path)
