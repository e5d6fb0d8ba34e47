"""Digests: the issues that were ingested."""

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import DigestDetailOut, DigestOut, DigestPageOut
from api.knowledge.values import Whole
from api.rest.conditions import state_tag
from api.rest.deps import EventServiceDep
from api.rest.routes.responses import NO_DIGEST
from indexer.errors import Gone
from indexer.readers import kept_types, suffix_of

router = APIRouter(tags=["digests"])
# The bytes are somebody else's: whatever opens them runs no script, and loads and sends nothing.
_SEALED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


class DigestParams(BaseModel):
    """The parameters of the list of digests. Unknown ones are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: Annotated[int, Field(ge=1, le=200, description="Digests on a page."), Whole] = 50
    offset: Annotated[
        int, Field(ge=0, le=1_000_000, description="Digests before the page."), Whole
    ] = 0


@router.get("/digests", operation_id="listDigests")
def list_digests(
    params: Annotated[DigestParams, Query()], service: EventServiceDep
) -> DigestPageOut:
    """Digests, newest first."""
    rows, total = service.digests(limit=params.limit, offset=params.offset)
    return DigestPageOut(items=[DigestOut.row(*row) for row in rows], total=total)


@router.get(
    "/digests/{digest_id}/source",
    operation_id="getDigestSource",
    response_class=Response,
    responses=NO_DIGEST
    | {200: {"content": {kept: {} for kept in kept_types()}, "description": "The bytes"}},
)
def get_digest_source(digest_id: str, service: EventServiceDep) -> Response:
    """The bytes that the digest was read from, as a file; mails without their recipients."""
    source = service.source(digest_id)
    if not source.content:
        raise Gone(f"the source of {digest_id!r} was taken down")
    name = f"{digest_id}{suffix_of(source.media_type)}"
    return Response(
        source.content,
        headers=_SEALED
        | {
            # Said here, since the framework would add a charset that the bytes may not have.
            "Content-Type": source.media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
            "Digest": f"sha-256={b64encode(bytes.fromhex(source.sha256)).decode()}",
        },
    )


@router.get("/digests/{digest_id}", operation_id="getDigest", responses=NO_DIGEST)
def get_digest(digest_id: str, service: EventServiceDep, response: Response) -> DigestDetailOut:
    """One digest with its events and everything doubtful in it."""
    response.headers["ETag"] = state_tag(service.digest_state(digest_id))
    return DigestDetailOut.of(service.digest(digest_id), service.events_of(digest_id))
