"""Writing with a key: digests in, digests out of sight."""

import dataclasses
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from api.answers.reasons import Reason
from api.answers.writing import DeletedDigestOut, IngestedOut, PurgedOut
from api.knowledge.editing import IngestOptions
from api.rest.auth import AdminKey, IngestKey
from api.rest.bodies import Upload, read_upload
from api.rest.conditions import IfMatch, state_tag
from api.rest.deps import WritingServiceDep
from api.rest.routes.responses import CHANGED, KEYED, body, problems
from indexer.ingest.report import Outcome

router = APIRouter(tags=["writing"])


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
    new_series: Annotated[
        bool,
        Field(description="Make a plain profile for a series that is not known, and report it."),
    ] = False


class DeletionParams(BaseModel):
    """The parameters of a deletion. Unknown ones are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Reason, Field(description="Why; it is kept with every event's tombstone.")]


async def _upload(request: Request, service: WritingServiceDep, _key: IngestKey) -> Upload:
    return await read_upload(request, service.max_bytes)


@router.post(
    "/digests",
    operation_id="ingestDigest",
    openapi_extra=body(form="UploadIn", json="DigestDocument"),
    responses=KEYED
    | CHANGED
    | problems(
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
    *,
    params: Annotated[IngestParams, Query()],
    upload: Annotated[Upload, Depends(_upload)],
    service: WritingServiceDep,
    request: Request,
    response: Response,
    expected: IfMatch,
) -> IngestedOut:
    """Take a digest in, as a file or field by field; needs the scope `ingest`.

    The same bytes again change nothing; a corrected issue updates its events in place. A capture
    that would shorten stored texts or drop items is refused (409) unless `allow_shorter` is given;
    a dry run of it answers with the outcome `refused`, the losses and the difference.

    An issue is never filed under a series that its title line contradicts. One of an unknown series
    is taken where `series` names it or `new_series` is given, and it states its title and date.

    A mailbox or a feed may hold several issues. Each is taken, or refused, on its own: the first is
    told as any issue is, the further ones in `others`.

    The ETag of a dry run is the state of the stored issue that it compared with; sent back as
    `If-Match`, it applies that dry run and no other.
    """
    options = IngestOptions(**params.model_dump(exclude={"new_series"}), expected=expected)
    hints = dataclasses.replace(upload.hints, new_series=params.new_series)
    reports, searchable = service.ingest_all(upload.data, hints, options)
    for report in reports if not params.dry_run else ():
        request.app.state.metrics.ingested(str(report.outcome))
    created = next((one for one in reports if one.outcome is Outcome.CREATED), None)
    if created is not None and not params.dry_run:
        response.status_code = status.HTTP_201_CREATED
        response.headers["Location"] = f"/api/v1/digests/{created.digest_id}"
    if len(reports) == 1:
        response.headers["ETag"] = state_tag(reports[0].state)
    return IngestedOut.of(reports, dry_run=params.dry_run, searchable=searchable)


@router.delete(
    "/digests/{digest_id}",
    operation_id="deleteDigest",
    responses=KEYED
    | problems(
        _404="No digest has this id",
        _410="The digest was removed before",
        _422="The reason is missing",
    ),
)
def delete_digest(
    digest_id: str,
    params: Annotated[DeletionParams, Query()],
    service: WritingServiceDep,
    key: AdminKey,
) -> DeletedDigestOut:
    """Take a digest and its events out of sight; needs the scope `admin`.

    Each event leaves a tombstone in the ledger. The source stays stored; ingesting the issue again
    brings the same events back.
    """
    deleted, searchable = service.delete_digest(digest_id, reason=params.reason, editor=key.name)
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


_PURGES = KEYED | problems(
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
