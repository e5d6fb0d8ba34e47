"""Corrections in words: what was done, by whom, why, and whether it was undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indexer.ingest.corrections import Action, Corrected
from indexer.models import Correction, Precision
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS
from web.contexts.times import days_in_words, shortened

_DONE = {
    Action.ADD: "added",
    Action.REMOVE: "taken away",
    Action.CHANGE: "changed",
    Action.PRIMARY: "made the date of the headline",
    Action.SET: "set",
}


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction in words.

    Attributes:
        what: what was done, such as: country North Korea added.
        undone: who took it back, and why; empty where nobody did.
        undo: where it is taken back; empty where it was.
    """

    id: int
    at: datetime
    who: str
    what: str
    why: str
    undone: str
    undo: str


def correction_line(row: Correction, url: str = "") -> CorrectionLine:
    """A correction in words; ``url`` is the page where it can be undone."""
    undone = ""
    if row.undone_at is not None:
        undone = f"undone by {row.undone_by}: {row.undo_reason}"
    number = row.id or 0
    undo = f"{url}?edit=undo:{number}#edit" if url and not undone else ""
    return CorrectionLine(number, row.created_at, row.editor, _what(row), row.reason, undone, undo)


def _what(row: Correction) -> str:
    done = _DONE.get(Action(row.action), row.action)
    if row.kind in set(map(str, TagKind)):
        kind = KINDS[TagKind(row.kind)]
        return f"{kind.title.lower()} {kind.label(row.value)} {done}"
    if row.kind == Corrected.HEADLINE:
        return f"headline set to “{row.detail.get('headline', '')}”"
    if row.kind == Corrected.OCCURRENCE:
        to = row.detail.get("to")
        was = _days(row.value)
        if row.action == Action.CHANGE and to:
            return f"date {was} changed to {_dated(to)}"
        return f"date {_dated(to) if to else was} {done}"
    if row.kind == Corrected.MERGE:
        return f"merged into {row.value}"
    return {Corrected.SPLIT: "split", Corrected.DELETION: "taken out of sight"}.get(
        Corrected(row.kind), row.kind
    )


def _days(value: str) -> str:
    start, _, end = value.partition("/")
    return _words(start, end or start, Precision.DAY)


def _dated(detail: Mapping[str, Any]) -> str:
    words = _words(detail["start"], detail["end"], Precision(detail["precision"]))
    status = str(detail["status"]).replace("_", " ")
    return words if status == "reported" else f"{words} ({status})"


def _words(start: str, end: str, precision: Precision) -> str:
    days = date.fromisoformat(start), date.fromisoformat(end)
    return shortened(days_in_words(*days, precision))
