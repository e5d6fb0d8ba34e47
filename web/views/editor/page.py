"""What every page of the editor's corner is sent with."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from web.templating import render

_PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def editor_page(
    template: str, context: Any, request: Request, *, status: int = 200
) -> HTMLResponse:
    """A page that no cache keeps and no search engine lists."""
    response = render(f"editor/{template}", context, request, status=status)
    response.headers.update(_PRIVATE)
    return response


def then(url: str) -> RedirectResponse:
    """Where a form leads when it is done: reloading that page sends nothing again."""
    return RedirectResponse(url, 303, _PRIVATE)
