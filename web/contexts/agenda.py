"""Upcoming and due: what events say will happen, and what was to have happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.knowledge.params import EventParams
from indexer.related.agenda import Scheduled
from web.contexts.cards import Line, Link, event_url
from web.contexts.subjects import scheduled_line

MOST = 100


@dataclass(frozen=True, slots=True)
class DueLine:
    """A scheduled development whose days have passed, with later events of the same story."""

    line: Line
    later: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class UpcomingPage:
    """What is scheduled after a day."""

    title: str
    description: str
    as_of: date | None
    ends_there: bool
    lines: tuple[Line, ...]
    calendar_url: str
    due_url: str
    only: Link | None


@dataclass(frozen=True, slots=True)
class DuePage:
    """Scheduled days that have passed."""

    title: str
    description: str
    as_of: date | None
    lines: tuple[DueLine, ...]
    only: Link | None


def upcoming_page(
    found: Sequence[Scheduled], as_of: date | None, *, ends_there: bool, only: Link | None
) -> UpcomingPage:
    """What is scheduled after a day.

    Args:
        found: the developments, the nearest first.
        as_of: the day; None where nothing is held.
        ends_there: the last issue held ends on it.
        only: the tag that it is narrowed to; its address is the filter.
    """
    query = {"status": ("scheduled",)}
    if as_of is not None:
        query["event_from"] = as_of.isoformat()  # type: ignore[assignment]
    return UpcomingPage(
        title="Upcoming – Entente",
        description="What events say will happen, by day.",
        as_of=as_of,
        ends_there=ends_there,
        lines=tuple(map(scheduled_line, found)),
        calendar_url=EventParams.model_validate(query).to_url("/api/v1/events.ics"),
        due_url="/due",
        only=only,
    )


def due_page(found: Sequence[Scheduled], as_of: date | None, *, only: Link | None) -> DuePage:
    """Scheduled days that have passed; arguments as above."""
    return DuePage(
        title="Due – Entente",
        description="Scheduled days that have passed, with later events of the same story.",
        as_of=as_of,
        lines=tuple(
            DueLine(
                scheduled_line(one),
                tuple(Link(later.headline, event_url(later.id)) for later in one.later),
            )
            for one in found
        ),
        only=only,
    )
