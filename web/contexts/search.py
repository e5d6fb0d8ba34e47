"""The search page and its fragment."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.answers.formats import FEEDS, FORMATS
from api.knowledge.filter_rows import FilterRow, Panel
from api.knowledge.filters import FILTERS
from api.knowledge.found import NearPage, SearchResult
from api.knowledge.near import Nearly
from api.knowledge.readings import Reading
from indexer.search.query import FacetCount, Sort
from indexer.store import Coverage
from web.contexts.cards import HOME, Card, Link, found_card
from web.contexts.hints import ways_out
from web.params import PageParams

_SHOWN_VALUES = 8


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
class NearCard:
    """An event that almost matches, and how: ``without “Manila”; “dialogue” for “talks”``."""

    card: Card
    how: str


@dataclass(frozen=True, slots=True)
class NearList:
    """The second tier under its own heading; shown below the hits, never among them."""

    heading: str
    cards: tuple[NearCard, ...]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page; its results region is the fragment that htmx asks for.

    `readings` are links above the hits, each label with its count; `near` is the second tier.
    """

    title: str
    params: PageParams
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
    readings: tuple[Link, ...] = ()
    near: NearList | None = None


def search_page(
    params: PageParams,
    result: SearchResult,
    coverage: Coverage | None = None,
) -> SearchPage:
    """The page of a search that was answered; with what there is where nothing was asked."""
    first = result.query.offset + 1
    last = result.query.offset + len(result.items)
    part = f", showing {first}–{last}" if 0 < len(result.items) < result.total else ""
    events = "event" if result.total == 1 else "events"
    return SearchPage(
        title=f"{params.q} – Entente" if params.q else "Entente",
        params=params,
        intro=_intro(coverage),
        sort=_chosen_sort(params),
        sorts=_sorts(params),
        hidden=_hidden(params),
        status=f"{result.total:,} {events}{part}",
        chips=_chips(params),
        cleared=PageParams(q=params.q, sort=params.sort).to_url(HOME),
        facets=_panels(params, result),
        cards=tuple(found_card(found) for found in result.items),
        previous=_other_page(params, params.page - 1) if params.page > 1 else None,
        next=_other_page(params, params.page + 1) if result.next else None,
        json_url=params.with_().to_url("/api/v1/events"),
        exports=_exports(params),
        feeds=_feeds(params),
        warnings=result.warnings,
        ways_out=ways_out(params, result.explanation, result.total),
        error=None,
        suggestion=None,
        readings=tuple(_reading(params, one) for one in result.readings),
        near=_near(params, result.near) if result.near else None,
    )


def _reading(params: PageParams, one: Reading) -> Link:
    events = "event" if one.total == 1 else "events"
    return Link(f"{one.label}: {one.total:,} {events}", params.with_(**one.changes).to_url(HOME))


def _near(params: PageParams, near: NearPage) -> NearList:
    return NearList(
        heading=near.reason,
        cards=tuple(NearCard(found_card(one.found), _how(one.how)) for one in near.items),
        previous=_near_page(params, near.page - 1) if near.page > 1 else None,
        next=_near_page(params, near.page + 1) if near.more else None,
    )


def _how(how: Nearly) -> str:
    without = [f"without “{word}”" for word in how.missing]
    return "; ".join(without + [f"“{said}” for “{word}”" for word, said in how.instead])


def _near_page(params: PageParams, page: int) -> str:
    return params.with_(near_page=page, page=params.page).to_url(HOME)


def refused_page(params: PageParams, message: str, suggestion: Link | None) -> SearchPage:
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
        cleared=PageParams(q=params.q, sort=params.sort).to_url(HOME),
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


def _sorts(params: PageParams) -> tuple[tuple[str, str], ...]:
    """Without words the best match is the newest event."""
    if not params.q:
        return (("", "Newest first"), (str(Sort.OLDEST), "Oldest first"))
    return (
        ("", "Best match first"),
        (str(Sort.NEWEST), "Newest first"),
        (str(Sort.OLDEST), "Oldest first"),
    )


def _chosen_sort(params: PageParams) -> str:
    """The option to show; the best match of a search without words is the newest event."""
    default = {None, Sort.RELEVANCE} if params.q else {None, Sort.RELEVANCE, Sort.NEWEST}
    return "" if params.sort in default else str(params.sort)


def _hidden(params: PageParams) -> tuple[tuple[str, str], ...]:
    """Parameters that no control of the form shows, so that a submit keeps them."""
    ticked = {row.name for row in FILTERS if row.panel is not None and row.panel.checkbox}
    controls = {"q", "event_from", "event_to", "sort", "page", "near_page"} | ticked
    return tuple(pair for pair in params.pairs() if pair[0] not in controls)


def _panels(params: PageParams, result: SearchResult) -> tuple[FacetPanel, ...]:
    rows = [(row.panel, row) for row in FILTERS if row.panel is not None]
    rows.sort(key=lambda pair: pair[0].place)
    return tuple(
        (_boxes if panel.checkbox else _links)(panel, row, params, result) for panel, row in rows
    )


def _boxes(panel: Panel, row: FilterRow, params: PageParams, result: SearchResult) -> FacetPanel:
    """A panel of values to tick; those asked for in the search words are fixed."""
    ticked = {part.value for part in row.chips(params) if part.value and part.parameter == row.name}
    selected = ticked | set(result.query.selection(panel.facet).any_of)
    counts = result.facets.get(panel.facet, ())
    gone = sorted(selected - {count.value for count in counts})
    choices = [
        FacetChoice(
            value=count.value,
            label=row.shown(count.value),
            count=count.count,
            selected=count.value in selected,
            fixed=count.value in selected and count.value not in ticked,
            url=params.toggled(row.name, count.value).to_url(HOME),
        )
        for count in (*counts, *(FacetCount(value, 0) for value in gone))
    ]
    return _folded(panel, choices, _all_of(row, params))


def _links(panel: Panel, row: FilterRow, params: PageParams, result: SearchResult) -> FacetPanel:
    """A panel of periods, the latest first; one that is chosen already is told by its label."""
    counts = result.facets.get(panel.facet, ())
    choices = [
        FacetChoice(
            value=count.value,
            label=row.shown(count.value),
            count=count.count,
            selected=all(params.given(n) == v for n, v in row.selects(count.value).items()),
            fixed=False,
            url=params.with_(**row.selects(count.value)).to_url(HOME),
        )
        for count in sorted(counts, key=lambda count: count.value, reverse=True)
    ]
    return _folded(panel, choices, None)


def _folded(panel: Panel, choices: Sequence[FacetChoice], all_of: Link | None) -> FacetPanel:
    """The first values, and every chosen one, stand open."""
    first = [c for i, c in enumerate(choices) if i < _SHOWN_VALUES or c.selected]
    more = [choice for choice in choices if choice not in first]
    if len(choices) < panel.least and not any(choice.selected for choice in choices):
        first, more = [], []
    return FacetPanel(panel.facet, panel.title, panel.checkbox, all_of, tuple(first), tuple(more))


def _all_of(row: FilterRow, params: PageParams) -> Link | None:
    """Where several values are chosen, any of which will do: the search for all of them."""
    every = f"{row.name}_all"
    values = params.given(row.name)
    if every not in row.parameters() or len(values) < len(("one", "another")):
        return None
    changes = {row.name: (), every: (*params.given(every), *values)}
    return Link("Only events with all of these", params.with_(**changes).to_url(HOME))


def _chips(params: PageParams) -> tuple[Link, ...]:
    """One chip a filter; its link is the search without it."""
    return tuple(
        Link(part.chip, params.with_(**part.without).to_url(HOME))
        for row in FILTERS
        for part in row.chips(params)
    )


def _exports(params: PageParams) -> tuple[Link, ...]:
    """The whole search in every format; feeds are in order of time."""
    return tuple(Link(FORMATS[suffix].label, _export_url(params, suffix)) for suffix in FORMATS)


def _feeds(params: PageParams) -> tuple[tuple[str, str], ...]:
    """Media type and address of the feeds, for the head of the page."""
    return tuple((FORMATS[suffix].media_type, _export_url(params, suffix)) for suffix in FEEDS)


def _export_url(params: PageParams, suffix: str) -> str:
    url = f"/api/v1/events.{suffix}"
    pairs = params.search_pairs()
    return f"{url}?{urlencode(pairs)}" if pairs else url


def _other_page(params: PageParams, page: int) -> str:
    """The address of another page of the same search."""
    return params.with_(page=page).to_url(HOME)
