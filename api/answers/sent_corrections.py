"""Corrections as they are sent: what each kind and action needs, checked and described."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from api.answers.reasons import Line, Reason
from api.knowledge.values import said_as
from indexer.ingest.corrections import Action
from indexer.ingest.edits import Dated, Edit, HeadlineEdit, OccurrenceEdit, TagEdit
from indexer.ingest.issue_editing import IssueEdit
from indexer.ingest.merging import Part
from indexer.normalise.spans import Precision, Status, TagKind
from indexer.wording import Day

_HEADLINE, _OCCURRENCE = "headline", "occurrence"
_KINDS = [*map(str, TagKind), _HEADLINE, _OCCURRENCE]
_MAX_HEADLINE = 1_000
_MAX_TEXT = 20_000
# An event that nothing dates has it, and no editor gives it.
_GIVEN_PRECISIONS = [str(one) for one in Precision if one is not Precision.ISSUE]
# One type in a client, whichever kind of tag.
_TAG_ACTION = "TagAction"
_REF = "#/components/schemas/{}"
Schema = dict[str, Any]


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
    end: Annotated[
        Day | None,
        Field(
            description="The same day where it is not given.",
            json_schema_extra={"x-not-before": "start"},
        ),
    ] = None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.start, self.end or self.start


class OccurrenceIn(DaysIn):
    """A dated development as it should be: a closed interval of days."""

    precision: Annotated[
        Precision | None,
        Field(description="`day` or `range` where it is not given."),
        WithJsonSchema(
            {"anyOf": [{"type": "string", "enum": _GIVEN_PRECISIONS}, {"type": "null"}]}
        ),
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

    kind: Annotated[str, AfterValidator(_known), Field(examples=["country"])]
    action: Action
    value: Annotated[Line, Field(min_length=1, max_length=_MAX_HEADLINE)] | None = None
    which: Annotated[DaysIn | None, Field(description="The occurrence concerned.")] = None
    to: Annotated[OccurrenceIn | None, Field(description="What the occurrence should be.")] = None
    reason: Reason

    @model_validator(mode="after")
    def _whole(self) -> Self:
        forms = [form for form in _FORMS.values() if form.sort == self._sort]
        fitting = next((form for form in forms if self.action in form.actions), None)
        if fitting is None:
            actions = [str(action) for form in forms for action in form.actions]
            raise ValueError(
                f"{self.action} is no action for the kind {self.kind}: {' or '.join(actions)}"
            )
        for name in ("value", "which", "to"):
            given = getattr(self, name) is not None
            if given and name not in fitting.needed:
                raise ValueError(f"{name} does not go with {self._said}")
            if not given and name in fitting.needed:
                raise ValueError(f"{self._said} needs {name}")
        return self

    @property
    def _sort(self) -> str:
        return self.kind if self.kind in (_HEADLINE, _OCCURRENCE) else "tag"

    @property
    def _said(self) -> str:
        article = "an" if self.kind[0] in "aeiou" else "a"
        return f"{self.action} of {article} {self.kind}"

    def edit(self) -> Edit:
        """The value that the correction is made with."""
        if self._sort == "tag":
            return TagEdit(TagKind(self.kind), self.value or "", self.action)
        if self._sort == _HEADLINE:
            return HeadlineEdit(self.value or "")
        which = self.which.days if self.which else None
        return OccurrenceEdit(self.action, which, self.to.dated() if self.to else None)


class _Form(NamedTuple):
    """What goes together in a correction.

    Attributes:
        sort: `tag`, or the kind itself.
        actions: those that need the same.
        needed: the fields beside kind, action and reason; no others may be given.
    """

    sort: str
    actions: tuple[Action, ...]
    needed: tuple[str, ...]


# By the name that the description gives them; of tags there is one for each kind.
_FORMS: Mapping[str, _Form] = MappingProxyType(
    {
        "Tag": _Form("tag", (Action.ADD, Action.REMOVE), ("value",)),
        "Headline": _Form(_HEADLINE, (Action.SET,), ("value",)),
        "OccurrenceAdded": _Form(_OCCURRENCE, (Action.ADD,), ("to",)),
        "OccurrenceChanged": _Form(_OCCURRENCE, (Action.CHANGE,), ("which", "to")),
        "OccurrencePicked": _Form(_OCCURRENCE, (Action.REMOVE, Action.PRIMARY), ("which",)),
    }
)


def correction_schemas(flat: Schema) -> dict[str, Schema]:
    """`CorrectionIn` as one of several objects, each with what its kind and action need.

    Args:
        flat: the model as Pydantic describes it, every field optional that any form lacks.
    """
    forms = {f"{name}CorrectionIn": form for name, form in _by_kind(flat["properties"])}
    whole = {key: flat[key] for key in ("title", "description")}
    return {
        **forms,
        _TAG_ACTION: {
            "type": "string",
            "enum": [str(action) for action in _FORMS["Tag"].actions],
            "title": _TAG_ACTION,
        },
        "CorrectionIn": {**whole, "oneOf": [{"$ref": _REF.format(name)} for name in forms]},
    }


def _by_kind(fields: Mapping[str, Schema]) -> list[tuple[str, Schema]]:
    found = []
    for name, form in _FORMS.items():
        if form.sort == "tag":
            found += [
                (str(kind).capitalize(), _described(str(kind), form, fields)) for kind in TagKind
            ]
        else:
            found.append((name, _described(form.sort, form, fields)))
    return found


def _described(kind: str, form: _Form, fields: Mapping[str, Schema]) -> Schema:
    values = {name: _given(fields[name]) for name in form.needed}
    action: Schema = {"type": "string", "enum": [str(action) for action in form.actions]}
    if form.sort == "tag":
        values["value"] |= said_as(kind).json_schema_extra
        action = {"$ref": _REF.format(_TAG_ACTION)}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "kind": {"type": "string", "const": kind},
            "action": action,
            **values,
            "reason": fields["reason"],
        },
        "required": ["kind", "action", *values, "reason"],
    }


def _given(field: Schema) -> Schema:
    """What a field holds where it is given; its own words stay."""
    (held,) = [one for one in field["anyOf"] if one.get("type") != "null"]
    said = {key: field[key] for key in ("description",) if key in field}
    return {**held, **said}


class MergeIn(_Strict):
    """The event that another becomes part of, and why."""

    into: Annotated[
        str, Field(min_length=1, max_length=160, examples=["usjad-2-7-54805f6a"]), said_as("event")
    ]
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


# From FIRST_DAY to LAST_DAY of `indexer.readers.raw`, as JSON Schema can say it.
_YEARS = "^(19|20|21)[0-9]{2}-"


def _nothing_is_null(schema: Schema) -> None:
    """Say what goes together: something beside the reason, and no volume without its number."""
    schema |= {"minProperties": 2, "dependentRequired": {"volume": ["number"]}}
    for field in schema["properties"].values():
        field.pop("default", None)


class IssueCorrectionIn(_Strict):
    """The date or number of an issue as it should be, and why; what is left out stays."""

    model_config = ConfigDict(json_schema_extra=_nothing_is_null)

    issue_date: (
        Annotated[Day, Field(examples=["2023-04-16"], json_schema_extra={"pattern": _YEARS})]
        | SkipJsonSchema[None]
    ) = None
    volume: Annotated[int, Field(ge=1, le=999)] | SkipJsonSchema[None] = None
    number: Annotated[int, Field(ge=1, le=9999)] | SkipJsonSchema[None] = None
    reason: Reason

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.issue_date is None and self.number is None:
            raise ValueError("nothing is corrected: give issue_date, or number (and volume)")
        if self.volume is not None and self.number is None:
            raise ValueError("volume goes with number: give both")
        return self

    def edit(self) -> IssueEdit:
        """The value that the correction is made with."""
        numbered = None if self.number is None else (self.volume, self.number)
        return IssueEdit(self.issue_date, numbered)
