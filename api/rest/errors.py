"""Errors to answers: one table from error class to status, one shape of problem body."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.rest.conditions import state_tag
from api.rest.problem_types import PROBLEM_TYPES
from api.rest.problems import problem
from indexer.errors import (
    Changed,
    Conflict,
    CursorExpired,
    EntenteError,
    Forbidden,
    Gone,
    InputError,
    LedgerReset,
    LedOn,
    LessThanStored,
    Merged,
    NotFound,
    NotShown,
    OtherIssue,
    QueryError,
    Renumbered,
    SearchUnavailable,
    SourceTooLarge,
    StoreError,
    Unauthenticated,
    UnknownValue,
)
from indexer.wording import in_words

_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
_BY_CLASS: tuple[tuple[type[EntenteError], str], ...] = (
    (UnknownValue, "value"),
    (QueryError, "query"),
    (SourceTooLarge, "too-large"),
    (LessThanStored, "less-than-stored"),
    (OtherIssue, "other-issue"),
    (InputError, "input"),
    (NotFound, "not-found"),
    (CursorExpired, "cursor-expired"),
    (LedgerReset, "ledger-reset"),
    (Gone, "gone"),
    (Merged, "merged"),
    (Renumbered, "renumbered"),
    (Changed, "changed"),
    (Conflict, "conflict"),
    (Unauthenticated, "unauthenticated"),
    (Forbidden, "forbidden"),
    (NotShown, "not-shown"),
    (SearchUnavailable, "search-unavailable"),
    (StoreError, "store-unavailable"),
)
_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
_TITLES = {
    404: "Page not found",
    405: "Method not allowed",
    415: "Unsupported media type",
}


def described(error: EntenteError) -> tuple[int, str, str]:
    """Status, type and title of an error."""
    kind = next((kind for of, kind in _BY_CLASS if isinstance(error, of)), "internal")
    told = PROBLEM_TYPES[kind]
    return told.status, kind, told.title


def add_error_handlers(app: FastAPI) -> None:
    """Every error of the app as a problem body."""
    app.add_exception_handler(EntenteError, _on_entente_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)


def _on_entente_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, EntenteError)  # noqa: S101  (registered for this class only)
    status, kind, title = described(error)
    errors = None
    if isinstance(error, QueryError):
        errors = [
            {
                "parameter": error.parameter,
                "message": str(error),
                "position": error.start,
                "end": error.end,
                "suggestion": error.suggestion,
            }
        ]
    if isinstance(error, LessThanStored):
        errors = [
            {"parameter": "allow_shorter", "message": loss, "suggestion": "true"}
            for loss in error.losses
        ]
    headers, more = dict(_HEADERS.get(status, {})), {}
    if isinstance(error, LedOn):
        headers["Location"] = _moved(request, error)
    if isinstance(error, Changed):
        headers["ETag"] = state_tag(error.state)
        more = {"difference": error.difference}
    return problem(
        status,
        kind,
        title,
        str(error),
        request=request,
        errors=errors,
        headers=headers,
        more=more,
    )


def _moved(request: Request, error: LedOn) -> str:
    """The same address with the id that it is to be had under."""
    path = request.url.path.replace(quote(error.asked), quote(error.into), 1)
    return f"{path}?{request.url.query}" if request.url.query else path


def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for this class only)
    errors = [_invalid(entry) for entry in error.errors()]
    detail = "; ".join(entry["message"] for entry in errors)
    return problem(422, "parameters", "Invalid parameter", detail, request=request, errors=errors)


def _invalid(entry: Mapping[str, Any]) -> dict[str, Any]:
    parameter = str(entry["loc"][1]) if len(entry["loc"]) > 1 else str(entry["loc"][0])
    message = f"{parameter}: {in_words(entry)}"
    return {"parameter": parameter, "message": message, "suggestion": None}


def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class only)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    title = _TITLES.get(error.status_code, str(error.detail))
    return problem(
        error.status_code,
        "http",
        title,
        str(error.detail),
        request=request,
        headers=headers,
    )


def _methods(request: Request) -> list[str]:
    """Every method that the address takes, whichever routes share it."""
    taken = [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return sorted({*taken, "HEAD"} if "GET" in taken else taken)
