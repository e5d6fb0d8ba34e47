"""Editors' corrections laid over what was derived: pure functions, used at every write.

For each thing the latest correction decides; one that was undone counts as never made. What is
derived is worked out anew first, so no correction is lost to a corrected issue or to new rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from indexer.drafts import OccurrenceDraft, TagDraft
from indexer.models import Correction
from indexer.normalise.spans import Precision, Status, TagKind

CORRECTED = "corrected"  # the basis of dates that an editor gave

Interval = tuple[date, date]


class Action(StrEnum):
    """What a correction does with its subject."""

    ADD = "add"
    REMOVE = "remove"
    CHANGE = "change"
    PRIMARY = "primary"  # this occurrence is the one that the headline is about
    SET = "set"


class Corrected(StrEnum):
    """What a correction is about, where that is no kind of tag."""

    HEADLINE = "headline"
    OCCURRENCE = "occurrence"
    MERGE = "merge"
    SPLIT = "split"
    DELETION = "deletion"
    ISSUE = "issue"  # the date and number of a digest


def active(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that were not undone, oldest first."""
    return sorted((c for c in corrections if c.undone_at is None), key=_age)


def latest(corrections: Iterable[Correction], kind: Corrected) -> Correction | None:
    """The correction that decides about something that an event has once."""
    found = [c for c in active(corrections) if c.kind == kind]
    return found[-1] if found else None


def overlaid(tags: Sequence[TagDraft], corrections: Sequence[Correction]) -> list[TagDraft]:
    """The tags as editors would have them.

    For each kind and value the latest correction decides. A derived tag that is to be added keeps
    its own evidence and place; others come after the derived ones, in order of correction. No
    ceiling of tags applies to what an editor adds.

    Args:
        tags: derived from the event's words, the most important of each kind first.
        corrections: of this event, in any order.
    """
    kinds = set(map(str, TagKind))
    decisive = {(str(c.kind), c.value): c for c in active(corrections) if c.kind in kinds}
    derived = {(tag.kind, tag.value) for tag in tags}
    removed = {key for key, c in decisive.items() if c.action == Action.REMOVE}
    kept = [tag for tag in tags if (tag.kind, tag.value) not in removed]
    added = [
        TagDraft(str(c.kind), c.value, [_evidence(c)])
        for key, c in sorted(decisive.items(), key=lambda pair: _age(pair[1]))
        if c.action == Action.ADD and key not in derived
    ]
    return [*kept, *added]


def dated(
    derived: Sequence[OccurrenceDraft],
    corrections: Sequence[Correction],
    period: Interval,
) -> list[OccurrenceDraft]:
    """The occurrences as editors would have them; exactly one of them is primary.

    Occurrences are told apart by their first and last day. One that a correction changes keeps the
    words that it was read from. Where nothing is left, the issue's own period stands in.

    Args:
        derived: from the event's words, in order.
        corrections: of this event, in any order.
        period: first and last day that the issue covers.
    """
    found = list(derived)
    for correction in active(corrections):
        if correction.kind == Corrected.OCCURRENCE:
            found = _with(found, correction)
    if not found:
        found = [undated(period)]
    return _one_primary(found)


def undated(period: Interval) -> OccurrenceDraft:
    """The issue's own period, for an event that nothing dates."""
    return OccurrenceDraft(*period, Precision.ISSUE, Status.REPORTED, "inferred", primary=True)


def occurrence_detail(days: Interval, precision: Precision, status: Status) -> dict[str, str]:
    """An occurrence as a correction keeps it."""
    start, end = (day.isoformat() for day in days)
    return {"start": start, "end": end, "precision": str(precision), "status": str(status)}


def interval(detail: Mapping[str, Any]) -> Interval:
    """First and last day of an occurrence as a correction keeps it."""
    return date.fromisoformat(detail["start"]), date.fromisoformat(detail["end"])


def _with(found: list[OccurrenceDraft], correction: Correction) -> list[OccurrenceDraft]:
    which = _days(correction.value)
    if correction.action == Action.REMOVE:
        return [one for one in found if (one.start, one.end) != which]
    if correction.action == Action.PRIMARY:
        if any((one.start, one.end) == which for one in found):
            return [replace(one, primary=(one.start, one.end) == which) for one in found]
        return found
    given = _given(correction.detail["to"])
    if correction.action == Action.ADD:
        which = (given.start, given.end)
        # The issue's own period stands in only while nothing is known.
        found = [one for one in found if one.precision is not Precision.ISSUE]
    place = next((i for i, one in enumerate(found) if (one.start, one.end) == which), None)
    others = [one for one in found if (one.start, one.end) not in (which, (given.start, given.end))]
    if place is None:
        return [*others, given]
    was = found[place]
    changed = replace(given, primary=was.primary, quote=was.quote, field=was.field, span=was.span)
    place = min(place, len(others))
    return [*others[:place], changed, *others[place:]]


def _given(detail: Mapping[str, Any]) -> OccurrenceDraft:
    return OccurrenceDraft(
        *interval(detail),
        Precision(detail["precision"]),
        Status(detail["status"]),
        CORRECTED,
        primary=False,
    )


def _one_primary(found: list[OccurrenceDraft]) -> list[OccurrenceDraft]:
    chosen = next((i for i, one in enumerate(found) if one.primary), 0)
    return [replace(one, primary=i == chosen) for i, one in enumerate(found)]


def _days(value: str) -> Interval | None:
    """The occurrence that a correction names as ``2024-05-03/2024-05-04``."""
    start, _, end = value.partition("/")
    return (date.fromisoformat(start), date.fromisoformat(end)) if end else None


def named(days: Interval) -> str:
    """How a correction names an occurrence."""
    return f"{days[0].isoformat()}/{days[1].isoformat()}"


def _age(correction: Correction) -> int:
    return correction.id or 0


def _evidence(correction: Correction) -> dict[str, Any]:
    return {
        "field": "correction",
        "start": 0,
        "end": len(correction.reason),
        "quote": correction.reason,
        "rule": "correction",
    }
