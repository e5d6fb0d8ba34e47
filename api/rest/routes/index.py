"""Where everything is: the API's own index of links, and addresses that are often tried."""

from importlib.metadata import version

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from api.answers import ApiIndexOut, ApiVersionsOut, LinkOut, StateOut
from api.answers.formats import FORMATS
from api.knowledge.service import EventService
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.links import described_by
from indexer.errors import StoreError
from indexer.normalise.tags.kinds import KINDS
from indexer.readers.json import SCHEMA

router = APIRouter(tags=["index"])
_DIGEST_SCHEMA = SCHEMA.read_bytes()
_LINKS = {
    "search": ("/api/v1/events{?q,country,domain,group,event_from,event_to}", "Search events"),
    "event": ("/api/v1/events/{id}", "One event"),
    "export": ("/api/v1/events.{suffix}{?q}", f"Export a search: {', '.join(FORMATS)}"),
    "cite": ("/api/v1/cite?ids={ids}", "Cite events in Chicago, APA and MLA style"),
    "timeline": ("/api/v1/timeline{?q,interval}", "Events over time"),
    "suggest": ("/api/v1/suggest{?q}", "Completions"),
    "digests": ("/api/v1/digests", "Issues"),
    "series": ("/api/v1/series", "Series with what is held of each"),
    "changes": ("/api/v1/changes{?since}", "Every change, for mirrors"),
    **{
        kind.plural: (f"/api/v1/{kind.plural}", f"{kind.heading} with their counts")
        for kind in KINDS.values()
    },
    "quality": ("/api/v1/quality", "How well dates and tags hold"),
    "problems": ("/problems", "Types of problems"),
    "health": ("/readyz", "Whether questions can be answered"),
    "describedby": ("/openapi.json", "OpenAPI description"),
    "documentation": ("/docs", "Documentation"),
}


@router.get("/api", operation_id="listVersions")
async def versions(request: Request, response: Response) -> ApiVersionsOut:
    """The versions of the API."""
    base = public_url(request)
    response.headers["Link"] = ", ".join(described_by(base))
    return ApiVersionsOut(
        versions=[LinkOut(rel="v1", href=f"{base}/api/v1", title="Version 1, current")]
    )


@router.get("/api/v1", operation_id="getIndex")
def index(request: Request, response: Response, service: EventServiceDep) -> ApiIndexOut:
    """The addresses of the API, and what is held; those with braces are RFC 6570 templates."""
    base = public_url(request)
    response.headers["Link"] = ", ".join(described_by(base))
    return ApiIndexOut(
        name="Entente",
        version=version("entente"),
        state=_state(service),
        links=[
            LinkOut(rel=rel, href=f"{base}{path}", title=title)
            for rel, (path, title) in _LINKS.items()
        ],
    )


def _state(service: EventService) -> StateOut | None:
    """What is held; nothing where the store is away, for the addresses are known without it."""
    try:
        state = service.ledger.state()
    except StoreError:
        return None
    return StateOut(ledger=state.ledger, head=state.head, head_hash=state.hash, state=state.digest)


@router.get("/events", include_in_schema=False)
async def events(request: Request) -> RedirectResponse:
    """The search page; whoever cuts an event's address short gets there."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/", 308)


@router.get("/api/v1/schemas/digest.json", include_in_schema=False)
async def digest_schema() -> Response:
    """JSON Schema of the document that an issue is sent as, for the programs that make it."""
    return Response(_DIGEST_SCHEMA, media_type="application/schema+json")


@router.get("/llms.txt", include_in_schema=False)
async def for_language_models(request: Request) -> PlainTextResponse:
    """What a language model should know to use this site, as llmstxt.org has it."""
    base = public_url(request)
    lines = [
        "# Entente",
        "",
        "> A searchable knowledge base of alliance developments: items of policy digests as",
        "> events, dated and tagged by country, domain, group and actor.",
        "",
        "Totals are exact. Cite an event by its own address and its issue.",
        "",
        "## API",
        "",
        *(
            f"- [{title}]({base}{path.partition('{')[0]}): {path}"
            for path, title in _LINKS.values()
        ),
    ]
    return PlainTextResponse("\n".join(lines) + "\n")
