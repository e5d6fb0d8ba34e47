"""Values that filters accept: codes and names of countries, domains, groups; periods."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache

from api.knowledge.periods import HOW, period
from api.knowledge.spelling import unknown_value
from indexer.errors import QueryError
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known
from indexer.normalise.spans import Status
from indexer.normalise.tags.groups import groups, memberships
from indexer.normalise.tags.kinds import KINDS
from indexer.search.analysis import fold
from indexer.search.document import MEMBER_OF, SERIES, STATUS, Facet

Span = tuple[int, int]  # where a word stands in the search box


def labels(facet: Facet) -> Mapping[str, str]:
    """Display names of a facet's values, by value; empty where the values are their own names."""
    return known().labels if facet == SERIES else _labels(facet)


@cache
def _labels(facet: Facet) -> Mapping[str, str]:
    if facet in KINDS:
        return KINDS[facet].labels()
    if facet == MEMBER_OF:
        return {group_id: groups()[group_id].name for group_id in memberships()}
    if facet == STATUS:
        return {str(status): str(status) for status in Status}
    return {}


def definition(facet: Facet, value: str) -> str | None:
    """What a value covers, or its full name; None where its name says it all."""
    return KINDS[facet].definition(value) if facet in KINDS else None


def label(facet: Facet, value: str) -> str:
    """Display name of one value."""
    return labels(facet).get(value, value)


def resolve(facet: Facet, word: str, *, parameter: str, span: Span | None = None) -> str:
    """The value that a code or name stands for: "japan" is JP.

    Raises:
        UnknownValue: there is no such value.
    """
    value = spellings(facet).get(fold(word.strip()))
    if value is None:
        options = tuple(labels(facet).values()) + tuple(labels(facet))
        raise unknown_value(str(facet), word, options, span, parameter=parameter)
    return value


def resolve_day(word: str, *, end: bool, parameter: str, span: Span | None = None) -> date:
    """The first day of a year, quarter, month or day as people write them, or its last one.

    Raises:
        QueryError: it is not a valid date.
    """
    when = period(word)
    if when is None:
        raise QueryError(f"{word!r} is not a valid date: {HOW}", parameter=parameter, span=span)
    return when.last if end else when.first


def spellings(facet: Facet) -> Mapping[str, str]:
    """Every folded code and name of a facet's values, and the value that it stands for."""
    return _of_series(known()) if facet == SERIES else _spellings(facet)


@cache
def _spellings(facet: Facet) -> Mapping[str, str]:
    others = KINDS[facet].aliases() if facet in KINDS else {}
    return _folded(_labels(facet), others.items())


@lru_cache(maxsize=8)
def _of_series(registry: SeriesRegistry) -> Mapping[str, str]:
    names = [(name, profile.id) for profile in registry for name in (profile.code, *profile.titles)]
    return _folded(registry.labels, names)


def _folded(named: Mapping[str, str], others: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for value, name in named.items():
        found.setdefault(fold(name), value)
        found[fold(value)] = value
    for name, value in others:
        found.setdefault(fold(name), value)
    return found
