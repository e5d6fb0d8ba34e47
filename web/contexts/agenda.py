"""Upcoming and due: what events say will happen, and what was to have happened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.knowledge.params import EventParams
from indexer.projection import EventOut
from indexer.related.agenda import Scheduled
from web.contexts.cards import Card, Link, usual_countries
from web.contexts.matrix import Choice
from web.contexts.saying import Due, ahead_card, due
from web.contexts.subjects import SUBJECTS

MOST = 100
CHOSEN_BY = ("country", "domain")
"""The kinds that the form of these pages has a list for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        as_of: the day looked from; None where nothing is held.
        ends_there: the last issue held ends on it.
        tags: kinds and values that events must have.
        values: of each kind in `CHOSEN_BY`, those to choose from.
    """

    as_of: date | None
    ends_there: bool
    tags: Sequence[tuple[str, str]]
    values: Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """What narrows the page.

    Attributes:
        lists: name, label and options of each list.
        kept: parameters that the form has no field for.
        only: what it is narrowed to.
    """

    as_of: date | None
    ends_there: bool
    lists: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    kept: tuple[tuple[str, str], ...]
    only: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class UpcomingPage:
    """What is scheduled after a day, and the latest of what was due until then."""

    title: str
    description: str
    form: Form
    cards: tuple[Card, ...]
    due: tuple[Due, ...]
    calendar_url: str
    due_url: str


@dataclass(frozen=True, slots=True)
class DuePage:
    """Scheduled days that have passed."""

    title: str
    description: str
    form: Form
    due: tuple[Due, ...]
    upcoming_url: str


def upcoming_page(
    asked: Asked,
    ahead: Sequence[Scheduled],
    passed: Sequence[Scheduled],
    events: Mapping[str, EventOut],
) -> UpcomingPage:
    """What is scheduled after a day.

    Args:
        asked: what is asked for.
        ahead: the developments, the nearest first.
        passed: the latest of those whose days have passed.
        events: the events that say so, by id.
    """
    query: dict[str, object] = {"status": ("scheduled",)}
    if asked.as_of is not None:
        query["event_from"] = asked.as_of.isoformat()
    query |= {kind: (value,) for kind, value in asked.tags}
    usual = usual_countries([events[one.entry.id] for one in ahead if one.entry.id in events])
    return UpcomingPage(
        title="Upcoming – Entente",
        description="What events say will happen, by day.",
        form=_form(asked),
        cards=tuple(
            ahead_card(one, events[one.entry.id], asked.as_of, usual)
            for one in ahead
            if asked.as_of and one.entry.id in events
        ),
        due=tuple(due(one, events.get(one.entry.id)) for one in passed),
        calendar_url=EventParams.model_validate(query).to_url("/api/v1/events.ics"),
        due_url=_url("/due", asked),
    )


def due_page(asked: Asked, passed: Sequence[Scheduled], events: Mapping[str, EventOut]) -> DuePage:
    """Scheduled days that have passed; arguments as above."""
    return DuePage(
        title="Due – Entente",
        description="Scheduled days that have passed, with later events of the same story.",
        form=_form(asked),
        due=tuple(due(one, events.get(one.entry.id)) for one in passed),
        upcoming_url=_url("/upcoming", asked),
    )


def _url(path: str, asked: Asked) -> str:
    """The same question to the other page."""
    pairs = [*asked.tags]
    if asked.as_of is not None and not asked.ends_there:
        pairs.append(("as_of", asked.as_of.isoformat()))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _form(asked: Asked) -> Form:
    return Form(
        as_of=asked.as_of,
        ends_there=asked.ends_there,
        lists=tuple((kind, kind.capitalize(), tuple(_choices(kind, asked))) for kind in CHOSEN_BY),
        kept=tuple(tag for tag in asked.tags if tag[0] not in CHOSEN_BY),
        only=tuple(
            Link(SUBJECTS[kind].label(value), SUBJECTS[kind].url(value))
            for kind, value in asked.tags
            if kind in SUBJECTS
        ),
    )


def _choices(kind: str, asked: Asked) -> Iterator[Choice]:
    """All, then every value by its name; the one asked for is among them."""
    chosen = dict(asked.tags).get(kind, "")
    label = SUBJECTS[kind].label
    yield Choice("", "All", not chosen)
    for value in sorted({*asked.values.get(kind, ()), *filter(None, [chosen])}, key=label):
        yield Choice(value, label(value), value == chosen)
