"""Figures of labelled items, measured once a run: commands that tell them are about telling."""

from collections.abc import Sequence

from indexer.quality.labels import LabelledItem
from indexer.quality.measure import Quality, measure

_found: dict[tuple[str, ...], tuple[list[LabelledItem], Quality]] = {}


def measured(items: Sequence[LabelledItem]) -> Quality:
    """As `measure`; the same items are not measured twice."""
    names = tuple(item.name for item in items)
    if names not in _found or _found[names][0] != list(items):
        _found[names] = list(items), measure(items)
    return _found[names][1]
