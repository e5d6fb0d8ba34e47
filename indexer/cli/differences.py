"""The difference of a write as lines for people: what the API tells as JSON, in words."""

from collections.abc import Iterator
from typing import Any

from indexer.ingest.difference import (
    UNCHANGED,
    Difference,
    FieldChange,
    ItemDifference,
    counted,
)
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import OccurrenceOut, TagOut

_MARKS = {"created": "+", "deleted": "-", UNCHANGED: "="}
_PLURALS = {kind.plural for kind in KINDS.values()}
_QUOTED = 3


def difference_lines(title: str, found: Difference) -> Iterator[str]:
    """A heading, what changes of the issue, each item that is new or changes, and a count.

    `+` is new, `~` changes, `-` goes. Below stand the dates with the words that say them, and the
    tags with theirs; of an item that was there also each field before and after.
    """
    yield title
    for change in found.digest:
        yield f"  {_changed(change)}"
    for item in found.items:
        if item.change != UNCHANGED:
            yield from _item_lines(item)
    counts = (f"{number} {kind}" for kind, number in counted(found.items).items() if number)
    yield f"  {', '.join(counts) or 'no items'}"


def _item_lines(item: ItemDifference) -> Iterator[str]:
    yield f"  {_MARKS.get(item.change, '~')} {item.position}. {item.headline}  ({item.event_id})"
    if item.change == "deleted":
        return
    for occurrence in item.occurrences:
        yield f"      {_dated(occurrence)}"
    for kind in KINDS.values():
        if tags := item.tags.of(kind.id):
            yield f"      {kind.plural}: {'; '.join(map(_tagged, tags))}"
    for change in item.changes:
        yield f"    ~ {_changed(change)}"


def _dated(one: OccurrenceOut) -> str:
    days = str(one.start) if one.start == one.end else f"{one.start} to {one.end}"
    main = ", main" if one.primary else ""
    said = f": “{one.quote}”" if one.quote else f" ({one.basis})"
    return f"{days} ({one.precision}, {one.status}{main}){said}"


def _tagged(tag: TagOut) -> str:
    quotes = list(dict.fromkeys(f"“{evidence.quote}”" for evidence in tag.evidence))
    rest = ", …" if len(quotes) > _QUOTED else ""
    return f"{tag.value} {', '.join(quotes[:_QUOTED])}{rest}"


def _changed(change: FieldChange) -> str:
    before, after = change.before, change.after
    if change.field in _PLURALS:
        return f"{change.field}: {_values(before or [], after or [])}"
    if change.field == "occurrences":
        return f"dates: {_days(before)} -> {_days(after)}"
    if change.field == "tags":
        return "tags: the same, by other words"
    if change.field == "text" and before:
        return f"text: {len(before)} -> {len(after or '')} characters"
    if before is None:
        return f"{change.field}: {after}"
    return f"{change.field}: {before} -> {after}"


def _values(before: list[str], after: list[str]) -> str:
    gone = [f"-{value}" for value in before if value not in after]
    new = [f"+{value}" for value in after if value not in before]
    return " ".join([*gone, *new]) or f"order {' '.join(after)}"


def _days(occurrences: list[dict[str, Any]] | None) -> str:
    return ", ".join(f"{one['start']}/{one['end']}" for one in occurrences or []) or "none"
