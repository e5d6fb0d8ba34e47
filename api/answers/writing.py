"""What is written through the API, and what it answers."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from api.answers.digest import IssueOut
from api.answers.event import EventDetailOut
from indexer.ingest.corrections import Action
from indexer.ingest.difference import Difference
from indexer.ingest.report import FileReport
from indexer.models import Correction, TagKind
from indexer.readers.json import DigestDocument

_MAX_REASON = 500


_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
_UNSHOWN = re.compile(f"[{_CONTROL}]")
_SAYS_SOMETHING = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"


def _one_line(text: str) -> str:
    """Runs of white space as one space; control characters are refused."""
    if _UNSHOWN.search(text):
        raise ValueError("holds characters that cannot be shown")
    line = " ".join(text.split())
    if not line:
        raise ValueError("must say something")
    return line


Reason = Annotated[
    str,
    Field(
        min_length=1,
        max_length=_MAX_REASON,
        examples=["The venue was Manila."],
        json_schema_extra={"pattern": _SAYS_SOMETHING},
    ),
    AfterValidator(_one_line),
]


class CorrectionIn(BaseModel):
    """A tag to add or remove, and why. Unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: TagKind
    value: Annotated[
        str, Field(min_length=1, max_length=100, description="Code or name.", examples=["PH"])
    ]
    action: Action
    reason: Reason


class CorrectionOut(BaseModel):
    """A correction; of those with one kind and value the latest decides."""

    id: int
    kind: TagKind
    value: str
    action: Action
    reason: str
    editor: Annotated[str, Field(description="Name of the key that it was made with.")]
    at: datetime

    @classmethod
    def of(cls, row: Correction) -> "CorrectionOut":
        """The correction as the API shows it."""
        return cls(
            id=row.id or 0,
            kind=TagKind(row.kind),
            value=row.value,
            action=Action(row.action),
            reason=row.reason,
            editor=row.editor,
            at=row.created_at,
        )


class CorrectionsOut(BaseModel):
    """The corrections of one event, oldest first."""

    items: list[CorrectionOut]
    total: int


_SEARCHABLE = "Whether searches here find the store as it now is; if not, they soon will."
Searchable = Annotated[bool, Field(description=_SEARCHABLE)]


class CorrectedOut(BaseModel):
    """A correction that was made, and the event as it now stands."""

    correction: CorrectionOut
    event: EventDetailOut
    searchable: Searchable


class LossOut(BaseModel):
    """Something stored that would be shorter, or gone."""

    event_id: str
    headline: str
    what: Annotated[str, Field(description="text, headline or item")]
    before: Annotated[int, Field(description="Characters stored.")]
    after: Annotated[int, Field(description="Characters received.")]


class IngestedOut(BaseModel):
    """What became of a digest."""

    outcome: Annotated[
        str, Field(description="created, updated or unchanged; of a dry run refused, too")
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

    @classmethod
    def of(cls, report: FileReport, *, dry_run: bool, searchable: bool) -> "IngestedOut":
        """The report as the API shows it."""
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
        Field(description="Volume and number, where nothing else tells.", examples=["2.7"]),
    ] = None


def _schemas() -> dict[str, Any]:
    """Descriptions of the bodies that the routes read for themselves, by name."""
    models = [(model, "validation") for model in (CorrectionIn, DigestDocument, UploadIn)]
    _, described = models_json_schema(
        models,  # type: ignore[arg-type]
        ref_template="#/components/schemas/{model}",
    )
    found: dict[str, Any] = described["$defs"]
    return found


BODIES = _schemas()
