"""Which events the items of an issue are, after editors merged, split and deleted some of them.

Items are what was read; events are what stands in the store. Without corrections they are the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.drafts import EventDraft
from indexer.ingest.corrections import Corrected, latest
from indexer.models import Correction

Corrections = Mapping[str, Sequence[Correction]]
Reread = Callable[[EventDraft, str, str], EventDraft]
# Characters of a part by which its place is found again in a corrected text.
_BEGINNING = 40


@dataclass(frozen=True, slots=True)
class Laid:
    """One event as it is to be written, tags and dates not yet corrected.

    Attributes:
        event_id: its id.
        item: the item with the words that the event has.
        read: headline and text as the issue has them, where the event's own are others.
    """

    event_id: str
    item: EventDraft
    read: tuple[str, str] | None = None


def laid_out(
    items: Sequence[tuple[str, EventDraft]],
    corrections: Corrections,
    reread: Reread,
    *,
    own: frozenset[str] = frozenset(),
) -> list[Laid]:
    """The events that items are.

    Args:
        items: what was read, under the id of the event that each item is; in order.
        corrections: by event, those of events that items were split into or merged with, too.
        reread: an item with other words, read anew.
        own: every event that the issue ever had. An event that was merged into one of them is an
            event again while that one is not there.
    """
    parts = [part for event_id, item in items for part in _parts(event_id, item, corrections)]
    ids = {event_id for event_id, _ in parts}
    targets = {event_id: _target(event_id, corrections, own - ids) for event_id in ids}
    original = dict(items)
    appended: dict[str, list[str]] = {}
    for event_id, item in parts:
        if target := targets[event_id]:
            appended.setdefault(target, []).append(item.text or item.headline)
    return [
        _laid(event_id, item, (original.get(event_id), appended.get(event_id, ())), given, reread)
        for event_id, item in parts
        if targets[event_id] is None
        and latest(given := corrections.get(event_id, ()), Corrected.DELETION) is None
    ]


def _laid(
    event_id: str,
    item: EventDraft,
    source: tuple[EventDraft | None, Sequence[str]],
    given: Sequence[Correction],
    reread: Reread,
) -> Laid:
    """An event with the words that it has: its own, those of merged ones, a headline put right."""
    was, more = source
    headline, text = item.headline, " ".join([item.text, *more]).strip()
    typo, split = latest(given, Corrected.HEADLINE), latest(given, Corrected.SPLIT)
    if typo is not None and (split is None or (typo.id or 0) > (split.id or 0)):
        headline = str(typo.detail["headline"])
    if was is item and (headline, text) == (item.headline, item.text):
        return Laid(event_id, item)
    read = (was.headline, was.text) if was else None
    return Laid(event_id, reread(item, headline, text), None if read == (headline, text) else read)


def _target(event_id: str, corrections: Corrections, missing: frozenset[str]) -> str | None:
    """The event that another became part of; None where it stands for itself."""
    target, seen = event_id, {event_id}
    while merge := latest(corrections.get(target, ()), Corrected.MERGE):
        target = merge.value
        if target in seen or target in missing:
            return None
        seen.add(target)
    return None if target == event_id else target


def part_ids(corrections: Iterable[Correction]) -> set[str]:
    """The events that splits made, undone ones too: no item of an issue is one of them."""
    return {
        str(part["event_id"])
        for correction in corrections
        if correction.kind == Corrected.SPLIT
        for part in correction.detail["parts"][1:]
    }


def family(event_ids: Iterable[str], corrections: Corrections) -> set[str]:
    """These events and all that share words with them by merging and splitting."""
    links: dict[str, set[str]] = {}
    for event_id, given in corrections.items():
        for correction in given:
            others = part_ids([correction])
            if correction.kind == Corrected.MERGE:
                others = {correction.value}
            for other in others:
                links.setdefault(event_id, set()).add(other)
                links.setdefault(other, set()).add(event_id)
    found, waiting = set(), set(event_ids)
    while waiting:
        event_id = waiting.pop()
        found.add(event_id)
        waiting |= links.get(event_id, set()) - found
    return found


def _parts(
    event_id: str, item: EventDraft, corrections: Corrections
) -> list[tuple[str, EventDraft]]:
    """An item as the events that it was split into; parts may be split again."""
    split = latest(corrections.get(event_id, ()), Corrected.SPLIT)
    if split is None:
        return [(event_id, item)]
    texts = _cut(item.text, [part["text"] for part in split.detail["parts"]])
    found = []
    for number, (part, text) in enumerate(zip(split.detail["parts"], texts, strict=True)):
        piece = _piece(item, part["headline"], text, first=number == 0)
        part_id = str(part["event_id"])
        found += [(part_id, piece)] if number == 0 else _parts(part_id, piece, corrections)
    return found


def _piece(item: EventDraft, headline: str, text: str, *, first: bool) -> EventDraft:
    return replace(item, headline=headline, text=text, entry=item.entry if first else None)


def _cut(text: str, parts: Sequence[str]) -> list[str]:
    """A text cut where it was cut before; as it was then where its words no longer allow that."""
    cuts = [0]
    for part in parts[1:]:
        beginning = part[:_BEGINNING]
        at = text.find(beginning, cuts[-1] + 1)
        if at < 0:
            return list(parts)
        cuts.append(at)
    ends = [*cuts[1:], len(text)]
    return [text[start:end].strip() for start, end in zip(cuts, ends, strict=True)]
