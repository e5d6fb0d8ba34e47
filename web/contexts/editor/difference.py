"""What storing an issue would change, item by item, dates and tags marked in the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from indexer.ingest.difference import UNCHANGED, Difference, FieldChange, ItemDifference
from indexer.models import ChangeKind
from indexer.normalise.tags.kinds import KINDS, Kind
from indexer.projection import EvidenceOut, OccurrenceOut
from web.contexts.editor.runs import Run, runs
from web.contexts.times import shortened, when_said

_STATES = {
    UNCHANGED: "Unchanged",
    ChangeKind.CREATED: "New",
    ChangeKind.UPDATED: "Changed",
    ChangeKind.RETAGGED: "Changed",
    ChangeKind.DELETED: "Taken away",
}
_MOST_QUOTES = 4
_OF_ISSUE = {
    "issue_date": "Date",
    "issue_date_basis": "Date is",
    "period_start": "From",
    "period_end": "To",
    "image_credit": "Picture",
}


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A line beside an item: what is stored, what is new, and the words behind it."""

    title: str
    stored: str
    new: str
    because: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item.

    Attributes:
        state: what would become of it, in words.
        same: nothing would.
        stays: it was there before, so that the table has a column for what is stored.
        rows: what the table beside its text says.
        note: what else there is to say.
    """

    id: str
    state: str
    same: bool
    stays: bool
    headline: tuple[Run, ...]
    text: tuple[Run, ...]
    rows: tuple[DiffRow, ...]
    note: str


def shown_items(told: Difference, *, only_changes: bool = False) -> tuple[ShownItem, ...]:
    """Every item, or those alone that something would become of."""
    items = sorted(told.items, key=lambda item: item.position)
    return tuple(_shown(item) for item in items if not only_changes or item.change != UNCHANGED)


def issue_rows(changes: Sequence[FieldChange]) -> tuple[DiffRow, ...]:
    """What would change of the issue itself."""
    return tuple(
        DiffRow(
            _OF_ISSUE.get(one.field, one.field.replace("_", " ").capitalize()),
            _plain(one.before),
            _plain(one.after),
            "",
        )
        for one in changes
    )


def _shown(item: ItemDifference) -> ShownItem:
    same = item.change == UNCHANGED
    before: Mapping[str, Any] = {one.field: one.before for one in item.changes}
    dates = [one for one in item.occurrences if one.quote and one.field]
    evidence = [
        span for kind in KINDS.values() for tag in item.tags.of(kind.id) for span in tag.evidence
    ]
    new = item.change == ChangeKind.CREATED
    going = item.change == ChangeKind.DELETED

    def laid(field: str, text: str) -> tuple[Run, ...]:
        if same or going:
            return (Run(text),)
        return runs(
            text,
            old=before.get(field),
            dates=[(o.span_start or 0, o.span_end or 0) for o in dates if o.field == field],
            tags=[(span.start, span.end) for span in evidence if span.field == field],
        )

    rows = () if same or going else tuple(_new_rows(item) if new else _changed_rows(item))
    return ShownItem(
        id=item.event_id,
        state=_STATES.get(item.change, item.change.capitalize()),
        same=same,
        stays=not new and not going,
        headline=laid("headline", item.headline),
        text=laid("text", item.text),
        rows=rows,
        note="" if same or new else _note(item, set(before)),
    )


def _new_rows(item: ItemDifference) -> Iterator[DiffRow]:
    for one in item.occurrences:
        yield DiffRow("Date", "", _dated(one), _quote(one))
    for kind in KINDS.values():
        for tag in item.tags.of(kind.id):
            yield DiffRow(kind.title, "", tag.label, _because(tag.evidence))


def _changed_rows(item: ItemDifference) -> Iterator[DiffRow]:
    for change in item.changes:
        if change.field == "occurrences":
            yield from _date_rows(change)
        for kind in KINDS.values():
            if change.field == kind.plural:
                yield from _tag_rows(kind, change, item)


def _date_rows(change: FieldChange) -> Iterator[DiffRow]:
    old = [OccurrenceOut.model_validate(one) for one in change.before or ()]
    new = [OccurrenceOut.model_validate(one) for one in change.after or ()]
    stored, coming = list(map(_dated, old)), list(map(_dated, new))
    gone = [words for words in stored if words not in coming]
    come = [one for one, words in zip(new, coming, strict=True) if words not in stored]
    for was, one in zip_longest(gone, come):
        yield DiffRow("Date", was or "none", _dated(one) if one else "none", _quote(one))


def _tag_rows(kind: Kind, change: FieldChange, item: ItemDifference) -> Iterator[DiffRow]:
    old, new = change.before or [], change.after or []
    evidence = {tag.value: tag.evidence for tag in item.tags.of(kind.id)}
    gone = [value for value in old if value not in new]
    come = [value for value in new if value not in old]
    if not gone and not come:
        stored, coming = (", ".join(map(kind.label, values)) for values in (old, new))
        yield DiffRow(kind.heading, stored, coming, "their order")
    for was, value in zip_longest(gone, come):
        yield DiffRow(
            kind.title,
            kind.label(was) if was else "none",
            kind.label(value) if value else "none",
            _because(evidence.get(value, [])),
        )


def _note(item: ItemDifference, changed: set[str]) -> str:
    if item.change == ChangeKind.DELETED:
        return "It is not in the issue any more; its address will say so."
    if changed == {"headline"}:
        return "Only the headline changes. The address of the event stays the same."
    names = {"occurrences": "dates"} | {kind.plural: kind.plural for kind in KINDS.values()}
    same = [words for field, words in names.items() if field not in changed]
    return f"Unchanged: {', '.join(same)}." if same else ""


def _dated(one: OccurrenceOut) -> str:
    words = shortened(when_said(one))
    said = [one.status.replace("_", " ")] if one.status != "reported" else []
    said += ["primary"] if one.primary else []
    return f"{words} ({', '.join(said)})" if said else words


def _quote(one: OccurrenceOut | None) -> str:
    return f"“{one.quote}”" if one is not None and one.quote else ""


def _because(evidence: Sequence[EvidenceOut]) -> str:
    quotes = list(dict.fromkeys(span.quote for span in evidence))
    said = ", ".join(f"“{quote}”" for quote in quotes[:_MOST_QUOTES])
    more = len(quotes) - _MOST_QUOTES
    return f"{said} and {more} more" if more > 0 else said


def _plain(value: Any) -> str:
    return "none" if value is None else str(value)
