"""One event."""

from fastapi import APIRouter, Request, Response

from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep, WritingServiceDep
from api.rest.routes.citing import today
from indexer.access import Scope
from web.contexts.editor.account import EDITOR
from web.contexts.event import Surroundings, event_page
from web.contexts.hints import related_lines, thread_lines
from web.signed_in import Visitor
from web.templating import render

router = APIRouter(include_in_schema=False)
_RELATED = 5
_ASKED = 40


@router.get("/events/{event_id}")
def event(
    *,
    request: Request,
    event_id: str,
    service: EventServiceDep,
    who: Visitor,
    writing: WritingServiceDep,
    why: str | None = None,
    style: str | None = None,
) -> Response:
    """One event with the evidence for its tags."""
    found = service.event(event_id)
    thread = service.thread(event_id)
    told = {entry.id for entry in thread}
    alike = [one for one in service.related(event_id, limit=_ASKED) if one.entry.id not in told]
    around = Surroundings(
        digest=service.digest(found.digest.id),
        items=[one.event_id for one in service.events_of(found.digest.id)],
        history=service.history(event_id),
        corrections=writing.corrections(event_id),
        related=related_lines(alike[:_RELATED]),
        thread=thread_lines(thread, event_id),
        story=thread[0].id if thread else "",
    )
    contact: str | None = request.app.state.contact
    may_correct = who is not None and who.may(Scope.CURATE)
    page = event_page(
        *(found, around, public_url(request)),
        why=why,
        cite=(style, today()),
        contact=contact,
        correct=f"{EDITOR}/events/{event_id}" if may_correct else None,
    )
    return render("event.html", page, request)
