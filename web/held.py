"""What is held, worked out once for each state of the store."""

from collections.abc import Iterable

from fastapi import Request

from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from indexer.errors import EntenteError
from indexer.search.buckets import Interval
from indexer.search.timeline import Bucket
from web.contexts.holdings import HeldIssue, Holdings, holdings

_EVERY_ISSUE = 100_000


def held(request: Request, series: Iterable[str] = ()) -> Holdings:
    """What is held, of every series or of those named.

    Raises:
        StoreError: the store does not answer.
    """
    service: EventService = request.app.state.service
    return holdings(issues(request, service), series)


def held_if_known(request: Request) -> Holdings | None:
    """What is held; None while the store does not answer."""
    try:
        return held(request)
    except EntenteError:
        return None


def every_month(request: Request, service: EventService) -> tuple[Bucket, ...]:
    """All events by month, worked out once for each state of the index.

    Raises:
        SearchUnavailable: the engine cannot be reached.
    """
    version = service.applied_version()
    known: tuple[str, tuple[Bucket, ...]] | None = getattr(request.app.state, "months", None)
    if known is not None and known[0] == version:
        return known[1]
    months = service.timeline(EventParams(), Interval.MONTH)
    request.app.state.months = (version, months)
    return months


def issues(request: Request, service: EventService) -> tuple[HeldIssue, ...]:
    """Every issue that is held, the newest first, read once for each state of the store."""
    version = service.stored_version()
    known: tuple[str, tuple[HeldIssue, ...]] | None = getattr(request.app.state, "held", None)
    if known is not None and known[0] == version:
        return known[1]
    rows, _ = service.digests(limit=_EVERY_ISSUE)
    found = tuple(HeldIssue.of(digest, events) for digest, events in rows)
    request.app.state.held = (version, found)
    return found
