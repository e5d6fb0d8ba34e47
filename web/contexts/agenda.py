"""Upcoming and due: what events say will happen, and what was to have happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.knowledge.params import EventParams
from indexer.related.agenda import Scheduled
from web.contexts.cards import Line, Link, event_url
from web.contexts.subjects import SUBJECTS, scheduled_line

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
    kept: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class DuePage:
    """Scheduled days that have passed."""

    title: str
    description: str
    as_of: date | None
    lines: tuple[DueLine, ...]
    only: Link | None


def upcoming_page(
    found: Sequence[Scheduled],
    as_of: date | None,
    *,
    ends_there: bool,
    tag: tuple[str, str] | None = None,
) -> UpcomingPage:
    """What is scheduled after a day.

    Args:
        found: the developments, the nearest first.
        as_of: the day; None where nothing is held.
        ends_there: the last issue held ends on it.
        tag: kind and value that it is narrowed to.
    """
    query: dict[str, object] = {"status": ("scheduled",)}
    if as_of is not None:
        query["event_from"] = as_of.isoformat()
    if tag is not None:
        query[tag[0]] = (tag[1],)
    return UpcomingPage(
        title="Upcoming – Entente",
        description="What events say will happen, by day.",
        as_of=as_of,
        ends_there=ends_there,
        lines=tuple(map(scheduled_line, found)),
        calendar_url=EventParams.model_validate(query).to_url("/api/v1/events.ics"),
        due_url=_due_url(as_of, tag, ends_there=ends_there),
        only=_only(tag),
        kept=tag,
    )


def due_page(
    found: Sequence[Scheduled], as_of: date | None, *, tag: tuple[str, str] | None = None
) -> DuePage:
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
        only=_only(tag),
    )


def _due_url(as_of: date | None, tag: tuple[str, str] | None, *, ends_there: bool) -> str:
    """The same question about the days that have passed."""
    pairs = [tag] if tag else []
    if as_of is not None and not ends_there:
        pairs.append(("as_of", as_of.isoformat()))
    return f"/due?{urlencode(pairs)}" if pairs else "/due"


def _only(tag: tuple[str, str] | None) -> Link | None:
    if tag is None:
        return None
    subject = SUBJECTS[tag[0]]
    return Link(subject.label(tag[1]), subject.url(tag[1]))
