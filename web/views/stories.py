"""Stories: matters told across issues."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.rest.deps import EventServiceDep
from web.contexts.stories import PAGE, stories_page, story_url
from web.contexts.story import Around, story_page
from web.held import held
from web.templating import render

router = APIRouter(include_in_schema=False)
_PERMANENT = 308
_MOST_ASKED = 40
_ASKED_BESIDE = 8
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/stories")
def stories(request: Request, service: EventServiceDep, page: Page = 1) -> Response:
    """Stories, that with the latest event first."""
    found, total = service.stories.page(limit=PAGE, offset=(page - 1) * PAGE)
    latest = service.events(one.latest.id for one in found)
    return render("stories.html", stories_page(found, latest, total, page), request)


@router.get("/stories/{story_id}")
def story(request: Request, story_id: str, service: EventServiceDep, page: Page = 1) -> Response:
    """One story; a former name, or that of one of its events, leads to it."""
    name = service.stories.name(story_id)
    if name != story_id:
        return RedirectResponse(story_url(quote(name, safe="")), _PERMANENT)
    found = service.stories.story(name)
    tellings = service.stories.events(name, limit=PAGE, offset=(page - 1) * PAGE)
    around = Around(
        story=found,
        tellings=tellings,
        events=service.events(one.entry.id for one in tellings),
        alike=service.related(found.latest.id, limit=_asked(found.total)),
        holdings=held(request),
    )
    return render("story.html", story_page(around, page), request)


def _asked(events: int) -> int:
    """How many events alike: those of the story may be among them, and each costs its reasons."""
    return min(_MOST_ASKED, 2 * events + _ASKED_BESIDE)
