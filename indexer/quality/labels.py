"""The labelled set: digests, and what a careful analyst makes of each item."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableSource
from indexer.readers import RawItem, SourceHints, read

_MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item with its labels.

    Attributes:
        name: volume and position, such as "2.7 item 3".
        issue: volume and number.
        issue_date: the day that dates are resolved against.
        item: the item as read.
        occurrences: start, end and precision of each, in order.
        primary: index of the primary one; None where there is none.
        tags: values by kind (country, domain, group), the most important first.
        optional: values by kind that one of two analysts gave: right or wrong to find.
    """

    name: str
    issue: str
    issue_date: date
    item: RawItem
    occurrences: tuple[tuple[date, date, str], ...]
    primary: int | None
    tags: dict[str, tuple[str, ...]]
    optional: dict[str, frozenset[str]]


def load(labels: Path, digests: Path) -> list[LabelledItem]:
    """Every labelled item of a folder of ``<name>.json`` beside ``<name>.txt``.

    Args:
        labels: folder of the labels.
        digests: folder of the digests, which may be the same.

    Raises:
        UnreadableSource: there are no labels, or a digest is missing or does not fit its labels.
    """
    files = sorted(labels.glob("*.json")) if labels.is_dir() else []
    if not files:
        raise UnreadableSource(f"{labels}: there are no labels (*.json) in this folder")
    return [item for file in files for item in _issue(file, digests / f"{file.stem}.txt")]


def _issue(labels: Path, digest: Path) -> list[LabelledItem]:
    entry = json.loads(labels.read_text(encoding="utf-8"))
    if not digest.exists():
        raise UnreadableSource(f"{digest}: the digest of {labels.name} is missing")
    hints = SourceHints(f"{digest.parent.name}/{digest.name}")
    raw = read(digest.read_bytes(), hints, max_bytes=_MAX_BYTES)
    if len(raw.items) != len(entry["items"]):
        raise UnreadableSource(
            f"{digest}: {len(raw.items)} items were read, {len(entry['items'])} are labelled"
        )
    return [
        _labelled(entry, label, item) for label, item in zip(entry["items"], raw.items, strict=True)
    ]


def _labelled(entry: dict[str, Any], label: dict[str, Any], item: RawItem) -> LabelledItem:
    plurals = {"country": "countries", "domain": "domains", "group": "groups"}
    return LabelledItem(
        name=f"{entry['volume']} item {label['n']}",
        issue=entry["volume"],
        issue_date=date.fromisoformat(entry["issue_date"]),
        item=item,
        occurrences=tuple(_interval(occurrence) for occurrence in label["occurrences"]),
        primary=label["primary"],
        tags={kind: tuple(label[plural]) for kind, plural in plurals.items()},
        optional={
            kind: frozenset(label.get(f"{plural}_optional", ())) for kind, plural in plurals.items()
        },
    )


def _interval(occurrence: dict[str, str]) -> tuple[date, date, str]:
    return (
        date.fromisoformat(occurrence["start"]),
        date.fromisoformat(occurrence["end"]),
        occurrence["precision"],
    )


def issues(items: Sequence[LabelledItem]) -> list[str]:
    """The issues that the items are of, each once, in order."""
    return list(dict.fromkeys(item.issue for item in items))
