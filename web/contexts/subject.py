"""The page of one value: trend, what stands beside it, firsts, upcoming, latest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.knowledge.found import SearchResult
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, TagsOut
from indexer.related.agenda import Scheduled
from indexer.search.buckets import Interval
from web.contexts.beside import Beside, Counts, beside
from web.contexts.cards import HOME, Line, Link, event_line, event_url, events_in_words, issue_name
from web.contexts.holdings import Holdings
from web.contexts.narrowing import narrowed
from web.contexts.subjects import (
    Subject,
    box_words,
    compare_url,
    names_in_words,
    nearly_always,
    ranking,
)
from web.contexts.times import shortened, time, when_said
from web.contexts.trend import Trend, trend

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What the base answers about a value.

    Attributes:
        latest: its latest events, and counts of other values.
        first: its first event; None where it has none.
        interval, counts: its events by time.
        every: counts of all events, by kind.
        total: of all events.
        together: partner and their first common event.
        upcoming: what is scheduled.
        as_of: the day that is looked from.
        tags: of its latest events, with the words behind them.
    """

    latest: SearchResult
    first: EventOut | None
    interval: Interval
    counts: Mapping[str, int]
    every: Counts
    total: int
    together: Sequence[tuple[str, EventOut]]
    upcoming: Sequence[Scheduled]
    as_of: date | None
    tags: Sequence[TagsOut]


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One value.

    Attributes:
        rank: its place among the values of its kind, in words.
        share, span: how many of all events it has, and from when to when.
        beside: what stands beside it, in columns.
        of: what bars are a share of, in words; ``whole`` where these are all events.
        words: those that earned the tag in the latest events, with how often.
    """

    title: str
    description: str
    heading: str
    back: Link
    rank: str
    definition: str
    share: str
    span: str
    search: Link
    feed_url: str
    csv_url: str
    chart: Trend | None
    beside: tuple[tuple[Beside, ...], ...]
    of: str
    whole: bool
    firsts: tuple[Line, ...]
    upcoming: tuple[Line, ...]
    as_of: date | None
    due_url: str
    latest: tuple[Line, ...]
    compare: tuple[tuple[Link, str], ...]
    compared: str
    words: tuple[tuple[str, int], ...]


def subject_page(
    subject: Subject, value: str, found: Found, holdings: Holdings, base_url: str
) -> SubjectPage:
    """The page of one value."""
    name = subject.label(value)
    params = subject.params(value)
    result = found.latest
    latest = [one.event for one in result.items]
    urls = {
        bucket: narrowed(params, str(found.interval), bucket).to_url(HOME)
        for bucket in found.counts
    }
    return SubjectPage(
        title=f"{name} – Entente",
        description=f"{name}: {result.total:,} events, by time, with what stands beside them.",
        heading=name,
        back=Link(subject.heading, subject.path),
        rank=_rank(subject, value, found),
        definition=subject.definition(value),
        share=f"{result.total:,} of {found.total:,} events",
        span=_span(found.first, latest),
        search=Link(_open(result.total), params.to_url(HOME)),
        feed_url=params.to_url(f"{base_url}/api/v1/events.atom"),
        csv_url=params.to_url("/api/v1/events.csv"),
        chart=trend(name, found.counts, found.interval, holdings, urls) if result.total else None,
        beside=beside(subject, value, result, found.every, found.total),
        of=events_in_words(result.total),
        whole=result.total == found.total,
        firsts=tuple(_firsts(subject, found)),
        upcoming=tuple(map(scheduled_line, found.upcoming)),
        as_of=found.as_of,
        due_url=f"/due?{subject.id}={value}" if subject.id in KINDS else "/due",
        latest=tuple(event_line(one, aside=issue_name(one.digest)) for one in latest),
        compare=tuple(
            (
                Link(
                    subject.label(one),
                    compare_url(box_words(subject.id, value), box_words(subject.id, one)),
                ),
                events_in_words(found.every.get(subject.id, {}).get(one, 0)),
            )
            for one, _ in found.together
        ),
        compared=box_words(subject.id, value),
        words=_words(subject, value, found.tags),
    )


def scheduled_line(one: Scheduled) -> Line:
    """A scheduled development in a dated list."""
    note = f"“{one.quote}”" if one.quote else ""
    return Line(
        time(one.start, one.end, one.precision), event_url(one.entry.id), one.entry.headline, note
    )


def _rank(subject: Subject, value: str, found: Found) -> str:
    """Such as: 2nd of 29 besides Japan and United States."""
    counts: Mapping[str, int] = found.every.get(subject.id, {})
    usual = nearly_always(counts, found.total) if subject.id in KINDS else ()
    others = [one for one in ranking(subject, counts) if one not in usual]
    if value not in others or len(others) == 1:
        return ""
    place = 1 + sum(counts[one] > counts[value] for one in others)
    besides = f" besides {names_in_words(subject, usual)}" if usual else ""
    return f"{_ordinal(place)} of {len(others):,}{besides}"


def _ordinal(number: int) -> str:
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def _span(earliest: EventOut | None, latest: Sequence[EventOut]) -> str:
    """From the first event to the latest, in words; empty where there is none."""
    if earliest is None or not latest:
        return ""
    first, last = earliest.primary, latest[0].primary
    ends = [when_said(first), when_said(last)]
    return ends[0] if ends[0] == ends[1] else " to ".join(map(shortened, ends))


def _firsts(subject: Subject, found: Found) -> Iterable[Line]:
    if found.first is not None:
        yield event_line(found.first, aside="In the record")
    met = sorted(found.together, key=lambda pair: pair[1].primary.start)
    for partner, event in met:
        yield event_line(event, aside=f"With {subject.label(partner)}")


def _words(subject: Subject, value: str, tags: Iterable[TagsOut]) -> tuple[tuple[str, int], ...]:
    """The words behind the tag, however capitalised, the most frequent first.

    What editors added has none.
    """
    if subject.id not in KINDS:
        return ()
    quotes = Counter(
        evidence.quote
        for one in tags
        for tag in one.of(subject.id)
        if tag.value == value
        for evidence in tag.evidence
        if evidence.field != "correction"
    )
    spelt: dict[str, Counter[str]] = {}
    for quote, count in quotes.items():
        spelt.setdefault(quote.casefold(), Counter())[quote] += count
    found = [(some.most_common(1)[0][0], some.total()) for some in spelt.values()]
    return tuple(sorted(found, key=lambda pair: -pair[1])[:_MOST_WORDS])


def _open(count: int) -> str:
    return f"Open the {count:,} events" if count != 1 else "Open the event"
