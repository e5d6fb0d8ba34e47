"""What each type of problem means, at the address that problem bodies name."""

from dataclasses import asdict

from fastapi import APIRouter

from api.answers import ProblemOut, ProblemTypeOut, ProblemTypesOut
from api.rest.problem_types import PROBLEM_TYPES
from api.rest.routes.responses import Responses
from indexer.errors import NotFound

router = APIRouter(tags=["problems"])
_NO_TYPE: Responses = {404: {"model": ProblemOut, "description": "There is no such type"}}


@router.get("/problems", operation_id="listProblemTypes")
async def list_types() -> ProblemTypesOut:
    """Every type of problem that the API answers with."""
    return ProblemTypesOut(items=[ProblemTypeOut(**asdict(one)) for one in PROBLEM_TYPES.values()])


@router.get("/problems/{problem_type}", operation_id="getProblemType", responses=_NO_TYPE)
async def get_type(problem_type: str) -> ProblemTypeOut:
    """What one type of problem means, and what to do about it."""
    found = PROBLEM_TYPES.get(problem_type)
    if found is None:
        raise NotFound(
            f"there is no problem type {problem_type[:40]!r} (known: {', '.join(PROBLEM_TYPES)})"
        )
    return ProblemTypeOut(**asdict(found))
