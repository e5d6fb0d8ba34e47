"""Everything that is known here about htmx: its request headers, and what answers must carry."""

from dataclasses import dataclass

from fastapi import Request, Response

CONFIG = (
    '{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,'
    '"historyCacheSize":0,"timeout":15000,'
    '"responseHandling":[{"code":"204","swap":false},{"code":"...","swap":true}]}'
)


@dataclass(frozen=True, slots=True)
class Htmx:
    """What the headers of one request say."""

    wants_fragment: bool
    current_url: str | None

    @classmethod
    def of(cls, request: Request) -> "Htmx":
        """Read the headers; a history restore wants the full page."""
        headers = request.headers
        return cls(
            headers.get("HX-Request") == "true"
            and headers.get("HX-History-Restore-Request") != "true",
            headers.get("HX-Current-URL"),
        )


def finish(response: Response) -> Response:
    """Tell caches that fragment and page differ."""
    response.headers["Vary"] = "HX-Request"
    return response


def keep_results(response: Response) -> None:
    """Put the answer beneath the search box; what was found before stays."""
    response.headers["HX-Retarget"] = "#hint"
    response.headers["HX-Reswap"] = "innerHTML"


def show_address(response: Response, url: str, *, typing: bool) -> None:
    """Tell the browser which address to show; letters typed make no entries in its history."""
    response.headers["HX-Replace-Url" if typing else "HX-Push-Url"] = url
