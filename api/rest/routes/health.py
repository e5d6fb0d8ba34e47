"""Health: alive says that the process runs, ready that questions can be answered."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.answers import AliveOut, ProblemOut, ReadyOut
from api.rest.deps import EventServiceDep
from api.rest.problems import problem
from api.watching.metrics import MEDIA_TYPE, Metrics
from indexer.errors import NotFound

router = APIRouter(tags=["health"])
_NOT_READY: dict[int | str, dict[str, Any]] = {
    503: {"model": ProblemOut, "description": "Store or search engine do not answer"}
}


@router.get("/healthz", operation_id="alive")
async def alive() -> AliveOut:
    """The process runs; nothing else is asked."""
    # A coroutine, so that it answers while every thread waits for something slow.
    return AliveOut()


@router.get("/readyz", operation_id="ready", response_model=ReadyOut, responses=_NOT_READY)
def ready(request: Request, service: EventServiceDep) -> Any:
    """Store and search engine answer; how far the index is behind the ledger.

    Where one does not, `errors` says which and why.
    """
    state = service.readiness()
    if state.reasons:
        return problem(
            503,
            "not-ready",
            "Not ready",
            "; ".join(f"{part}: {why}" for part, why in state.reasons.items()),
            request=request,
            errors=[{"part": part, "message": why} for part, why in state.reasons.items()],
            headers={"Retry-After": "5"},
        )
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


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, service: EventServiceDep) -> Response:
    """Figures for Prometheus."""
    if not request.app.state.metrics_shown:
        raise NotFound("/metrics is switched off (ENTENTE_METRICS)")
    figures: Metrics = request.app.state.metrics
    return Response(service.figures(figures.exposition), media_type=MEDIA_TYPE)
