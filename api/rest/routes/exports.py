"""Every search in other formats, whole and streamed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field, WithJsonSchema

from api.answers.formats import CHOOSING, EVIDENT, FEEDS, FORMATS, SHAPED, ExportContext
from api.answers.formats.tables import TABLES, Shape
from api.answers.query import QueryOut
from api.knowledge.params import SortedParams
from api.knowledge.values import Flag
from api.rest.addresses import public_url
from api.rest.choosing import (
    FieldsField,
    IncludeField,
    Part,
    chosen,
    goes_with,
    refuse_elsewhere,
)
from api.rest.deps import EventServiceDep
from api.rest.routes.citing import AccessedField, StyleField, today
from api.rest.routes.feeds import title
from api.rest.routes.files import described, one_of, require, streamed
from api.rest.routes.responses import NO_FORMAT
from indexer.errors import QueryError
from indexer.projection import EventOut, FullEventOut

router = APIRouter(tags=["exports"])
# How the file is written, which its page of the site does not know.
_AS_A_PAGE = {
    "bom": False,
    "near": False,
    "shape": Shape.EVENTS,
    "fields": (),
    "include": (),
    "style": "chicago",
    "accessed": None,
}
# Written as the API shows events, where the others have columns.
_OF_EVENTS = ("json", "ndjson")
# Where a byte order mark means something.
_MARKED = ("csv",)
# What `fields` may name, by what a line or row is.
_NAMES = {
    "json": [*EventOut.model_fields],
    **{str(shape): [column.name for column in table.columns] for shape, table in TABLES.items()},
}
# Feeds have pages, and routes of their own.
_WHOLE = tuple(suffix for suffix in FORMATS if suffix not in FEEDS)


class ExportParams(SortedParams):
    """Which events are meant, in which order."""

    bom: Annotated[
        Flag,
        Field(description="Begin CSV with a byte order mark, which Excel needs."),
        # What a flag says of itself would hide it otherwise.
        WithJsonSchema({"type": "boolean", **goes_with(_MARKED).json_schema_extra}),
    ] = False
    near: Annotated[
        Flag,
        Field(description="Behind the exact events those that almost match, where few are exact."),
    ] = False
    shape: Annotated[
        Shape,
        Field(
            description="What a row is, of csv, ndjson and parquet: an event, or in long form one "
            "of its occurrences, tags, or pieces of evidence."
        ),
        goes_with(SHAPED),
    ] = Shape.EVENTS
    fields: Annotated[FieldsField, goes_with(CHOOSING, names=_NAMES)] = ()
    include: Annotated[IncludeField, goes_with(EVIDENT, shape=Shape.EVENTS)] = ()
    style: StyleField = "chicago"
    accessed: AccessedField = None


@router.get(
    "/events.{suffix}",
    operation_id="exportEvents",
    response_class=StreamingResponse,
    responses=described(_WHOLE) | NO_FORMAT,
)
def export_events(
    request: Request,
    suffix: Annotated[str, Path(description="The format.", json_schema_extra=one_of(_WHOLE))],
    params: Annotated[ExportParams, Query()],
    service: EventServiceDep,
) -> StreamingResponse:
    """All events of a search, however many, in one of the formats.

    `fields` and `shape` go with tables and JSON, `include=evidence` with JSON and workbooks.
    """
    require(suffix, _WHOLE)
    fields = _fields(params, suffix)
    found = service.export(params, near=params.near)
    base = public_url(request)
    page = params.model_copy(update=_AS_A_PAGE)
    context = ExportContext(
        title=title(params),
        search_url=page.to_url(f"{base}/"),
        self_url=params.to_url(f"{base}{request.url.path}"),
        public_url=base,
        updated=found.updated,
        total=found.total,
        query=QueryOut.of(found.query).model_dump(mode="json"),
        excel=params.bom,
        shape=str(params.shape),
        fields=fields,
        evidence=Part.EVIDENCE in params.include,
        style=params.style,
        accessed=params.accessed or today(),
    )
    pieces = FORMATS[suffix].write(service.stream(found.ids), context)
    return streamed(pieces, suffix, "entente-events")


def _fields(params: ExportParams, suffix: str) -> tuple[str, ...]:
    """The fields or columns that are asked for, once all that is asked for goes together."""
    refuse_elsewhere(params.bom, "bom", suffix, _MARKED)
    refuse_elsewhere(params.shape is not Shape.EVENTS, "shape", suffix, SHAPED)
    refuse_elsewhere(bool(params.fields), "fields", suffix, CHOOSING)
    tabular = suffix not in EVIDENT or params.shape is not Shape.EVENTS
    if params.include and suffix in SHAPED and tabular:
        raise QueryError("evidence is a shape of its own: shape=evidence", parameter="include")
    refuse_elsewhere(bool(params.include), "include", suffix, EVIDENT)
    if suffix in _OF_EVENTS and params.shape is Shape.EVENTS:
        model = FullEventOut if Part.EVIDENCE in params.include else EventOut
        return chosen(params.fields, tuple(model.model_fields))
    columns = TABLES[params.shape].columns
    return chosen(params.fields, [column.name for column in columns])
