"""What several pages show of an event: its card, its dates, its tags as links."""

from dataclasses import dataclass
from datetime import date

from api.answers.formats.citation import period_in_words
from api.knowledge.found import FoundEvent
from api.knowledge.params import EventParams
from indexer.models import Precision, Status
from indexer.normalise.tags.kinds import shown
from indexer.projection import EventOut, OccurrenceOut
from web.marking import Piece, pieces, snippet

HOME = "/"


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its label."""

    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An event in a list."""

    url: str
    headline: tuple[Piece, ...]
    text: tuple[Piece, ...]
    when: str
    note: str
    digest: Link
    tags: tuple[Link, ...]


def found_card(found: FoundEvent) -> Card:
    """A card of a search result, what matched marked."""
    event = found.event
    return event_card(
        event,
        headline=pieces(event.headline, found.headline_marks),
        text=snippet(event.text, found.text_marks),
    )


def event_card(
    event: EventOut,
    headline: tuple[Piece, ...] | None = None,
    text: tuple[Piece, ...] | None = None,
) -> Card:
    """A card of an event; its whole text where no piece is given."""
    primary, digest = event.primary, event.digest
    return Card(
        url=f"/events/{event.id}",
        headline=headline or (Piece(event.headline),),
        text=text or (Piece(event.text),),
        when=when_said(primary),
        note=occurrence_note(primary),
        digest=Link(digest.title, f"/digests/{digest.id}"),
        tags=tuple(
            Link(kind.label(value), tag_url(kind.id, value), str(kind.id))
            for kind in shown()
            for value in event.tags_of(kind.id)
        ),
    )


def tag_url(kind: str, value: str) -> str:
    """The search for everything with this tag."""
    return EventParams.model_validate({str(kind): (value,)}).to_url(HOME)


def when_said(occurrence: OccurrenceOut) -> str:
    """The occurrence's days in words."""
    return days_in_words(occurrence.start, occurrence.end, Precision(occurrence.precision))


def days_in_words(start: date, end: date, precision: Precision) -> str:
    """A closed interval of days, as exact as it is known."""
    if precision is Precision.MONTH and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B} {start.year}"
    days = period_in_words(start, end)
    return f"about {days}" if precision is Precision.APPROXIMATE else days


def occurrence_note(occurrence: OccurrenceOut) -> str:
    """What to say beside the days where they are not plain fact; empty where they are."""
    if occurrence.precision == Precision.ISSUE:
        return "undated: the issue’s period"
    if occurrence.status == Status.SCHEDULED:
        return "scheduled"
    return ""
