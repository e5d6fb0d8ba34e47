"""What routes that answer with files have in common."""

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool

from api.answers.formats import EXTRA, FORMATS
from api.rest.routes.responses import Responses
from api.rest.streaming import blocks
from indexer.errors import NotFound

# JSON and printed text are read in place; the rest is saved as a file.
_IN_PLACE = {"json", "txt"}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "json": {"type": "object"},
    "csl.json": {"type": "array", "items": {"type": "object"}},
    "feed.json": {"type": "object"},
}
# OpenAPI 3.1: bytes that are no text have a media type and no type.
_BYTES: dict[str, Any] = {}


def one_of(suffixes: Collection[str]) -> dict[str, Any]:
    """What the description says of a suffix."""
    return {"enum": list(suffixes)}


def require(suffix: str, suffixes: Collection[str]) -> None:
    """Refuse a suffix that is not offered.

    Raises:
        NotFound: it is none of them.
    """
    if suffix in EXTRA and suffix not in suffixes:
        raise NotFound(f"{suffix} is not offered here: it needs the extra `export`")
    if suffix not in suffixes:
        raise NotFound(f"there is no format {suffix[:20]!r} (known: {', '.join(suffixes)})")


def described(suffixes: Collection[str]) -> Responses:
    """The answer in each of the formats."""
    content: dict[str, Any] = {
        FORMATS[suffix].media_type.partition(";")[0]: {
            "schema": _SCHEMAS.get(suffix, _BYTES if FORMATS[suffix].needs else {"type": "string"})
        }
        for suffix in suffixes
    }
    return {200: {"content": content, "description": "The events in that format"}}


def streamed(pieces: Iterator[str] | Iterator[bytes], suffix: str, name: str) -> StreamingResponse:
    """The file, written while it is sent.

    Raises:
        QueryError: it cannot be written; only of formats that are made whole before.
    """
    sent = blocks(pieces)
    if FORMATS[suffix].needs:
        sent = chain([next(sent)], sent)
    place = "inline" if suffix in _IN_PLACE else "attachment"
    return StreamingResponse(
        iterate_in_threadpool(sent),
        media_type=FORMATS[suffix].media_type,
        headers={"Content-Disposition": f'{place}; filename="{name}.{suffix}"'},
    )
