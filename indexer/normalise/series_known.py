"""The series that are known here and now: those of the installation that a request is about.

Labels, filters and citations name series deep inside pure functions, and one process may serve
several stores. So the registry is bound to the context of a request or command, and whoever binds
none knows the shipped series.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from indexer.normalise.series import SeriesRegistry, shipped

Known = Callable[[], SeriesRegistry]
_KNOWN: ContextVar[Known] = ContextVar("series_known", default=shipped)


def known() -> SeriesRegistry:
    """The series that are known."""
    return _KNOWN.get()()


@contextmanager
def knowing(registry: Known) -> Iterator[None]:
    """Know these series for as long as the context lasts.

    Args:
        registry: gives them; asked once, when somebody wants to know.
    """
    token = _KNOWN.set(_once(registry))
    try:
        yield
    finally:
        _KNOWN.reset(token)


def _once(registry: Known) -> Known:
    found: list[SeriesRegistry] = []

    def asked() -> SeriesRegistry:
        if not found:
            found.append(registry())
        return found[0]

    return asked
