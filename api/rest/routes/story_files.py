"""The events of one story as a file or a feed, in every format of a search."""

from collections.abc import Iterable, Iterator
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.answers.formats import FEEDS, FORMATS, ExportContext
from api.knowledge.service import EventService
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.routes.citing import CiteParams
from api.rest.routes.files import described, one_of, require, streamed
from api.rest.routes.responses import NO_STORY
from api.rest.routes.stories import moved
from indexer.related import Story

router = APIRouter(tags=["exports"])
_AT_ONCE = 500  # ids read in one go; none of what is written is held
_FOLLOWED = 200  # entries of a feed, as many as that of a search begins with


@router.get(
    "/stories/{story_id}/events.{suffix}",
    operation_id="exportStory",
    response_class=StreamingResponse,
    responses=described(tuple(FORMATS)) | NO_STORY,
)
def export_story(
    request: Request,
    story_id: str,
    suffix: Annotated[str, Path(description="The format.", json_schema_extra=one_of(FORMATS))],
    params: Annotated[CiteParams, Query()],
    service: EventServiceDep,
) -> Response:
    """All events of one story in the order of their issues; in feeds the 200 told last come first.

    The id of a story that was joined to an older one, and that of any event of a story, answer 308.
    """
    require(suffix, tuple(FORMATS))
    name = service.stories.name(story_id)
    if name != story_id:
        return moved(request, name, f"/events.{suffix}")
    story = service.stories.story(name)
    ids = _told_last(service, story) if suffix in FEEDS else _all(service, story)
    context = _context(request, story, params, service)
    pieces = FORMATS[suffix].write(service.stream(ids), context)
    return streamed(pieces, suffix, f"entente-{name}")


def _all(service: EventService, story: Story) -> Iterator[str]:
    for offset in range(0, story.total, _AT_ONCE):
        for one in service.stories.events(story.id, limit=_AT_ONCE, offset=offset):
            yield one.entry.id


def _told_last(service: EventService, story: Story) -> Iterable[str]:
    before = max(0, story.total - _FOLLOWED)
    last = service.stories.events(story.id, limit=_FOLLOWED, offset=before)
    return [one.entry.id for one in reversed(last)]


def _context(
    request: Request, story: Story, params: CiteParams, service: EventService
) -> ExportContext:
    base = public_url(request)
    return ExportContext(
        title=f"Entente: {story.title}",
        search_url=f"{base}/stories/{quote(story.id, safe='')}",
        self_url=f"{base}{request.url.path}",
        public_url=base,
        updated=service.changed_at(),
        total=story.total,
        query={"story": story.id},
        installation=service.installation(),
        accessed=params.day(),
        style=params.style,
    )
