"""A digest draft as plain JSON, as `entente parse --json` prints it.

Other tools read these names.
"""

from typing import Any

from indexer.drafts import DigestDraft, EventDraft, OccurrenceDraft, evidence_json
from indexer.normalise.tags.kinds import KINDS


def digest_json(draft: DigestDraft) -> dict[str, Any]:
    """The digest, its events in order, and everything doubtful."""
    return {
        "digest": {
            "series": draft.series,
            "volume": draft.volume,
            "number": draft.number,
            "issue_date": draft.issue_date.isoformat(),
            "issue_date_basis": draft.issue_date_basis,
            "title": draft.title,
        },
        "events": [event_json(event) for event in draft.events],
        "issues": [remark.as_json() for remark in draft.remarks],
    }


def event_json(event: EventDraft) -> dict[str, Any]:
    """One event: occurrences as dated, tags by kind, and the evidence for each tag."""
    found: dict[str, Any] = {
        "position": event.position,
        "headline": event.headline,
        "text": event.text,
        "occurrences": [_occurrence(one) for one in event.occurrences()],
    }
    evidence: dict[str, Any] = {}
    for kind in KINDS.values():
        tags = [tag for tag in event.reading.tags if tag.kind == kind.id]
        found[kind.plural] = [tag.value for tag in tags]
        evidence[kind.plural] = {
            tag.value: [evidence_json(span) for span in tag.evidence] for tag in tags
        }
    found["evidence"] = evidence
    found["truncated"] = event.truncated
    return found


def _occurrence(one: OccurrenceDraft) -> dict[str, Any]:
    start, end = one.span or (None, None)
    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "precision": str(one.precision),
        "status": str(one.status),
        "basis": one.basis,
        "primary": one.primary,
        "quote": one.quote,
        "field": one.field,
        "span_start": start,
        "span_end": end,
    }
