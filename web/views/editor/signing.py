"""Signing in with a key, signing out, and where an editor begins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.rest.deps import EventServiceDep
from indexer.access import Scope
from indexer.errors import Unauthenticated
from indexer.sign_ins import SignIns
from web.contexts.editor.account import EDITOR
from web.contexts.editor.home import home_page, sign_in_page
from web.signed_in import (
    Posted,
    Sent,
    Visitor,
    forget,
    keep_signed_in,
    local,
    posted,
    require_own,
    sent_form,
    token_of,
)
from web.views.editor.page import editor_page, then

router = APIRouter(include_in_schema=False)
_LATEST = 8
_ALL_DIGESTS = 10_000


@router.get(EDITOR)
def home(
    request: Request,
    who: Visitor,
    service: EventServiceDep,
    target: Annotated[str, Query(alias="next")] = "",
    stored: str = "",
) -> Response:
    """Where to sign in; for who is signed in, what there is to do."""
    if who is None:
        return editor_page("sign_in.html", sign_in_page(local(target)), request)
    digests, _ = service.digests(limit=_ALL_DIGESTS)
    latest = service.ledger.latest(limit=_LATEST)
    page = home_page(who, [digest for digest, _ in digests], latest, stored=stored)
    return editor_page("home.html", page, request)


async def _own_form(request: Request) -> Sent:
    require_own(request)
    return await sent_form(request)


@router.post(EDITOR)
def sign_in(request: Request, form: Annotated[Sent, Depends(_own_form)]) -> Response:
    """Sign in with a key; the browser gets a new cookie each time."""
    sign_ins: SignIns = request.app.state.sign_ins
    target = local(form.get("next"))
    try:
        who = sign_ins.begin(form.get("key"), former=token_of(request))
    except Unauthenticated as error:
        page = sign_in_page(target, error=f"{error}".capitalize() + ".")
        return editor_page("sign_in.html", page, request, status=401)
    response = then(target)
    keep_signed_in(request, response, who)
    return response


@router.post(f"{EDITOR}/sign-out")
def sign_out(request: Request, sent: Annotated[Posted, Depends(posted(Scope.READ))]) -> Response:
    """End the sign-in, here and in the store."""
    sign_ins: SignIns = request.app.state.sign_ins
    sign_ins.end(sent.by.token)
    response = then(EDITOR)
    forget(request, response)
    return response
