"""The event page."""

from dataclasses import dataclass

from api.answers.formats import CITED, FORMATS
from api.knowledge.filters import PRECISION_NAMES
from indexer.normalise.tags.kinds import KINDS, Kind
from indexer.projection import FullEventOut, OccurrenceOut, TagOut
from web.contexts.cards import (
    Link,
    occurrence_note,
    tag_url,
    when_said,
)
from web.contexts.hints import RelatedLine, ThreadLine
from web.contexts.metadata import citation_meta, citation_of, json_ld
from web.marking import Cause, Underlined, underlined

_STRONG_CUE = 2
_RULES = {
    "name": "by name",
    "demonym": "by its people",
    "capital": "its capital",
    "place": "a place in it",
    "institution": "an institution of it",
    "company": "a company of it",
    "person": "its office holder",
    "surname": "its office holder, by surname",
    "context": "from the words around",
    "contextual": "from the words around",
    "threesome": "words for three acting together",
    "enumeration": "its members named together",
    "correction": "an editor’s correction",
}


@dataclass(frozen=True, slots=True)
class DatedLine:
    """An occurrence on the event page."""

    when: str
    how: str
    quote: str | None
    primary: bool


@dataclass(frozen=True, slots=True)
class TagReason:
    """A tag with the words that earned it."""

    label: str
    url: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TagSection:
    """The tags of one kind."""

    title: str
    tags: tuple[TagReason, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event with its evidence."""

    title: str
    headline: tuple[Underlined, ...]
    text: tuple[Underlined, ...]
    truncated: bool
    when: str
    lines: tuple[DatedLine, ...]
    legend: tuple[tuple[str, str], ...]
    sections: tuple[TagSection, ...]
    digest: Link
    retold: bool
    note: str
    abstract: str
    position: int
    citation: str
    meta: tuple[tuple[str, str], ...]
    json_ld: str
    formats: tuple[Link, ...]
    event_id: str
    json_url: str
    related: tuple[RelatedLine, ...]
    thread: tuple[ThreadLine, ...]


def event_page(
    event: FullEventOut,
    base_url: str,
    *,
    related: tuple[RelatedLine, ...] = (),
    thread: tuple[ThreadLine, ...] = (),
) -> EventPage:
    """The page of one event."""
    primary, digest = event.primary, event.digest
    citation = citation_of(event, base_url)
    return EventPage(
        title=f"{event.headline} – Entente",
        headline=underlined(event.headline, _findings(event, "headline")),
        text=underlined(event.text, _findings(event, "text")),
        truncated=event.truncated,
        when=when_said(primary),
        lines=tuple(_line(occurrence) for occurrence in event.occurrences),
        sections=tuple(
            TagSection(kind.heading, tags)
            for kind in KINDS.values()
            if (tags := tuple(_reason(kind, tag) for tag in event.tags.of(kind.id)))
        ),
        legend=(("date", "dates"), *((str(k.id), k.plural) for k in KINDS.values())),
        digest=Link(digest.title, f"/digests/{digest.id}"),
        retold=digest.retold,
        note=occurrence_note(primary),
        abstract=citation.abstract,
        position=event.position,
        citation=citation.plain(),
        meta=citation_meta(citation),
        json_ld=json_ld(citation),
        formats=tuple(
            Link(FORMATS[suffix].label, f"/api/v1/events/{event.id}/cite.{suffix}")
            for suffix in CITED
        ),
        event_id=event.id,
        json_url=f"/api/v1/events/{event.id}",
        related=related,
        thread=thread,
    )


def _findings(event: FullEventOut, field: str) -> list[tuple[int, int, Cause]]:
    found = [
        (span.start, span.end, Cause(str(kind), tag.label))
        for kind in KINDS
        for tag in event.tags.of(kind)
        for span in tag.evidence
        if span.field == field
    ]
    found += [
        (occurrence.span_start, occurrence.span_end, Cause("date", when_said(occurrence)))
        for occurrence in event.occurrences
        if occurrence.field == field
        and occurrence.span_start is not None
        and occurrence.span_end is not None
    ]
    return found


def _reason(kind: Kind, tag: TagOut) -> TagReason:
    reasons = dict.fromkeys((span.quote, _rule(span.rule)) for span in tag.evidence)
    return TagReason(tag.label, tag_url(kind.id, tag.value), tuple(reasons))


def _rule(rule: str) -> str:
    """A rule in words; of wording, whether it is strong."""
    kind, _, weight = rule.partition(" ")
    if kind == "cue":
        return "telling words" if float(weight) >= _STRONG_CUE else "words that hint at it"
    return _RULES.get(kind, kind)


def _line(occurrence: OccurrenceOut) -> DatedLine:
    how = f"dated to {PRECISION_NAMES[occurrence.precision]}, {occurrence.status}"
    return DatedLine(when_said(occurrence), how, occurrence.quote, occurrence.primary)
