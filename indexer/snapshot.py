"""An event as plain JSON: what the ledger keeps before and after a change."""

from collections.abc import Sequence
from typing import Any

from indexer.models import Digest, Event, Occurrence, Tag, TagKind


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
    return [tag.value for tag in _ranked(event.tags) if tag.kind == kind]


def digest_snapshot(digest: Digest) -> dict[str, Any]:
    """Enough of a digest to cite it."""
    return {
        "title": digest.title,
        "series": digest.series,
        "volume": digest.volume,
        "number": digest.number,
        "issue_date": digest.issue_date.isoformat(),
        "issue_date_basis": digest.issue_date_basis,
        "retold": digest.retold,
    }


def event_snapshot(event: Event) -> dict[str, Any]:
    """Everything a mirror needs to rebuild the event."""
    return {
        "id": event.id,
        "digest_id": event.digest_id,
        "digest": digest_snapshot(event.digest),
        "position": event.position,
        "headline": event.headline,
        "text": event.text,
        "truncated": event.truncated,
        **parts_snapshot(event.occurrences, event.tags),
    }


def parts_snapshot(occurrences: Sequence[Occurrence], tags: Sequence[Tag]) -> dict[str, Any]:
    """What was derived from an event's words: occurrences in order, tags by kind and rank."""
    return {
        "occurrences": [occurrence_snapshot(occurrence) for occurrence in occurrences],
        "tags": [
            {"kind": str(tag.kind), "value": tag.value, "evidence": tag.evidence}
            for tag in _ranked(tags)
        ],
    }


def _ranked(tags: Sequence[Tag]) -> list[Tag]:
    return sorted(tags, key=lambda tag: (tag.kind, tag.rank))
