"""Stories: matters told across issues."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.rest.deps import EventServiceDep
from web.contexts.stories import PAGE, stories_page, story_page, story_url
from web.templating import render

router = APIRouter(include_in_schema=False)
_PERMANENT = 308
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/stories")
def stories(request: Request, service: EventServiceDep, page: Page = 1) -> Response:
    """Stories, that with the latest event first."""
    found, total = service.stories.page(limit=PAGE, offset=(page - 1) * PAGE)
    return render("stories.html", stories_page(found, total, page), request)


@router.get("/stories/{story_id}")
def story(request: Request, story_id: str, service: EventServiceDep, page: Page = 1) -> Response:
    """One story; a former name, or that of one of its events, leads to it."""
    name = service.stories.name(story_id)
    if name != story_id:
        return RedirectResponse(story_url(quote(name, safe="")), _PERMANENT)
    events = service.stories.events(name, limit=PAGE, offset=(page - 1) * PAGE)
    return render("story.html", story_page(service.stories.story(name), events, page), request)
