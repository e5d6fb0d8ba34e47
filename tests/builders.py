"""Builders with a default for everything, so that a test states only what matters to it."""

from datetime import date

from indexer.search.document import EventDocument
from indexer.search.query import Term

DAY = date(2023, 4, 6)


def make_document(event_id: str = "e1", **changes: object) -> EventDocument:
    """An event document; ``on`` dates it to one day, ``occurrences`` to several intervals."""
    day = changes.pop("on", DAY)
    assert isinstance(day, date)
    fields: dict[str, object] = {
        "id": event_id,
        "digest": "usjad-2-7",
        "headline": "A headline",
        "text": "A text.",
        "names": (),
        "countries": (),
        "domains": (),
        "groups": (),
        "member_of": (),
        "precisions": ("day",),
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
