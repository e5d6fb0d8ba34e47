"""How long the search engine takes: for the figures, and for the request that asked."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from api.watching.metrics import Metrics
from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search.port import SearchEngine

_WATCHED = (
    "search",
    "ids",
    "in_headline",
    "totals",
    "histogram",
    "tally",
    "cross",
    "state",
    "ping",
)


@dataclass(slots=True)
class EngineTime:
    """What the engine took for one request; threads of the request add to the same one."""

    seconds: float = 0.0


current: ContextVar[EngineTime | None] = ContextVar("engine_time", default=None)


class WatchedEngine:
    """An engine whose calls are timed; everything else is the engine's own.

    Args:
        engine: the engine.
        metrics: where the figures go.
    """

    def __init__(self, engine: SearchEngine, metrics: Metrics) -> None:
        self._engine = engine
        for name in _WATCHED:
            setattr(self, name, _timed(name, engine, metrics))

    @classmethod
    def of(cls, engine: SearchEngine, metrics: Metrics) -> SearchEngine:
        """The engine, watched."""
        return cast("SearchEngine", cls(engine, metrics))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def _timed(name: str, engine: SearchEngine, metrics: Metrics) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        began, failed = time.perf_counter(), False
        try:
            return getattr(engine, name)(*arguments, **named)
        except SearchUnavailable as error:
            failed = not isinstance(error, IndexMissing)
            raise
        finally:
            seconds = time.perf_counter() - began
            metrics.engine(name, seconds, failed=failed)
            asking = current.get()
            if asking is not None:
                asking.seconds += seconds

    return timed
