"""Link headers (RFC 8288): where the next page, other formats and the description are."""

from urllib.parse import urlencode

from fastapi import Request

from api.answers.formats import FEEDS, FORMATS
from api.knowledge.params import EventParams
from api.rest.addresses import public_url

_SEARCH = "/api/v1/events"
# What a reader of the answer may want to go on with; all formats would be longer than many a page.
_ALTERNATES = ("csv", *FEEDS)


def described_by(base: str) -> list[str]:
    """Where the API is described, for programs and for people (RFC 8631)."""
    return [
        f'<{base}/openapi.json>; rel="service-desc"; type="application/vnd.oai.openapi+json"',
        f'<{base}/docs>; rel="service-doc"; type="text/html"',
        f'<{base}/openapi.json>; rel="describedby"',
    ]


def page_links(request: Request, params: EventParams, following: str | None) -> str:
    """The header of a page of a search.

    Args:
        request: what was asked.
        params: the search.
        following: cursor of the next page; None on the last.
    """
    base = public_url(request)
    links = []
    if following is not None:
        links.append(f'<{params.with_(cursor=following).to_url(base + _SEARCH)}>; rel="next"')
    if params.cursor is not None:
        links.append(f'<{params.with_(cursor=None).to_url(base + _SEARCH)}>; rel="first"')
    query = urlencode(params.search_pairs())
    links += [
        f'<{base}{_SEARCH}.{suffix}{"?" if query else ""}{query}>; rel="alternate"; '
        f'type="{FORMATS[suffix].media_type.partition(";")[0]}"'
        for suffix in _ALTERNATES
    ]
    return ", ".join(links + described_by(base))
