"""The event page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.answers.formats import CITED, FORMATS
from api.answers.formats.citation import period_in_words
from api.answers.formats.styles import STYLES
from api.knowledge.filters import PRECISION_NAMES
from indexer.models import Change, ChangeKind, Correction, Digest
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import shown
from indexer.projection import FullEventOut, OccurrenceOut
from web.contexts.cards import Line, Link, event_url, issue_name, labels, tag_url
from web.contexts.citing import printed, style_of
from web.contexts.editor.corrections import correction_line
from web.contexts.metadata import citation_meta, citation_of, json_ld
from web.contexts.reasons import Reading, reading
from web.contexts.stories import story_url
from web.contexts.times import Time, time_of

_PRECISE = {"approximate": "approximate", "issue": "the issue’s own period"}
_SHORT_LABELS = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL"}
_ABSTRACT = 300
LIMITED = {
    "excerpt": "Only the beginning of this item may be shown here; searches find it by all of its "
    "text.",
    "metadata": "The text of this item may not be shown here; searches find it by its text, too.",
}


@dataclass(frozen=True, slots=True)
class DatedLine:
    """An occurrence on the event page."""

    time: Time
    how: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """Tags of one kind, under their name."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What happened to an event, when and why; ``undone`` by whom, where somebody did."""

    what: str
    day: date
    reason: str
    undone: str = ""


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event with its evidence.

    Attributes:
        limited: why not all of its text is shown; empty where it is.
        summary: domains and countries in a line.
        others: the days beside the primary one.
        citation: the entry in the style that is chosen, escaped, as HTML.
        styles: id and name of each.
        history: what happened to it since it was added, the corrections of editors among it.
        previous, following: the neighbours in its issue.
        report: where to report a mistake; None where nobody said.
        correct: where the reader may correct it; None where they may not.
    """

    title: str
    headline: str
    description: str
    reading: Reading
    truncated: bool
    limited: str
    when: Time
    others: tuple[Time, ...]
    url: str
    summary: str
    dates: tuple[DatedLine, ...]
    facts: tuple[Fact, ...]
    digest: Link
    digest_title: str
    covers: str
    previous: Link | None
    following: Link | None
    place: str
    retold: bool
    citation: str
    style: str
    styles: tuple[tuple[str, str], ...]
    meta: tuple[tuple[str, str], ...]
    json_ld: str
    formats: tuple[Link, ...]
    added: date
    history: tuple[HistoryLine, ...]
    data: tuple[Link, ...]
    report: str | None
    correct: str | None
    related: tuple[Line, ...]
    thread: tuple[Line, ...]
    thread_span: str
    thread_url: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an event.

    Attributes:
        digest: its issue.
        items: ids of the issue's events, in order.
        history: the rows of the ledger about it, in order.
        corrections: what editors changed, oldest first.
        related, thread: events like it, and those of its story.
        story: the id of that story; empty where it is part of none.
    """

    digest: Digest
    items: Sequence[str]
    history: Sequence[Change]
    corrections: Sequence[Correction] = ()
    related: tuple[Line, ...] = ()
    thread: tuple[Line, ...] = ()
    story: str = ""


def event_page(
    event: FullEventOut,
    around: Surroundings,
    base_url: str,
    *,
    why: str | None = None,
    cite: tuple[str | None, date],
    contact: str | None = None,
    correct: str | None = None,
) -> EventPage:
    """The page of one event.

    Args:
        event: the event with its evidence.
        around: what stands around it.
        base_url: how readers know the site.
        why: which tag's words to mark.
        cite: the style of the citation, and the day of reading that it names.
        contact: where mistakes are reported.
        correct: where the reader may correct the event.
    """
    citation, style = citation_of(event, base_url), style_of(cite[0])
    at = around.items.index(event.id) if event.id in around.items else None
    return EventPage(
        title=f"{event.headline} – Entente",
        headline=event.headline,
        description=_description(citation.abstract or citation.title),
        reading=reading(event, why),
        truncated=event.truncated and not event.shown,
        limited=LIMITED.get(event.shown or "", ""),
        when=time_of(event.primary, short=False),
        others=tuple(time_of(one, short=False) for one in event.occurrences if not one.primary),
        url=event_url(event.id),
        summary=" · ".join(
            ", ".join(names)
            for kind in (TagKind.DOMAIN, TagKind.COUNTRY)
            if (names := labels(event, kind))
        ),
        dates=tuple(dated_line(occurrence) for occurrence in event.occurrences),
        facts=tuple(_facts(event)),
        digest=Link(issue_name(event.digest), f"/digests/{event.digest.id}"),
        digest_title=event.digest.title,
        covers=period_in_words(around.digest.period_start, around.digest.period_end),
        previous=_neighbour(around.items, at, -1),
        following=_neighbour(around.items, at, 1),
        place=f"item {event.position}" + (f" of {len(around.items)}" if at is not None else ""),
        retold=event.digest.retold,
        citation=printed(event, style, base_url, cite[1]),
        style=style.id,
        styles=tuple((one.id, one.label) for one in STYLES.values()),
        meta=citation_meta(citation),
        json_ld=json_ld(citation),
        formats=tuple(
            Link(_SHORT_LABELS[suffix], _cite_url(event, suffix)) for suffix in _SHORT_LABELS
        ),
        added=event.created_at.date(),
        history=_history(around),
        data=(
            Link("JSON", f"/api/v1/events/{event.id}"),
            *(
                Link("Calendar", _cite_url(event, suffix))
                for suffix in CITED
                if FORMATS[suffix].media_type.startswith("text/calendar")
            ),
            *(
                ()
                if event.shown
                else (Link("Source of the issue", f"/api/v1/digests/{event.digest.id}/source"),)
            ),
        ),
        report=contact,
        correct=correct,
        related=around.related,
        thread=around.thread,
        thread_span=_thread_span(around.thread),
        thread_url=story_url(around.story) if around.story else "",
    )


def _description(text: str) -> str:
    """As much of the text as search engines show, cut at a word."""
    if len(text) <= _ABSTRACT:
        return text
    return text[:_ABSTRACT].rpartition(" ")[0] + "…"


def dated_line(occurrence: OccurrenceOut) -> DatedLine:
    """An occurrence, and how it is known."""
    precise = _PRECISE.get(occurrence.precision, f"to {PRECISION_NAMES[occurrence.precision]}")
    status = occurrence.status.replace("_", " ")
    quote = f"“{occurrence.quote}”, " if occurrence.quote else ""
    return DatedLine(
        time_of(occurrence, short=False), f"{quote}{precise}, {status}", occurrence.primary
    )


def _facts(event: FullEventOut) -> list[Fact]:
    found = []
    for kind in shown():
        tags = event.tags.of(kind.id)
        title = kind.heading if len(tags) > 1 else kind.title
        if tags:
            links = tuple(Link(tag.label, tag_url(kind.id, tag.value)) for tag in tags)
            found.append(Fact(title, links))
    return found


def _neighbour(items: Sequence[str], at: int | None, step: int) -> Link | None:
    if at is None or not 0 <= at + step < len(items):
        return None
    return Link(f"item {at + step + 1}", event_url(items[at + step]))


def _history(around: Surroundings) -> tuple[HistoryLine, ...]:
    """What happened after it was added, oldest first: by rules and issues, and by editors.

    The ledger's rows of editors' acts are told by the corrections themselves.
    """
    said = [
        (change.at, HistoryLine(str(change.kind).capitalize(), change.at.date(), change.reason))
        for change in around.history
        if change.kind != ChangeKind.CREATED and change.editor is None
    ]
    for row in around.corrections:
        line = correction_line(row)
        what = f"{line.what[:1].upper()}{line.what[1:]}, by {line.who}"
        told = HistoryLine(what, line.at.date(), line.why, line.undone)
        said.append((line.at, told))
    return tuple(line for _, line in sorted(said, key=lambda pair: pair[0]))


def _cite_url(event: FullEventOut, suffix: str) -> str:
    return f"/api/v1/events/{event.id}/cite.{suffix}"


def _thread_span(thread: Sequence[Line]) -> str:
    if not thread:
        return ""
    years = sorted({line.time.datetime[:4] for line in thread})
    span = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return f"{len(thread)} events, {span}"
