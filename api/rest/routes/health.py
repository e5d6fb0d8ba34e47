"""Health: alive says that the process runs, ready that questions can be answered."""

from typing import Any

from fastapi import APIRouter

from api.answers import AliveOut, ProblemOut, ReadyOut
from api.rest.deps import EventServiceDep

router = APIRouter(tags=["health"])
_NOT_READY: dict[int | str, dict[str, Any]] = {
    503: {"model": ProblemOut, "description": "Store or search engine do not answer"}
}


@router.get("/healthz", operation_id="alive")
async def alive() -> AliveOut:
    """The process runs; nothing else is asked."""
    # A coroutine, so that it answers while every thread waits for something slow.
    return AliveOut()


@router.get("/readyz", operation_id="ready", responses=_NOT_READY)
def ready(service: EventServiceDep) -> ReadyOut:
    """Store and search engine answer; how far the index is behind the ledger."""
    state = service.readiness()
    stored = service.ledger.state()
    return ReadyOut(
        status="ready",
        engine=state.engine,
        events=state.events,
        index_lag=state.lag,
        ledger=stored.ledger,
        head=stored.head,
        head_hash=stored.hash,
        state=stored.digest,
    )
