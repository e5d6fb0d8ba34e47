"""The search page and its fragment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from api.knowledge.filters import FILTERS
from api.knowledge.found import NearPage, SearchResult
from api.knowledge.readings import Reading
from api.knowledge.wanted import Nearly
from indexer.search.buckets import Interval, label
from indexer.search.query import FacetCount, Sort
from web.contexts.cards import HOME, Card, Link, events_in_words, found_card
from web.contexts.charts import Histogram, Period, histogram, month_urls
from web.contexts.citing import cite_url
from web.contexts.facets import FacetPanel, everywhere, panels, top_counts
from web.contexts.hints import ways_out
from web.contexts.holdings import Holdings
from web.contexts.nothing import Nothing, Totals, nothing
from web.contexts.taken import exports, feeds
from web.params import PageParams

_CHART = "months"
_FILTER_LIST = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Events by time, whatever the period of the search.

    Attributes:
        found: events of the search by month.
        every: all events by month.
        years: events of the search by year.
        holdings: what is held of the series in question.
    """

    found: Mapping[str, int]
    every: Mapping[str, int]
    years: Mapping[str, int]
    holdings: Holdings


@dataclass(frozen=True, slots=True)
class Place:
    """Where the results of a page stand: the number of the first, from 1, and that of all."""

    first: int
    total: int


_NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class NearCard:
    """An event that almost matches, and the words that stand for others: ``“x” for “y”``."""

    card: Card
    how: str


@dataclass(frozen=True, slots=True)
class NearList:
    """The second tier under its own heading; shown below the hits, never among them."""

    heading: str
    count: str
    cards: tuple[NearCard, ...]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page; its results region is the fragment that htmx asks for.

    Attributes:
        subject: what is searched, in words.
        heading: the total, in words.
        detail: counts of what was chosen, or which part is shown.
        chips: one a filter; its link is the search without it.
        readings: what the words could mean as filters, each with its count.
        near: what almost matches.
        nothing: what stands in place of results; None where there are some.
    """

    title: str
    description: str
    subject: str
    params: PageParams
    sort: str
    sorts: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    placeholder: str
    heading: str
    detail: str
    shown: str
    status: str
    chips: tuple[Link, ...]
    cleared: str
    chart: Histogram | None
    facets: tuple[FacetPanel, ...]
    cards: tuple[Card, ...]
    place: Place
    previous: str | None
    next: str | None
    canonical: str
    json_url: str
    cite: str
    exports: tuple[Link, ...]
    feeds: tuple[Link, ...]
    warnings: tuple[str, ...]
    ways_out: tuple[Link, ...]
    error: str | None
    suggestion: Link | None
    readings: tuple[Link, ...]
    near: NearList | None
    nothing: Nothing | None


def search_page(
    params: PageParams, result: SearchResult, timing: Timing, totals: Totals
) -> SearchPage:
    """The page of a search that was answered; ``totals`` counts the events of other searches."""
    if not result.total:
        return _nothing_page(params, result, timing, totals)
    years = tuple(FacetCount(year, count) for year, count in timing.years.items())
    facets = panels(params, result, years)
    usual = everywhere(result)
    heading = events_in_words(result.total)
    first = result.query.offset + 1
    last = result.query.offset + len(result.items)
    part = 0 < len(result.items) < result.total
    return _page(
        params,
        heading=heading,
        detail=" · ".join(top_counts(facets, result)),
        shown=f"{first:,}–{last:,} of {result.total:,} shown" if part else "",
        status=f"{heading}, showing {first}–{last}" if part else heading,
        total=timing.holdings.events,
        chart=_chart(params, result, timing),
        facets=facets,
        cards=tuple(found_card(found, usual) for found in result.items),
        place=Place(first, result.total),
        previous=_other_page(params, params.page - 1) if params.page > 1 else None,
        next=_other_page(params, params.page + 1) if result.next else None,
        warnings=result.warnings,
        ways_out=ways_out(params, result.explanation, result.total),
        readings=_readings(params, result.readings),
        near=_near(params, result.near) if result.near else None,
    )


def _nothing_page(
    params: PageParams, result: SearchResult, timing: Timing, totals: Totals
) -> SearchPage:
    """The page of a search that finds nothing; the months stay where a period was asked for."""
    told = nothing(params, result, timing.holdings, totals)
    dated = result.query.period.first or result.query.period.last
    return _page(
        params,
        heading=told.heading,
        status=told.heading,
        total=timing.holdings.events,
        chart=_chart(params, result, timing) if dated else None,
        warnings=result.warnings,
        readings=_readings(params, result.readings),
        near=_near(params, result.near) if result.near else None,
        nothing=told,
    )


def _readings(params: PageParams, found: Sequence[Reading]) -> tuple[Link, ...]:
    """What the words could mean; what is chosen already is no news."""
    return tuple(
        Link(one.label, params.with_(**one.changes).to_url(HOME), events_in_words(one.total))
        for one in found
        if not _is_chosen(params, one.changes)
    )


def _is_chosen(params: PageParams, changes: Mapping[str, Any]) -> bool:
    """Whether every filter of a reading is in force, whether asked for with or beside others."""
    return all(
        isinstance(values, tuple)
        and set(values) <= {*(params.given(kind) or ()), *(params.given(f"{kind}_all") or ())}
        for kind, values in (
            (name.removesuffix("_all"), values) for name, values in changes.items() if name != "q"
        )
    )


def _near(params: PageParams, near: NearPage) -> NearList:
    return NearList(
        heading=near.reason,
        count=f"{near.total:,} near miss{'' if near.total == 1 else 'es'}",
        cards=tuple(
            NearCard(found_card(one.found, missing=tuple(one.how.missing)), _how(one.how))
            for one in near.items
        ),
        previous=_near_page(params, near.page - 1) if near.page > 1 else None,
        next=_near_page(params, near.page + 1) if near.more else None,
    )


def _how(how: Nearly) -> str:
    return "; ".join(f"“{said}” for “{word}”" for word, said in how.instead)


def _near_page(params: PageParams, page: int) -> str:
    return params.with_(near_page=page, page=params.page).to_url(HOME)


def refused_page(
    params: PageParams, message: str, suggestion: Link | None, heading: str
) -> SearchPage:
    """The page of a search that could not be understood, or not be answered."""
    told = Nothing(heading, message, (), "")
    return _page(
        params,
        heading=heading,
        status=message,
        error=message,
        suggestion=suggestion,
        nothing=told,
    )


def _page(
    params: PageParams,
    *,
    heading: str,
    status: str,
    detail: str = "",
    shown: str = "",
    total: int = 0,
    chart: Histogram | None = None,
    facets: tuple[FacetPanel, ...] = (),
    cards: tuple[Card, ...] = (),
    place: Place = _NOWHERE,
    previous: str | None = None,
    next: str | None = None,  # noqa: A002  (as the answer calls it)
    warnings: tuple[str, ...] = (),
    ways_out: tuple[Link, ...] = (),
    error: str | None = None,
    suggestion: Link | None = None,
    readings: tuple[Link, ...] = (),
    near: NearList | None = None,
    nothing: Nothing | None = None,
) -> SearchPage:
    chips = _chips(params)
    subject = _subject(params, chips)
    return SearchPage(
        title=f"{subject}: {heading} – Entente" if subject else f"{heading} – Entente",
        description=_description(subject, heading),
        subject=subject,
        params=params,
        sort=_chosen_sort(params),
        sorts=_sorts(params),
        hidden=_hidden(params, facets, dated=chart is not None, ordered=nothing is None),
        placeholder=f"Search {total:,} events" if total else "Search alliance developments",
        heading=heading,
        detail=detail,
        shown=shown,
        status=status,
        chips=chips,
        cleared=PageParams(q=params.q, sort=params.sort).to_url(HOME),
        chart=chart,
        facets=facets,
        cards=cards,
        place=place,
        previous=previous,
        next=next,
        canonical=params.to_url(HOME),
        cite=cite_url(card.id for card in cards) if cards else "",
        json_url=params.with_().to_url("/api/v1/events"),
        exports=exports(partial(_export_url, params)),
        feeds=feeds(partial(_export_url, params)),
        warnings=warnings,
        ways_out=ways_out,
        error=error,
        suggestion=suggestion,
        readings=readings,
        near=near,
        nothing=nothing,
    )


def _chart(params: PageParams, result: SearchResult, timing: Timing) -> Histogram | None:
    """The months of the search before those of all events; a month leads to its events."""
    period = result.query.period
    chosen = Period(
        label(period.first, Interval.MONTH) if period.first else None,
        label(period.last, Interval.MONTH) if period.last else None,
    )
    return histogram(
        _CHART,
        f"{events_in_words(result.total)} in this search, by month",
        timing.found,
        holdings=timing.holdings,
        urls=month_urls(params, timing.found),
        every=timing.every,
        chosen=chosen,
    )


def _subject(params: PageParams, chips: Sequence[Link]) -> str:
    """What is searched: the words and the first filters."""
    said = [params.q] if params.q else []
    said += [chip.label for chip in chips[:_FILTER_LIST]]
    return ", ".join(said) + ("…" if len(chips) > _FILTER_LIST else "")


def _description(subject: str, heading: str) -> str:
    about = f" on {subject}" if subject else ""
    return f"{heading}{about}, with dates, countries and citations."


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


def _hidden(
    params: PageParams, facets: Sequence[FacetPanel], *, dated: bool, ordered: bool
) -> tuple[tuple[str, str], ...]:
    """Parameters that no control of the form shows, so that a submit keeps them.

    Args:
        params: the search.
        facets: what is shown of them.
        dated: whether there are fields for the period.
        ordered: whether there is a choice of the order.
    """
    controls = {"q", "page", "near_page"}
    controls |= {panel.parameter for panel in facets if panel.checkbox}
    controls |= {"event_from", "event_to"} if dated else set()
    controls |= {"sort"} if ordered else set()
    return tuple(pair for pair in params.pairs() if pair[0] not in controls)


def _chips(params: PageParams) -> tuple[Link, ...]:
    """One chip a filter; its link is the search without it."""
    return tuple(
        Link(part.chip, params.with_(**part.without).to_url(HOME))
        for row in FILTERS
        for part in row.chips(params)
    )


def _export_url(params: PageParams, suffix: str) -> str:
    url = f"/api/v1/events.{suffix}"
    pairs = params.search_pairs()
    return f"{url}?{urlencode(pairs)}" if pairs else url


def _other_page(params: PageParams, page: int) -> str:
    """The address of another page of the same search."""
    return params.with_(page=page).to_url(HOME)
