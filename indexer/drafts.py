"""What was read and normalised, before it meets the store: plain values, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indexer.normalise.dates.conventions import Conventions
from indexer.normalise.item import ItemReading
from indexer.normalise.series import SeriesProfile
from indexer.normalise.spans import EntryDate, Evidence, Precision, Status
from indexer.remarks import Remark


@dataclass(frozen=True, slots=True)
class OccurrenceDraft:
    """One dated development of an item; without a quote where the issue's period stands in."""

    start: date
    end: date
    precision: Precision
    status: Status
    basis: str
    primary: bool
    quote: str | None = None
    field: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TagDraft:
    """A tag with its evidence as JSON; its place among its kind is its place in the list."""

    kind: str
    value: str
    evidence: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An item with all that was derived from it; it has no id yet."""

    position: int
    headline: str
    text: str
    truncated: bool
    reading: ItemReading
    period: tuple[date, date]
    entry: EntryDate | None = None

    def occurrences(self) -> list[OccurrenceDraft]:
        """Its occurrences; the issue's own period where nothing is dated."""
        reading = self.reading
        if not reading.dates:
            return [
                OccurrenceDraft(
                    *self.period, Precision.ISSUE, Status.REPORTED, "inferred", primary=True
                )
            ]
        return [
            OccurrenceDraft(
                span.start,
                span.end,
                span.precision,
                span.status,
                "stated",
                primary=rank == reading.primary,
                quote=span.quote,
                field=str(reading.dated_field),
                span=span.span,
            )
            for rank, span in enumerate(reading.dates)
        ]

    def tags(self) -> list[TagDraft]:
        """Its tags, the most important of each kind first."""
        return [
            TagDraft(
                str(finding.kind),
                finding.value,
                [evidence_json(evidence) for evidence in finding.evidence],
            )
            for finding in self.reading.tags
        ]


@dataclass(frozen=True, slots=True)
class DigestDraft:
    """An issue with its events, before it meets the store."""

    id: str
    series: str
    code: str
    title: str
    volume: int | None
    number: int | None
    issue_date: date
    issue_date_basis: str
    period: tuple[date, date]
    image_credit: str | None
    retold: bool
    events: tuple[EventDraft, ...]
    conventions: Conventions
    profile: SeriesProfile
    remarks: tuple[Remark, ...] = field(default=())


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Evidence as the store and the API show it."""
    return {
        "field": str(evidence.field),
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "rule": evidence.rule,
    }
