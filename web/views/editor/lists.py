"""What editors go through: doubts, and the ledger."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.knowledge.changes import ChangeFilterParams
from api.rest.deps import EventServiceDep
from indexer.access import Scope
from indexer.sign_ins import SignedIn
from web.contexts.editor.account import EDITOR
from web.contexts.editor.doubts import doubts_page
from web.contexts.editor.ledger import ledger_page
from web.signed_in import editor
from web.views.editor.page import editor_page

router = APIRouter(include_in_schema=False)
Reader = Annotated[SignedIn, Depends(editor(Scope.READ))]
_ALL_DIGESTS = 10_000
_ROWS = 50


@router.get(f"{EDITOR}/doubts")
def doubts(request: Request, _who: Reader, service: EventServiceDep, code: str = "") -> Response:
    """Everything that readers were unsure of, issue by issue."""
    digests, _ = service.digests(limit=_ALL_DIGESTS)
    page = doubts_page([digest for digest, _ in digests], code)
    return editor_page("doubts.html", page, request)


@router.get(f"{EDITOR}/ledger")
def ledger(
    request: Request,
    _who: Reader,
    service: EventServiceDep,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """Every change, the latest first."""
    rows = service.ledger.latest(limit=_ROWS + 1, before=before)
    state = service.ledger.end(ChangeFilterParams())
    page = ledger_page(rows, head=state.head, ledger=state.ledger, size=_ROWS, before=before)
    return editor_page("ledger.html", page, request)
