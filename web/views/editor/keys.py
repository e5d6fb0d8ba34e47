"""Keys, for admins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from indexer.access import KeyRing, Scope
from indexer.errors import InputError
from indexer.sign_ins import SignedIn
from web.contexts.editor.account import EDITOR, Account
from web.contexts.editor.keys import keys_page
from web.signed_in import Posted, editor, posted
from web.views.editor.page import editor_page, then

router = APIRouter(include_in_schema=False)
Admin = Annotated[SignedIn, Depends(editor(Scope.ADMIN))]
AdminForm = Annotated[Posted, Depends(posted(Scope.ADMIN))]


@router.get(f"{EDITOR}/keys")
def keys(request: Request, who: Admin) -> Response:
    """Every key that was ever made."""
    ring: KeyRing = request.app.state.keys
    return editor_page("keys.html", keys_page(Account.of(who), ring.all()), request)


@router.post(f"{EDITOR}/keys")
def make_key(request: Request, sent: AdminForm) -> Response:
    """Make a key; its text is shown this once."""
    ring: KeyRing = request.app.state.keys
    scopes = frozenset(scope for scope in Scope if sent.form.get(f"scope-{scope}"))
    name, text, error, status = sent.form.get("name"), "", "", 201
    try:
        _, text = ring.create(name, scopes)
    except InputError as fault:
        error, status = str(fault), 422
    page = keys_page(Account.of(sent.by), ring.all(), made=text, name=name, error=error)
    return editor_page("keys.html", page, request, status=status)


@router.post(f"{EDITOR}/keys/{{key_id}}/revoke")
def revoke_key(request: Request, key_id: str, sent: AdminForm) -> Response:
    """Make a key useless from now on; whoever signed in with it is signed out."""
    ring: KeyRing = request.app.state.keys
    ring.revoke(key_id)
    return then(EDITOR if key_id == sent.by.key.id else f"{EDITOR}/keys")
