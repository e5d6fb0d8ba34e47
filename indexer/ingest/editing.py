"""What editors do to the store: each act is one transaction, with its rows in the ledger.

Before an act the events concerned are read by the present rules; what these find differently is a
ledger row of its own, so that the row of the act holds the act alone.
"""

from collections.abc import Sequence

from indexer.errors import Conflict, NotFound
from indexer.ingest.acts import (
    Act,
    Editor,
    Said,
    begun,
    keep,
    require_active,
    require_state,
    undone,
)
from indexer.ingest.corrections import Corrected, latest
from indexer.ingest.edits import Edit, correction_of
from indexer.ingest.merging import Part, carried, part_ids_for, require_whole, undo_carried
from indexer.ingest.writing import RULES_CHANGED
from indexer.models import ChangeKind, Correction
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known
from indexer.store import EventStore


def correct(
    store: EventStore,
    event_id: str,
    edit: Edit,
    by: Editor,
    *,
    series: SeriesRegistry | None = None,
) -> Correction:
    """Store a correction, lay it over the event and record the change, all or nothing.

    Raises:
        NotFound, Gone: there is no such event, or no longer.
        Conflict: the event is as the correction would have it.
        Changed: it is not as the editor saw it.
    """
    with store.writing() as writer:
        act = begun(writer, event_id, by, series)
        act.write([event_id], RULES_CHANGED)
        correction = correction_of(act.events[event_id], edit, by)
        writer.add_correction(correction)
        act.write([event_id], by.reason, editor=by.name)
        return correction


def delete_event(
    store: EventStore, event_id: str, by: Editor, *, series: SeriesRegistry | None = None
) -> Correction:
    """Take one event out of sight; its item may stay in the issue, and brings it back no more.

    Raises:
        NotFound, Gone, Changed: as `correct`.
    """
    with store.writing() as writer:
        act = begun(writer, event_id, by, series)
        correction = keep(writer, event_id, Said(Corrected.DELETION), by)
        act.write([event_id], by.reason, editor=by.name)
        return correction


def merge(
    store: EventStore,
    event_id: str,
    into: str,
    by: Editor,
    *,
    series: SeriesRegistry | None = None,
) -> Correction:
    """Make an event part of another, to which its address leads from then on.

    Of one issue, the other event gets its words, too, and is read anew. Of two issues, each keeps
    its own words; the other event gets the tags and dates that it lacks, as corrections.

    Raises:
        NotFound, Gone, Changed: as `correct`; of both events.
        Conflict: an event cannot become part of itself.
    """
    if event_id == into:
        raise Conflict(f"{event_id!r} cannot become part of itself")
    with store.writing() as writer:
        act = begun(writer, event_id, by, series)
        other = writer.living_event(into)
        event = act.events[event_id]
        reason = f"merged into {into}: {by.reason}"
        added: list[int] = []
        if other.rows.event["digest_id"] != act.digest.id:
            added = carried(writer, event, other, by)
        correction = keep(
            writer, event_id, Said(Corrected.MERGE, into, detail={"added": added}), by
        )
        act.write(
            [event_id],
            reason,
            editor=by.name,
            kinds={event_id: ChangeKind.MERGED},
            merged={event_id: into},
        )
        if added:
            theirs = Act(writer, writer.living_digest(other.rows.event["digest_id"]), act.series)
            theirs.write([into], f"merged with {event_id}: {by.reason}", editor=by.name)
        return correction


def split(
    store: EventStore,
    event_id: str,
    parts: Sequence[Part],
    by: Editor,
    *,
    series: SeriesRegistry | None = None,
) -> tuple[Correction, list[str]]:
    """Make several events of one; the first part keeps the id.

    Returns:
        The correction, and the ids of the parts in order.

    Raises:
        NotFound, Gone, Changed: as `correct`.
        InputError: the parts together are not the event's text.
        Conflict: other events were merged into it; that is to be undone first.
    """
    with store.writing() as writer:
        act = begun(writer, event_id, by, series)
        row = act.events[event_id].rows.event
        require_whole(row["text"], parts)
        corrections = act.corrections()
        if any(
            (found := latest(given, Corrected.MERGE)) and found.value == event_id
            for given in corrections.values()
        ):
            raise Conflict(f"other events were merged into {event_id!r}: undo that first")
        ids = part_ids_for(act, event_id, parts)
        made = [
            {"event_id": one, "headline": part.headline, "text": part.text}
            for one, part in zip(ids, parts, strict=True)
        ]
        former = latest(corrections.get(event_id, ()), Corrected.SPLIT)
        rest = former.detail["parts"][1:] if former else []
        said = Said(Corrected.SPLIT, detail={"parts": [*made, *rest]})
        correction = keep(writer, event_id, said, by)
        act.write(
            [event_id],
            f"split into {', '.join(ids)}: {by.reason}",
            editor=by.name,
            kinds={event_id: ChangeKind.SPLIT},
        )
        return correction, ids


def undo(
    store: EventStore,
    event_id: str,
    number: int,
    by: Editor,
    *,
    series: SeriesRegistry | None = None,
) -> Correction:
    """Take a correction back; it stays in the list, marked with who undid it, when and why.

    Raises:
        NotFound: the event has no such correction.
        Conflict: it was undone before.
        Changed: the event is not as the editor saw it.
    """
    with store.writing() as writer:
        correction = writer.correction(number)
        if correction is None or correction.event_id != event_id:
            raise NotFound(f"the event {event_id!r} has no correction {number}")
        require_active(correction)
        digest = writer.living_digest(writer.digest_of_event(event_id) or "")
        require_state(writer, event_id, by)
        act = Act(writer, digest, series or known())
        undone(correction, by)
        reason = f"undone, correction {number}: {by.reason}"
        parts = [part["event_id"] for part in correction.detail.get("parts", [])[1:]]
        others = [correction.value] if correction.kind == Corrected.MERGE else []
        revived = {event_id} if correction.kind in (Corrected.MERGE, Corrected.DELETION) else ()
        act.write(
            [event_id, *parts, *others],
            reason,
            editor=by.name,
            kinds=dict.fromkeys(parts, ChangeKind.MERGED),
            merged=dict.fromkeys(parts, event_id),
            revived=revived,
        )
        for number_added in correction.detail.get("added", []):
            undo_carried(writer, act.series, number_added, by, reason)
        return correction


def delete_digest(
    store: EventStore, digest_id: str, *, reason: str, editor: str | None = None
) -> list[str]:
    """Take a digest and its events out of sight; its source stays stored.

    Returns:
        The ids of the events that were deleted with it.

    Raises:
        NotFound, Gone: there is no such digest, or no longer.
    """
    with store.writing() as writer:
        digest = writer.living_digest(digest_id)
        return writer.delete_digest(digest, reason=reason, editor=editor)
