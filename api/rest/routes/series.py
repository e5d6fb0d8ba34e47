"""Series: the publications that are known; with a key of scope `admin`, profiles are added."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, status

from api.answers.series import (
    AddedSeriesOut,
    RemovedSeriesOut,
    SeriesIn,
    SeriesListOut,
    SeriesOut,
)
from api.rest.auth import AdminKey
from api.rest.bodies import read_model
from api.rest.deps import EventServiceDep, WritingServiceDep
from api.rest.routes.responses import KEYED, body, problems
from api.rest.routes.writing import DeletionParams
from indexer.errors import NotFound
from indexer.models import ChangeKind

router = APIRouter(tags=["digests"])
writing = APIRouter(tags=["writing"])
_MAX_PROFILE = 128 * 1024
_NO_SERIES = problems(_404="No series is known by this id")


@router.get("/series", operation_id="listSeries")
def list_series(service: EventServiceDep) -> SeriesListOut:
    """Every known series with what is held of it, those of most issues first."""
    held = service.held_series()
    items = [SeriesOut.told(profile, held, service.book) for profile in service.book.registry()]
    items.sort(key=lambda one: (-one.digests, one.id))
    return SeriesListOut(items=items, total=len(items))


@router.get("/series/{series_id}", operation_id="getSeries", responses=_NO_SERIES)
def get_series(series_id: str, service: EventServiceDep) -> SeriesOut:
    """One series: its profile, and what is held of it."""
    profile = next((one for one in service.book.registry() if one.id == series_id), None)
    if profile is None:
        raise NotFound(f"no series has the id {series_id[:80]!r}")
    return SeriesOut.told(profile, service.held_series(), service.book)


async def _profile(request: Request, _key: AdminKey) -> SeriesIn:
    return await read_model(request, SeriesIn, _MAX_PROFILE)


@writing.post(
    "/series",
    operation_id="addSeries",
    openapi_extra=body(json="SeriesIn"),
    responses=KEYED
    | problems(
        _413="It is larger than accepted",
        _415="It is not JSON",
        _422="The profile is faulty, or its code or a title is another series'",
    )
    | {
        201: {
            "model": AddedSeriesOut,
            "description": "A profile was added",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
    },
)
def add_series(
    given: Annotated[SeriesIn, Depends(_profile)],
    events: EventServiceDep,
    service: WritingServiceDep,
    key: AdminKey,
    response: Response,
) -> AddedSeriesOut:
    """Add a profile of a series, or change one; needs the scope `admin`.

    It wins over a profile of the same id in a file or in the package. The code of a series never
    changes. What it says of dates and layout holds for issues taken from now on, and for stored
    ones when they are read again (`entente reprocess`).
    """
    told = given.model_dump(exclude_unset=True)
    added, searchable = service.add_series(told, editor=key.name)
    if added.kind is ChangeKind.CREATED:
        response.status_code = status.HTTP_201_CREATED
        response.headers["Location"] = f"/api/v1/series/{added.profile.id}"
    shown = SeriesOut.told(added.profile, events.held_series(), service.book)
    return AddedSeriesOut.of(added, shown, searchable=searchable)


@writing.delete(
    "/series/{series_id}",
    operation_id="removeSeries",
    responses=KEYED
    | _NO_SERIES
    | problems(
        _409="Issues of it are held, or its profile is not the store's",
        _422="The reason is missing",
    ),
)
def remove_series(
    series_id: str,
    params: Annotated[DeletionParams, Query()],
    service: WritingServiceDep,
    key: AdminKey,
) -> RemovedSeriesOut:
    """Remove a profile that was added; needs the scope `admin`.

    A weaker profile of the same id, of a file or of the package, shows again.
    """
    searchable = service.remove_series(series_id, reason=params.reason, editor=key.name)
    return RemovedSeriesOut(id=series_id, reason=params.reason, searchable=searchable)
