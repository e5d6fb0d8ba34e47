"""Pages that say something: about, and errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.knowledge.params import EventParams
from indexer.cli.quality import recorded
from indexer.normalise.tags.domains import Domain, domains
from web.contexts.cards import HOME, Link

_FIGURES = {
    "occurrences_f1": "Dated developments found, with exact start, end and precision (F1)",
    "primary_date": "The date that the headline is about",
    "countries_f1": "Countries (F1)",
    "exact_country_set": "All countries of an item right",
    "domains_f1": "Domains (F1)",
    "first_domain": "The main domain",
    "groups_f1": "Groups (F1)",
}


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What Entente is, and how to search it."""

    title: str
    domains: tuple[Domain, ...]
    examples: tuple[tuple[Link, str], ...]
    unseen: str
    seen: str
    figures: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words, and the words to search for instead."""

    title: str
    heading: str
    detail: str
    words: str


def about_page() -> AboutPage:
    """What Entente is, and how to search it."""
    record = recorded()
    examples = (
        ("space dialogue", "both words, in any place; one typo is forgiven from five letters on"),
        ('"joint statement"', "the words side by side"),
        ("missile -satellite", "one word and not the other"),
        ("domain:space,energy", "either domain"),
        ("country:Japan country:Philippines", "both countries"),
        ("-country:China semiconductor", "without a country"),
        ("group:quad after:2022-05", "what concerns a group, from a month on"),
        ("before:2022-03", "up to the end of a month"),
        ("member_of:asean -country:China", "what a member of a group took part in"),
        ("digest:2.7", "one issue"),
    )
    return AboutPage(
        title="About – Entente",
        domains=tuple(domains().values()),
        unseen=_size(record["unseen"]),
        seen=_size(record["seen"]),
        figures=tuple(_figures(record, name, words) for name, words in _FIGURES.items()),
        examples=tuple(
            (Link(text, EventParams(q=text).to_url(HOME)), words) for text, words in examples
        ),
    )


def _size(part: Mapping[str, Any]) -> str:
    return f"{part['items']} items of {part['issues']} issues"


def _figures(record: Mapping[str, Any], name: str, words: str) -> tuple[str, str, str, str]:
    """What it is, unseen, the interval of that, and seen."""
    figure = record["unseen"]["figures"][name]
    interval = f"{100 * figure['low']:.0f}–{_percent(figure['high'], 0)}"
    return (
        words,
        _percent(figure["value"]),
        interval,
        _percent(record["seen"]["figures"][name]["value"]),
    )


def _percent(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f}\u202f%"
