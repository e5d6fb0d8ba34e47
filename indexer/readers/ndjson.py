"""NDJSON: one issue a line, or one item a line of a single issue."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesRegistry
from indexer.readers.format import Format, Part
from indexer.readers.json import read_json
from indexer.readers.raw import MAX_ITEMS, RawDigest, SourceHints

_SNIFF = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[^\r\n]*\}[ \t]*\r?\n\s*\{")
_MAX_LINES = 5_000


def read_ndjson(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read one issue: a single line, or an item a line.

    Raises:
        UnreadableSource: a line is faulty, or the lines are several issues.
    """
    issues = ndjson_parts(data, hints, registry)
    if len(issues) > 1:
        raise UnreadableSource(
            f"{hints.origin}: these are {len(issues)} issues, one a line; send them one by one"
        )
    return read_json(issues[0].data, issues[0].hints, registry)


def ndjson_parts(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> Sequence[Part]:
    """The issues of the lines, each as a JSON document.

    Raises:
        UnreadableSource: a line is no JSON object, with its number; or there are too many.
    """
    del registry
    lines = [(n, line) for n, line in enumerate(data.splitlines(), 1) if line.strip()]
    if len(lines) > _MAX_LINES:
        raise UnreadableSource(f"{hints.origin}: more than {_MAX_LINES:,} lines")
    documents = [(number, _object(line, number, hints)) for number, line in lines]
    if all("items" in document for _, document in documents):
        return [
            Part(line, replace(hints, origin=f"{hints.origin}:{number}"))
            for (number, line) in lines
        ]
    if any("items" in document for _, document in documents):
        raise UnreadableSource(
            f"{hints.origin}: some lines are issues and some are items; give one kind"
        )
    return (Part(_issue([document for _, document in documents], hints), hints),)


def _object(line: bytes, number: int, hints: SourceHints) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(
            f"{hints.origin}:{number}: this line is not JSON: {error}"
        ) from error
    if not isinstance(found, dict):
        raise UnreadableSource(f"{hints.origin}:{number}: this line is not a JSON object")
    return found


def _issue(items: list[dict[str, Any]], hints: SourceHints) -> bytes:
    """The document of an issue whose items stand in lines of their own."""
    if hints.series is None:
        raise UnreadableSource(
            f"{hints.origin}: its lines are items; say of which series with --series, and of which "
            "issue with --volume or --date"
        )
    if len(items) > MAX_ITEMS:
        raise UnreadableSource(
            f"{hints.origin}: {len(items):,} items; an issue has at most {MAX_ITEMS}"
        )
    document: dict[str, Any] = {"series": hints.series, "items": items}
    if hints.volume is not None:
        document["volume"], document["number"] = hints.volume
    if hints.issue_date is not None:
        document["issue_date"] = hints.issue_date.isoformat()
    return json.dumps(document, ensure_ascii=False).encode()


FORMAT = Format(
    name="ndjson",
    title="NDJSON",
    media_types=("application/x-ndjson", "application/jsonl"),
    suffixes=(".ndjson", ".jsonl"),
    sniff=lambda head, origin: _SNIFF.match(head) is not None,  # noqa: ARG005
    read=read_ndjson,
    parts=ndjson_parts,
)
