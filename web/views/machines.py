"""What programs ask for: robots.txt, the sitemap, OpenSearch, the icon under its old name."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from web import assets
from web.contexts.editor.account import EDITOR
from web.contexts.frame import ABOUT, MAP, SECTIONS

router = APIRouter(include_in_schema=False)
# The format's own limit is 50,000 addresses a file; issues are the way to every event.
_MOST = 50_000


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """Pages may be read by anyone; searches are endless, and need not be."""
    base = public_url(request)
    lines = ["User-agent: *", "Disallow: /?", "Disallow: /api/"]
    lines += ["Disallow: /editor", f"Sitemap: {base}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/sitemap.xml")
def sitemap(request: Request, service: EventServiceDep) -> Response:
    """The sections and every issue, with the day of its last change."""
    return Response("".join(_sitemap(request, service)), media_type="application/xml")


@router.get("/opensearch.xml")
async def opensearch(request: Request) -> Response:
    """How browsers search here."""
    base = public_url(request)
    template = quoteattr(f"{base}/?q={{searchTerms}}")
    icon = escape(f"{base}{assets.url('icon.svg')}")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        "<ShortName>Entente</ShortName>"
        "<Description>Search alliance developments</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        f'<Image width="16" height="16" type="image/svg+xml">{icon}</Image>'
        f'<Url type="text/html" template={template}/>'
        "</OpenSearchDescription>\n"
    )
    return Response(text, media_type="application/opensearchdescription+xml")


@router.get("/favicon.ico")
async def favicon() -> Response:
    """The icon, where a program asks for it without reading the page."""
    return RedirectResponse(assets.url("icon.svg"), 302)


def _sitemap(request: Request, service: EventServiceDep) -> Iterator[str]:
    base = public_url(request)
    pages: frozenset[str] = request.app.state.pages
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for url in dict.fromkeys(link.url for link in (*SECTIONS, *ABOUT, *MAP)):
        if url in pages and not url.startswith(EDITOR):
            yield f"<url><loc>{escape(base + url)}</loc></url>\n"
    rows, _ = service.digests(limit=_MOST - len((*SECTIONS, *ABOUT, *MAP)))
    for digest, _ in rows:
        address = escape(f"{base}/digests/{digest.id}")
        changed = digest.updated_at.date().isoformat()
        yield f"<url><loc>{address}</loc><lastmod>{changed}</lastmod></url>\n"
    yield "</urlset>\n"
