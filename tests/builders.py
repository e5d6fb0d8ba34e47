"""Builders with a default for everything, so that a test states only what matters to it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from indexer.models import Digest, Event, Occurrence, Precision, Status, Tag, TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.search.document import EventDocument
from indexer.search.query import Term

DAY = date(2023, 4, 6)
MOMENT = datetime(2023, 4, 16, 12, 30, tzinfo=UTC)


def make_document(event_id: str = "e1", **changes: object) -> EventDocument:
    """An event document; ``on`` dates it to one day, ``occurrences`` to several intervals."""
    day = changes.pop("on", DAY)
    assert isinstance(day, date)
    kinds = KINDS.values()
    fields: dict[str, object] = {
        "id": event_id,
        "digest": "usjad-2-7",
        "series": "us-japan-alliance-digest",
        "headline": "A headline",
        "text": "A text.",
        "names": (),
        "tags": {str(kind.id): changes.pop(kind.plural, ()) for kind in kinds},
        "member_of": (),
        "precisions": ("day",),
        "statuses": ("reported",),
        "occurrences": ((day, day),),
        "day": day,
    }
    fields |= changes
    fields.setdefault("certain", fields["occurrences"])
    return EventDocument(**fields)  # type: ignore[arg-type]


def words(text: str, *, unfinished: bool = False) -> tuple[Term, ...]:
    """Search terms for plain words; the last one may be unfinished."""
    parts = text.split()
    return tuple(
        Term(part, prefix=unfinished and index == len(parts) - 1)
        for index, part in enumerate(parts)
    )


def phrase(text: str) -> tuple[Term, ...]:
    """The search term for an exact phrase."""
    return (Term(text, phrase=True),)


def make_digest_text(
    *items: tuple[str, str], title: str = "US-Japan Alliance Digest Vol 2.7"
) -> bytes:
    """A digest as its publication page shows it."""
    headlines = "\n".join(f"  • {headline}" for headline, _ in items)
    paragraphs = "\n".join(f"  • {text}" for _, text in items)
    page = f"{title}\n\nDownload this publication (PDF)\n\n\n{headlines}\n\n\n{paragraphs}\n"
    return page.encode()


def make_digest(digest_id: str = "usjad-2-7", **changes: object) -> Digest:
    """An issue of the known series, not stored."""
    fields: dict[str, object] = {
        "id": digest_id,
        "series": "us-japan-alliance-digest",
        "title": "US-Japan Alliance Digest Vol 2.7",
        "volume": 2,
        "number": 7,
        "issue_date": date(2023, 4, 15),
        "issue_date_basis": "inferred",
        "period_start": date(2023, 4, 1),
        "period_end": date(2023, 4, 15),
    }
    return Digest(**(fields | changes))


def make_occurrence(
    start: date = DAY,
    end: date | None = None,
    precision: Precision = Precision.DAY,
    status: Status = Status.REPORTED,
    *,
    rank: int = 0,
) -> Occurrence:
    """A dated development of one day, or up to ``end``; the first of an event is primary."""
    return Occurrence(
        rank=rank,
        start=start,
        end=end or start,
        precision=precision,
        status=status,
        basis="stated",
        is_primary=rank == 0,
    )


def make_event(
    event_id: str = "usjad-2-7-0a1b2c3d",
    *,
    headline: str = "A headline",
    text: str = "A text.",
    occurrences: Sequence[Occurrence] = (),
    countries: Iterable[str] = (),
    domains: Iterable[str] = (),
    groups: Iterable[str] = (),
    digest: Digest | None = None,
) -> Event:
    """An event with all its parts, not stored; without occurrences it is of one day."""
    digest = digest or make_digest()
    values = {TagKind.COUNTRY: countries, TagKind.DOMAIN: domains, TagKind.GROUP: groups}
    return Event(
        id=event_id,
        digest_id=digest.id,
        digest=digest,
        position=3,
        headline=headline,
        text=text,
        occurrences=list(occurrences) or [make_occurrence()],
        tags=[
            Tag(kind=kind, value=value, rank=rank, evidence=[])
            for kind, found in values.items()
            for rank, value in enumerate(found)
        ],
        created_at=MOMENT,
        updated_at=MOMENT,
    )
