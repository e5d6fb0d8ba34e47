"""The four tools: what each takes, asks of the event service, and answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from api.answers import EventDetailOut, EventPageOut, TimelineOut
from api.answers.formats.base import ExportContext, event_url
from api.answers.formats.citation import Citation
from api.knowledge.found import NearPage
from api.knowledge.service import EventService
from api.mcp import rendering
from api.mcp.answers import (
    AdviceOut,
    CitedEventOut,
    ExplanationOut,
    FacetOut,
    FacetsOut,
    FoundOut,
    NearFoundOut,
    NearOut,
    SearchOut,
)
from api.mcp.arguments import (
    EventArguments,
    FacetArguments,
    SearchArguments,
    TimelineArguments,
    without_nulls,
)

ArgumentsT = TypeVar("ArgumentsT", bound=BaseModel)
AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What every tool needs to answer.

    Attributes:
        service: answers them.
        site_url: absolute address of the site, for links; no slash at its end.
    """

    service: EventService
    site_url: str

    def event_url(self, event_id: str) -> str:
        """Absolute address of an event's page."""
        return event_url(self.site_url, event_id)


@dataclass(frozen=True, slots=True)
class EventTool(Generic[ArgumentsT, AnswerT]):
    """A question that can be asked, and the form of its answer.

    Attributes:
        name, title: for programs and for people.
        description: when to use it.
        arguments: what it takes; unknown arguments are refused.
        answer: the form of its answer.
        ask: arguments to answer.
        text: the answer as text.
    """

    name: str
    title: str
    description: str
    arguments: type[ArgumentsT]
    answer: type[AnswerT]
    ask: Callable[[ToolContext, ArgumentsT], AnswerT]
    text: Callable[[AnswerT], str]

    def understood(self, given: Mapping[str, Any]) -> ArgumentsT:
        """The arguments as they were given, checked.

        Raises:
            ValidationError: one is unknown, missing or of the wrong type.
        """
        return self.arguments.model_validate(without_nulls(self.arguments, given))

    def answered(self, context: ToolContext, arguments: ArgumentsT) -> tuple[dict[str, Any], str]:
        """The answer as JSON and as text.

        Raises:
            EntenteError: what the event service raises.
        """
        answer = self.ask(context, arguments)
        return answer.model_dump(mode="json"), self.text(answer)


def search_events(context: ToolContext, arguments: SearchArguments) -> SearchOut:
    """One page of events.

    Raises:
        QueryError: the search cannot be understood.
        Gone: the cursor is of an index that has changed since.
        SearchUnavailable: the engine cannot be reached.
    """
    result = context.service.search(arguments.to_params())
    explanation = result.explanation
    return SearchOut(
        items=[
            FoundOut.of(found, context.event_url(found.told.event_id)) for found in result.items
        ],
        total=result.total,
        next=result.next,
        near=_near(context, result.near) if result.near else None,
        readings=[AdviceOut.of(one.label, one.total, one.params) for one in result.readings],
        warnings=list(result.warnings),
        explanation=ExplanationOut.of(explanation, result.total) if explanation else None,
    )


def _near(context: ToolContext, page: NearPage) -> NearOut:
    return NearOut(
        reason=page.reason,
        total=page.total,
        items=[
            NearFoundOut.near(one, context.event_url(one.found.told.event_id)) for one in page.items
        ],
        next_page=page.page + 1 if page.more else None,
    )


def get_event(context: ToolContext, arguments: EventArguments) -> CitedEventOut:
    """One event.

    Raises:
        NotFound: there was never such an event.
        Gone: it was deleted.
    """
    event = context.service.event(arguments.id)
    detail = EventDetailOut.of(
        event,
        history=[],
        related=context.service.related(event.id),
        thread=context.service.thread(event.id),
    )
    shared = detail.model_dump(include=set(CitedEventOut.model_fields))
    citation = Citation.of(event, ExportContext.of_event(event, context.site_url)).plain()
    return CitedEventOut(**shared, citation=citation, url=context.event_url(event.id))


def list_facets(context: ToolContext, arguments: FacetArguments) -> FacetsOut:
    """Exact counts by facet.

    Raises:
        QueryError: the search cannot be understood.
        SearchUnavailable: the engine cannot be reached.
    """
    page = EventPageOut.of(context.service.search(arguments.to_params()))
    facets = {
        name: FacetOut(items=values[: arguments.limit], total=len(values))
        for name, values in page.facets.items()
    }
    return FacetsOut(facets=facets, total=page.total, warnings=page.warnings)


def timeline(context: ToolContext, arguments: TimelineArguments) -> TimelineOut:
    """Events by month, quarter or year.

    Raises:
        QueryError: the search cannot be understood.
        SearchUnavailable: the engine cannot be reached.
    """
    buckets = context.service.timeline(arguments, arguments.interval)
    return TimelineOut.of(
        str(arguments.interval),
        buckets,
        arguments.to_query(),
        total=context.service.total(arguments),
    )


TOOLS: tuple[EventTool[Any, Any], ...] = (
    EventTool(
        "search_events",
        "Search events",
        "Find events by words, countries, domains, groups and dates. Totals are exact, and "
        "following `next` gives every event once. Where little is found, `near` holds what almost "
        "matches, `readings` the words read as filters, `explanation` what would give more.",
        SearchArguments,
        SearchOut,
        search_events,
        rendering.search_text,
    ),
    EventTool(
        "get_event",
        "Get one event",
        "The whole text of one event, every dated development in it, the quoted words that "
        "earned each tag, how to cite it, and events like it.",
        EventArguments,
        CitedEventOut,
        get_event,
        rendering.event_text,
    ),
    EventTool(
        "list_facets",
        "Count events",
        "Exact counts of the matching events by country, domain, group, membership, year, "
        "precision or digest. Without filters it shows which values there are.",
        FacetArguments,
        FacetsOut,
        list_facets,
        rendering.facets_text,
    ),
    EventTool(
        "timeline",
        "Count events over time",
        "The matching events by month, quarter or year: certain ones are known to the day, "
        "possible ones are dated to a month, a part of one or an issue. An event counts once in "
        "every bucket that it touches.",
        TimelineArguments,
        TimelineOut,
        timeline,
        rendering.timeline_text,
    ),
)
