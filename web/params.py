"""Parameters of the search page: unknown ones, such as tracking marks, are dropped, not refused."""

from typing import Annotated, Any, get_origin

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.knowledge.params import EventParams


async def page_params(request: Request) -> EventParams:
    """The parameters that the search knows; newsletters and portals add theirs to any link.

    Raises:
        RequestValidationError: one of them cannot be used.
    """
    given: dict[str, Any] = {}
    for name, field in EventParams.model_fields.items():
        values = request.query_params.getlist(name)
        if values:
            given[name] = values if get_origin(field.annotation) is tuple else values[-1]
    try:
        return EventParams.model_validate(given)
    except ValidationError as error:
        faults = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from error


def has_strays(request: Request) -> bool:
    """Whether the address holds what the address to share should not: unknown or empty fields."""
    return any(
        value == "" or name not in EventParams.model_fields
        for name, value in request.query_params.multi_items()
    )


PageParamsDep = Annotated[EventParams, Depends(page_params)]
