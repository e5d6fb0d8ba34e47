"""Rows from drafts: the only place that makes them.

Rows are plain mappings of column names to values, which the writer inserts in bulk and the
projection is made from; no object is made of any of them on the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indexer.drafts import DigestDraft, EventDraft, OccurrenceDraft, TagDraft
from indexer.models import Digest
from indexer.normalise.spans import EntryDate
from indexer.projection import Projected

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventRows:
    """The rows of one event, by table; occurrences and tags in order of rank."""

    event: Row
    occurrences: Sequence[Row]
    tags: Sequence[Row]

    @property
    def id(self) -> str:
        """The event's id."""
        return str(self.event["id"])


@dataclass(frozen=True, slots=True)
class LaidOver:
    """What an event is said to be, with the corrections of editors.

    Attributes:
        tags: the most important of each kind first.
        occurrences: in order; one of them is primary.
        read: headline and text as the issue has them, where the event's own are others.
    """

    tags: Sequence[TagDraft]
    occurrences: Sequence[OccurrenceDraft]
    read: tuple[str, str] | None = None


def event_rows(
    event_id: str,
    digest_id: str,
    item: EventDraft,
    laid_over: LaidOver,
    *,
    at: datetime,
) -> EventRows:
    """The rows of an item.

    Args:
        event_id: the id that it has, or gets.
        digest_id: its issue.
        item: what was read.
        laid_over: its tags and dates, corrections laid over them.
        at: the moment of writing.
    """
    event = {
        "id": event_id,
        "digest_id": digest_id,
        "position": item.position,
        "headline": item.headline,
        "text": item.text,
        "truncated": item.truncated,
        "read_headline": laid_over.read[0] if laid_over.read else None,
        "read_text": laid_over.read[1] if laid_over.read else None,
        "entry": _entry_json(item.entry),
        "merged_into": None,
        "deleted_at": None,
        "created_at": at,
        "updated_at": at,
    }
    occurrences = [
        _occurrence_row(event_id, rank, one) for rank, one in enumerate(laid_over.occurrences)
    ]
    return EventRows(event, occurrences, _tag_rows(event_id, laid_over.tags))


def digest_row(draft: DigestDraft, source_id: int) -> Digest:
    """The row of a new issue."""
    return Digest(
        id=draft.id,
        series=draft.series,
        remarks=remarks(draft),
        source_id=source_id,
        **told(draft),
    )


def told(draft: DigestDraft) -> Row:
    """What an issue says of itself, its events apart, by the digest's columns."""
    return {
        "volume": draft.volume,
        "number": draft.number,
        "title": draft.title,
        "image_credit": draft.image_credit,
        "retold": draft.retold,
        "issue_date": draft.issue_date,
        "issue_date_basis": draft.issue_date_basis,
        "period_start": draft.period[0],
        "period_end": draft.period[1],
    }


def remarks(draft: DigestDraft) -> list[Row]:
    """Everything doubtful in an issue, as its row keeps it."""
    return [remark.as_json() for remark in draft.remarks]


def projection_row(
    told: Projected,
    event: Mapping[str, Any],
    digest: Mapping[str, Any],
    occurrences: Iterable[Mapping[str, Any]],
    changed: int,
) -> Row:
    """The row of a projection, made of the same rows as what it tells."""
    return {
        "event_id": told.event_id,
        "digest_id": digest["id"],
        "series": digest["series"],
        "day": next(row["start"] for row in occurrences if row["is_primary"]),
        "position": event["position"],
        "changed": changed,
        "fingerprint": told.fingerprint,
        "lean": told.lean,
        "tags": told.tags,
    }


def _entry_json(entry: EntryDate | None) -> Row | None:
    if entry is None:
        return None
    return {
        "start": entry.start.isoformat(),
        "end": entry.end.isoformat(),
        "precision": str(entry.precision),
        "span": list(entry.span),
    }


def _occurrence_row(event_id: str, rank: int, one: OccurrenceDraft) -> Row:
    start, end = one.span or (None, None)
    return {
        "event_id": event_id,
        "rank": rank,
        "start": one.start,
        "end": one.end,
        "precision": str(one.precision),
        "status": str(one.status),
        "basis": one.basis,
        "is_primary": one.primary,
        "quote": one.quote,
        "field": one.field,
        "span_start": start,
        "span_end": end,
    }


def _tag_rows(event_id: str, tags: Iterable[TagDraft]) -> list[Row]:
    ranks: dict[str, int] = {}
    rows = []
    for tag in tags:
        rank = ranks.get(tag.kind, 0)
        ranks[tag.kind] = rank + 1
        rows.append(
            {
                "event_id": event_id,
                "kind": tag.kind,
                "value": tag.value,
                "rank": rank,
                "evidence": list(tag.evidence),
            }
        )
    return rows
