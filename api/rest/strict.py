"""No parameter is ignored: unknown ones and a second value of a single one are refused by name."""

from collections.abc import Mapping
from typing import get_origin

from fastapi import Request

from api.knowledge.spelling import nearest
from indexer.errors import QueryError


async def strict_parameters(request: Request) -> None:
    """Refuse parameters of the address that the route would not read.

    Raises:
        QueryError: a parameter is unknown, or is given twice and takes one value.
    """
    known = parameters(request)
    for name in request.query_params:
        if name not in known:
            suggestion = nearest(name, tuple(known))
            raise QueryError(
                f"unknown parameter {name!r}{_hint(suggestion, known)}",
                parameter=name,
                suggestion=suggestion,
            )
        if not known[name] and len(request.query_params.getlist(name)) > 1:
            raise QueryError(f"{name} is given more than once and takes one value", parameter=name)


def parameters(request: Request) -> Mapping[str, bool]:
    """The query parameters that the route reads, and whether each takes several values."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    found: dict[str, bool] = {}
    for field in getattr(dependant, "query_params", ()):
        annotation = getattr(field.field_info, "annotation", None)
        fields = getattr(annotation, "model_fields", None)
        if fields is None:
            found[field.alias] = _several(annotation)
        else:
            found |= {name: _several(info.annotation) for name, info in fields.items()}
    return found


def _several(annotation: object) -> bool:
    return get_origin(annotation) in {tuple, list}


def _hint(suggestion: str | None, known: Mapping[str, bool]) -> str:
    if suggestion:
        return f"; did you mean {suggestion}?"
    return f" (known: {', '.join(known)})" if known else "; this address takes none"
