"""Counts in up to three dimensions."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import Field

from api.answers.counts import TABLES, CountsOut, TableShape
from api.knowledge.crosstab import CrosstabParams
from api.knowledge.values import Flag
from api.rest.deps import EventServiceDep
from api.rest.ready import ready
from api.rest.routes.responses import Responses

router = APIRouter(tags=["events"])
_CSV: Responses = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table"}
}
_BYTE_ORDER_MARK = "\ufeff"


class CountTableParams(CrosstabParams):
    """Which events are meant, what they are counted by, and how the table is laid out."""

    shape: Annotated[
        TableShape,
        Field(
            description="`long`: one row a cell that is not zero. `wide`: the values of the last "
            "dimension are columns."
        ),
    ] = TableShape.LONG
    bom: Annotated[Flag, Field(description="Begin with a byte order mark, which Excel needs.")] = (
        False
    )


@router.get("/counts", operation_id="countEvents", response_model=CountsOut)
def count_events(params: Annotated[CrosstabParams, Query()], service: EventServiceDep) -> Response:
    """Events by one, two or three dimensions at once, exactly.

    An event counts once in every cell whose values it all has: a cell is the total of the search
    with its values added. Periods of time lie inside the period asked for. More than 250,000
    possible cells are refused.
    """
    return ready(CountsOut.of(service.crosstab(params, params.dimensions()), params.to_query()))


@router.get(
    "/counts.csv",
    operation_id="exportCounts",
    response_class=PlainTextResponse,
    responses=_CSV,
)
def export_counts(
    params: Annotated[CountTableParams, Query()], service: EventServiceDep
) -> Response:
    """The same counts as CSV, codes with their names beside them."""
    rows = TABLES[params.shape](service.crosstab(params, params.dimensions()))
    text = (_BYTE_ORDER_MARK if params.bom else "") + "".join(rows)
    name = f"entente-counts-{'-'.join(params.by)}.csv"
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
