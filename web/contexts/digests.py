"""The pages of issues: the list with its grid, and one issue with what is new in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.answers.formats.citation import period_in_words
from api.knowledge.params import EventParams
from indexer.models import Digest
from indexer.normalise.series_known import known
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut
from indexer.related.news import IssueNews
from web.contexts.cards import Card, Link, event_card, usual_countries
from web.contexts.holdings import HeldIssue, Holdings
from web.contexts.metadata import issue_ld
from web.contexts.slots import SeriesGrid, between, issue_link

PAGE = 40
_MOSTLY = 3


@dataclass(frozen=True, slots=True)
class Noted:
    """A link with a word on it."""

    link: Link
    note: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new against the issue before, and its name."""

    heading: str
    before: str
    carried: tuple[Noted, ...]
    begun: tuple[Link, ...]
    back: tuple[Link, ...]
    absent: tuple[Link, ...]
    quiet: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An event of an issue, and its number in it."""

    card: Card
    position: int


@dataclass(frozen=True, slots=True)
class DigestPage:
    """One issue with its events."""

    title: str
    description: str
    heading: str
    digest_title: str
    series: Link
    previous: Noted | None
    following: Noted | None
    issue_date: date
    inferred: bool
    retold: bool
    covers: str
    image_credit: str | None
    publisher: Link
    items: tuple[Item, ...]
    news: News | None
    citation: str
    formats: tuple[Link, ...]
    feed_url: str
    data: tuple[Link, ...]
    doubts: tuple[tuple[str, str], ...]
    origin: str
    sha256: str
    received: date
    meta: tuple[tuple[str, str], ...]
    json_ld: str


@dataclass(frozen=True, slots=True)
class DigestRow:
    """An issue in the table."""

    link: Link
    covers: str
    events: int
    leads: str
    more: int
    mostly: str


@dataclass(frozen=True, slots=True)
class DigestsPage:
    """The grid of every series, and the issues as a table, the newest first."""

    title: str
    description: str
    address: str
    lede: str
    gaps: str
    legend: frozenset[str]
    grids: tuple[SeriesGrid, ...]
    total: int
    rows: tuple[DigestRow, ...]
    previous: Link | None
    following: Link | None
    feed_url: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, what stands around it, and what is new in it.

    Attributes:
        digest: the issue.
        events: its events.
        former: the events of the issue before it; empty where none is held.
        before, after: the issues of its series next to it that are held.
        own: the issue as held.
        news: what is new in it.
        names: short names of issues by id.
    """

    digest: Digest
    events: Sequence[EventOut]
    former: Sequence[EventOut]
    own: HeldIssue
    before: HeldIssue | None
    after: HeldIssue | None
    news: IssueNews
    names: Mapping[str, str]


def digest_page(issue: Issue, base_url: str) -> DigestPage:
    """The page of one issue."""
    digest, own = issue.digest, issue.own
    profile = known().get(digest.series)
    series = Link(profile.title if profile else digest.series, f"/series/{digest.series}")
    covers = period_in_words(digest.period_start, digest.period_end)
    url = f"{base_url}/digests/{digest.id}"
    search = EventParams.model_validate({"digest": (digest.id,)})
    usual = usual_countries(issue.events)
    publisher = Link(profile.publisher, profile.url) if profile else Link(digest.series, "")
    return DigestPage(
        title=f"{digest.title} – Entente",
        description=f"{own.name} of the {series.label}, {covers}: "
        + "; ".join(event.headline for event in issue.events[:3])
        + ".",
        heading=own.name if own.number is not None else digest.title,
        digest_title=digest.title,
        series=series,
        previous=_beside(issue.before, own, reverse=True),
        following=_beside(issue.after, own, reverse=False),
        issue_date=digest.issue_date,
        inferred=digest.issue_date_basis == "inferred",
        retold=digest.retold,
        covers=covers,
        image_credit=digest.image_credit,
        publisher=publisher,
        items=tuple(
            Item(event_card(event, everywhere=usual), event.position) for event in issue.events
        ),
        news=_news(issue),
        citation=_citation(issue, series.label, publisher.label, covers, url),
        formats=tuple(
            Link(label, search.to_url(f"/api/v1/events.{suffix}"))
            for label, suffix in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL", "csl.json"))
        ),
        feed_url=EventParams.model_validate({"series": (digest.series,)}).to_url(
            "/api/v1/events.atom"
        ),
        data=(
            Link("JSON", f"/api/v1/digests/{digest.id}"),
            Link("CSV", search.to_url("/api/v1/events.csv")),
            Link("Calendar", search.to_url("/api/v1/events.ics")),
            *(
                ()
                if any(event.shown for event in issue.events)
                else (Link("Source as received", f"/api/v1/digests/{digest.id}/source"),)
            ),
        ),
        doubts=tuple((remark["message"], remark["words"] or "") for remark in digest.remarks),
        origin=digest.source.origin,
        sha256=digest.source.sha256,
        received=digest.source.received_at.date(),
        meta=tuple(_meta(digest, series.label, publisher.label, url)),
        json_ld=issue_ld(
            digest, series.label, publisher.label, url, [one.headline for one in issue.events]
        ),
    )


def digests_page(
    issues: int,
    grids: tuple[SeriesGrid, ...],
    holdings: Holdings,
    rows: Iterable[tuple[HeldIssue, Sequence[EventOut]]],
    page: int,
) -> DigestsPage:
    """The page that lists the issues.

    Args:
        issues: how many are held.
        grids: where they stand in time.
        holdings: what is held.
        rows: the issues of this page of the table, with their events.
        page: its number, from 1.
    """
    count = f"{issues:,} issue" + ("" if issues == 1 else "s")
    series = f"{len(grids):,} series" if len(grids) != 1 else "one series"
    gaps = holdings.gaps_in_words
    return DigestsPage(
        title="Issues – Entente" if page == 1 else f"Issues, page {page} – Entente",
        description=f"{count} of {series}: which are held and which are not, half-month by "
        "half-month, with what each leads with.",
        address=_page_link(page, "").url,
        lede=f"{count} of {series}." if issues else "",
        gaps=f"{gaps}: an empty month in a chart may be one of these." if gaps else "",
        legend=frozenset(cell.kind for grid in grids for _, cells in grid.years for cell in cells),
        grids=grids,
        total=issues,
        rows=tuple(_row(issue, events) for issue, events in rows),
        previous=_page_link(page - 1, "Newer") if page > 1 else None,
        following=_page_link(page + 1, "Older") if page * PAGE < issues else None,
        feed_url="/api/v1/events.atom",
    )


def _page_link(page: int, label: str) -> Link:
    return Link(label, "/digests" if page == 1 else f"/digests?page={page}")


def _row(issue: HeldIssue, events: Sequence[EventOut]) -> DigestRow:
    first = Counter(value for event in events for value in event.tags_of(TagKind.DOMAIN))
    label = KINDS[TagKind.DOMAIN].label
    return DigestRow(
        link=issue_link(issue),
        covers=period_in_words(issue.start, issue.end),
        events=issue.events,
        leads=events[0].headline if events else "",
        more=max(0, len(events) - 1),
        mostly=", ".join(label(value) for value, _ in first.most_common(_MOSTLY)),
    )


def _beside(other: HeldIssue | None, own: HeldIssue, *, reverse: bool) -> Noted | None:
    if other is None:
        return None
    gap = between(other, own) if reverse else between(own, other)
    days = period_in_words(other.start, other.end)
    return Noted(Link(other.name, f"/digests/{other.id}", days), gap)


def _news(issue: Issue) -> News | None:
    """What is new against the issue before; None where none is held."""
    if issue.before is None:
        return None
    news, names = issue.news, issue.names
    begun = {one.id for one in news.begun}
    own, former = _tags(issue.events), _tags(issue.former)
    return News(
        heading=f"New against {issue.before.name}",
        before=issue.before.name,
        carried=tuple(
            Noted(
                Link(one.title, f"/stories/{one.story_id}"),
                f"{one.here.headline}; last in "
                f"{names.get(one.before.digest_id, one.before.digest_id)}",
            )
            for one in news.carried
        ),
        begun=tuple(
            Link(event.headline, f"#item-{event.position}")
            for event in issue.events
            if event.id in begun
        ),
        back=_difference(own, former),
        absent=_difference(former, own),
        quiet=tuple(
            Noted(
                Link(one.title, f"/stories/{one.story_id}"),
                f"again in {names.get(one.resumed.digest_id, one.resumed.digest_id)}"
                if one.resumed
                else "",
            )
            for one in news.quiet
        ),
    )


def _tags(events: Sequence[EventOut]) -> Counter[tuple[TagKind, str]]:
    kinds = (TagKind.COUNTRY, TagKind.DOMAIN)
    return Counter((kind, value) for one in events for kind in kinds for value in one.tags_of(kind))


def _difference(
    some: Counter[tuple[TagKind, str]], others: Counter[tuple[TagKind, str]]
) -> tuple[Link, ...]:
    """Tags of one issue that the other has not, the most frequent first."""
    return tuple(
        Link(KINDS[kind].label(value), f"/{KINDS[kind].plural}/{value}")
        for (kind, value), _ in some.most_common()
        if (kind, value) not in others
    )


def _citation(issue: Issue, series: str, publisher: str, covers: str, url: str) -> str:
    own = issue.own
    number = (
        ""
        if own.number is None
        else f" {own.volume}.{own.number}"
        if own.volume
        else f" {own.number}"
    )
    if issue.digest.retold:
        return f"Entente, retold from {series}{number}, {covers}. {url}"
    by = f"{publisher}. " if publisher else ""
    return f"{by}{series}{number}, {covers}. Entente. {url}"


def _meta(digest: Digest, series: str, publisher: str, url: str) -> Iterable[tuple[str, str]]:
    yield "citation_title", digest.title
    yield "citation_journal_title", "Entente" if digest.retold else series
    if not digest.retold:
        if publisher:
            yield "citation_publisher", publisher
        if digest.volume is not None:
            yield "citation_volume", str(digest.volume)
        if digest.number is not None:
            yield "citation_issue", str(digest.number)
    yield "citation_publication_date", f"{digest.issue_date:%Y/%m}"
    yield "citation_abstract_html_url", url
    yield "citation_language", "en"
