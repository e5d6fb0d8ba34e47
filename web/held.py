"""What is held, worked out once for each state of the store."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from fastapi import Request

from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from indexer.errors import EntenteError
from indexer.normalise.tags.kinds import KINDS
from indexer.search.buckets import Interval
from indexer.search.document import SERIES
from web.contexts.beside import Counts
from web.contexts.holdings import HeldIssue, Holdings, holdings, in_order
from web.contexts.slots import SeriesGrid, grids

_MOST_SELECTIONS = 100  # of series; nobody has so many, and addresses can name any

_Made = TypeVar("_Made")


class Held:
    """Every issue of one state of the store, and what follows from them, worked out when asked for.

    Args:
        issues: every issue, the newest first.
    """

    def __init__(self, issues: Sequence[HeldIssue]) -> None:
        self.issues = issues
        self._holdings: dict[frozenset[str], Holdings] = {}

    def of(self, series: Iterable[str] = ()) -> Holdings:
        """What is held of these series; of every one where none is named."""
        chosen = frozenset(series)
        found = self._holdings.get(chosen)
        if found is None:
            if len(self._holdings) >= _MOST_SELECTIONS:
                self._holdings.clear()
            found = self._holdings[chosen] = holdings(self.issues, chosen)
        return found

    @cached_property
    def grids(self) -> tuple[SeriesGrid, ...]:
        """The issues as a grid for each series."""
        return grids(self.issues)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Short names of issues by id."""
        return {one.id: one.name for one in self.issues}

    def neighbours(self, issue_id: str) -> tuple[HeldIssue | None, HeldIssue | None]:
        """The issues of the same series before and after one."""
        place = self._places.get(issue_id)
        if place is None:
            return None, None
        series, at = self._by_series[place[0]], place[1]
        return (
            series[at - 1] if at else None,
            series[at + 1] if at + 1 < len(series) else None,
        )

    @cached_property
    def _by_series(self) -> Mapping[str, Sequence[HeldIssue]]:
        found: dict[str, list[HeldIssue]] = defaultdict(list)
        for one in sorted(self.issues, key=in_order):
            found[one.series].append(one)
        return found

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, int]]:
        return {
            one.id: (series, at)
            for series, some in self._by_series.items()
            for at, one in enumerate(some)
        }


def held(request: Request, series: Iterable[str] = ()) -> Holdings:
    """What is held, of every series or of those named.

    Raises:
        StoreError: the store does not answer.
    """
    return everything_held(request).of(series)


def held_if_known(request: Request) -> Holdings | None:
    """What is held; None while the store does not answer."""
    try:
        return held(request)
    except EntenteError:
        return None


def everything_held(request: Request) -> Held:
    """Every issue that is held, read once for each state of the store.

    Raises:
        StoreError: the store does not answer.
    """
    service: EventService = request.app.state.service
    return _kept(
        *(request, "held", service.stored_version()),
        lambda: Held([HeldIssue.of(one, one.events) for one in service.outlines()]),
    )


def every_month(request: Request, service: EventService) -> Mapping[str, int]:
    """All events by month, worked out once for each state of the index.

    Raises:
        SearchUnavailable: the engine cannot be reached.
    """
    return _kept(
        *(request, "months", service.applied_version()),
        lambda: service.by_time(EventParams(), Interval.MONTH)[Interval.MONTH],
    )


def every_count(request: Request, service: EventService) -> Counts:
    """How many of all events have each value, by kind of tag or series; worked out likewise.

    Raises:
        SearchUnavailable: the engine cannot be reached.
    """
    return _kept(
        *(request, "counts", service.applied_version()),
        lambda: {
            str(facet): counted for facet, counted in service.counts_by(*KINDS, SERIES).items()
        },
    )


def _kept(request: Request, name: str, version: str, make: Callable[[], _Made]) -> _Made:
    """What was made last under a name, unless it is of another version."""
    state = request.app.state
    known: tuple[str, _Made] | None = getattr(state, name, None)
    if known is None or known[0] != version:
        known = (version, make())
        setattr(state, name, known)
    return known[1]
