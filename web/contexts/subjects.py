"""Pages of what events are about: the list of a kind's values, and one value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.knowledge import vocabulary
from api.knowledge.found import SearchResult
from api.knowledge.params import EventParams
from indexer.normalise.tags.kinds import KINDS, shown
from indexer.projection import EventOut
from indexer.related.agenda import Scheduled
from indexer.search.document import SERIES
from web.contexts.cards import HOME, Card, Line, Link, event_line, event_url, found_card
from web.contexts.charts import Bar, Histogram, bars, histogram, month_urls
from web.contexts.holdings import Holdings
from web.contexts.times import time

_EVERYWHERE = 0.9


@dataclass(frozen=True, slots=True)
class Subject:
    """What pages are made of: a kind of tag, or series.

    Attributes:
        id: the filter's name.
        path: of the list; a value's page stands below it.
        heading: its values, for people.
        required: the parameter that asks for one value beside others.
    """

    id: str
    path: str
    heading: str
    required: str

    def label(self, value: str) -> str:
        """Display name of one value."""
        return vocabulary.label(self.id, value)

    def url(self, value: str) -> str:
        """The page of one value."""
        return f"{self.path}/{value}"

    def params(self, value: str, **others: object) -> EventParams:
        """The search for everything with this value."""
        return EventParams.model_validate({self.id: (value,), **others})

    def definition(self, value: str) -> str:
        """What a value covers; empty where its name says it all."""
        return (KINDS[self.id].definition(value) or "") if self.id in KINDS else ""


SUBJECTS: Mapping[str, Subject] = {
    subject.id: subject
    for subject in (
        *(
            Subject(str(kind.id), f"/{kind.plural}", kind.heading, f"{kind.id}_all")
            for kind in shown()
        ),
        Subject(SERIES, "/series", "Series", SERIES),
    )
}
"""Everything that has pages of its own, by the name of its filter."""


@dataclass(frozen=True, slots=True)
class SubjectsPage:
    """The values of a kind that events have, the most frequent first."""

    title: str
    description: str
    heading: str
    lede: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Values of one kind that events of the subject have too, as bars."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the base answers about a value.

    Attributes:
        latest: its latest events, and counts of other values.
        first: its first event; None where it has none.
        months: its events by month.
        every: all events by month.
        together: partner and their first common event.
        upcoming: what is scheduled.
        as_of: the day that is looked from.
    """

    latest: SearchResult
    first: EventOut | None
    months: Mapping[str, int]
    every: Mapping[str, int]
    together: Sequence[tuple[str, EventOut]]
    upcoming: Sequence[Scheduled]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One value: trend, what stands beside it, firsts, upcoming, latest."""

    title: str
    description: str
    heading: str
    back: Link
    definition: str
    total: int
    search: Link
    feed_url: str
    csv_url: str
    chart: Histogram | None
    beside: tuple[Beside, ...]
    firsts: tuple[Line, ...]
    upcoming: tuple[Line, ...]
    as_of: date | None
    due_url: str
    latest: tuple[Card, ...]
    compare: tuple[Link, ...]
    compared: str


def subjects_page(subject: Subject, counts: Mapping[str, int], total: int) -> SubjectsPage:
    """The list of a subject's values.

    Args:
        subject: which.
        counts: events of each value.
        total: all events.
    """
    rows = sorted(counts.items(), key=lambda row: (-row[1], subject.label(row[0])))
    return SubjectsPage(
        title=f"{subject.heading} – Entente",
        description=f"{subject.heading} that events name, with the number of events of each.",
        heading=subject.heading,
        lede=f"{len(rows):,} in {total:,} events, the most frequent first.",
        bars=bars((subject.label(one), subject.url(one), count) for one, count in rows),
    )


def subject_page(
    subject: Subject, value: str, found: Found, holdings: Holdings, base_url: str
) -> SubjectPage:
    """The page of one value."""
    name = subject.label(value)
    params = subject.params(value)
    result = found.latest
    everywhere = _everywhere(result)
    partners = [count.value for count in result.facets.get(subject.id, ()) if count.value != value][
        :3
    ]
    return SubjectPage(
        title=f"{name} – Entente",
        description=f"{name}: {result.total:,} events, by time, with what stands beside them.",
        heading=name,
        back=Link(subject.heading, subject.path),
        definition=subject.definition(value),
        total=result.total,
        search=Link(_events(result.total), params.to_url(HOME)),
        feed_url=params.to_url(f"{base_url}/api/v1/events.atom"),
        csv_url=params.to_url("/api/v1/events.csv"),
        chart=histogram(
            "trend",
            f"Events by month: {name}, over all events",
            found.months,
            holdings=holdings,
            urls=month_urls(params, found.months),
            every=found.every,
        ),
        beside=tuple(_beside(subject, value, result)),
        firsts=tuple(_firsts(subject, name, found)),
        upcoming=tuple(map(scheduled_line, found.upcoming)),
        as_of=found.as_of,
        due_url=f"/due?{subject.id}={value}" if subject.id in KINDS else "/due",
        latest=tuple(found_card(one, everywhere) for one in result.items),
        compare=tuple(
            Link(
                f"{name} and {subject.label(one)}",
                compare_url(box_words(subject.id, value), box_words(subject.id, one)),
            )
            for one in partners
        ),
        compared=box_words(subject.id, value),
    )


def scheduled_line(one: Scheduled) -> Line:
    """A scheduled development in a dated list."""
    note = f"“{one.quote}”" if one.quote else ""
    return Line(
        time(one.start, one.end, one.precision), event_url(one.entry.id), one.entry.headline, note
    )


def box_words(name: str, value: str) -> str:
    """A value as one writes it in the search box."""
    return f"{name}:{value}"


def compare_url(a: str, b: str) -> str:
    """The comparison of two searches."""
    return f"/compare?{urlencode({'a': a, 'b': b})}"


def _beside(subject: Subject, value: str, result: SearchResult) -> Iterable[Beside]:
    for other in SUBJECTS.values():
        rows = [
            (other.label(one.value), other.url(one.value), one.count)
            for one in result.facets.get(other.id, ())
            if (other.id, one.value) != (subject.id, value)
        ]
        if rows and other.id in KINDS:
            yield Beside(other.heading, bars(rows))


def _firsts(subject: Subject, name: str, found: Found) -> Iterable[Line]:
    if found.first is not None:
        yield event_line(found.first, note=f"First event: {name}")
    for partner, event in found.together:
        yield event_line(event, note=f"First with {subject.label(partner)}")


def _everywhere(result: SearchResult) -> list[str]:
    least = _EVERYWHERE * result.total
    return [one.value for one in result.facets.get("country", ()) if one.count > least]


def _events(count: int) -> str:
    return f"Open the {count:,} events" if count != 1 else "Open the event"
