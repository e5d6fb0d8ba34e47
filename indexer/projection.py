"""What is said of an event and of a digest: one shape, made when they are written.

Lists, details, exports, feeds, pages, MCP and the ledger all show these shapes. They are made of
rows (mappings of column names to values), turned into JSON once and stored as text, in two parts:
the form that lists show, and the tags with their evidence. Answers are put together from the texts.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema, create_model, model_validator
from pydantic.json_schema import SkipJsonSchema

from indexer.normalise.series import Rights
from indexer.normalise.spans import Field as Place
from indexer.normalise.spans import Precision, Status, TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.remarks import Severity

# Raise it whenever the shapes below change: stored projections of another version are made anew
# when the store is opened.
VERSION = 2

Row = Mapping[str, Any]


def among(values: Iterable[str]) -> WithJsonSchema:
    """What the description says of a text that is one of a few."""
    return WithJsonSchema({"type": "string", "enum": [*map(str, values)]})


class EvidenceOut(BaseModel):
    """The words that earned a tag: `field[start:end] == quote`, offsets in characters.

    Of a tag that an editor added, field and rule are `correction`, and the quote is the reason.
    """

    field: Annotated[str, among([*Place, "correction"])]
    start: int
    end: int
    quote: str
    rule: str


class TagOut(BaseModel):
    """A tag with the words that earned it."""

    value: str
    label: str
    evidence: list[EvidenceOut]


class OccurrenceOut(BaseModel):
    """One dated development: a closed interval of days."""

    start: date
    end: date
    precision: Annotated[str, among(Precision)]
    status: Annotated[str, among(Status)]
    basis: str
    primary: bool
    quote: str | None
    field: Annotated[str, among(Place)] | None
    span_start: int | None
    span_end: int | None


class DigestRef(BaseModel):
    """Enough of a digest to cite it."""

    id: str
    title: str
    series: str
    volume: int | None
    number: int | None
    issue_date: date
    issue_date_basis: str
    retold: Annotated[
        bool,
        Field(description="It retells the publication; it is not the publisher's own text."),
    ]


class _EveryKind(BaseModel):
    """What has a list of tags for each kind."""

    @model_validator(mode="before")
    @classmethod
    def _of_kinds_that_came_later(cls, told: Any) -> Any:
        """What the ledger told before there was a kind has no tags of it."""
        if isinstance(told, dict):
            return {kind.plural: [] for kind in KINDS.values()} | told
        return told


class _Words(_EveryKind):
    """What was read, and the days that it speaks of."""

    id: str
    headline: str
    text: str
    truncated: bool
    position: int
    occurrences: list[OccurrenceOut]


def tag_fields(value: Any) -> dict[str, Any]:
    """Field definitions for `pydantic.create_model`: a list of ``value`` for each kind of tag."""
    return {
        kind.plural: (Annotated[list[value], Field(description=f"{kind.values}.")], ...)
        for kind in KINDS.values()
    }


if TYPE_CHECKING:
    _Tagged = _Words

    class _Tags(_EveryKind):
        pass

else:
    _Tagged = create_model("_Tagged", __base__=_Words, **tag_fields(str))
    _Tags = create_model("_Tags", __base__=_EveryKind, **tag_fields(TagOut))


class EventOut(_Tagged):
    """An event as lists show it; besides the fields below it has a list of values for each kind."""

    shown: Annotated[
        Annotated[str, among([Rights.EXCERPT, Rights.METADATA])] | SkipJsonSchema[None],
        Field(
            description="Only where the series' profile does not let all of the text be shown.",
            examples=["excerpt"],
            exclude_if=lambda shown: shown is None,
        ),
    ] = None
    digest: DigestRef
    created_at: datetime
    updated_at: datetime
    changed: Annotated[int, Field(description="Number of the last change that touched it.")]

    @property
    def primary(self) -> OccurrenceOut:
        """The occurrence that the headline is about."""
        return next(occurrence for occurrence in self.occurrences if occurrence.primary)

    def tags_of(self, kind: str) -> list[str]:
        """Its values of one kind, the most important first."""
        values: list[str] = getattr(self, KINDS[TagKind(kind)].plural)
        return values

    def tag_pairs(self) -> list[tuple[TagKind, str]]:
        """Kind and value of every tag, kind by kind in the order of their table."""
        return [(kind.id, value) for kind in KINDS.values() for value in self.tags_of(kind.id)]


class TagsOut(_Tags):
    """Tags with their evidence, by kind, the most important first."""

    def of(self, kind: str) -> list[TagOut]:
        """The tags of one kind."""
        found: list[TagOut] = getattr(self, KINDS[TagKind(kind)].plural)
        return found


class FullEventOut(EventOut):
    """An event with the evidence for every tag: all that a mirror needs."""

    tags: TagsOut


class SourceOut(BaseModel):
    """The bytes that a digest was read from."""

    sha256: str
    media_type: str
    origin: str
    size: Annotated[int, Field(description="Bytes.")]
    received_at: datetime


class IssueOut(BaseModel):
    """Something doubtful in a digest, kept for people to look at."""

    severity: Annotated[str, among(Severity)]
    code: str
    message: str
    file: str
    line: int | None
    words: str | None


class DigestRecord(DigestRef):
    """A digest without its events, as the ledger tells of it."""

    period_start: date
    period_end: date
    image_credit: str | None
    issues: list[IssueOut]
    source: SourceOut
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Projected:
    """What is said of an event, as text.

    Attributes:
        event_id: whose it is.
        lean: JSON of an `EventOut`.
        tags: JSON of its `TagsOut`.
    """

    event_id: str
    lean: str
    tags: str

    @property
    def full(self) -> str:
        """JSON of a `FullEventOut`."""
        return f'{self.lean[:-1]},"tags":{self.tags}}}'

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything said of the event does."""
        return hashlib.sha256(f"{self.lean}\n{self.tags}".encode()).hexdigest()

    def event(self) -> EventOut:
        """The event as lists show it."""
        return EventOut.model_validate_json(self.lean)

    def full_event(self) -> FullEventOut:
        """The event with its evidence."""
        return FullEventOut.model_validate_json(self.full)


def projected(
    event: Row, digest: Row, occurrences: Sequence[Row], tags: Sequence[Row], changed: int
) -> Projected:
    """What is said of an event.

    Args:
        event: its row.
        digest: the row of its digest.
        occurrences: its rows of that table, in any order.
        tags: its rows of that table, in any order.
        changed: number of the last ledger row that touched it.
    """
    by_kind: dict[str, list[Row]] = {kind.plural: [] for kind in KINDS.values()}
    for tag in sorted(tags, key=_rank):
        by_kind[KINDS[tag["kind"]].plural].append(tag)
    lean = EventOut(
        **{name: event[name] for name in _OF_EVENT},
        **{plural: [row["value"] for row in rows] for plural, rows in by_kind.items()},
        occurrences=[_occurrence(row) for row in sorted(occurrences, key=_rank)],
        digest=_digest_ref(digest),
        changed=changed,
    )
    told = TagsOut(**{plural: [_tag(row) for row in rows] for plural, rows in by_kind.items()})
    return Projected(event["id"], lean.model_dump_json(), told.model_dump_json())


def digest_record(digest: Row, source: Row) -> str:
    """JSON of the `DigestRecord` of a digest.

    Args:
        digest: its row.
        source: row of its source, with ``size`` in place of the content.
    """
    record = DigestRecord(
        **_digest_ref(digest).model_dump(),
        **{name: digest[name] for name in ("period_start", "period_end", "image_credit")},
        **{name: digest[name] for name in ("created_at", "updated_at")},
        issues=digest["remarks"],
        source=SourceOut(**{name: source[name] for name in SourceOut.model_fields}),
    )
    return record.model_dump_json()


_OF_EVENT = ("id", "headline", "text", "truncated", "position", "created_at", "updated_at")


def _rank(row: Row) -> int:
    return int(row["rank"])


def _digest_ref(row: Row) -> DigestRef:
    return DigestRef(**{name: row[name] for name in DigestRef.model_fields})


def _occurrence(row: Row) -> OccurrenceOut:
    return OccurrenceOut(
        start=row["start"],
        end=row["end"],
        precision=str(row["precision"]),
        status=str(row["status"]),
        basis=row["basis"],
        primary=row["is_primary"],
        quote=row["quote"],
        field=row["field"],
        span_start=row["span_start"],
        span_end=row["span_end"],
    )


def _tag(row: Row) -> TagOut:
    return TagOut(
        value=row["value"], label=KINDS[row["kind"]].label(row["value"]), evidence=row["evidence"]
    )
