"""What is held, worked out once for each state of the store."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from fastapi import Request

from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from indexer.errors import EntenteError
from indexer.normalise.tags.kinds import KINDS
from indexer.search.buckets import Interval
from indexer.search.document import SERIES
from web.contexts.holdings import HeldIssue, Holdings, holdings, in_order
from web.contexts.slots import SeriesGrid, grids

_MOST_SELECTIONS = 100  # of series; nobody has so many, and addresses can name any

_Counts = Mapping[str, Mapping[str, int]]


class Held:
    """Every issue of one state of the store, and what follows from them, worked out when asked for.

    Args:
        version: the state of the store.
        issues: every issue, the newest first.
    """

    def __init__(self, version: str, issues: Sequence[HeldIssue]) -> None:
        self.version = version
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
    version = service.stored_version()
    known: Held | None = getattr(request.app.state, "held", None)
    if known is None or known.version != version:
        known = Held(version, tuple(map(HeldIssue.outlined, service.outlines())))
        request.app.state.held = known
    return known


def every_month(request: Request, service: EventService) -> Mapping[str, int]:
    """All events by month, worked out once for each state of the index.

    Raises:
        SearchUnavailable: the engine cannot be reached.
    """
    version = service.applied_version()
    known: tuple[str, Mapping[str, int]] | None = getattr(request.app.state, "months", None)
    if known is not None and known[0] == version:
        return known[1]
    months = service.by_time(EventParams(), Interval.MONTH)[Interval.MONTH]
    request.app.state.months = (version, months)
    return months


def every_count(request: Request, service: EventService) -> _Counts:
    """How many of all events have each value, by kind of tag or series; worked out likewise.

    Raises:
        SearchUnavailable: the engine cannot be reached.
    """
    version = service.applied_version()
    known: tuple[str, _Counts] | None = getattr(request.app.state, "counts", None)
    if known is not None and known[0] == version:
        return known[1]
    counts = {str(facet): service.counts(facet) for facet in (*KINDS, SERIES)}
    request.app.state.counts = (version, counts)
    return counts
