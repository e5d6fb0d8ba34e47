"""The pages of issues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.answers.formats.citation import period_in_words
from indexer.models import Digest
from indexer.normalise.series_known import known
from indexer.projection import Projected
from web.contexts.cards import Card, Link, event_card


@dataclass(frozen=True, slots=True)
class DigestPage:
    """One issue with its events."""

    title: str
    issue_date: date
    inferred: bool
    retold: bool
    covers: str
    image_credit: str | None
    publisher: Link
    cards: tuple[Card, ...]
    doubts: tuple[tuple[str, str], ...]
    origin: str
    sha256: str
    received: date
    json_url: str
    source_url: str


@dataclass(frozen=True, slots=True)
class DigestsPage:
    """The list of issues, by year."""

    title: str
    total: int
    years: tuple[tuple[int, tuple[tuple[Link, str, int], ...]], ...]


def digest_page(digest: Digest, events: Sequence[Projected]) -> DigestPage:
    """The page of one issue."""
    profile = known().get(digest.series)
    return DigestPage(
        title=f"{digest.title} – Entente",
        issue_date=digest.issue_date,
        inferred=digest.issue_date_basis == "inferred",
        retold=digest.retold,
        covers=period_in_words(digest.period_start, digest.period_end),
        image_credit=digest.image_credit,
        publisher=Link(profile.publisher, profile.url) if profile else Link(digest.series, ""),
        cards=tuple(event_card(told.event()) for told in events),
        doubts=tuple((remark["message"], remark["words"] or "") for remark in digest.remarks),
        origin=digest.source.origin,
        sha256=digest.source.sha256,
        received=digest.source.received_at.date(),
        json_url=f"/api/v1/digests/{digest.id}",
        source_url=f"/api/v1/digests/{digest.id}/source",
    )


def digests_page(rows: Sequence[tuple[Digest, int]], total: int) -> DigestsPage:
    """The page that lists the issues."""
    years: dict[int, list[tuple[Link, str, int]]] = {}
    for digest, count in rows:
        link = Link(digest.title, f"/digests/{digest.id}")
        covers = period_in_words(digest.period_start, digest.period_end)
        years.setdefault(digest.issue_date.year, []).append((link, covers, count))
    return DigestsPage(
        title="Issues – Entente",
        total=total,
        years=tuple((year, tuple(entries)) for year, entries in years.items()),
    )
