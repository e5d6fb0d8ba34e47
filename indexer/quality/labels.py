"""The labelled set: digest items, and what a careful analyst makes of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableSource
from indexer.normalise.tags.actors import former_ids
from indexer.quality.proposed import resolved
from indexer.readers import SourceHints, read

_MAX_BYTES = 10_000_000
_FROZEN = "UNSEEN.txt"
_PLURALS = {"country": "countries", "domain": "domains", "group": "groups", "actor": "actors"}


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item with its labels.

    Attributes:
        name: the issue and the item's position, such as "other-series/x/2-07 item 3".
        issue: path of the issue's labels in their folder, without suffix.
        series: the series, by its id.
        issue_date: the day that dates are resolved against.
        headline: the headline as read.
        text: the paragraph as read.
        occurrences: start, end and precision of each, in order.
        statuses: the status of each occurrence; None where it is not labelled.
        quotes: the date words of each occurrence as they stand in the item.
        primary: index of the primary one; None where there is none.
        tags: values by kind (country, domain, group, actor), the most important first.
        optional: values by kind that one of two analysts gave: right or wrong to find.
        kinds: what is labelled at all: "occurrence" and kinds of tags.
        unseen: of the frozen part, with which nothing is made and whose misses nobody lists.
    """

    name: str
    issue: str
    series: str
    issue_date: date
    headline: str
    text: str
    occurrences: tuple[tuple[date, date, str], ...]
    statuses: tuple[str | None, ...]
    quotes: tuple[str, ...]
    primary: int | None
    tags: dict[str, tuple[str, ...]]
    optional: dict[str, frozenset[str]]
    kinds: frozenset[str]
    unseen: bool


def load(labels: Path, digests: Path | None = None) -> list[LabelledItem]:
    """Every labelled item of a folder and those within it.

    An item's text stands in its label, or in a digest of the same name (any suffix that is not
    ``.json``) beside it or in ``digests/<series>/``. The issues named in ``UNSEEN.txt`` of the
    folder, or of one that it lies in, are the frozen part.

    Args:
        labels: folder of the labels.
        digests: folder of digests by series.

    Raises:
        UnreadableSource: there are no labels, or a digest is missing or does not fit its labels.
    """
    files = sorted(labels.rglob("*.json")) if labels.is_dir() else []
    if not files:
        raise UnreadableSource(f"{labels}: there are no labels (*.json) in this folder")
    root, frozen = _frozen(labels.resolve())
    items = []
    for file in files:
        issue = file.resolve().relative_to(root).with_suffix("").as_posix()
        items += _labels(file, issue, digests, unseen=issue in frozen)
    return items


def seen(items: Sequence[LabelledItem]) -> list[LabelledItem]:
    """What rules may be made with."""
    return [item for item in items if not item.unseen]


def unseen(items: Sequence[LabelledItem]) -> list[LabelledItem]:
    """The frozen part."""
    return [item for item in items if item.unseen]


def labelled_with(kind: str, items: Sequence[LabelledItem]) -> list[LabelledItem]:
    """The items that have labels of a kind: "occurrence", or a kind of tag."""
    return [item for item in items if kind in item.kinds]


def issues(items: Sequence[LabelledItem]) -> list[str]:
    """The issues that the items are of, each once, in order."""
    return list(dict.fromkeys(item.issue for item in items))


def _frozen(labels: Path) -> tuple[Path, frozenset[str]]:
    """The folder that has the list of frozen issues, and the list."""
    for folder in (labels, *labels.parents[:2]):
        if (folder / _FROZEN).is_file():
            lines = (folder / _FROZEN).read_text(encoding="utf-8").splitlines()
            return folder, frozenset(line for line in lines if line and not line.startswith("#"))
    return labels, frozenset()


@dataclass(frozen=True, slots=True)
class _Issue:
    """What all items of an issue have in common.

    `ids` are those of actors proposed in it, and of those labelled under a former id.
    """

    issue: str
    series: str
    day: date
    unseen: bool
    ids: Mapping[str, str]


def _labels(file: Path, issue: str, digests: Path | None, *, unseen: bool) -> list[LabelledItem]:
    entry = json.loads(file.read_text(encoding="utf-8"))
    series = entry.get("series") or file.parent.name
    labels = entry["items"]
    if labels and all("text" in label for label in labels):
        texts = [(label["headline"], label["text"]) for label in labels]
    else:
        texts = _read(_digest(file, series, digests), labels)
    day = date.fromisoformat(entry["issue_date"])
    ids = {**former_ids(), **resolved(entry.get("actors_proposed", {}))}
    of = _Issue(issue, series, day, unseen, ids)
    return [_labelled(of, label, *text) for label, text in zip(labels, texts, strict=True)]


def _digest(file: Path, series: str, digests: Path | None) -> Path:
    folders = [file.parent, *([digests / series, digests] if digests else [])]
    for folder in folders:
        paths = sorted(folder.glob(f"{file.stem}.*"))
        beside = [path for path in paths if path.suffix != ".json"]
        if beside:
            return beside[0]
    raise UnreadableSource(f"{file}: the digest of these labels is missing")


def _read(digest: Path, labels: Sequence[Any]) -> list[tuple[str, str]]:
    hints = SourceHints(f"{digest.parent.name}/{digest.name}")
    items = read(digest.read_bytes(), hints, max_bytes=_MAX_BYTES).items
    if len(items) != len(labels):
        raise UnreadableSource(
            f"{digest}: {len(items)} items were read, {len(labels)} are labelled"
        )
    return [(item.headline, item.text) for item in items]


def _labelled(of: _Issue, label: dict[str, Any], headline: str, text: str) -> LabelledItem:
    occurrences = label.get("occurrences", ())
    kinds = {kind for kind, plural in _PLURALS.items() if plural in label}
    return LabelledItem(
        name=f"{of.issue} item {label['n']}",
        issue=of.issue,
        series=of.series,
        issue_date=of.day,
        headline=headline,
        text=text,
        occurrences=tuple(_interval(occurrence) for occurrence in occurrences),
        statuses=tuple(occurrence.get("status") for occurrence in occurrences),
        quotes=tuple(occurrence["quote"] for occurrence in occurrences),
        primary=label.get("primary"),
        tags={kind: _values(of, label, plural) for kind, plural in _PLURALS.items()},
        optional={
            kind: frozenset(_values(of, label, f"{plural}_optional"))
            for kind, plural in _PLURALS.items()
        },
        kinds=frozenset({*kinds, *(["occurrence"] if "occurrences" in label else [])}),
        unseen=of.unseen,
    )


def _values(of: _Issue, label: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(of.ids.get(value, value) for value in label.get(name, ()))


def _interval(occurrence: dict[str, str]) -> tuple[date, date, str]:
    return (
        date.fromisoformat(occurrence["start"]),
        date.fromisoformat(occurrence["end"]),
        occurrence["precision"],
    )
