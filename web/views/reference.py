"""The API reference, in the site's own frame; it needs no JavaScript."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.rest.addresses import public_url
from indexer.errors import NotFound
from web.contexts.reference import PATH, reference_page, sections
from web.templating import render

# The first stands before the API's own page of the same address, the second behind it.
front = APIRouter(include_in_schema=False)
router = APIRouter(include_in_schema=False)


@front.get(PATH)
def reference(request: Request) -> Response:
    """The whole API in short."""
    return _page(request, None)


@router.get(f"{PATH}/{{section}}")
def section(request: Request, section: str) -> Response:
    """One section in full."""
    return _page(request, section)


def _page(request: Request, name: str | None) -> Response:
    document: dict[str, Any] = request.app.openapi()
    base_url = public_url(request)
    found = sections(document, base_url)
    here = next((one for one in found if one.id == name), None)
    if name is not None and here is None:
        raise NotFound(f"the API has no section {name[:40]!r}")
    return render("reference.html", reference_page(document, found, here, base_url), request)
