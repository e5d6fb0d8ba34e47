"""Changes: the ledger, for mirrors."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers.feed import ChangesOut, changes_json
from api.knowledge.values import Whole
from api.rest.deps import EventServiceDep

router = APIRouter(tags=["changes"])
_LAST = 2**31 - 1


class ChangeParams(BaseModel):
    """The parameters of the change feed. Unknown ones are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Annotated[int, Field(ge=0, le=_LAST, description="Rows after this number."), Whole] = 0
    limit: Annotated[int, Field(ge=1, le=1000, description="Rows on a page."), Whole] = 200


@router.get("/changes", operation_id="listChanges", response_model=ChangesOut)
def list_changes(params: Annotated[ChangeParams, Query()], service: EventServiceDep) -> Response:
    """What was created, updated, retagged and deleted, in order.

    Start at 0 and ask again with `next` until it equals `head`: events and digests are then as
    they are here, the deleted ones gone.
    """
    rows, end = service.changes(since=params.since, limit=params.limit)
    following = rows[-1].seq if rows else min(params.since, end.seq)
    text = changes_json(rows, following=following, head=end.seq, ledger=end.ledger)
    return Response(text, media_type="application/json")
