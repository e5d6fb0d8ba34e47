"""Answers as ready JSON."""

from fastapi import Response
from pydantic import BaseModel


def ready(answer: BaseModel) -> Response:
    """A response model as its JSON, written in the thread of the route.

    FastAPI would validate the model once more in another thread, and it has just been made by us.
    The route names the model as its `response_model`, so the description stays as it is.
    """
    return Response(answer.model_dump_json(by_alias=True), media_type="application/json")
