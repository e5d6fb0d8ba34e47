"""Completions of the search box."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import SuggestionOut, SuggestionsOut
from api.knowledge.suggest import MAX_SUGGESTIONS
from api.knowledge.values import Whole, said_as
from api.rest.deps import EventServiceDep
from api.rest.ready import ready

router = APIRouter(tags=["events"])


class SuggestParams(BaseModel):
    """What was typed so far. Unknown parameters are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: Annotated[
        str, said_as("box"), Field(max_length=500, description="The box as it stands.")
    ] = ""
    limit: Annotated[
        int, Field(ge=1, le=MAX_SUGGESTIONS, description="The most to give."), Whole
    ] = 10


@router.get("/suggest", operation_id="suggest", response_model=SuggestionsOut)
def suggest(params: Annotated[SuggestParams, Query()], service: EventServiceDep) -> Response:
    """Completions of the last words typed, mixed and labelled by their kind.

    What all of it could mean as filters (`reading`), values of tags and series, issues (`digest`),
    `word`, `phrase` and `headline`; typos are forgiven. Of an unfinished field as in `country:Jap`
    its values, and of in:, after: and before: periods.
    """
    items = [SuggestionOut.of(one) for one in service.suggest(params.q, limit=params.limit)]
    return ready(SuggestionsOut(items=items, total=len(items)))
