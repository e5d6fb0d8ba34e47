"""Pages that say something: about, and errors."""

from dataclasses import dataclass

from api.params import EventParams
from indexer.normalise.domains import Domain, domains
from web.contexts.cards import HOME, Link


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What Entente is, and how to search it."""

    title: str
    domains: tuple[Domain, ...]
    examples: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words, and a way out."""

    title: str
    detail: str
    way_out: Link


def about_page() -> AboutPage:
    """What Entente is, and how to search it."""
    examples = (
        ("space dialogue", "both words, in any place; one typo is forgiven from five letters on"),
        ('"joint statement"', "the words side by side"),
        ("missile -satellite", "one word and not the other"),
        ("domain:space,energy", "either domain"),
        ("country:Japan country:Philippines", "both countries"),
        ("-country:China semiconductor", "without a country"),
        ("group:quad after:2022-05", "a group, from a month on"),
        ("digest:2.7", "one issue"),
    )
    return AboutPage(
        title="About – Entente",
        domains=tuple(domains().values()),
        examples=tuple(
            (Link(text, EventParams(q=text).to_url(HOME)), words) for text, words in examples
        ),
    )
