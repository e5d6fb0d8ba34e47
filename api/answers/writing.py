"""What is written through the API, and what it answers."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from api.answers.correcting import Searchable
from api.answers.sent_corrections import (
    CorrectionIn,
    IssueCorrectionIn,
    MergeIn,
    SplitIn,
    correction_schemas,
)
from api.answers.series import SeriesIn
from indexer.ingest.difference import Difference
from indexer.ingest.losses import Lost
from indexer.ingest.report import FileReport, Outcome
from indexer.projection import IssueOut, among
from indexer.readers.json import DigestDocument


class LossOut(BaseModel):
    """Something stored that would be shorter, or gone."""

    event_id: str
    headline: str
    what: Annotated[str, among(Lost)]
    before: Annotated[int, Field(description="Characters stored.")]
    after: Annotated[int, Field(description="Characters received.")]


class IngestedOut(BaseModel):
    """What became of a digest."""

    outcome: Annotated[
        str,
        among(Outcome),
        Field(description="`refused` only of a dry run, and where a source holds several issues."),
    ]
    dry_run: Annotated[bool, Field(description="Nothing was stored; this is what would happen.")]
    digest_id: str
    created: Annotated[list[str], Field(description="Ids of events that are new or came back.")]
    updated: list[str]
    deleted: list[str]
    issues: Annotated[list[IssueOut], Field(description="Everything doubtful.")]
    error: Annotated[str | None, Field(description="Why it would be refused.")]
    losses: Annotated[
        list[LossOut], Field(description="What is stored and would be, or was, shortened.")
    ]
    difference: Annotated[
        Difference | None, Field(description="Of a dry run: what would change, item by item.")
    ]
    searchable: Searchable
    others: Annotated[
        list["IngestedOut"],
        Field(description="What became of the further issues of a mailbox or feed, in order."),
    ]

    @classmethod
    def of(cls, reports: Sequence[FileReport], *, dry_run: bool, searchable: bool) -> "IngestedOut":
        """What became of the issues of one source."""
        first, *rest = (
            cls._one(report, dry_run=dry_run, searchable=searchable) for report in reports
        )
        return first.model_copy(update={"others": rest})

    @classmethod
    def _one(cls, report: FileReport, *, dry_run: bool, searchable: bool) -> "IngestedOut":
        return cls(
            outcome=str(report.outcome),
            dry_run=dry_run,
            digest_id=report.digest_id or "",
            created=list(report.created),
            updated=list(report.updated),
            deleted=list(report.deleted),
            issues=[IssueOut.model_validate(remark.as_json()) for remark in report.remarks],
            error=report.error,
            losses=[LossOut.model_validate(loss.as_json()) for loss in report.losses],
            difference=report.difference() if dry_run else None,
            searchable=searchable,
            others=[],
        )


class DeletedDigestOut(BaseModel):
    """A digest that was taken out of sight, with its events."""

    digest_id: str
    reason: str
    deleted: Annotated[list[str], Field(description="Ids of the events that went with it.")]
    searchable: Searchable


class PurgedOut(BaseModel):
    """What was removed for good."""

    subject_id: str
    reason: str
    events: Annotated[list[str], Field(description="Ids of the events whose text is gone.")]
    sources: Annotated[list[str], Field(description="SHA-256 of the sources that are gone.")]
    ledger_rows: Annotated[int, Field(description="Rows of the ledger that lost their payload.")]
    unsearchable: Annotated[
        bool, Field(description="No search finds it any more; else when the index has caught up.")
    ]


class UploadIn(BaseModel):
    """The parts of an uploaded digest."""

    file: Annotated[str, Field(json_schema_extra={"format": "binary"})]
    series: Annotated[
        str | None, Field(description="Series, where neither title nor file name tells.")
    ] = None
    volume: Annotated[
        str | None,
        Field(
            description="Volume and number, or a number, where nothing else tells.",
            examples=["2.7"],
        ),
    ] = None
    date: Annotated[
        str | None,
        Field(description="Day of issue, where nothing states it.", examples=["2024-05-24"]),
    ] = None


_CORRECTING = (CorrectionIn, IssueCorrectionIn, MergeIn, SplitIn)


def _schemas() -> dict[str, Any]:
    """Descriptions of the bodies that the routes read for themselves, by name."""
    models = [(model, "validation") for model in (*_CORRECTING, DigestDocument, SeriesIn, UploadIn)]
    _, described = models_json_schema(
        models,  # type: ignore[arg-type]
        ref_template="#/components/schemas/{model}",
    )
    found: dict[str, Any] = described["$defs"]
    return found | correction_schemas(found["CorrectionIn"])


BODIES = _schemas()
