"""An issue comes in: pasted, uploaded or by its address; looked at; then stored."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.knowledge.editing import IngestOptions, WritingService
from api.rest.deps import WritingServiceDep
from indexer.access import Scope
from indexer.errors import Changed, InputError
from indexer.ingest.report import FileReport
from indexer.models import Draft
from indexer.normalise.series_known import known
from indexer.sign_ins import SignedIn
from web.contexts.editor.account import EDITOR, Account
from web.contexts.editor.taking import TOLD, check_page, hints_of, new_page, unread_page
from web.signed_in import Posted, Sent, editor, posted
from web.taking import Fetch
from web.views.editor.page import editor_page, then

router = APIRouter(include_in_schema=False)
_PASTED = "pasted text"
Taker = Annotated[SignedIn, Depends(editor(Scope.INGEST))]
TakerForm = Annotated[Posted, Depends(posted(Scope.INGEST))]


@router.get(f"{EDITOR}/new")
def new(request: Request, who: Taker) -> Response:
    """The form for an issue."""
    return editor_page("new.html", new_page(Account.of(who), _series(), {}), request)


@router.post(f"{EDITOR}/new")
def take(request: Request, sent: TakerForm, writing: WritingServiceDep) -> Response:
    """Keep what was given, and go on to what it would change."""
    try:
        data, origin = _given(sent.form, request.app.state.fetch)
    except InputError as error:
        text, address = sent.form.get("text"), sent.form.get("address")
        page = new_page(
            Account.of(sent.by),
            _series(),
            _told(sent.form),
            text=text,
            address=address,
            error=str(error),
        )
        return editor_page("new.html", page, request, status=422)
    kept = writing.keep_draft(data, origin, _told(sent.form), sent.by.key.id)
    return then(f"{EDITOR}/drafts/{kept}")


@router.get(f"{EDITOR}/drafts/{{draft_id}}")
def check(
    request: Request, draft_id: str, who: Taker, writing: WritingServiceDep, only: str = ""
) -> Response:
    """What storing a draft would change, item by item."""
    draft = writing.draft(draft_id, who.key.id)
    return _checked(request, who, draft, writing, only_changes=only == "changes")


@router.post(f"{EDITOR}/drafts/{{draft_id}}")
def decide(
    request: Request, draft_id: str, sent: TakerForm, writing: WritingServiceDep
) -> Response:
    """Store a draft as it was looked at, say more about it, or discard it."""
    who, form = sent.by, sent.form
    draft = writing.draft(draft_id, who.key.id)
    action = form.get("action")
    if action == "discard":
        writing.drop_draft(draft_id)
        return then(EDITOR)
    if action == "again":
        kept = writing.keep_draft(draft.content, draft.origin, _told(form), who.key.id)
        writing.drop_draft(draft_id)
        return then(f"{EDITOR}/drafts/{kept}")
    state = form.get("state")
    options = IngestOptions(
        allow_shorter=bool(form.get("allow_shorter")),
        replace=bool(draft.told.get("replace")),
        expected=frozenset({int(state)}) if state.isdecimal() else frozenset(),
    )
    try:
        report, _ = writing.ingest(draft.content, hints_of(draft), options)
    except (InputError, Changed) as error:
        return _checked(request, who, draft, writing, problem=str(error), status=409)
    request.app.state.metrics.ingested(str(report.outcome))
    writing.drop_draft(draft_id)
    return then(f"{EDITOR}?stored={report.digest_id}")


def _checked(
    request: Request,
    who: SignedIn,
    draft: Draft,
    writing: WritingService,
    *,
    only_changes: bool = False,
    problem: str = "",
    status: int = 200,
) -> Response:
    by = Account.of(who)
    options = IngestOptions(dry_run=True, replace=bool(draft.told.get("replace")))
    try:
        report, _ = writing.ingest(draft.content, hints_of(draft), options)
    except (InputError, Changed) as error:
        page = unread_page(by, draft, str(error), _series())
        return editor_page("check.html", page, request, status=422)
    page = check_page(
        by,
        draft,
        report,
        _series(),
        issue=_title(report),
        only_changes=only_changes,
        problem=problem,
    )
    return editor_page("check.html", page, request, status=status)


def _title(report: FileReport) -> str:
    told = json.loads(report.digest[1] or report.digest[0] or "{}")
    return str(told.get("title") or report.digest_id)


def _given(form: Sent, fetch: Fetch) -> tuple[bytes, str]:
    """The bytes of an issue and where they come from.

    Raises:
        InputError: nothing was given, or more than one thing; nothing can be had at an address.
    """
    text, address = form.get("text"), form.get("address")
    if sum((form.file is not None, bool(text), bool(address))) > 1:
        raise InputError("give a text, a file or an address, not several")
    if address:
        fetched = fetch(address)
        return fetched.data or b"", fetched.url
    if form.file is not None:
        name, data = form.file
        return data, name
    if text:
        return text.encode(), _PASTED
    raise InputError("paste an issue, choose its file, or give its address")


def _told(form: Sent) -> dict[str, str]:
    return {name: form.get(name) for name in TOLD}


def _series() -> list[tuple[str, str]]:
    return sorted(((one.id, one.title) for one in known()), key=lambda pair: pair[1])
