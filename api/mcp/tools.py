"""The tools: which operation of the API each asks, what it takes, and its answer as text."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from api.mcp import rendering
from api.mcp.asking import Api
from api.mcp.refusals import Refused
from api.mcp.schemas import Schema, argument, object_of, pairs, parameters

Arguments = Mapping[str, Any]
Body = dict[str, Any]

_MONTH = re.compile(r"\d{4}-\d{2}")
_HITS = 10
_ROWS = 20
_SEARCH = "searchEvents"
# Of a search: answers of tools hold no counts of their own, and nobody types.
_UNSAID = frozenset({"facets", "facet_limit", "typing"})
_STYLE = "chicago"
_EVENT_ID: Schema = {
    "type": "string",
    "description": "The event's id, as search_events gives it.",
}
_SINCE: Schema = {
    "type": ["string", "integer"],
    "description": "`next` of the last answer, or a day or moment: 2026-01-15.",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that can be asked.

    Attributes:
        name, title: for programs and for people.
        description: when to use it.
        operation: the operation of the API whose parameters it takes.
        ask: arguments to the API's answer.
        text: the answer as text, for clients that read nothing else; the second is the site.
        own: arguments that the operation has not, or has otherwise.
        hidden: parameters that are set here.
        required: arguments that cannot be left out.
    """

    name: str
    title: str
    description: str
    operation: str
    ask: Callable[[Api, Arguments], Awaitable[Body]]
    text: Callable[[Body, str], str]
    own: Mapping[str, Schema]
    hidden: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()

    def schema(self, document: Mapping[str, Any]) -> Schema:
        """The JSON schema of its arguments, by the API's description."""
        known = parameters(document, self.operation)
        told = (
            set() if self.operation == _SEARCH else parameters(document, _SEARCH).keys() - _UNSAID
        )
        found = {
            name: argument(one, document, described=name not in told and not _said(name, known))
            for name, one in known.items()
            if name not in self.hidden
        }
        needed = {name for name, one in known.items() if one.get("required")} | {*self.required}
        properties = {**self.own, **found, **self.own}
        return object_of(properties, (name for name in properties if name in needed))


async def _search_events(api: Api, given: Arguments) -> Body:
    asked = {"limit": _HITS, "facets": "none"} | _present(given)
    return await api.get("/events", pairs(asked))


async def _get_event(api: Api, given: Arguments) -> Body:
    event_id = quote(str(given["event_id"]).strip(), safe="")
    found = await api.get(f"/events/{event_id}")
    cited = await api.text("/cite.txt", [("ids", found["id"]), ("style", _STYLE)])
    return found | {"citation": cited.strip(), "url": f"{api.site_url}/events/{found['id']}"}


async def _counts(api: Api, given: Arguments) -> Body:
    return await api.get("/counts", pairs(given))


async def _timeline(api: Api, given: Arguments) -> Body:
    return await api.get("/timeline", pairs(given))


async def _whats_new(api: Api, given: Arguments) -> Body:
    asked = {"limit": _ROWS} | _present(given)
    since = str(asked.pop("since")).strip()
    # A number goes on in the ledger, a day or moment begins in it.
    if _MONTH.fullmatch(since):
        since = f"{since}-01"
    asked["since" if since.isdecimal() else "written_from"] = since
    try:
        return await api.get("/changes", pairs(asked))
    except Refused as refused:
        raise Refused(str(refused).replace("written_from", "since")) from refused


async def _cite_events(api: Api, given: Arguments) -> Body:
    return await api.get("/cite", pairs(given))


def _said(name: str, known: Mapping[str, Any]) -> bool:
    """Whether it follows from another parameter what it means: `country_not` from `country`."""
    stem, _, ending = name.rpartition("_")
    return ending in {"all", "not"} and stem in known


def _present(given: Arguments) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


TOOLS: tuple[Tool, ...] = (
    Tool(
        "search_events",
        "Search events",
        "Find events by words, tags and dates. Totals are exact, and following `next` gives every "
        "event once. Lists mean any of their values; with _all all of them, with _not none. Where "
        "little is found, `near` holds what almost matches, `readings` the words read as filters, "
        "`explanation` what would give more.",
        _SEARCH,
        _search_events,
        rendering.search_text,
        own={},
        hidden=_UNSAID,
    ),
    Tool(
        "get_event",
        "Get one event",
        "The whole of one event: text, every dated development, the words that earned each tag, "
        "how to cite it, related events, its story and history.",
        "getEvent",
        _get_event,
        rendering.event_text,
        own={"event_id": _EVENT_ID},
        required=("event_id",),
    ),
    Tool(
        "counts",
        "Count events",
        "Exact counts by one to three dimensions at once, such as country and quarter. Filters are "
        "those of search_events; by=country without filters shows which values there are.",
        "countEvents",
        _counts,
        rendering.counts_text,
        own={},
    ),
    Tool(
        "timeline",
        "Count events over time",
        "Events by month, quarter or year, those known to the day (certain) apart from those that "
        "are not (possible). Filters are those of search_events.",
        "getTimeline",
        _timeline,
        rendering.timeline_text,
        own={},
    ),
    Tool(
        "whats_new",
        "What is new",
        "What was added, changed or removed since a day, or since the last answer; ask again with "
        "`next` until it equals `head`.",
        "listChanges",
        _whats_new,
        rendering.changes_text,
        own={"since": _SINCE},
        hidden=frozenset({"ledger", "wait", "written_from"}),
        required=("since",),
    ),
    Tool(
        "cite_events",
        "Cite events",
        "Several events as bibliographies print them, in Chicago, APA and MLA style.",
        "citeEvents",
        _cite_events,
        rendering.citations_text,
        own={},
        hidden=frozenset({"style"}),
    ),
)
