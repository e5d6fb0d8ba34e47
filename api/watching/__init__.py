"""Watching: figures for Prometheus, one line a request, how long the engine takes."""

from api.watching.engine import WatchedEngine
from api.watching.metrics import Metrics
from api.watching.requests import Watched

__all__ = ["Metrics", "Watched", "WatchedEngine"]
