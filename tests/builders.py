"""Builders with a default for everything, so that a test states only what matters to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from indexer.models import Precision, Status
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import DigestRef, EventOut, FullEventOut, OccurrenceOut, Projected
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


def make_digest(digest_id: str = "usjad-2-7", **changes: object) -> DigestRef:
    """An issue of the known series, as its events tell of it."""
    fields: dict[str, object] = {
        "id": digest_id,
        "series": "us-japan-alliance-digest",
        "title": "US-Japan Alliance Digest Vol 2.7",
        "volume": 2,
        "number": 7,
        "issue_date": date(2023, 4, 15),
        "issue_date_basis": "inferred",
        "retold": False,
    }
    return DigestRef.model_validate(fields | changes)


def make_occurrence(
    start: date = DAY,
    end: date | None = None,
    precision: Precision = Precision.DAY,
    status: Status = Status.REPORTED,
    *,
    primary: bool = True,
) -> OccurrenceOut:
    """A dated development of one day, or up to ``end``."""
    return OccurrenceOut(
        start=start,
        end=end or start,
        precision=precision,
        status=status,
        basis="stated",
        primary=primary,
        quote=None,
        field=None,
        span_start=None,
        span_end=None,
    )


def make_event(
    event_id: str = "usjad-2-7-0a1b2c3d",
    *,
    headline: str = "A headline",
    text: str = "A text.",
    occurrences: Sequence[OccurrenceOut] = (),
    digest: DigestRef | None = None,
    **tags: Sequence[str],
) -> FullEventOut:
    """An event, not stored; ``countries=["JP"]`` and the like give it tags without evidence.

    Without occurrences it is of one day.
    """
    values = {kind.plural: list(tags.get(kind.plural, ())) for kind in KINDS.values()}
    return FullEventOut.model_validate(
        values
        | {
            "id": event_id,
            "position": 3,
            "headline": headline,
            "text": text,
            "truncated": False,
            "occurrences": list(occurrences) or [make_occurrence()],
            "digest": digest or make_digest(),
            "created_at": MOMENT,
            "updated_at": MOMENT,
            "changed": 1,
            "tags": {
                kind.plural: [
                    {"value": value, "label": kind.label(value), "evidence": []}
                    for value in values[kind.plural]
                ]
                for kind in KINDS.values()
            },
        }
    )


def told(event: FullEventOut) -> Projected:
    """What the store keeps of an event, as text."""
    lean = EventOut.model_validate(event.model_dump(exclude={"tags"}))
    return Projected(event.id, lean.model_dump_json(), event.tags.model_dump_json())
