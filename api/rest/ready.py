"""Answers as ready JSON."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response
from pydantic import BaseModel


def ready(
    answer: BaseModel,
    headers: Mapping[str, str] | None = None,
    *,
    include: Mapping[str, Any] | None = None,
) -> Response:
    """A response model as its JSON, written in the thread of the route.

    FastAPI would validate the model once more in another thread, and it has just been made by us.
    ``include`` says what of it is shown, as Pydantic has it. The route names the model as its
    `response_model`, so the description stays as it is.
    """
    content = answer.model_dump_json(by_alias=True, include=include)
    return Response(content, headers=headers, media_type="application/json")
