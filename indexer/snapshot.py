"""An event as plain JSON: what the ledger keeps before and after a change."""

from typing import Any

from indexer.models import Event, Occurrence, Tag, TagKind


def occurrence_snapshot(occurrence: Occurrence) -> dict[str, Any]:
    """One occurrence as JSON; the span is null where the date was inferred from the issue."""
    return {
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "precision": str(occurrence.precision),
        "status": str(occurrence.status),
        "basis": occurrence.basis,
        "primary": occurrence.is_primary,
        "quote": occurrence.quote,
        "field": occurrence.field,
        "span_start": occurrence.span_start,
        "span_end": occurrence.span_end,
    }


def tag_values(event: Event, kind: TagKind) -> list[str]:
    """The event's tags of one kind, the most important first."""
    return [tag.value for tag in _ranked(event) if tag.kind == kind]


def event_snapshot(event: Event) -> dict[str, Any]:
    """Everything a mirror needs to rebuild the event."""
    return {
        "id": event.id,
        "digest_id": event.digest_id,
        "position": event.position,
        "headline": event.headline,
        "text": event.text,
        "truncated": event.truncated,
        "occurrences": [occurrence_snapshot(o) for o in event.occurrences],
        "tags": [
            {"kind": str(tag.kind), "value": tag.value, "evidence": tag.evidence}
            for tag in _ranked(event)
        ],
    }


def _ranked(event: Event) -> list[Tag]:
    return sorted(event.tags, key=lambda tag: (tag.kind, tag.rank))
