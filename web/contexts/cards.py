"""What several pages show of an event: its card, its dates, its tags as links."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from api.knowledge.found import FoundEvent
from api.knowledge.params import EventParams
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS, shown
from indexer.projection import DigestRef, EventOut
from web.contexts.times import Time, time_of
from web.marking import Piece, pieces, snippet

HOME = "/"
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its label."""

    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An event in a list.

    Attributes:
        id: of the event.
        url: of its page.
        headline, text: what matched in them marked.
        time: of its primary occurrence.
        domains: their names, the most important first.
        countries: their names; those that nearly every event of the list has stand first, a plus
            before the others.
        others: the names of its other tags, kind by kind.
        digest: its issue.
        missing: words of the search that it lacks, where it is a near miss.
    """

    id: str
    url: str
    headline: tuple[Piece, ...]
    text: tuple[Piece, ...]
    time: Time
    domains: str
    countries: str
    others: str
    digest: Link
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An event in a dated list of one-liners: ``note`` beneath it, ``aside`` at its right."""

    time: Time
    url: str
    headline: str
    note: str = ""
    here: bool = False
    aside: str = ""


def found_card(
    found: FoundEvent, everywhere: Collection[str] = (), missing: tuple[str, ...] = ()
) -> Card:
    """A card of a search result, what matched marked."""
    event = found.event
    return event_card(
        event,
        headline=pieces(event.headline, found.headline_marks),
        text=snippet(event.text, found.text_marks),
        everywhere=everywhere,
        missing=missing,
    )


def event_card(
    event: EventOut,
    headline: tuple[Piece, ...] | None = None,
    text: tuple[Piece, ...] | None = None,
    everywhere: Collection[str] = (),
    missing: tuple[str, ...] = (),
) -> Card:
    """A card of an event; its whole text where no piece is given.

    Args:
        event: the event.
        headline: what to show of it, in marked pieces.
        text: what to show of it, in marked pieces.
        everywhere: countries that nearly every event of the list has.
        missing: words of the search that it lacks.
    """
    return Card(
        id=event.id,
        url=event_url(event.id),
        headline=headline or (Piece(event.headline),),
        text=text or (Piece(event.text),),
        time=time_of(event.primary),
        domains=" · ".join(labels(event, TagKind.DOMAIN)),
        countries=_countries(event, everywhere),
        others=", ".join(_others(event)),
        digest=issue_link(event.digest),
        missing=missing,
    )


def event_line(event: EventOut, *, note: str = "", here: bool = False, aside: str = "") -> Line:
    """A one-liner of an event."""
    when = time_of(event.primary)
    return Line(when, event_url(event.id), event.headline, note, here, aside)


def usual_countries(events: Sequence[EventOut]) -> frozenset[str]:
    """The countries that nearly every event of a list has; one event alone has none."""
    counts = Counter(value for event in events for value in event.tags_of(TagKind.COUNTRY))
    least = _NEARLY_ALL * len(events)
    return frozenset(value for value, count in counts.items() if len(events) > 1 and count > least)


def event_url(event_id: str) -> str:
    """The page of an event."""
    return f"/events/{event_id}"


def issue_link(digest: DigestRef) -> Link:
    """The page of an issue, under its short name."""
    return Link(issue_name(digest), f"/digests/{digest.id}")


def issue_name(digest: DigestRef) -> str:
    """``Vol 3.7`` or ``No. 12``, or the title where it has no number."""
    if digest.number is None:
        return digest.title
    if digest.volume is None:
        return f"No. {digest.number}"
    return f"Vol {digest.volume}.{digest.number}"


def labels(event: EventOut, kind: TagKind) -> list[str]:
    """The names of an event's tags of one kind."""
    return [KINDS[kind].label(value) for value in event.tags_of(kind)]


def tag_url(kind: str, value: str) -> str:
    """The search for everything with this tag."""
    return EventParams.model_validate({str(kind): (value,)}).to_url(HOME)


def _others(event: EventOut) -> Iterator[str]:
    for kind in shown():
        if kind.topical and kind.id not in (TagKind.DOMAIN, TagKind.COUNTRY):
            yield from labels(event, kind.id)


def _countries(event: EventOut, everywhere: Collection[str]) -> str:
    values = event.tags_of(TagKind.COUNTRY)
    label = KINDS[TagKind.COUNTRY].label
    usual = ", ".join(sorted(label(value) for value in values if value in everywhere))
    others = ", ".join(label(value) for value in values if value not in everywhere)
    return " + ".join(part for part in (usual, others) if part)


def events_in_words(count: int) -> str:
    """Such as: 1,204 events."""
    return f"{count:,} event{'' if count == 1 else 's'}"
