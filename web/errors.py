"""Errors as pages, where a browser asked for a page."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.knowledge.explain import Spelling
from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from api.rest.accept import prefers_page
from api.rest.errors import described
from indexer.errors import EntenteError
from indexer.wording import in_words
from web.contexts.pages import ErrorPage, error_page, meant, words_of
from web.templating import render

_DATA_PATHS = ("/api/", "/openapi.json", "/healthz", "/readyz", "/metrics")
_PROBLEMS = "/problems"  # data and pages alike, by what is asked for
_NOT_FOUND = 404
_MEANT = 12
_SHOWN = 100  # of an address; a longer one says nothing to a reader
Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def add_error_pages(app: FastAPI) -> None:
    """Wrap the API's error handlers: pages get pages, everything else keeps its problem body."""
    for error in (EntenteError, RequestValidationError, HTTPException):
        app.add_exception_handler(error, _paged(app.exception_handlers[error]))


def _paged(otherwise: Handler) -> Handler:
    def handle(request: Request, error: Exception) -> Response | Awaitable[Response]:
        if _is_data(request):
            return otherwise(request, error)
        answer = otherwise(request, error)
        assert isinstance(answer, Response)  # noqa: S101  (the API's handlers are synchronous)
        status = answer.status_code
        page = _page(request, error, status)
        response = render("error.html", page, request, status=status)
        for name in ("retry-after", "allow", "location"):
            if name in answer.headers:
                response.headers[name] = answer.headers[name]
        return response

    return handle


def _is_data(request: Request) -> bool:
    """Whether a program asks, to whom a page says nothing."""
    path = request.url.path
    if path.startswith(_PROBLEMS):
        return not prefers_page(request.headers.get("accept", ""))
    return path.startswith(_DATA_PATHS)


def _page(request: Request, error: Exception, status: int) -> ErrorPage:
    """What went wrong; an address that leads nowhere gets what it may have meant."""
    words = words_of(request.url.path) if status == _NOT_FOUND and request.method == "GET" else ""
    if not words:
        return error_page(_title(error, status), _detail(request, error))
    service: EventService = request.app.state.service
    try:
        found = meant(service.suggest(words, limit=_MEANT), lambda: _spelt(service, words))
    except EntenteError:  # a page that says what went wrong needs no engine
        found = ()
    return error_page(_title(error, status), _detail(request, error), words, found)


def _spelt(service: EventService, words: str) -> Sequence[Spelling]:
    told = service.search(EventParams(q=words)).explanation
    return told.spellings if told else ()


def _title(error: Exception, status: int) -> str:
    if isinstance(error, EntenteError):
        return described(error)[2]
    return {404: "Page not found", 422: "Invalid address"}.get(status, "This did not work")


def _detail(request: Request, error: Exception) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(f"{entry['loc'][-1]}: {in_words(entry)}" for entry in error.errors())
    if isinstance(error, HTTPException) and error.status_code == _NOT_FOUND:
        return f"There is no page at {request.url.path[:_SHOWN]}."
    if isinstance(error, HTTPException):
        return str(error.detail)
    return str(error)
