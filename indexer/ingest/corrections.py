"""Editors' corrections laid over derived tags: a pure function, used whenever tags are written."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from indexer.drafts import TagDraft
from indexer.models import Correction


class Action(StrEnum):
    """What a correction does with its tag."""

    ADD = "add"
    REMOVE = "remove"


def overlaid(tags: Sequence[TagDraft], corrections: Sequence[Correction]) -> list[TagDraft]:
    """The tags as editors would have them.

    For each kind and value the latest correction decides. A derived tag that is to be added keeps
    its own evidence and place; others come after the derived ones, in order of correction. No
    ceiling of tags applies to what an editor adds.

    Args:
        tags: derived from the event's words, the most important of each kind first.
        corrections: of this event, in any order.
    """
    latest = {(str(c.kind), c.value): c for c in sorted(corrections, key=_age)}
    derived = {(tag.kind, tag.value) for tag in tags}
    removed = {key for key, c in latest.items() if c.action == Action.REMOVE}
    kept = [tag for tag in tags if (tag.kind, tag.value) not in removed]
    added = [
        TagDraft(str(c.kind), c.value, [_evidence(c)])
        for key, c in sorted(latest.items(), key=lambda pair: _age(pair[1]))
        if c.action == Action.ADD and key not in derived
    ]
    return [*kept, *added]


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
