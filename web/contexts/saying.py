"""Scheduled developments as events tell of them: the sentence with the words that say when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from api.answers.formats.citation import day_in_words
from indexer.models import Status
from indexer.normalise.sentences import sentence_around
from indexer.projection import EventOut, OccurrenceOut
from indexer.related.agenda import Scheduled
from indexer.search.query import Span
from web.contexts.cards import Card, Link, event_card, event_url, issue_link
from web.contexts.times import Time, shortened, time, time_of
from web.marking import Piece, pieces

_EXACTNESS = {"month": "month only", "approximate": "approximate", "issue": "undated"}


@dataclass(frozen=True, slots=True)
class Announced:
    """A development that an event says will happen, the first day of it, and the words."""

    day: date
    time: Time
    said: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A scheduled development whose days have passed.

    Attributes:
        said: the sentence that says so.
        event, issue: where it is said.
        later: later events of the same story.
    """

    time: Time
    said: tuple[Piece, ...]
    event: Link
    issue: Link | None
    later: tuple[Link, ...]


def announced(event: EventOut) -> Iterator[Announced]:
    """What an event says will happen, beside what it is about."""
    for one in event.occurrences:
        if one.status == Status.SCHEDULED and not one.primary:
            yield Announced(one.start, time_of(one), _said(event, one))


def ahead_card(one: Scheduled, event: EventOut, as_of: date, usual: Collection[str]) -> Card:
    """A card of the event that says so, dated by what is still ahead.

    Args:
        one: the development.
        event: the event that says so.
        as_of: the day looked from.
        usual: countries that nearly every event of the list has.
    """
    said = _said(event, _occurrence(one, event))
    card = event_card(event, text=said or None, everywhere=usual)
    return replace(card, time=_ahead(one, as_of))


def due(one: Scheduled, event: EventOut | None) -> Due:
    """A scheduled development whose days have passed; ``event`` is the one that says so."""
    return Due(
        time=time(one.start, one.end, one.precision),
        said=_said(event, _occurrence(one, event)) if event else (),
        event=Link(one.entry.headline, event_url(one.entry.id)),
        issue=issue_link(event.digest) if event else None,
        later=tuple(Link(later.headline, event_url(later.id)) for later in one.later),
    )


def _ahead(one: Scheduled, as_of: date) -> Time:
    """The days, or the last of them where the first have passed."""
    whole = time(one.start, one.end, one.precision, note=_EXACTNESS.get(one.precision, ""))
    if one.start > as_of or whole.note:
        return whole
    began, last = (shortened(day_in_words(day)) for day in (one.start, one.end))
    return Time(one.end.isoformat(), f"to {last}", f"began {began}")


def _occurrence(one: Scheduled, event: EventOut) -> OccurrenceOut | None:
    same = (
        told
        for told in event.occurrences
        if (told.start, told.end, told.status) == (one.start, one.end, Status.SCHEDULED)
    )
    return next(same, None)


def _said(event: EventOut, told: OccurrenceOut | None) -> tuple[Piece, ...]:
    """The sentence with the words that say when marked; nothing where it is not shown."""
    if told is None or not told.quote or told.span_start is None or told.span_end is None:
        return ()
    text = event.headline if told.field == "headline" else event.text
    if told.span_end > len(text):
        return ()
    first, last = sentence_around(text, told.span_start, told.span_end)
    mark = Span(told.span_start - first, told.span_end - first)
    return pieces(text[first:last], (mark,))
