"""Every search in other formats, whole and streamed; and one event for reference managers."""

from collections.abc import Collection, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field
from starlette.concurrency import iterate_in_threadpool

from api.answers.formats import CITED, FEEDS, FORMATS, ExportContext
from api.answers.query import QueryOut
from api.knowledge.params import SortedParams
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.routes.feeds import title
from api.rest.routes.responses import NO_EVENT, NO_FORMAT, Responses
from api.rest.streaming import blocks
from indexer.errors import NotFound

router = APIRouter(tags=["exports"])
# JSON is read in place; the rest is saved as a file.
_SCHEMAS: dict[str, dict[str, Any]] = {
    "json": {"type": "object"},
    "csl.json": {"type": "array", "items": {"type": "object"}},
}
_IN_PLACE = {"json"}
# Feeds have pages, and routes of their own.
_WHOLE = tuple(suffix for suffix in FORMATS if suffix not in FEEDS)


class ExportParams(SortedParams):
    """Which events are meant, in which order."""

    bom: Annotated[
        bool, Field(description="Begin CSV with a byte order mark, which Excel needs.")
    ] = False


def _one_of(suffixes: Collection[str]) -> dict[str, Any]:
    return {"enum": list(suffixes)}


def _require(suffix: str, suffixes: Collection[str]) -> None:
    if suffix not in suffixes:
        raise NotFound(f"there is no format {suffix[:20]!r} (known: {', '.join(suffixes)})")


def _described(suffixes: tuple[str, ...]) -> Responses:
    content: dict[str, Any] = {
        FORMATS[suffix].media_type.partition(";")[0]: {
            "schema": _SCHEMAS.get(suffix, {"type": "string"})
        }
        for suffix in suffixes
    }
    return {200: {"content": content, "description": "The events in that format"}}


@router.get(
    "/events.{suffix}",
    operation_id="exportEvents",
    response_class=StreamingResponse,
    responses=_described(_WHOLE) | NO_FORMAT,
)
def export_events(
    request: Request,
    suffix: Annotated[str, Path(description="The format.", json_schema_extra=_one_of(_WHOLE))],
    params: Annotated[ExportParams, Query()],
    service: EventServiceDep,
) -> StreamingResponse:
    """All events of a search, however many, in one of the formats."""
    _require(suffix, _WHOLE)
    found = service.export(params)
    base = public_url(request)
    page = params.model_copy(update={"bom": False})
    context = ExportContext(
        title=title(params),
        search_url=page.to_url(f"{base}/"),
        self_url=params.to_url(f"{base}{request.url.path}"),
        public_url=base,
        updated=found.updated,
        total=len(found.ids),
        query=QueryOut.of(found.query).model_dump(mode="json"),
        excel=params.bom,
    )
    pieces = FORMATS[suffix].write(service.stream(found.ids), context)
    return _streamed(pieces, suffix, "entente-events")


@router.get(
    "/events/{event_id}/cite.{suffix}",
    operation_id="citeEvent",
    response_class=StreamingResponse,
    responses=_described(CITED) | NO_EVENT,
)
def cite_event(
    request: Request,
    event_id: str,
    suffix: Annotated[str, Path(description="The format.", json_schema_extra=_one_of(CITED))],
    service: EventServiceDep,
) -> StreamingResponse:
    """One event for a reference manager or a calendar."""
    _require(suffix, CITED)
    told = service.projection(event_id)
    event, base = told.event(), public_url(request)
    context = ExportContext.of_event(event, base, f"{base}{request.url.path}")
    return _streamed(FORMATS[suffix].write([told], context), suffix, event.id)


def _streamed(pieces: Iterator[str], suffix: str, name: str) -> StreamingResponse:
    place = "inline" if suffix in _IN_PLACE else "attachment"
    return StreamingResponse(
        iterate_in_threadpool(blocks(pieces)),
        media_type=FORMATS[suffix].media_type,
        headers={"Content-Disposition": f'{place}; filename="{name}.{suffix}"'},
    )
