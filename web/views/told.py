"""Pages about the base itself: about, and how far its tags can be trusted."""

from fastapi import APIRouter, Request, Response

from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from indexer.normalise.spans import TagKind
from web.contexts.about import about_page
from web.contexts.quality import quality_page
from web.held import everything_held
from web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/about")
def about(request: Request, service: EventServiceDep) -> Response:
    """What Entente is."""
    contact: str | None = request.app.state.contact
    every = everything_held(request)
    page = about_page(
        every.issues,
        every.of(),
        service.stored_counts(TagKind.DOMAIN),
        base_url=public_url(request),
        contact=contact,
    )
    return render("about.html", page, request)


@router.get("/quality")
def quality(request: Request) -> Response:
    """The figures of this version, unseen text first."""
    return render("quality.html", quality_page(), request)
