"""What Entente is: what is held, how tags are made, how sure they are, how to cite and use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.answers.formats import FORMATS
from api.knowledge.params import EventParams
from indexer.normalise.series_known import known
from indexer.normalise.tags.domains import Domain, domains
from web.contexts.cards import HOME, Link
from web.contexts.holdings import HeldIssue, Holdings
from web.contexts.metadata import catalogue_ld
from web.contexts.quality import Measure, headline_figures

_EXAMPLES = (
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


@dataclass(frozen=True, slots=True)
class SeriesHeld:
    """How much is held of a series."""

    link: Link
    words: str


@dataclass(frozen=True, slots=True)
class DomainShown:
    """A domain, what it covers, and how many events have it."""

    domain: Domain
    count: int


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What Entente is.

    Attributes:
        retold: all, some or none of the issues are retold in our own words.
        figures: accuracy on unseen text.
    """

    title: str
    description: str
    held: str
    gaps: str
    series: tuple[SeriesHeld, ...]
    retold: str
    domains: tuple[DomainShown, ...]
    examples: tuple[tuple[Link, str], ...]
    figures: tuple[Measure, ...]
    citation: str
    formats: tuple[Link, ...]
    contact: str | None
    json_ld: str


def about_page(
    issues: Sequence[HeldIssue],
    holdings: Holdings,
    counts: Mapping[str, int],
    *,
    base_url: str,
    contact: str | None,
) -> AboutPage:
    """What Entente is.

    Args:
        issues: every issue held.
        holdings: what is held.
        counts: events by domain.
        base_url: how readers know the site.
        contact: where mistakes are reported.
    """
    retold = sum(issue.retold for issue in issues)
    return AboutPage(
        title="About – Entente",
        description="What Entente holds and what it lacks, how dates and tags are made and how "
        "far to trust them, how to search, cite and use it in programs.",
        held=holdings.in_words,
        gaps=holdings.gaps_in_words,
        series=tuple(_series(issues)),
        retold="all" if retold == len(issues) else "some" if retold else "none",
        domains=tuple(
            DomainShown(one, counts.get(one.id, 0))
            for one in sorted(
                domains().values(), key=lambda one: (-counts.get(one.id, 0), one.name)
            )
        ),
        examples=tuple(
            (Link(text, EventParams(q=text).to_url(HOME)), words) for text, words in _EXAMPLES
        ),
        figures=headline_figures(),
        citation=_citation(holdings, base_url),
        formats=tuple(
            Link(one.label, f"/api/v1/events.{suffix}") for suffix, one in FORMATS.items()
        ),
        contact=contact,
        json_ld=catalogue_ld(base_url, holdings.events, _period(holdings)),
    )


def _series(issues: Sequence[HeldIssue]) -> list[SeriesHeld]:
    by_series: dict[str, list[HeldIssue]] = {}
    for issue in issues:
        by_series.setdefault(issue.series, []).append(issue)
    found = []
    for series, held in sorted(by_series.items(), key=lambda one: (-len(one[1]), one[0])):
        profile = known().get(series)
        events = sum(issue.events for issue in held)
        first, last = min(one.start for one in held), max(one.end for one in held)
        noun = "issue" if len(held) == 1 else "issues"
        words = (
            f"{len(held):,} {noun}, {events:,} events, {first:%B} {first.year} to "
            f"{last:%B} {last.year}"
        )
        name = profile.title if profile else series
        found.append(SeriesHeld(Link(name, f"/series/{series}"), words))
    return found


def _period(holdings: Holdings) -> tuple[date, date] | None:
    if holdings.first is None or holdings.last is None:
        return None
    return holdings.first, holdings.last


def _citation(holdings: Holdings, base_url: str) -> str:
    period = _period(holdings)
    years = "" if period is None else f", {period[0].year}–{period[1].year}"
    return (
        "Entente: a searchable record of alliance developments. "
        f"{holdings.digests:,} issues, {holdings.events:,} events{years}. {base_url}/"
    )
