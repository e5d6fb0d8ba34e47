"""What a write changes, item by item: for dry runs, refusals and editors that met another's change.

One shape for JSON, the API and the text that people read; it is made of what the store said before
and says after, so a dry run shows what the real run would store.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from indexer.models import ChangeKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import FullEventOut, OccurrenceOut, TagsOut, among
from indexer.store.writer import Written

UNCHANGED = "unchanged"
_WORDS = ("headline", "text", "truncated", "position")
_OF_DIGEST = (
    *("title", "series", "volume", "number", "issue_date", "issue_date_basis"),
    *("period_start", "period_end", "image_credit", "retold"),
)


class FieldChange(BaseModel):
    """One field that is another than before; null where there was or is nothing."""

    field: Annotated[str, Field(examples=["countries"])]
    before: Annotated[Any, Field(examples=[["JP", "US"]])]
    after: Annotated[Any, Field(examples=[["JP", "PH", "US"]])]


class ItemDifference(BaseModel):
    """One item: as it would be, and what of it is another than before.

    Of an item that goes, the fields show what is stored.
    """

    event_id: str
    change: Annotated[str, among([*ChangeKind, UNCHANGED])]
    position: int
    headline: str
    text: str
    occurrences: list[OccurrenceOut]
    tags: TagsOut
    changes: Annotated[list[FieldChange], Field(description="Of an item that was there and stays.")]


class Difference(BaseModel):
    """What a write changes of one digest."""

    digest: Annotated[list[FieldChange], Field(description="What changes of the issue itself.")]
    items: list[ItemDifference]


def difference(before: str | None, after: str | None, written: Sequence[Written]) -> Difference:
    """The difference of a write.

    Args:
        before: what was said of the digest, as JSON; None where it was not there.
        after: what is said of it now, likewise.
        written: what became of each event.
    """
    items = [item(one) for one in written if one.before or one.after]
    return Difference(digest=digest_changes(before, after), items=items)


def digest_changes(before: str | None, after: str | None) -> list[FieldChange]:
    """The fields of an issue that differ."""
    old: dict[str, Any] = json.loads(before) if before else {}
    new: dict[str, Any] = json.loads(after) if after else {}
    return _differing(old, new, _OF_DIGEST)


def item(one: Written) -> ItemDifference:
    """The difference of one event."""
    told = one.after or one.before
    assert told is not None  # noqa: S101  (whatever is written was or is something)
    shown = told.full_event()
    changes: list[FieldChange] = []
    if one.before is not None and one.after is not None and one.kind is not None:
        changes = event_changes(one.before.full_event(), shown)
    return ItemDifference(
        event_id=one.event_id,
        change=UNCHANGED if one.kind is None else str(one.kind),
        changes=changes,
        **{name: getattr(shown, name) for name in _SHOWN},
    )


def event_difference(
    event_id: str, before: FullEventOut | None, after: FullEventOut | None
) -> ItemDifference | None:
    """The difference between two states of an event; None where neither is known."""
    shown = after or before
    if shown is None:
        return None
    return ItemDifference(
        event_id=event_id,
        change="updated" if before and after else ("created" if after else "deleted"),
        changes=event_changes(before, after) if before and after else [],
        **{name: getattr(shown, name) for name in _SHOWN},
    )


def event_changes(before: FullEventOut, after: FullEventOut) -> list[FieldChange]:
    """The fields of an event that differ; tags are told by their values, kind by kind."""
    names = (*_WORDS, "occurrences", *(kind.plural for kind in KINDS.values()))
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    found = _differing(old, new, names)
    if not found and old["tags"] != new["tags"]:
        found = [FieldChange(field="tags", before=old["tags"], after=new["tags"])]
    return found


def counted(changes: Sequence[ItemDifference]) -> dict[str, int]:
    """How many items came out in each way."""
    kinds = (*map(str, ChangeKind), UNCHANGED)
    return {kind: sum(one.change == kind for one in changes) for kind in kinds}


_SHOWN = ("position", "headline", "text", "occurrences", "tags")


def _differing(old: dict[str, Any], new: dict[str, Any], names: Sequence[str]) -> list[FieldChange]:
    return [
        FieldChange(field=name, before=old.get(name), after=new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    ]
