"""Editors' corrections laid over derived tags: a pure function, used whenever tags are written."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from indexer.models import Correction, Tag


class Action(StrEnum):
    """What a correction does with its tag."""

    ADD = "add"
    REMOVE = "remove"


def overlaid(tags: Sequence[Tag], corrections: Sequence[Correction]) -> list[Tag]:
    """The tags as editors would have them.

    For each kind and value the latest correction decides. A derived tag that is to be added keeps
    its own evidence and place; others come after the derived ones, in order of correction. No
    ceiling of tags applies to what an editor adds.

    Args:
        tags: derived from the event's words, ranked within their kind.
        corrections: of this event, oldest first.

    Returns:
        New rows, ranked anew within their kind; neither argument is changed.
    """
    latest = {(c.kind, c.value): c for c in sorted(corrections, key=_age)}
    derived = {(tag.kind, tag.value) for tag in tags}
    removed = {key for key, c in latest.items() if c.action == Action.REMOVE}
    kept = [
        Tag(kind=tag.kind, value=tag.value, rank=0, evidence=tag.evidence)
        for tag in sorted(tags, key=lambda tag: (tag.kind, tag.rank))
        if (tag.kind, tag.value) not in removed
    ]
    added = [
        Tag(kind=c.kind, value=c.value, rank=0, evidence=[_evidence(c)])
        for key, c in sorted(latest.items(), key=lambda pair: _age(pair[1]))
        if c.action == Action.ADD and key not in derived
    ]
    return _ranked([*kept, *added])


def _age(correction: Correction) -> int:
    return correction.id or 0


def _ranked(tags: list[Tag]) -> list[Tag]:
    ranks: dict[str, int] = {}
    for tag in tags:
        tag.rank = ranks.get(tag.kind, 0)
        ranks[tag.kind] = tag.rank + 1
    return tags


def _evidence(correction: Correction) -> dict[str, Any]:
    return {
        "field": "correction",
        "start": 0,
        "end": len(correction.reason),
        "quote": correction.reason,
        "rule": "correction",
    }
