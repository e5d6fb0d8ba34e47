"""The answers as text, for clients that do not read structured content."""

from collections.abc import Iterable, Iterator
from datetime import date

from api.answers import TimelineOut
from api.answers.event import TagOut
from api.answers.hints import EventRef
from api.mcp.answers import CitedEventOut, ExplanationOut, FacetsOut, FoundOut, NearOut, SearchOut
from indexer.normalise.spans import EXACT
from indexer.normalise.tags.kinds import KINDS


def search_text(page: SearchOut) -> str:
    """A page of events as a list."""
    lines = [f"Matching events: {page.total}; on this page: {len(page.items)}."]
    lines += [f"Warning: {warning}" for warning in page.warnings]
    lines += [f"As filters: {one.change}: events: {one.total}" for one in page.readings]
    for event in page.items:
        lines += ["", *_found(event)]
    if page.near is not None:
        lines += ["", *_nearly(page.near)]
    if page.explanation is not None:
        lines += _explained(page.explanation)
    if page.next is not None:
        lines += ["", f"There are more: ask again with cursor {page.next}"]
    return "\n".join(lines)


def event_text(event: CitedEventOut) -> str:
    """One event, with the words that earned its tags."""
    lines = [event.headline, f"id {event.id}", event.url, "", event.text, "", "Dates:"]
    for row in event.occurrences:
        words = f', from "{row.quote}"' if row.quote else ""
        primary = ", primary" if row.primary else ""
        days = _days(row.start, row.end, row.precision, row.status)
        lines.append(f"- {days}{primary}{words}")
    for kind in KINDS.values():
        tags: list[TagOut] = getattr(event.tags, kind.plural)
        if tags:
            lines += [f"{kind.heading}:", *(_tag(tag) for tag in tags)]
    lines += ["Cite as:", event.citation]
    for title, others in (("Related:", event.related), ("Same story:", event.thread)):
        if others:
            lines += [title, *(_reference(other) for other in others)]
    return "\n".join(lines)


def facets_text(answer: FacetsOut) -> str:
    """The counts, one facet a paragraph."""
    lines = [f"Matching events: {answer.total}."]
    lines += [f"Warning: {warning}" for warning in answer.warnings]
    for name, facet in answer.facets.items():
        lines += ["", f"{name}: {len(facet.items)} of {facet.total} values"]
        lines += [
            f"- {item.value}"
            + (f" ({item.label})" if item.label != item.value else "")
            + f": {item.count}"
            for item in facet.items
        ]
    return "\n".join(lines)


def timeline_text(answer: TimelineOut) -> str:
    """One bucket a line; those without events are left out."""
    lines = [f"Events by {answer.interval}; certain ones are known to the day."]
    lines += [
        f"- {bucket.label}: {bucket.total} ({bucket.certain} certain, {bucket.possible} possible)"
        for bucket in answer.items
        if bucket.total
    ]
    return "\n".join(lines) if answer.items else "No events match."


def _found(event: FoundOut) -> Iterator[str]:
    when = event.when
    tags = "; ".join(
        ", ".join(values) for kind in KINDS.values() if (values := getattr(event, kind.plural))
    )
    yield f"{event.headline} [id {event.id}]"
    yield f"{_days(when.start, when.end, when.precision, when.status)}; {tags}"
    yield event.snippet
    yield f"{event.digest}, {event.url}"


def _nearly(near: NearOut) -> Iterator[str]:
    yield f"Almost matching: {near.reason}"
    for event in near.items:
        yield ""
        yield from _found(event)
        said = [f"lacks {word}" for word in event.missing]
        said += [f"{one.instead} for {one.word}" for one in event.instead]
        yield f"({'; '.join(said)})" if said else "(in another form)"
    if near.next_page is not None:
        yield f"There are more that almost match: ask again with near_page {near.next_page}"


def _explained(one: ExplanationOut) -> Iterable[str]:
    if one.advice:
        yield from ("", "What would give more:")
    for advice in one.advice:
        yield f"- {advice.change}: events: {advice.total}"
    if one.earlier is not None:
        yield f"- before the period: last in {one.earlier.label}, events: {one.earlier.total}"
    if one.later is not None:
        yield f"- after the period: first in {one.later.label}, events: {one.later.total}"


def _days(start: date, end: date, precision: str, status: str) -> str:
    days = f"{start}" if start == end else f"{start} to {end}"
    exact = "" if precision in EXACT else f", {precision}"
    return f"{days} ({status}{exact})"


def _tag(tag: TagOut) -> str:
    quotes = dict.fromkeys(f'"{evidence.quote}"' for evidence in tag.evidence)
    value = tag.value if tag.value == tag.label else f"{tag.value} ({tag.label})"
    return f"- {value}: {', '.join(quotes)}"


def _reference(other: EventRef) -> str:
    return f"- {other.day} {other.headline} [id {other.id}]"
