"""The search page and its fragment."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.answers.formats import FEEDS, FORMATS
from api.knowledge import vocabulary
from api.knowledge.params import EventParams
from api.knowledge.service import SearchResult
from indexer.models import Precision
from indexer.search.query import Facet, FacetCount, Sort
from indexer.store import Coverage
from web.contexts.cards import HOME, PRECISIONS, Card, Link, found_card
from web.contexts.hints import ways_out

_FACET_TITLES = {
    Facet.DOMAIN: "Domain",
    Facet.COUNTRY: "Country",
    Facet.GROUP: "Group",
    Facet.YEAR: "Year",
    Facet.PRECISION: "Dated to",
}
_SHOWN_VALUES = 8
_TAG_FACETS = (Facet.COUNTRY, Facet.DOMAIN, Facet.GROUP)
_CHIP_FACETS = (Facet.COUNTRY, Facet.DOMAIN, Facet.GROUP, Facet.MEMBER_OF, Facet.PRECISION)
_CHIP_WORDS = (("", ""), ("_all", "with "), ("_not", "not "))


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a facet: a checkbox, or a link where it is no list parameter."""

    value: str
    label: str
    count: int
    selected: bool
    fixed: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """A facet with its values; those beyond the first few are folded away."""

    name: str
    title: str
    checkbox: bool
    all_of: Link | None
    first: tuple[FacetChoice, ...]
    more: tuple[FacetChoice, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page; its results region is the fragment that htmx asks for."""

    title: str
    params: EventParams
    intro: str | None
    sort: str
    sorts: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    status: str
    chips: tuple[Link, ...]
    cleared: str
    facets: tuple[FacetPanel, ...]
    cards: tuple[Card, ...]
    previous: str | None
    next: str | None
    json_url: str
    exports: tuple[Link, ...]
    feeds: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    ways_out: tuple[Link, ...]
    error: str | None
    suggestion: Link | None


def search_page(
    params: EventParams,
    result: SearchResult,
    previous: str | None,
    coverage: Coverage | None = None,
) -> SearchPage:
    """The page of a search that was answered; with what there is where nothing was asked."""
    first = result.query.offset + 1
    last = result.query.offset + len(result.items)
    shown = f", showing {first}–{last}" if 0 < len(result.items) < result.total else ""
    events = "event" if result.total == 1 else "events"
    return SearchPage(
        title=f"{params.q} – Entente" if params.q else "Entente",
        params=params,
        intro=_intro(coverage),
        sort=_chosen_sort(params),
        sorts=_sorts(params),
        hidden=_hidden(params),
        status=f"{result.total:,} {events}{shown}",
        chips=_chips(params),
        cleared=EventParams(q=params.q, sort=params.sort).to_url(HOME),
        facets=tuple(
            _panel(facet, result.facets.get(facet, ()), params, result.query.any_of(facet))
            for facet in _FACET_TITLES
        ),
        cards=tuple(found_card(found) for found in result.items),
        previous=previous,
        next=page_url(params, result.next) if result.next else None,
        json_url=params.to_url("/api/v1/events"),
        exports=_exports(params),
        feeds=_feeds(params),
        warnings=result.warnings,
        ways_out=ways_out(params, result.explanation, result.total),
        error=None,
        suggestion=None,
    )


def refused_page(params: EventParams, message: str, suggestion: Link | None) -> SearchPage:
    """The page of a search that could not be understood, or not be answered."""
    return SearchPage(
        title="Entente",
        params=params,
        intro=None,
        sort=_chosen_sort(params),
        sorts=_sorts(params),
        hidden=_hidden(params),
        status="No result",
        chips=_chips(params),
        cleared=EventParams(q=params.q, sort=params.sort).to_url(HOME),
        facets=(),
        cards=(),
        previous=None,
        next=None,
        json_url=params.to_url("/api/v1/events"),
        exports=_exports(params),
        feeds=_feeds(params),
        warnings=(),
        ways_out=(),
        error=message,
        suggestion=suggestion,
    )


def _intro(coverage: Coverage | None) -> str | None:
    if coverage is None or coverage.first is None or coverage.last is None:
        return None
    return (
        f"{coverage.events:,} alliance developments from {coverage.digests:,} issues of policy "
        f"digests, {coverage.first:%B} {coverage.first.year} to {coverage.last:%B} "
        f"{coverage.last.year}: dated, tagged, each tag with the words that earned it."
    )


def _sorts(params: EventParams) -> tuple[tuple[str, str], ...]:
    """Without words the best match is the newest event."""
    if not params.q:
        return (("", "Newest first"), (str(Sort.OLDEST), "Oldest first"))
    return (
        ("", "Best match first"),
        (str(Sort.NEWEST), "Newest first"),
        (str(Sort.OLDEST), "Oldest first"),
    )


def _chosen_sort(params: EventParams) -> str:
    """The option to show; the best match of a search without words is the newest event."""
    default = {None, Sort.RELEVANCE} if params.q else {None, Sort.RELEVANCE, Sort.NEWEST}
    return "" if params.sort in default else str(params.sort)


def _hidden(params: EventParams) -> tuple[tuple[str, str], ...]:
    """Parameters that no control of the form shows, so that a submit keeps them."""
    controls = {"q", "country", "domain", "group", "precision", "event_from", "event_to"}
    controls |= {"sort", "cursor"}
    return tuple(pair for pair in params.pairs() if pair[0] not in controls)


def _panel(
    facet: Facet, counts: Sequence[FacetCount], params: EventParams, chosen: Sequence[str]
) -> FacetPanel:
    """A facet's panel; ``chosen`` are the values in force, in parameters or in the box."""
    name = str(facet)
    checkbox = facet is not Facet.YEAR
    ticked = _ticked(facet, params)
    selected = {*chosen, *ticked} if checkbox else {params.event_from}
    present = {count.value for count in counts}
    gone = [FacetCount(value, 0) for value in selected - present if checkbox and value]
    choices = [
        FacetChoice(
            value=count.value,
            label=_value_label(facet, count.value),
            count=count.count,
            selected=count.value in selected,
            fixed=checkbox and count.value in selected and count.value not in ticked,
            url=_choice_url(facet, count.value, params),
        )
        for count in (*counts, *gone)
    ]
    if facet is Facet.YEAR:
        choices.sort(key=lambda choice: choice.value, reverse=True)
    first = [c for i, c in enumerate(choices) if i < _SHOWN_VALUES or c.selected]
    more = [choice for choice in choices if choice not in first]
    return FacetPanel(
        name, _FACET_TITLES[facet], checkbox, _all_of(facet, params), tuple(first), tuple(more)
    )


def _ticked(facet: Facet, params: EventParams) -> set[str]:
    """The values that the parameters choose, by their codes."""
    if facet not in _TAG_FACETS:
        return set(map(str, getattr(params, str(facet), ())))
    name = str(facet)
    return {vocabulary.resolve(facet, word, parameter=name) for word in getattr(params, name)}


def _all_of(facet: Facet, params: EventParams) -> Link | None:
    """Where several values are chosen, any of which will do: the search for all of them."""
    if facet not in _TAG_FACETS:
        return None
    name = str(facet)
    values = getattr(params, name)
    if len(values) < len(("one", "another")):
        return None
    every = {name: (), f"{name}_all": (*getattr(params, f"{name}_all"), *values)}
    return Link("Only events with all of these", params.with_(**every).to_url(HOME))


def _choice_url(facet: Facet, value: str, params: EventParams) -> str:
    if facet is Facet.YEAR:
        return params.with_(event_from=value, event_to=value).to_url(HOME)
    return params.toggled(str(facet), value).to_url(HOME)


def _value_label(facet: Facet, value: str) -> str:
    if facet is Facet.PRECISION:
        return PRECISIONS[Precision(value)]
    return vocabulary.label(facet, value)


def _chips(params: EventParams) -> tuple[Link, ...]:
    """One chip a filter; its link is the search without it."""
    found = []
    for facet in _CHIP_FACETS:
        for suffix, word in _CHIP_WORDS:
            name = f"{facet}{suffix}"
            for value in getattr(params, name, ()):
                without = params.toggled(name, value).to_url(HOME)
                member = "member of " if facet is Facet.MEMBER_OF else ""
                found.append(Link(f"{word}{member}{_value_label(facet, value)}", without))
    found += [
        Link(f"digest {value}", params.toggled("digest", value).to_url(HOME))
        for value in params.digest
    ]
    if params.certain:
        found.append(Link("certain dates only", params.with_(certain=False).to_url(HOME)))
    if params.event_from:
        url = params.with_(event_from=None).to_url(HOME)
        found.append(Link(f"from {params.event_from}", url))
    if params.event_to:
        found.append(Link(f"to {params.event_to}", params.with_(event_to=None).to_url(HOME)))
    return tuple(found)


def _exports(params: EventParams) -> tuple[Link, ...]:
    """The whole search in every format; feeds are in order of time."""
    return tuple(Link(FORMATS[suffix].label, _export_url(params, suffix)) for suffix in FORMATS)


def _feeds(params: EventParams) -> tuple[tuple[str, str], ...]:
    """Media type and address of the feeds, for the head of the page."""
    return tuple((FORMATS[suffix].media_type, _export_url(params, suffix)) for suffix in FEEDS)


def _export_url(params: EventParams, suffix: str) -> str:
    url = f"/api/v1/events.{suffix}"
    pairs = params.search_pairs()
    return f"{url}?{urlencode(pairs)}" if pairs else url


def page_url(params: EventParams, cursor: str) -> str:
    """The address of another page of the same search."""
    return params.model_copy(update={"cursor": cursor}).to_url(HOME)
