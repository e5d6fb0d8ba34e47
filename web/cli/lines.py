"""Lines to the server: how long the head of a request may take, and who makes room for whom."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

_HEAD_SECONDS = 10.0


class BoundedLine(H11Protocol):
    """A line to a browser or a program, on which a request has to begin in time.

    By itself the server waits for a request's head for ever, and refuses everybody while it has as
    many lines as it may: so many that are quiet would stop the site. Here the head has a time
    limit as a whole, and where there are too many lines, the one that was quiet longest is closed.
    Lines on which something is being answered stay; so many of them are the limit.
    """

    head_seconds = _HEAD_SECONDS
    quiet_since = 0.0
    _given_up_at: asyncio.TimerHandle | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is being answered on it: no request has come whole."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A line is opened."""
        super().connection_made(transport)
        self.quiet_since = self.loop.time()
        self._limit_the_head()
        self._have_room_made()

    def data_received(self, data: bytes) -> None:
        """Something comes: a part of a head, or of what follows it."""
        super().data_received(data)
        if self.is_quiet:
            self._limit_the_head()
        else:
            self._forget_the_limit()

    def on_response_complete(self) -> None:
        """An answer was sent whole; the next request may come."""
        self.quiet_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is closed."""
        self._forget_the_limit()
        super().connection_lost(exc)

    def _limit_the_head(self) -> None:
        if self._given_up_at is None:
            self._given_up_at = self.loop.call_later(self.head_seconds, self.transport.close)

    def _forget_the_limit(self) -> None:
        if self._given_up_at is not None:
            self._given_up_at.cancel()
            self._given_up_at = None

    def _have_room_made(self) -> None:
        if self.limit_concurrency is None or len(self.connections) < self.limit_concurrency:
            return
        others = (one for one in self.connections if isinstance(one, BoundedLine))
        quiet = [one for one in others if one.is_quiet and one is not self]
        if quiet:
            longest = min(quiet, key=lambda one: one.quiet_since)
            self.connections.discard(longest)
            longest.transport.close()
