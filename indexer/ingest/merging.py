"""Events merged and split."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import InputError
from indexer.ingest.acts import Act, Editor, Said, correction_row, undone
from indexer.ingest.corrections import Action, Corrected, named, occurrence_detail
from indexer.ingest.identity import new_event_id
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.spans import Precision, Status
from indexer.store import StoreWriter
from indexer.store.reading import StoredEvent


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an event that is split: its headline, and its words as they stand in the text."""

    headline: str
    text: str


class PartsDiffer(InputError):
    """The parts of a split are not the event's text; the message quotes where they differ."""

    plain = "the texts of the parts, one after the other, must be the event's text"


def carried(writer: StoreWriter, event: StoredEvent, other: StoredEvent, by: Editor) -> list[int]:
    """Corrections that give an event what another one has and it lacks."""
    reason = f"merged from {event.id}: {by.reason}"[:500]
    why = Editor(by.name, reason)
    tags = {(tag["kind"], tag["value"]) for tag in other.rows.tags}
    days = {(row["start"], row["end"]) for row in other.rows.occurrences}
    rows = [
        correction_row(other.id, Said(tag["kind"], tag["value"], Action.ADD), why)
        for tag in event.rows.tags
        if (tag["kind"], tag["value"]) not in tags
    ]
    for row in event.rows.occurrences:
        span = (row["start"], row["end"])
        if span not in days and row["precision"] != Precision.ISSUE:
            detail = occurrence_detail(span, Precision(row["precision"]), Status(row["status"]))
            said = Said(Corrected.OCCURRENCE, named(span), Action.ADD, {"to": detail})
            rows.append(correction_row(other.id, said, why))
    for correction in rows:
        writer.add_correction(correction)
    return [correction.id or 0 for correction in rows]


def undo_carried(
    writer: StoreWriter, series: SeriesRegistry, number: int, by: Editor, reason: str
) -> None:
    """Take back what a merge gave to the other event."""
    correction = writer.correction(number)
    if correction is None or correction.undone_at is not None or correction.event_id is None:
        return
    undone(correction, by)
    digest = writer.digest(writer.digest_of_event(correction.event_id) or "")
    if digest is not None and digest.deleted_at is None:
        Act(writer, digest, series).write([correction.event_id], reason, editor=by.name)


def part_ids_for(act: Act, event_id: str, parts: Sequence[Part]) -> list[str]:
    """Ids of the parts; new ones come after the first in the alphabet, as in the issue.

    Events of one position are listed by id.
    """
    ids = [event_id]
    for part in parts[1:]:
        last = ids[-1]

        def taken(candidate: str, last: str = last) -> bool:
            return candidate in act.events or candidate in ids or candidate < last

        ids.append(new_event_id(act.digest.id, part.headline, taken))
    return ids


def require_whole(text: str, parts: Sequence[Part]) -> None:
    """The parts, in order, are the text: nothing is lost and nothing made up."""
    whole, given = text.split(), [word for part in parts for word in part.text.split()]
    if whole == given:
        return
    at = next(
        (i for i, (a, b) in enumerate(zip(whole, given, strict=False)) if a != b),
        min(len(whole), len(given)),
    )
    expected = " ".join(whole[at : at + 5]) or "the end"
    found = " ".join(given[at : at + 5]) or "the end"
    raise PartsDiffer(
        f"{PartsDiffer.plain}: after {at} words it goes on “{expected}”, and the parts “{found}”"
    )
