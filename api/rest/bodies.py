"""Bodies of writing requests: read only after the key was checked, and never past a limit."""

import asyncio
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message

from indexer.errors import InputError, SourceTooLarge, UnreadableSource
from indexer.readers import JSON_TYPE, SourceHints, media_type
from indexer.validation import faults

FORM_TYPE = "multipart/form-data"
# Room for the names and boundaries around a file that is just as large as allowed.
_AROUND_FILE = 64 * 1024
_MAX_NAME = 200
_STALLED_SECONDS = 30
_FIELDS = {"file", "series", "volume", "date"}

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Upload:
    """A digest as it was sent: its bytes, and what the sender says of them."""

    data: bytes
    hints: SourceHints


async def read_upload(request: Request, max_bytes: int) -> Upload:
    """A digest from a form with a file, or from a JSON body.

    Raises:
        SourceTooLarge: it is larger than ``max_bytes``.
        UnreadableSource: the body is not what it says it is.
        HTTPException: it is of another kind altogether.
    """
    kind = _content_type(request)
    if kind == JSON_TYPE:
        data = await bounded(request, max_bytes, max_bytes).body()
        if data.strip() and media_type(data) != JSON_TYPE:
            raise UnreadableSource(
                "the request body: a digest is one JSON object, and begins with {"
            )
        return Upload(data, SourceHints("the request body"))
    if kind == FORM_TYPE:
        return await _uploaded(bounded(request, max_bytes + _AROUND_FILE, max_bytes), max_bytes)
    raise HTTPException(415, f"send {FORM_TYPE} with a file, or {JSON_TYPE}")


async def read_model(request: Request, model: type[Model], max_bytes: int) -> Model:
    """A small JSON body.

    Raises:
        SourceTooLarge: it is larger than ``max_bytes``.
        RequestValidationError: it is not what the model describes.
        HTTPException: it is not JSON by its own account.
    """
    kind = _content_type(request)
    if kind != JSON_TYPE:
        raise HTTPException(415, f"send {JSON_TYPE}")
    data = await bounded(request, max_bytes, max_bytes).body()
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise RequestValidationError(
            [
                {"type": "value_error", "loc": ("body", place or "body"), "msg": message}
                for place, message in faults(error, model)
            ]
        ) from error


def _as_it_is(request: Request) -> None:
    """Nothing is unpacked: what a few bytes could become is known only when it is there."""
    said = request.headers.get("content-encoding", "").strip().lower()
    if said not in {"", "identity"}:
        raise HTTPException(
            415,
            "bodies are read as they are: send it uncompressed, without Content-Encoding",
            headers={"Accept-Encoding": "identity"},
        )


def _content_type(request: Request) -> str:
    """The media type without its parameters; empty where none is said."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def _uploaded(request: Request, max_bytes: int) -> Upload:
    try:
        form = await request.form(max_files=2, max_fields=len(_FIELDS), max_part_size=_MAX_NAME)
    except (HTTPException, MultiPartException) as error:
        detail = getattr(error, "detail", None) or getattr(error, "message", "")
        raise UnreadableSource(f"the form cannot be read: {detail}") from error
    try:
        if unknown := sorted(set(form) - _FIELDS):
            raise InputError(
                f"{unknown[0][:60]!r} is no field of the form (known: {', '.join(sorted(_FIELDS))})"
            )
        for name in _FIELDS:
            if len(form.getlist(name)) > 1:
                raise InputError(f"the form's field {name!r} is given more than once")
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InputError("the form has no file: send it as the field `file`")
        data = await file.read()
        if len(data) > max_bytes:
            raise _too_large(max_bytes)
        series, volume, day = (
            str(form.get(name) or "").strip() for name in ("series", "volume", "date")
        )
        hints = SourceHints(
            _name(file.filename), series or None, _volume(volume), issue_date=_day(day)
        )
        return Upload(data, hints)
    finally:
        await form.close()


def bounded(request: Request, limit: int, allowed: int) -> Request:
    """The same request, which fails as soon as more than ``limit`` bytes have come.

    Raises:
        SourceTooLarge: it says itself that there are more.
        HTTPException: it is packed.
    """
    _as_it_is(request)
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limit:
        raise _too_large(allowed)
    received = 0

    async def receive() -> Message:
        nonlocal received
        try:
            async with asyncio.timeout(_STALLED_SECONDS):
                message = await request.receive()
        except TimeoutError:
            raise HTTPException(
                408, f"nothing more came for {_STALLED_SECONDS} seconds; send it again"
            ) from None
        received += len(message.get("body", b""))
        if received > limit:
            raise _too_large(allowed)
        return message

    return Request(request.scope, receive)


def _too_large(allowed: int) -> SourceTooLarge:
    return SourceTooLarge(f"more than the {allowed:,} bytes allowed")


def _name(filename: str | None) -> str:
    """The file's own name, fit to be shown; folders are the sender's business."""
    name = re.split(r"[/\\]", filename or "")[-1]
    return "".join(c for c in name if c.isprintable())[-_MAX_NAME:].strip() or "the uploaded file"


def _volume(value: str) -> tuple[int | None, int] | None:
    if not value:
        return None
    match = re.fullmatch(r"(?:([0-9]{1,3})\.)?([0-9]{1,4})", value)
    if match is None:
        raise InputError(f"{value[:20]!r} is no volume and number such as 2.7, and no number")
    return int(match[1]) if match[1] else None, int(match[2])


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
    except ValueError as error:
        raise InputError(f"{value[:20]!r} is not a date such as 2024-05-24") from error
