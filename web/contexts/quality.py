"""How far dates and tags can be trusted: the figures of this version, unseen text first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.cli.quality import recorded
from indexer.normalise.tags.domains import domains
from web.contexts.cards import Link

_NAMES = {
    "occurrences_f1": ("Dated developments", "F1: start, end and precision all right", "labelled"),
    "primary_date": ("The main date", "share of items that have the right one", "items"),
    "countries_f1": ("Countries", "F1: balance of what is missed and wrongly given", "labelled"),
    "exact_country_set": ("All countries of an item", "share of items", "items"),
    "domains_f1": ("Domains", "F1: balance of what is missed and wrongly given", "labelled"),
    "first_domain": ("The main domain", "share of items that have the right one first", "items"),
    "groups_f1": ("Groups", "F1: balance of what is missed and wrongly given", "labelled"),
    "actors_precision": ("Actors", "precision: share of those given that are right", "given"),
    "actors_recall": ("Actors named", "recall: share of those named that are given", "labelled"),
    "status_macro_f1": ("Status", "F1, each status counting the same", "labelled"),
}
_LARGE = ("occurrences_f1", "countries_f1", "domains_f1", "first_domain")
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with what it rests on.

    Attributes:
        name: what is measured.
        meaning: what the figure says.
        value: in per cent, as text.
        interval: the 95 % interval.
        n: how many labels or items it rests on, in words.
        low, high, at: the interval and the value, in per cent, for drawing.
    """

    name: str
    meaning: str
    value: str
    interval: str
    n: str
    low: float
    width: float
    at: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """How much fewer labelled issues give."""

    issues: int
    primary: str
    domains: str
    first: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The figures of this version."""

    title: str
    description: str
    unseen: str
    seen: str
    seen_issues: int
    large: tuple[Measure, ...]
    figures: tuple[tuple[Measure, Measure, str], ...]
    by_domain: tuple[tuple[Measure, Measure], ...]
    curve: tuple[Point, ...]
    api: Link


def quality_page() -> QualityPage:
    """How far dates and tags can be trusted."""
    record = recorded()
    unseen, seen = record["unseen"], record["seen"]
    crossed = record.get("cross_validated", {})
    return QualityPage(
        title="How far to trust dates and tags – Entente",
        description=(
            f"Accuracy of dates, countries, domains and groups, measured on {_size(unseen)} that "
            "no rule was made with, each figure with its number of labels and interval."
        ),
        unseen=_size(unseen),
        seen=_size(seen),
        seen_issues=seen["issues"],
        large=tuple(
            _measure(name, unseen["figures"]) for name in _LARGE if name in unseen["figures"]
        ),
        figures=tuple(
            (
                _measure(name, unseen["figures"]),
                _measure(name, seen["figures"]),
                _percent(crossed[name]["value"]) if name in crossed else "",
            )
            for name in _NAMES
            if name in unseen["figures"] and name in seen["figures"]
        ),
        by_domain=tuple(_by_domain(unseen, seen)),
        curve=tuple(
            Point(
                one["issues"],
                _percent(one["primary_date"]),
                _percent(one["domains_f1"]),
                _percent(one["first_domain"]),
            )
            for one in record.get("learning_curve", ())
        ),
        api=Link("These figures as JSON", "/api/v1/quality"),
    )


def headline_figures() -> tuple[Measure, ...]:
    """The few figures that other pages name."""
    figures = recorded()["unseen"]["figures"]
    return tuple(_measure(name, figures) for name in _LARGE if name in figures)


def _by_domain(
    unseen: Mapping[str, Any], seen: Mapping[str, Any]
) -> Iterator[tuple[Measure, Measure]]:
    """Each domain, that with the most labels first."""
    names = domains()
    rows = unseen["by_domain"]
    for domain in sorted(rows, key=lambda one: (-rows[one]["n"], one)):
        name = names[domain].name if domain in names else domain
        url = f"/domains/{domain}"
        other = seen["by_domain"].get(domain)
        here = _figure(name, "", "labelled", rows[domain], url)
        yield here, _figure(name, "", "labelled", other, url) if other else here


def _measure(name: str, figures: Mapping[str, Any]) -> Measure:
    words, meaning, unit = _NAMES[name]
    return _figure(words, meaning, unit, figures[name])


def _figure(name: str, meaning: str, unit: str, given: Mapping[str, Any], url: str = "") -> Measure:
    low, high, value = (_FULL * given[key] for key in ("low", "high", "value"))
    return Measure(
        name=name,
        meaning=meaning,
        value=_percent(given["value"]),
        interval=f"{low:.0f}–{high:.0f}\u202f%",
        n=f"{given['n']:,} {unit}",
        low=round(low, 1),
        width=round(max(0.5, high - low), 1),
        at=round(value, 1),
        url=url,
    )


def _size(part: Mapping[str, Any]) -> str:
    return f"{part['items']:,} items of {part['issues']:,} issues of {part['series']:,} series"


def _percent(value: float) -> str:
    return f"{_FULL * value:.1f}\u202f%"
