"""Writing with a key: digests in, digests out of sight, tags corrected."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from api.answers import ProblemOut
from api.answers.writing import (
    CorrectedOut,
    CorrectionIn,
    CorrectionOut,
    CorrectionsOut,
    DeletedDigestOut,
    IngestedOut,
    PurgedOut,
    Reason,
)
from api.knowledge.editing import CorrectionRequest, IngestOptions
from api.rest.auth import AdminKey, CurateKey, IngestKey
from api.rest.bodies import FORM_TYPE, Upload, read_model, read_upload
from api.rest.deps import EventServiceDep, WritingServiceDep
from api.rest.routes.events import detail
from indexer.ingest.report import Outcome
from indexer.readers import JSON_TYPE

router = APIRouter(tags=["writing"])
_MAX_CORRECTION = 16 * 1024
_Described = dict[int | str, dict[str, Any]]


def _problems(**described: str) -> _Described:
    """Descriptions of problem answers, by status: ``_422="..."``."""
    return {
        int(name.removeprefix("_")): {"model": ProblemOut, "description": description}
        for name, description in described.items()
    }


def _body(**schemas: str) -> dict[str, Any]:
    """A body that the route reads for itself, once the key is known to be good."""
    types = {"form": FORM_TYPE, "json": JSON_TYPE}
    content = {
        types[kind]: {"schema": {"$ref": f"#/components/schemas/{name}"}}
        for kind, name in schemas.items()
    }
    return {"requestBody": {"required": True, "content": content}}


_KEYED = _problems(
    _401="There is no key, or none that is valid", _403="The key lacks the scope that this needs"
)
_EVENT = _problems(_404="There never was such an event", _410="The event was removed")


class IngestParams(BaseModel):
    """The parameters of an ingest. Unknown ones are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dry_run: Annotated[
        bool, Field(description="Report what would change, item by item; store nothing.")
    ] = False
    allow_shorter: Annotated[
        bool, Field(description="Take it also where stored texts would shrink or items go.")
    ] = False
    replace: Annotated[
        bool, Field(description="Take it also where another issue is stored under its number.")
    ] = False


class DeletionParams(BaseModel):
    """The parameters of a deletion. Unknown ones are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Reason, Field(description="Why; it is kept with every event's tombstone.")]


async def _upload(request: Request, service: WritingServiceDep, _key: IngestKey) -> Upload:
    return await read_upload(request, service.max_bytes)


async def _correction(request: Request, _key: CurateKey) -> CorrectionIn:
    return await read_model(request, CorrectionIn, _MAX_CORRECTION)


@router.post(
    "/digests",
    operation_id="ingestDigest",
    openapi_extra=_body(form="UploadIn", json="DigestDocument"),
    responses=_KEYED
    | _problems(
        _409="It holds less than is stored, or another issue is stored under its number",
        _413="It is larger than accepted",
        _415="It is neither a form nor JSON",
        _422="It cannot be read as a digest; nothing was stored",
    )
    | {
        201: {
            "model": IngestedOut,
            "description": "A digest was created, or came back",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
    },
)
def ingest_digest(
    params: Annotated[IngestParams, Query()],
    upload: Annotated[Upload, Depends(_upload)],
    service: WritingServiceDep,
    request: Request,
    response: Response,
) -> IngestedOut:
    """Take a digest in, as a file or field by field; needs the scope `ingest`.

    The same bytes again change nothing; a corrected issue updates its events in place. A capture
    that would shorten stored texts or drop items is refused (409) unless `allow_shorter` is given;
    a dry run of it answers with the outcome `refused`, the losses and the difference.
    """
    options = IngestOptions(**params.model_dump())
    report, searchable = service.ingest(upload.data, upload.hints, options)
    if not params.dry_run:
        request.app.state.metrics.ingested(str(report.outcome))
    if report.outcome is Outcome.CREATED and not params.dry_run:
        response.status_code = status.HTTP_201_CREATED
        response.headers["Location"] = f"/api/v1/digests/{report.digest_id}"
    return IngestedOut.of(report, dry_run=params.dry_run, searchable=searchable)


@router.delete(
    "/digests/{digest_id}",
    operation_id="deleteDigest",
    responses=_KEYED
    | _problems(
        _404="No digest has this id",
        _410="The digest was removed before",
        _422="The reason is missing",
    ),
)
def delete_digest(
    digest_id: str,
    params: Annotated[DeletionParams, Query()],
    service: WritingServiceDep,
    _key: AdminKey,
) -> DeletedDigestOut:
    """Take a digest and its events out of sight; needs the scope `admin`.

    Each event leaves a tombstone in the ledger. The source stays stored; ingesting the issue again
    brings the same events back.
    """
    deleted, searchable = service.delete_digest(digest_id, reason=params.reason)
    return DeletedDigestOut(
        digest_id=digest_id, reason=params.reason, deleted=deleted, searchable=searchable
    )


def _purged(subject_id: str, reason: str, service: WritingServiceDep) -> PurgedOut:
    done, unsearchable = service.purge(subject_id, reason=reason)
    return PurgedOut(
        subject_id=subject_id,
        reason=reason,
        events=list(done.events),
        sources=list(done.sources),
        ledger_rows=done.rows,
        unsearchable=unsearchable,
    )


_PURGES = _KEYED | _problems(
    _404="There never was such a thing",
    _409="It was taken down before",
    _422="The reason is missing",
)


@router.post("/events/{event_id}/purge", operation_id="purgeEvent", responses=_PURGES)
def purge_event(
    event_id: str,
    params: Annotated[DeletionParams, Query()],
    service: WritingServiceDep,
    _key: AdminKey,
) -> PurgedOut:
    """Remove an event's text for good, with the sources that hold it; needs the scope `admin`.

    Removed are text, tags, corrections and the payloads of its ledger rows, which still verify. Its
    tombstone stays; files that hold the text are refused from now on.
    """
    return _purged(event_id, params.reason, service)


@router.post("/digests/{digest_id}/purge", operation_id="purgeDigest", responses=_PURGES)
def purge_digest(
    digest_id: str,
    params: Annotated[DeletionParams, Query()],
    service: WritingServiceDep,
    _key: AdminKey,
) -> PurgedOut:
    """Remove an issue, its sources and all its events for good; needs the scope `admin`."""
    return _purged(digest_id, params.reason, service)


@router.post(
    "/events/{event_id}/corrections",
    status_code=status.HTTP_201_CREATED,
    operation_id="correctEvent",
    openapi_extra=_body(json="CorrectionIn"),
    responses=_KEYED
    | _EVENT
    | _problems(
        _409="The event's tags are so already",
        _413="It is larger than accepted",
        _415="It is not JSON",
        _422="A field is missing, or its value unknown",
    ),
)
def correct_event(
    event_id: str,
    correction: Annotated[CorrectionIn, Depends(_correction)],
    service: WritingServiceDep,
    events: EventServiceDep,
    key: CurateKey,
) -> CorrectedOut:
    """Add or remove a tag, with a reason; needs the scope `curate`.

    Corrections outlast corrected issues and new rules; the opposite correction takes one back.
    """
    wanted = CorrectionRequest(
        correction.kind, correction.value, correction.action, correction.reason
    )
    stored, searchable = service.correct(event_id, wanted, editor=key.name)
    return CorrectedOut(
        correction=CorrectionOut.of(stored),
        event=detail(event_id, events),
        searchable=searchable,
    )


@router.get("/events/{event_id}/corrections", operation_id="listCorrections", responses=_EVENT)
def list_corrections(event_id: str, service: WritingServiceDep) -> CorrectionsOut:
    """The corrections of an event, oldest first."""
    rows = service.corrections(event_id)
    return CorrectionsOut(items=[CorrectionOut.of(row) for row in rows], total=len(rows))
