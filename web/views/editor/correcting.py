"""Correcting an event in place, and taking corrections back."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter, ValidationError

from api.answers.reasons import Reason
from api.answers.sent_corrections import CorrectionIn
from api.knowledge.editing import WritingService
from api.knowledge.service import EventService
from api.rest.deps import EventServiceDep, WritingServiceDep
from indexer.access import Scope
from indexer.errors import Changed, Conflict, EntenteError, InputError
from indexer.ingest.acts import Editor
from indexer.ingest.corrections import Action
from indexer.sign_ins import SignedIn
from indexer.validation import faults, sentence
from web.contexts.editor.account import EDITOR, Account
from web.contexts.editor.correcting import CorrectPage, Open, correct_page
from web.signed_in import Posted, Sent, editor, posted
from web.views.editor.page import editor_page, then

router = APIRouter(include_in_schema=False)
Curator = Annotated[SignedIn, Depends(editor(Scope.CURATE))]
CuratorForm = Annotated[Posted, Depends(posted(Scope.CURATE))]
_EVENT = f"{EDITOR}/events/{{event_id}}"
_REASON: TypeAdapter[str] = TypeAdapter(Reason)


@dataclass(frozen=True, slots=True)
class Services:
    """What an event is read and corrected by."""

    events: EventService
    writing: WritingService


async def _services(events: EventServiceDep, writing: WritingServiceDep) -> Services:
    return Services(events, writing)


ServicesDep = Annotated[Services, Depends(_services)]


@router.get(_EVENT)
def correcting(
    *,
    request: Request,
    event_id: str,
    who: Curator,
    services: ServicesDep,
    edit: str = "",
    saved: int | None = None,
) -> Response:
    """An event with ways to change what was derived of it."""
    page = _page(event_id, who, services, Open.of(edit), saved=saved)
    return editor_page("correct.html", page, request)


@router.post(_EVENT)
def correct(request: Request, event_id: str, sent: CuratorForm, services: ServicesDep) -> Response:
    """Make one correction, or take one back; the page shows the event as it then stands."""
    form = sent.form
    try:
        if form.get("edit").startswith("undo:"):
            by = _by(sent, _reason(form))
            stored, _ = services.writing.undo(event_id, _number(form), by)
        else:
            wanted = _correction(form)
            by = _by(sent, wanted.reason)
            stored, _ = services.writing.correct(event_id, wanted.edit(), by)
    except (InputError, Conflict, Changed) as error:
        opened = Open.of(form.get("edit"))
        again = Open(opened.what, opened.which, form.fields, _said(error))
        status = 422 if isinstance(error, InputError) else 409
        page = _page(event_id, sent.by, services, again)
        return editor_page("correct.html", page, request, status=status)
    return then(f"{EDITOR}/events/{event_id}?saved={stored.id}")


def _page(
    event_id: str, who: SignedIn, services: Services, opened: Open, *, saved: int | None = None
) -> CorrectPage:
    event = services.events.event(event_id)
    digest = services.events.digest(event.digest.id)
    corrections = services.writing.corrections(event_id)
    return correct_page(Account.of(who), event, digest, corrections, opened, saved=saved)


def _by(sent: Posted, reason: str) -> Editor:
    """Who corrects what they saw: another's change since then is told, never overwritten."""
    state = sent.form.get("state")
    seen = {int(state)} if state.isdecimal() else set[int]()
    return Editor(sent.by.key.name, reason, frozenset(seen))


def _correction(form: Sent) -> CorrectionIn:
    """What the form asks for.

    Raises:
        InputError: it is not whole.
    """
    action, given = form.get("action"), {"kind": form.get("kind"), "action": form.get("action")}
    wanted: dict[str, Any] = {**given, "reason": form.get("reason")}
    if form.get("kind") == "occurrence":
        start, _, end = form.get("which").partition("/")
        if action != Action.ADD:
            wanted["which"] = {"start": start, "end": end or start}
        if action in {Action.ADD, Action.CHANGE}:
            first = form.get("start")
            wanted["to"] = {
                "start": first,
                "end": form.get("end") or first,
                "precision": form.get("precision") or None,
                "status": form.get("status"),
            }
    else:
        wanted["value"] = form.get("value") or None
    try:
        return CorrectionIn.model_validate(wanted)
    except ValidationError as error:
        raise InputError(_in_words(faults(error, CorrectionIn))) from error


def _reason(form: Sent) -> str:
    try:
        return _REASON.validate_python(form.get("reason"))
    except ValidationError as error:
        raise InputError(_WHY) from error


def _number(form: Sent) -> int:
    number = form.get("edit").partition(":")[2]
    if not number.isdecimal():
        raise InputError(f"{number[:20]!r} is no number of a correction")
    return int(number)


_WHY = "Say why, in a line of up to 500 characters."
_FIELDS = {
    "reason": _WHY,
    "to.start": "The first day is to be a date such as 2024-06-30.",
    "to.end": "The last day is to be a date such as 2024-06-30, not before the first.",
}


def _in_words(found: list[tuple[str, str]]) -> str:
    """The first few faults, those of known fields in the words of the form."""
    known = [_FIELDS[place] for place, _ in found if place in _FIELDS]
    return " ".join(known) or f"{sentence(found)}."


def _said(error: EntenteError) -> str:
    if isinstance(error, Changed):
        return (
            "Somebody changed this event since you opened the form. It is shown as it is now; "
            "look again, then save."
        )
    words = str(error)
    return words[:1].upper() + words[1:]
