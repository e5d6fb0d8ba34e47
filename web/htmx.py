"""Everything that is known here about htmx: its request headers, and what answers must carry."""

from dataclasses import dataclass

from fastapi import Request, Response

CONFIG = (
    '{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,'
    '"historyCacheSize":0,"refreshOnHistoryMiss":true,'
    '"responseHandling":[{"code":"204","swap":false},{"code":"...","swap":true}]}'
)


@dataclass(frozen=True, slots=True)
class Htmx:
    """What the headers of one request say."""

    wants_fragment: bool

    @classmethod
    def of(cls, request: Request) -> "Htmx":
        """Read the headers; a history restore wants the full page."""
        headers = request.headers
        return cls(
            headers.get("HX-Request") == "true"
            and headers.get("HX-History-Restore-Request") != "true"
        )


def finish(response: Response, *, url: str | None = None) -> Response:
    """Tell caches that fragment and page differ, and the browser which address to show."""
    response.headers["Vary"] = "HX-Request"
    if url is not None:
        response.headers["HX-Push-Url"] = url
    return response
