"""Stories: matters told across issues."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from api.answers.story import StoryDetailOut, StoryOut, StoryPageOut
from api.knowledge.values import Whole
from api.rest.deps import EventServiceDep
from api.rest.ready import ready
from api.rest.routes.responses import NO_STORY

router = APIRouter(tags=["stories"])
_PERMANENT = 308


class StoryParams(BaseModel):
    """Which page of a list. Unknown parameters are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: Annotated[int, Field(ge=1, le=200, description="Entries on a page."), Whole] = 50
    offset: Annotated[
        int, Field(ge=0, le=1_000_000, description="Entries before the page."), Whole
    ] = 0


@router.get("/stories", operation_id="listStories")
def list_stories(params: Annotated[StoryParams, Query()], service: EventServiceDep) -> StoryPageOut:
    """Stories, that with the latest event first."""
    stories, total = service.stories.page(limit=params.limit, offset=params.offset)
    return StoryPageOut(items=[StoryOut.of(one) for one in stories], total=total)


@router.get(
    "/stories/{story_id}",
    operation_id="getStory",
    response_model=StoryDetailOut,
    responses=NO_STORY,
)
def get_story(
    request: Request,
    story_id: str,
    params: Annotated[StoryParams, Query()],
    service: EventServiceDep,
) -> Response:
    """One story with its events, in the order of their issues, and the gaps between them.

    The id of a story that was joined to an older one, and that of any event of a story, answer 308.
    """
    name = service.stories.name(story_id)
    if name != story_id:
        return moved(request, name)
    events = service.stories.events(name, limit=params.limit, offset=params.offset)
    return ready(StoryDetailOut.told(service.stories.story(name), events))


def moved(request: Request, story_id: str, behind: str = "") -> RedirectResponse:
    """308 to a story by the id that it has now, the query kept.

    Args:
        request: what was asked, by a former id.
        story_id: the story's own.
        behind: what stands behind the id in the address.
    """
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"/api/v1/stories/{quote(story_id, safe='')}{behind}{query}"
    return RedirectResponse(address, _PERMANENT)
