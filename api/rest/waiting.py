"""Long polling: requests that wait for the ledger to go on, none of which holds a thread.

One look-up a tick serves all who wait, whoever wrote: another process may have.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from indexer.errors import StoreError

_TICK = 0.25  # seconds


class LedgerWatch:
    """Tells those who wait that the ledger has gone on.

    Args:
        head: looks up the ledger's last number.
    """

    def __init__(self, head: Callable[[], int]) -> None:
        self._head = head
        self._known = -1
        self._waiting = 0
        self._news = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    async def beyond(self, seq: int, seconds: float) -> bool:
        """Whether the ledger goes beyond a number within so many seconds."""
        self._waiting += 1
        try:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self._known > seq)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    async def _look(self) -> None:
        while self._waiting:
            with suppress(StoreError):  # whoever asks next is told so
                self._known = await run_in_threadpool(self._head)
            async with self._news:
                self._news.notify_all()
            await asyncio.sleep(_TICK)
