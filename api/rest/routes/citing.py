"""Citations: one event or several, printed and for reference managers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.answers.citations import CitationOut, CitationsOut
from api.answers.formats import CITED, FORMATS, ExportContext
from api.answers.formats.base import event_url
from api.answers.formats.styles import STYLES
from api.knowledge.service import EventService
from api.knowledge.values import Splittable, said_as
from api.rest.addresses import public_url
from api.rest.deps import EventServiceDep
from api.rest.routes.files import described, one_of, require, streamed
from api.rest.routes.responses import NO_EVENT, NO_FORMAT, problems
from indexer.errors import Merged, NotFound, UnknownValue
from indexer.projection import Projected
from indexer.wording import Day

router = APIRouter(tags=["exports"])
_MOST = 50
_REMOVED = problems(_410="One of the events was removed")

AccessedField = Annotated[
    Annotated[Day, Field(examples=["2026-01-15"])] | None,
    Field(description="The day of reading that citations name; without it today, in UTC."),
]


def _one_of_styles(style: str) -> str:
    if style not in STYLES:
        raise ValueError(f"must be one of {', '.join(STYLES)}")
    return style


StyleField = Annotated[
    str,
    AfterValidator(_one_of_styles),
    Field(description="How `txt` prints entries.", json_schema_extra={"enum": list(STYLES)}),
]


class CiteParams(BaseModel):
    """How events are cited. Unknown parameters are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: StyleField = "chicago"
    accessed: AccessedField = None

    def day(self) -> date:
        """The day of reading."""
        return self.accessed or today()


class CiteSeveralParams(CiteParams):
    """Which events are cited, and how. Unknown parameters are refused by name."""

    ids: Annotated[
        Annotated[
            tuple[Annotated[str, said_as("event")], ...], Field(min_length=1, max_length=_MOST)
        ],
        Splittable,
        Field(
            description="Ids of events, in the order of the bibliography.",
            examples=[["usjad-2-7-d71d4375"]],
        ),
    ]


def today() -> date:
    """The day, in UTC."""
    return datetime.now(UTC).date()


@router.get(
    "/events/{event_id}/cite.{suffix}",
    operation_id="citeEvent",
    response_class=StreamingResponse,
    responses=described(CITED) | NO_EVENT,
)
def cite_event(
    request: Request,
    event_id: str,
    suffix: Annotated[str, Path(description="The format.", json_schema_extra=one_of(CITED))],
    params: Annotated[CiteParams, Query()],
    service: EventServiceDep,
) -> StreamingResponse:
    """One event for a reference manager or a calendar."""
    require(suffix, CITED)
    told = service.projection(event_id)
    return _streamed(request, [told], suffix, params, told.event_id)


@router.get("/cite", operation_id="citeEvents", responses=_REMOVED)
def cite_events(
    request: Request, params: Annotated[CiteSeveralParams, Query()], service: EventServiceDep
) -> CitationsOut:
    """Several events in every style, in the order asked for; a merged one by what it became."""
    base, day = public_url(request), params.day()
    items = [
        CitationOut.of(event, ExportContext.of_event(event, base, accessed=day))
        for event in (told.event() for told in cited(service, params.ids))
    ]
    return CitationsOut(items=items, total=len(items))


@router.get(
    "/cite.{suffix}",
    operation_id="citeEventsAsFile",
    response_class=StreamingResponse,
    responses=described(CITED) | NO_FORMAT | _REMOVED,
)
def cite_events_as_file(
    request: Request,
    suffix: Annotated[str, Path(description="The format.", json_schema_extra=one_of(CITED))],
    params: Annotated[CiteSeveralParams, Query()],
    service: EventServiceDep,
) -> StreamingResponse:
    """Several events as one file for a reference manager, or as text."""
    require(suffix, CITED)
    return _streamed(request, cited(service, params.ids), suffix, params, "entente-citations")


def cited(service: EventService, ids: Sequence[str]) -> list[Projected]:
    """What is said of these events, each once.

    Raises:
        UnknownValue: there never was one of such an id.
        Gone: it was removed.
    """
    living = {told.event_id: told for told in service.stream(ids)}
    told = (living.get(event_id) or _followed(service, event_id) for event_id in ids)
    return list({one.event_id: one for one in told}.values())


def _followed(service: EventService, event_id: str) -> Projected:
    """What is said of the event that this one became part of."""
    try:
        return service.projection(event_id)
    except Merged as merged:
        return _followed(service, merged.into)
    except NotFound as error:
        raise UnknownValue(str(error), parameter="ids") from error


def _streamed(
    request: Request, events: Sequence[Projected], suffix: str, params: CiteParams, name: str
) -> StreamingResponse:
    base = public_url(request)
    one = events[0].event() if len(events) == 1 else None
    context = ExportContext(
        title=one.headline if one else "Entente: citations",
        search_url=event_url(base, one.id) if one else f"{base}/",
        self_url=f"{base}{request.url.path}",
        public_url=base,
        updated=max(told.event().updated_at for told in events),
        total=len(events),
        query={},
        accessed=params.day(),
        style=params.style,
    )
    return streamed(FORMATS[suffix].write(events, context), suffix, name)
