"""Corrections over the API: what is sent, and what is answered."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.answers.event import EventDetailOut
from api.answers.reasons import Line, Reason
from indexer.ingest.corrections import Action
from indexer.ingest.edits import Dated, Edit, HeadlineEdit, OccurrenceEdit, TagEdit
from indexer.ingest.issue_editing import IssueEdit
from indexer.ingest.merging import Part
from indexer.models import Correction
from indexer.normalise.spans import Precision, Status, TagKind
from indexer.wording import Day

_SEARCHABLE = "Whether searches here find the store as it now is; if not, they soon will."
Searchable = Annotated[bool, Field(description=_SEARCHABLE)]
_KINDS = [*map(str, TagKind), "headline", "occurrence"]
_MAX_HEADLINE = 1_000
_MAX_TEXT = 20_000


def _known(kind: str) -> str:
    if kind not in _KINDS:
        *others, last = map(repr, _KINDS)
        raise ValueError(f"must be {', '.join(others)} or {last}")
    return kind


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DaysIn(_Strict):
    """An occurrence that an event has, by its first and last day."""

    start: Annotated[Day, Field(examples=["2023-03-24"])]
    end: Annotated[Day | None, Field(description="The same day where it is not given.")] = None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.start, self.end or self.start


class OccurrenceIn(DaysIn):
    """A dated development as it should be: a closed interval of days."""

    precision: Annotated[
        Precision | None, Field(description="`day` or `range` where it is not given.")
    ] = None
    status: Status = Status.REPORTED

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"end is before start: {self.end} is before {self.start}")
        if self.precision is Precision.ISSUE:
            raise ValueError("precision issue is for events that nothing dates")
        return self

    def dated(self) -> Dated:
        """The value that the correction is made with."""
        start, end = self.days
        usual = Precision.DAY if start == end else Precision.RANGE
        return Dated(start, end, self.precision or usual, self.status)


class CorrectionIn(_Strict):
    """One correction of an event, and why. Unknown fields are refused by name.

    - a tag: its `kind`, `action` `add` or `remove`, and its `value`, a code or name;
    - the headline: `kind` `headline`, `action` `set`, the headline as `value`;
    - an occurrence: `kind` `occurrence`; `action` `add` with `to`, `change` with `which` and `to`,
      `remove` or `primary` with `which`.
    """

    kind: Annotated[
        str,
        AfterValidator(_known),
        Field(json_schema_extra={"enum": _KINDS}, examples=["country"]),
    ]
    action: Action
    value: Annotated[
        str | None,
        Field(min_length=1, max_length=_MAX_HEADLINE, examples=["PH"]),
    ] = None
    which: Annotated[DaysIn | None, Field(description="The occurrence concerned.")] = None
    to: Annotated[OccurrenceIn | None, Field(description="What the occurrence should be.")] = None
    reason: Reason

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = _NEEDED.get((self._sort, self.action))
        if needed is None:
            actions = [str(action) for sort, action in _NEEDED if sort == self._sort]
            raise ValueError(
                f"{self.action} is no action for the kind {self.kind}: {' or '.join(actions)}"
            )
        for name in ("value", "which", "to"):
            given = getattr(self, name) is not None
            if given and name not in needed:
                raise ValueError(f"{name} does not go with {self.action} of a {self.kind}")
            if not given and name in needed:
                raise ValueError(f"{self.action} of a {self.kind} needs {name}")
        return self

    @property
    def _sort(self) -> str:
        return self.kind if self.kind in ("headline", "occurrence") else "tag"

    def edit(self) -> Edit:
        """The value that the correction is made with."""
        if self._sort == "tag":
            return TagEdit(TagKind(self.kind), self.value or "", self.action)
        if self._sort == "headline":
            return HeadlineEdit(" ".join((self.value or "").split()))
        which = self.which.days if self.which else None
        return OccurrenceEdit(self.action, which, self.to.dated() if self.to else None)


_NEEDED: dict[tuple[str, Action], tuple[str, ...]] = {
    ("tag", Action.ADD): ("value",),
    ("tag", Action.REMOVE): ("value",),
    ("headline", Action.SET): ("value",),
    ("occurrence", Action.ADD): ("to",),
    ("occurrence", Action.CHANGE): ("which", "to"),
    ("occurrence", Action.REMOVE): ("which",),
    ("occurrence", Action.PRIMARY): ("which",),
}


class MergeIn(_Strict):
    """The event that another becomes part of, and why."""

    into: Annotated[str, Field(min_length=1, max_length=160, examples=["usjad-2-7-54805f6a"])]
    reason: Reason


class PartIn(_Strict):
    """A part of a split event."""

    headline: Annotated[Line, Field(min_length=1, max_length=_MAX_HEADLINE)]
    text: Annotated[
        str,
        Field(min_length=1, max_length=_MAX_TEXT, description="Word for word, out of the text."),
    ]

    def part(self) -> Part:
        """The value that the split is made with."""
        return Part(self.headline, self.text.strip())


class SplitIn(_Strict):
    """The parts of an event, which together are its text; the first keeps the id."""

    parts: Annotated[list[PartIn], Field(min_length=2, max_length=20)]
    reason: Reason


class IssueCorrectionIn(_Strict):
    """The date or number of an issue as it should be, and why; what is left out stays."""

    issue_date: Annotated[Day | None, Field(examples=["2023-04-16"])] = None
    volume: Annotated[int | None, Field(ge=1, le=999)] = None
    number: Annotated[int | None, Field(ge=1, le=9999)] = None
    reason: Reason

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.issue_date is None and self.number is None:
            raise ValueError("nothing is corrected: give issue_date, or number (and volume)")
        return self

    def edit(self) -> IssueEdit:
        """The value that the correction is made with."""
        numbered = None if self.number is None else (self.volume, self.number)
        return IssueEdit(self.issue_date, numbered)


class UndoneOut(BaseModel):
    """Who took a correction back, when and why."""

    editor: str
    at: datetime
    reason: str


class CorrectionOut(BaseModel):
    """A correction; of those about one thing the latest that was not undone decides."""

    id: Annotated[int, Field(description="Its number, by which it is undone.")]
    kind: Annotated[
        str,
        Field(description="A kind of tag; headline, occurrence, merge, split, deletion; or issue."),
    ]
    value: Annotated[
        str,
        Field(description="A tag's value, an occurrence's days, the event merged into; or empty."),
    ]
    action: Action
    detail: Annotated[dict[str, Any], Field(description="What it was set to, and was before.")]
    reason: str
    editor: Annotated[str, Field(description="Name of the key that it was made with.")]
    at: datetime
    undone: UndoneOut | None

    @classmethod
    def of(cls, row: Correction) -> "CorrectionOut":
        """The correction as the API shows it."""
        undone = None
        if row.undone_at is not None:
            undone = UndoneOut(
                editor=row.undone_by or "", at=row.undone_at, reason=row.undo_reason or ""
            )
        return cls(
            id=row.id or 0,
            kind=row.kind,
            value=row.value,
            action=Action(row.action),
            detail=row.detail,
            reason=row.reason,
            editor=row.editor,
            at=row.created_at,
            undone=undone,
        )


class CorrectionsOut(BaseModel):
    """The corrections of one event or digest, oldest first."""

    items: list[CorrectionOut]
    total: int

    @classmethod
    def of(cls, rows: list[Correction]) -> "CorrectionsOut":
        """The corrections as the API shows them."""
        return cls(items=[CorrectionOut.of(row) for row in rows], total=len(rows))


class CorrectedOut(BaseModel):
    """A correction that was made or undone, and the event as it now stands.

    Of a merge it is the other event.
    """

    correction: CorrectionOut
    event: EventDetailOut
    searchable: Searchable


class SplitOut(BaseModel):
    """A split, and the parts as they now stand."""

    correction: CorrectionOut
    events: list[EventDetailOut]
    searchable: Searchable


class DeletedEventOut(BaseModel):
    """An event that was taken out of sight; undoing the correction brings it back."""

    event_id: str
    correction: CorrectionOut
    searchable: Searchable


class CorrectedIssueOut(BaseModel):
    """A correction of an issue that was made or undone, and its date and number by now."""

    correction: CorrectionOut
    digest_id: str
    title: str
    volume: int | None
    number: int | None
    issue_date: date
    issue_date_basis: str
    searchable: Searchable
