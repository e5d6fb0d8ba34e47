"""Changes: the ledger, for mirrors."""

import asyncio
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from api.answers.feed import ChangesOut, change_json, changes_json
from api.answers.formats import FORMATS, ExportContext
from api.answers.formats.ledger_feed import ledger_atom
from api.knowledge.changes import (
    ChangeFeedParams,
    ChangeFilterParams,
    ChangePage,
    ChangeParams,
    State,
)
from api.knowledge.service import EventService
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.routes.responses import RESET, Responses
from api.rest.streaming import blocks
from api.rest.waiting import LedgerWatch
from indexer.normalise.tags.kinds import KINDS

router = APIRouter(tags=["changes"])
LEDGER, HEAD = "Entente-Ledger", "Entente-Head"
# What a feed's title says of what it is narrowed to.
_SAID = frozenset({"subject", "change", "series", *map(str, KINDS)})
_FEED: Responses = {
    200: {
        "content": {FORMATS["atom"].media_type: {"schema": {"type": "string"}}},
        "description": "The feed",
    }
}
_LINES: Responses = {
    200: {
        "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        "description": "A row of the ledger a line",
    }
}


@router.get("/changes", operation_id="listChanges", response_model=ChangesOut, responses=RESET)
async def list_changes(
    request: Request, params: Annotated[ChangeParams, Query()], service: EventServiceDep
) -> Response:
    """What was created, updated, retagged and deleted, in order.

    Start at 0 and ask again with `next` until it equals `head`: events and digests are then as
    they are here, the deleted ones gone. With `wait` the answer comes when there is a row, or after
    so many seconds without one. A `since` of another `ledger` is refused: begin again at 0.
    """
    # A coroutine, so that whoever waits holds no thread.
    page = await run_in_threadpool(service.ledger.page, params)
    if params.wait and not page.rows:
        page = await _awaited(request, params, page, service)
    return Response(changes_json(page), media_type="application/json", headers=_headers(page))


@router.get(
    "/changes.ndjson",
    operation_id="exportChanges",
    response_class=StreamingResponse,
    responses=_LINES | RESET,
)
def export_changes(
    params: Annotated[ChangeFilterParams, Query()], service: EventServiceDep
) -> StreamingResponse:
    """The same rows, all of them up to `head`, one a line; a header says where that is."""
    end = service.ledger.end(params)
    rows = service.ledger.rows(params, end.head)
    lines: Iterator[str] = (f"{change_json(row)}\n" for row in rows)
    return StreamingResponse(
        iterate_in_threadpool(blocks(lines)),
        media_type="application/x-ndjson",
        headers={
            **_headers(end),
            "Content-Disposition": 'attachment; filename="entente-changes.ndjson"',
        },
    )


@router.get(
    "/changes.atom",
    operation_id="followChanges",
    response_class=Response,
    responses=_FEED | RESET,
)
def follow_changes(
    request: Request, params: Annotated[ChangeFeedParams, Query()], service: EventServiceDep
) -> Response:
    """The last changes as an Atom feed, the latest first; older ones by `next` (RFC 5005)."""
    page = service.ledger.followed(params)
    base = public_url(request)
    here = f"{base}{request.url.path}"
    asked = params.model_copy(update={"limit": 200, "before": None})
    older = params.model_copy(update={"before": page.next})
    context = ExportContext(
        title=_title(asked),
        search_url=asked.model_copy(update={"since": 0, "ledger": None}).to_url(here),
        self_url=params.to_url(here),
        public_url=base,
        updated=service.changed_at(),
        total=len(page.rows),
        query={},
        installation=service.installation(),
        first_url=params.model_copy(update={"before": None}).to_url(here),
        next_url=older.to_url(here) if page.next else None,
    )
    return Response(
        "".join(ledger_atom(page.rows, context)),
        media_type=FORMATS["atom"].media_type,
        headers={
            **_headers(page),
            "Content-Disposition": 'inline; filename="entente-changes.atom"',
        },
    )


def _title(params: ChangeFeedParams) -> str:
    said = ", ".join(f"{name} {value}" for name, value in params.pairs() if name in _SAID)
    return f"Entente: changes of {said}" if said else "Entente: changes"


async def _awaited(
    request: Request, params: ChangeParams, page: ChangePage, service: EventService
) -> ChangePage:
    """The first page with a row, or the one that is empty when the time is over."""
    watch = _watch(request, service)
    clock = asyncio.get_running_loop()
    end = clock.time() + params.wait
    while not page.rows and (left := end - clock.time()) > 0:
        if await watch.beyond(page.head, left):
            params = params.model_copy(update={"since": page.next})
            page = await run_in_threadpool(service.ledger.page, params)
    return page


def _watch(request: Request, service: EventService) -> LedgerWatch:
    """This application's watch; made when somebody waits for the first time."""
    state = request.app.state
    if not hasattr(state, "ledger_watch"):
        state.ledger_watch = LedgerWatch(service.ledger.head)
    watch: LedgerWatch = state.ledger_watch
    return watch


def _headers(end: ChangePage | State) -> dict[str, str]:
    return {LEDGER: end.ledger, HEAD: str(end.head)}
