"""What a type of problem means, as a page where a browser asks for one."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope

from api.rest.accept import prefers_page
from api.rest.problem_types import PROBLEM_TYPES
from indexer.errors import NotFound
from web.contexts.problems import problem_page, problems_page
from web.templating import render


class _PageRoute(APIRoute):
    """Takes only requests that would rather have a page than JSON."""

    def matches(self, scope: Scope) -> tuple[Match, dict[str, Any]]:
        accept = Headers(scope=scope).get("Accept", "") if scope["type"] == "http" else ""
        if not prefers_page(accept):
            return Match.NONE, {}
        found, child_scope = super().matches(scope)
        return found, dict(child_scope)


router = APIRouter(include_in_schema=False, route_class=_PageRoute)
_VARIES = {"Vary": "Accept"}


@router.get("/problems")
def list_types(request: Request) -> Response:
    """Every type of problem."""
    return _varying(render("problems.html", problems_page(), request))


@router.get("/problems/{problem_type}")
def get_type(request: Request, problem_type: str) -> Response:
    """What one type of problem means, and what to do about it."""
    found = PROBLEM_TYPES.get(problem_type)
    if found is None:
        raise NotFound(f"there is no problem type {problem_type[:40]!r}")
    return _varying(render("problems.html", problem_page(found), request))


def _varying(response: Response) -> Response:
    response.headers.update(_VARIES)
    return response
