"""The base that the requests are put to: stored rows, frozen with the tags and dates they had.

`base.jsonl.gz` holds one issue a line: its columns, its source as received, and its events with
their occurrences and tags. It goes into the store as it is, past readers and normalisers, so that a
better rule for dates or tags changes no recorded answer.
"""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from indexer.models import Digest, Event, Occurrence, Source, Tag
from indexer.store import EventStore

_BASE = Path(__file__).parent / "base.jsonl.gz"
_STORED_AT = datetime(2024, 7, 1, 12, 0, tzinfo=UTC)
_DIGEST_DAYS = ("issue_date", "period_start", "period_end")
_OCCURRENCE_DAYS = ("start", "end")


def fill(store: EventStore) -> None:
    """Put the frozen issues into an empty store, one transaction each, oldest first."""
    for line in gzip.decompress(_BASE.read_bytes()).splitlines():
        _store_issue(store, json.loads(line))


def _store_issue(store: EventStore, issue: dict[str, Any]) -> None:
    source = issue.pop("source")
    events = issue.pop("events")
    with store.writing() as writer:
        kept = writer.add_source(Source(**source | {"content": source["content"].encode()}))
        writer.add_digest(
            Digest(
                **_with_days(issue, _DIGEST_DAYS),
                source_id=kept.id or 0,
                created_at=_STORED_AT,
                updated_at=_STORED_AT,
            )
        )
        for event in events:
            writer.create_event(_event(issue["id"], event), reason="first received")


def _event(digest_id: str, event: dict[str, Any]) -> Event:
    occurrences = event.pop("occurrences")
    tags = event.pop("tags")
    ranks: dict[str, int] = {}
    for tag in tags:
        tag["rank"] = ranks.get(tag["kind"], 0)
        ranks[tag["kind"]] = tag["rank"] + 1
    return Event(
        **event,
        digest_id=digest_id,
        created_at=_STORED_AT,
        updated_at=_STORED_AT,
        occurrences=[
            Occurrence(
                rank=rank,
                is_primary=occurrence.pop("primary"),
                **_with_days(occurrence, _OCCURRENCE_DAYS),
            )
            for rank, occurrence in enumerate(occurrences)
        ],
        tags=[Tag(**tag) for tag in tags],
    )


def _with_days(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return row | {name: date.fromisoformat(row[name]) for name in names}
