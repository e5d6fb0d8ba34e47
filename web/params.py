"""Parameters of the search page: unknown ones, such as tracking marks, are dropped, not refused."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, TypeVar, get_origin

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo

from api.knowledge.params import EventParams, FilterParams
from api.knowledge.values import Whole

_MOST_PAGES = 1_000_000
_Params = TypeVar("_Params", bound=FilterParams)


class PageParams(EventParams):
    """The parameters of a search and the number of its page, as they stand in the site's address.

    Pages are counted, not remembered: page 2 is whatever stands there now, so its address always
    answers. Cursors are the API's.
    """

    first_page: ClassVar[Mapping[str, Any]] = {**EventParams.first_page, "page": 1}

    page: Annotated[int, Field(ge=1, le=_MOST_PAGES, description="Which page."), Whole] = 1

    @property
    def offset(self) -> int:
        """Hits before the page."""
        return (self.page - 1) * self.limit


_FIELDS = {name: one for name, one in PageParams.model_fields.items() if name != "cursor"}


async def page_params(request: Request) -> PageParams:
    """The parameters that the search knows; newsletters and portals add theirs to any link.

    Raises:
        RequestValidationError: one of them cannot be used.
    """
    return _read(PageParams, _FIELDS, request)


async def filter_params(request: Request) -> FilterParams:
    """Which events are meant, for pages that count them; what else an address holds is left.

    Raises:
        RequestValidationError: one of them cannot be used.
    """
    return _read(FilterParams, FilterParams.model_fields, request)


def _read(model: type[_Params], known: Mapping[str, FieldInfo], request: Request) -> _Params:
    given: dict[str, Any] = {}
    for name, field in known.items():
        values = request.query_params.getlist(name)
        if values:
            given[name] = values if get_origin(field.annotation) is tuple else values[-1]
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from error


def has_strays(request: Request) -> bool:
    """Whether the address holds what the address to share should not: unknown or empty fields."""
    return any(
        value == "" or name not in _FIELDS for name, value in request.query_params.multi_items()
    )


PageParamsDep = Annotated[PageParams, Depends(page_params)]
FilterParamsDep = Annotated[FilterParams, Depends(filter_params)]
