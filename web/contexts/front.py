"""The front page: what this is, what is held, and where to begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.answers.formats.citation import period_in_words
from api.knowledge.params import EventParams
from indexer.models import Digest
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import Projected
from indexer.search.query import FacetCount
from web.contexts.cards import HOME, Line, Link, event_line, tag_url
from web.contexts.charts import Bar, Histogram, bars, histogram, month_urls
from web.contexts.holdings import Holdings
from web.contexts.subjects import SUBJECTS, nearly_always, usual_in_words

_LATEST = 5
_COUNTRIES = 10
_TRY = ("lunar rover", 'country:"South Korea" domain:defense', "missile -satellite")


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest issue, and its first events."""

    issue: Link
    covers: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What this is, what is held, and where to begin.

    Attributes:
        held, gaps: what is held and what is not, in words.
        chart: all events by month; None while the search engine does not answer.
        latest: the newest issue; None in an empty store.
        all_countries: how many there are.
        usual: the countries that nearly every event has, in a sentence; they have no bars.
    """

    title: str
    description: str
    placeholder: str
    held: str
    gaps: str
    tries: tuple[Link, ...]
    chart: Histogram | None
    latest: Latest | None
    issues: int
    domains: tuple[Bar, ...]
    countries: tuple[Bar, ...]
    all_countries: int
    usual: str
    json_ld: str


def front_page(
    held: Holdings,
    months: Mapping[str, int] | None,
    counts: Mapping[str, Sequence[FacetCount]],
    latest: tuple[Digest, Sequence[Projected]] | None,
    json_ld: str,
) -> FrontPage:
    """The front page.

    Args:
        held: what is held.
        months: all events by month; None while the search engine does not answer.
        counts: events by domain and by country; empty while it does not.
        latest: the newest issue with its events.
        json_ld: what the page tells machines.
    """
    countries = counts.get(TagKind.COUNTRY, ())
    numbers = {one.value: one.count for one in countries}
    usual = nearly_always(numbers, held.events)
    others = [one for one in countries if one.value not in usual]
    return FrontPage(
        title="Entente: a searchable record of alliance developments",
        description=(
            f"Search {held.events:,} dated alliance developments by word, country, domain and "
            "date; cite them, count them, use them over an API."
        ),
        placeholder=f"Search {held.events:,} events",
        held=f"{held.in_words}.",
        gaps=held.gaps_in_words,
        tries=tuple(Link(words, EventParams(q=words).to_url(HOME)) for words in _TRY),
        chart=None if months is None else _chart(held, months),
        latest=_latest(latest),
        issues=held.digests,
        domains=bars(_rows(TagKind.DOMAIN, counts.get(TagKind.DOMAIN, ()))),
        countries=bars(_rows(TagKind.COUNTRY, others[:_COUNTRIES])),
        all_countries=len(countries),
        usual=usual_in_words(SUBJECTS[TagKind.COUNTRY], usual, numbers, held.events),
        json_ld=json_ld,
    )


def _chart(held: Holdings, months: Mapping[str, int]) -> Histogram | None:
    urls = month_urls(EventParams(), months)
    label = f"{held.events:,} events by month"
    return histogram("months", label, months, holdings=held, urls=urls)


def _latest(found: tuple[Digest, Sequence[Projected]] | None) -> Latest | None:
    if found is None:
        return None
    digest, events = found
    return Latest(
        issue=Link(digest.title, f"/digests/{digest.id}"),
        covers=period_in_words(digest.period_start, digest.period_end),
        lines=tuple(event_line(told.event()) for told in events[:_LATEST]),
    )


def _rows(kind: TagKind, counts: Sequence[FacetCount]) -> list[tuple[str, str, int]]:
    label = KINDS[kind].label
    return [(label(one.value), tag_url(kind, one.value), one.count) for one in counts]
