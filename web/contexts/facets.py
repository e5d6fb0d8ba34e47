"""The filters beside the hits: values with their counts, each count a bar behind the name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.knowledge.filter_rows import FilterRow, Panel
from api.knowledge.filters import FILTERS
from api.knowledge.found import SearchResult
from api.knowledge.params import EventParams
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.search.document import YEAR
from indexer.search.query import FacetCount
from web.contexts.cards import HOME, Link

_SHOWN_VALUES = 7
_FINDABLE_VALUES = 12
# What stands on more of the results than this tells nothing apart, and goes last.
_NEARLY_ALL = 0.9
_FULL = 100
_SEVERAL = 2
_TOP = 3


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a facet: a checkbox, or a link where it is no list parameter.

    Attributes:
        count: events with it; ``says`` is what is shown of that.
        width: of its bar, in per cent; None where it has none.
        fixed: asked for in the search words, and not to be taken away here.
        url: the search with it chosen, or without it where it is.
    """

    value: str
    label: str
    count: int
    says: str
    width: float | None
    selected: bool
    fixed: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """A facet with its values; those beyond the first few are folded away.

    Attributes:
        name: of the facet.
        parameter: that its checkboxes stand for.
        any_of, all_of: the switch between any and all of the chosen values, its address where the
            other is in force; both None where there is no such choice.
        findable: whether its list is so long that it is searched.
        first, apart, more: its values: shown, on nearly every event, folded away.
    """

    name: str
    title: str
    parameter: str
    checkbox: bool
    any_of: Link | None
    all_of: Link | None
    findable: bool
    first: tuple[FacetChoice, ...]
    apart: tuple[FacetChoice, ...]
    more: tuple[FacetChoice, ...]

    @property
    def total(self) -> int:
        """How many values it has."""
        return len(self.first) + len(self.apart) + len(self.more)


def panels(
    params: EventParams, result: SearchResult, years: Sequence[FacetCount]
) -> tuple[FacetPanel, ...]:
    """Every panel that has something to choose from, in the order of its place.

    Args:
        params: the search.
        result: what it found.
        years: events by year whatever the period of the search.
    """
    rows = [(row.panel, row) for row in FILTERS if row.panel is not None]
    rows.sort(key=lambda pair: pair[0].place)
    counts = {**result.facets, YEAR: tuple(years)}
    found = [
        (_boxes if panel.checkbox else _links)(panel, row, params, result, counts)
        for panel, row in rows
    ]
    return tuple(
        panel for panel in found if (panel.first or panel.apart) and not _idle(panel, result.total)
    )


def _idle(panel: FacetPanel, total: int) -> bool:
    """Whether its only value is that of every one of several results, and narrows nothing."""
    choices = (*panel.first, *panel.apart, *panel.more)
    alone = len(choices) == 1 and not choices[0].selected
    return alone and choices[0].count >= total > 1


def everywhere(result: SearchResult) -> frozenset[str]:
    """The countries that nearly every result has."""
    if result.query.selection(TagKind.COUNTRY).any_of:
        return frozenset()
    counts = result.facets.get(TagKind.COUNTRY, ())
    return frozenset(one.value for one in counts if _nearly_all(one.count, result.total))


def _boxes(
    panel: Panel,
    row: FilterRow,
    params: EventParams,
    result: SearchResult,
    counts: Mapping[str, Sequence[FacetCount]],
) -> FacetPanel:
    """A panel of values to tick; those asked for in the search words are fixed."""
    parameter = _parameter(row, params)
    ticked = {
        part.value for part in row.chips(params) if part.value and part.parameter == parameter
    }
    selection = result.query.selection(panel.facet)
    selected = ticked | set(selection.any_of) | set(selection.all_of)
    known = counts.get(panel.facet, ())
    gone = sorted(selected - {count.value for count in known})
    most = max((one.count for one in known if not _apart(panel, one, result)), default=0)
    shown = (*known, *(FacetCount(value, 0) for value in gone))
    urls = params.toggled_urls(HOME, parameter, [one.value for one in shown])
    choices = [
        FacetChoice(
            value=one.value,
            label=row.shown(one.value),
            count=one.count,
            says=_says(one.count, result.total) if _apart(panel, one, result) else f"{one.count:,}",
            width=None if _apart(panel, one, result) else _percent(one.count, most),
            selected=one.value in selected,
            fixed=one.value in selected and one.value not in ticked,
            url=urls[one.value],
        )
        for one in shown
    ]
    apart = {one.value for one in known if _apart(panel, one, result)} - selected
    return _folded(panel, row, params, choices, apart)


def _links(
    panel: Panel,
    row: FilterRow,
    params: EventParams,
    _: SearchResult,
    counts: Mapping[str, Sequence[FacetCount]],
) -> FacetPanel:
    """A panel of periods, the latest first; choosing one that is chosen takes it away."""
    known = counts.get(panel.facet, ())
    most = max((one.count for one in known), default=0)
    choices = []
    for one in sorted(known, key=lambda count: count.value, reverse=True):
        changes = row.selects(one.value)
        selected = all(params.given(name) == value for name, value in changes.items())
        without = dict.fromkeys(changes)
        choices.append(
            FacetChoice(
                value=one.value,
                label=row.shown(one.value),
                count=one.count,
                says=f"{one.count:,}",
                width=_percent(one.count, most),
                selected=selected,
                fixed=False,
                # Not read anew, as for `toggled`: there is a year each.
                url=params.model_copy(
                    update={**params.first_page, **(without if selected else changes)}
                ).to_url(HOME),
            )
        )
    return _folded(panel, row, params, choices)


def _folded(
    panel: Panel,
    row: FilterRow,
    params: EventParams,
    choices: Sequence[FacetChoice],
    apart: Collection[str] = (),
) -> FacetPanel:
    """What is chosen stands first, what nearly every event has last; the rest is folded away."""
    usual = [choice for choice in choices if choice.value not in apart]
    chosen = [choice for choice in usual if choice.selected and panel.checkbox]
    others = [choice for choice in usual if choice not in chosen]
    room = max(0, _SHOWN_VALUES - len(chosen))
    first, more = [*chosen, *others[:room]], others[room:]
    last = [choice for choice in choices if choice.value in apart]
    if len(choices) < panel.least and not any(choice.selected for choice in choices):
        first, more, last = [], [], []
    any_of, all_of = _switch(row, params)
    return FacetPanel(
        name=panel.facet,
        title=panel.title,
        parameter=_parameter(row, params),
        checkbox=panel.checkbox,
        any_of=any_of,
        all_of=all_of,
        findable=len(choices) > _FINDABLE_VALUES,
        first=tuple(first),
        apart=tuple(last),
        more=tuple(more),
    )


def _parameter(row: FilterRow, params: EventParams) -> str:
    """The list that ticking adds to: that of all-of values while only those are chosen."""
    every = f"{row.name}_all"
    return every if params.given(every) and not params.given(row.name) else row.name


def _switch(row: FilterRow, params: EventParams) -> tuple[Link | None, Link | None]:
    """Any or all of the chosen values; the one in force has no address."""
    every = f"{row.name}_all"
    any_of, all_of = params.given(row.name) or (), params.given(every) or ()
    if len(any_of) + len(all_of) < _SEVERAL or every not in row.parameters():
        return None, None
    together = tuple(dict.fromkeys((*any_of, *all_of)))
    as_any = params.with_(**{row.name: together, every: ()}).to_url(HOME) if all_of else ""
    as_all = params.with_(**{row.name: (), every: together}).to_url(HOME) if any_of else ""
    return Link("any", as_any), Link("all", as_all)


def _apart(panel: Panel, one: FacetCount, result: SearchResult) -> bool:
    """Whether nearly every result has it, so that choosing it changes nothing."""
    if panel.facet != TagKind.COUNTRY or result.query.selection(panel.facet).any_of:
        return False
    return _nearly_all(one.count, result.total)


def _nearly_all(count: int, total: int) -> bool:
    return total > 1 and _NEARLY_ALL * total < count <= total


def _says(count: int, total: int) -> str:
    return "every event" if count == total else f"{count:,}"


def _percent(part: int, whole: int) -> float:
    return round(_FULL * part / whole, 1) if whole else 0.0


def top_counts(found: Sequence[FacetPanel], result: SearchResult) -> Iterator[str]:
    """What the results are of: each of several chosen values, else the first few domains."""
    several = [panel for panel in found if _several(panel)]
    for panel in several:
        selected = [choice for choice in panel.first if choice.selected]
        yield from (f"{choice.label} {choice.says}" for choice in selected)
        if len(selected) == _SEVERAL:
            both = sum(choice.count for choice in selected) - result.total
            yield f"{both:,} with both" if both else "none with both"
    if not several and not result.query.selection(TagKind.DOMAIN).any_of:
        for one in result.facets.get(TagKind.DOMAIN, ())[:_TOP]:
            yield f"{KINDS[TagKind.DOMAIN].label(one.value)} {one.count:,}"


def _several(panel: FacetPanel) -> bool:
    """Whether any of several of its values are asked for."""
    selected = [choice for choice in panel.first if choice.selected]
    return panel.checkbox and len(selected) >= _SEVERAL and panel.parameter == panel.name
