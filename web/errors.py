"""Errors as pages, where a browser asked for a page."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.rest.errors import described
from indexer.errors import EntenteError
from indexer.validation import in_words
from web.contexts.pages import ErrorPage
from web.templating import render

_DATA_PATHS = ("/api/", "/openapi.json", "/healthz", "/readyz", "/metrics", "/problems")
Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def add_error_pages(app: FastAPI) -> None:
    """Wrap the API's error handlers: pages get pages, everything else keeps its problem body."""
    for error in (EntenteError, RequestValidationError, HTTPException):
        app.add_exception_handler(error, _paged(app.exception_handlers[error]))


def _paged(otherwise: Handler) -> Handler:
    def handle(request: Request, error: Exception) -> Response | Awaitable[Response]:
        if request.url.path.startswith(_DATA_PATHS):
            return otherwise(request, error)
        answer = otherwise(request, error)
        assert isinstance(answer, Response)  # noqa: S101  (the API's handlers are synchronous)
        status = answer.status_code
        heading = _title(error, status)
        page = ErrorPage(f"{heading} – Entente", heading, _detail(error), "")
        response = render("error.html", page, request, status=status)
        for name in ("retry-after", "allow", "location"):
            if name in answer.headers:
                response.headers[name] = answer.headers[name]
        return response

    return handle


def _title(error: Exception, status: int) -> str:
    if isinstance(error, EntenteError):
        return described(error)[2]
    return {404: "Page not found", 422: "Invalid address"}.get(status, "This did not work")


def _detail(error: Exception) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(f"{entry['loc'][-1]}: {in_words(entry)}" for entry in error.errors())
    if isinstance(error, HTTPException):
        return str(error.detail)
    return str(error)
