"""Fills the store of the settings with synthetic issues; runs with a checkout's own Python.

    fill.py FILE EVENTS [--through-pipeline]

Prints JSON: events stored, seconds and CPU seconds, and how. Through the pipeline an issue goes the
way that `entente ingest` takes after reading: store, ledger and whatever is kept ready, one
transaction an issue. The tables of older versions are filled by statements, which is faster.
"""

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, inspect, text

from indexer.ingest import build as drafts
from indexer.ingest.writing import write_digest
from indexer.models import Change, Digest, Event, Occurrence, Source, Tag
from indexer.normalise.item import ItemReading
from indexer.normalise.spans import (
    DateSpan,
    Evidence,
    Field,
    Precision,
    Status,
    TagFinding,
    TagKind,
)
from indexer.settings import Settings
from indexer.store import EventStore

_EVENTS_AN_ISSUE = 5
_BATCH = 1_000  # issues
_MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
_BY_STATEMENTS = {"0001", "0002", "0003"}  # versions of the schema that have nothing kept ready
_ORIGIN = "synthetic"


def main() -> None:
    path, events = sys.argv[1], int(sys.argv[2])
    store = EventStore(Settings().store_url)
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123
        issues = map(json.loads, islice(lines, -(-events // _EVENTS_AN_ISSUE)))
        slowly = "--through-pipeline" in sys.argv or _version(store) not in _BY_STATEMENTS
        wall, cpu = time.perf_counter(), time.process_time()
        stored = _through_pipeline(store, issues) if slowly else _by_statements(store, issues)
        told = {
            "events": stored,
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "how": "pipeline" if slowly else "statements",
        }
    store.close()
    print(json.dumps(told))


def _version(store: EventStore) -> str:
    with store._engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _through_pipeline(store: EventStore, issues: Iterator[dict[str, Any]]) -> int:
    stored = 0
    for issue in issues:
        draft = _draft(issue)
        content = json.dumps(issue).encode()
        with store.writing() as writer:
            source = writer.add_source(_source(content))
            report = write_digest(writer, source, draft, _ORIGIN)
        stored += len(report.created)
    return stored


def _source(content: bytes) -> Source:
    sha256 = hashlib.sha256(content).hexdigest()
    return Source(sha256=sha256, media_type="application/json", origin=_ORIGIN, content=content)


def _draft(issue: dict[str, Any]) -> Any:
    issued = date.fromisoformat(issue["issue_date"])
    period = (date.fromisoformat(issue["period"][0]), date.fromisoformat(issue["period"][1]))
    return drafts.DigestDraft(
        id=issue["id"],
        series=issue["series"],
        code="usjad",
        title=issue["title"],
        volume=issue["volume"],
        number=issue["number"],
        issue_date=issued,
        issue_date_basis="stated",
        period=period,
        image_credit=None,
        retold=False,
        events=tuple(
            drafts.EventDraft(
                position, event["headline"], event["text"], False, _reading(event), period
            )
            for position, event in enumerate(issue["events"], 1)
        ),
        **_how_dated(issue["series"]),
    )


def _how_dated(series: str) -> dict[str, Any]:
    """What drafts of later versions say of their series; none of earlier ones'."""
    if "profile" not in drafts.DigestDraft.__dataclass_fields__:
        return {}
    from indexer.ingest.build import habits_of  # noqa: PLC0415
    from indexer.normalise.series import shipped  # noqa: PLC0415

    profile = shipped().get(series)
    return {"profile": profile, "conventions": habits_of(profile, stated=True)}


def _reading(event: dict[str, Any]) -> ItemReading:
    words = event["text"]
    return ItemReading(
        dates=tuple(
            DateSpan(
                start=date.fromisoformat(one["start"]),
                end=date.fromisoformat(one["end"]),
                precision=Precision(one["precision"]),
                status=Status.REPORTED,
                quote=one["quote"],
                span=(0, len(one["quote"])),
            )
            for one in event["dates"]
        ),
        primary=0,
        dated_field=Field.TEXT,
        tags=tuple(
            TagFinding(
                TagKind(tag["kind"]),
                tag["value"],
                tuple(
                    Evidence(Field.TEXT, start, end, words[start:end], "synthetic")
                    for start, end in tag["spans"]
                ),
            )
            for tag in event["tags"]
        ),
    )


def _by_statements(store: EventStore, issues: Iterator[dict[str, Any]]) -> int:
    """The rows that the pipeline would make, a thousand issues a transaction."""
    seq = source_id = 0
    remarks = "issues" if "issues" in _columns(store, "digest") else "remarks"
    while batch := list(islice(issues, _BATCH)):
        rows: dict[Any, list[dict[str, Any]]] = {
            table: [] for table in (Source, Digest, Event, Occurrence, Tag, Change)
        }
        for issue in batch:
            source_id += 1
            content = json.dumps(issue).encode()
            rows[Source].append(
                {
                    "id": source_id,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "media_type": "application/json",
                    "origin": _ORIGIN,
                    "content": content,
                    "received_at": _MOMENT,
                }
            )
            digest = _digest_row(issue)
            rows[Digest].append(
                digest
                | {
                    remarks: [],
                    "source_id": source_id,
                    "created_at": _MOMENT,
                    "updated_at": _MOMENT,
                }
            )
            for position, event in enumerate(issue["events"], 1):
                seq += 1
                _add_event(rows, digest, event, position, seq)
        with store._engine.begin() as connection:
            for table, listed in rows.items():
                connection.execute(insert(table.__table__), listed)
            connection.execute(text("UPDATE ledger_head SET seq = :seq"), {"seq": seq})
    return seq


def _columns(store: EventStore, table: str) -> set[str]:
    return {column["name"] for column in inspect(store._engine).get_columns(table)}


def _digest_row(issue: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": issue["id"],
        "series": issue["series"],
        "title": issue["title"],
        "volume": issue["volume"],
        "number": issue["number"],
        "issue_date": date.fromisoformat(issue["issue_date"]),
        "issue_date_basis": "stated",
        "period_start": date.fromisoformat(issue["period"][0]),
        "period_end": date.fromisoformat(issue["period"][1]),
        "retold": False,
    }


def _add_event(
    rows: dict[Any, list[dict[str, Any]]],
    digest: dict[str, Any],
    event: dict[str, Any],
    position: int,
    seq: int,
) -> None:
    key = hashlib.sha256(event["headline"].casefold().encode()).hexdigest()[:8]
    event_id = f"{digest['id']}-{key}"
    occurrences = [
        {
            "start": one["start"],
            "end": one["end"],
            "precision": one["precision"],
            "status": "reported",
            "basis": "stated",
            "quote": one["quote"],
            "field": "text",
            "span_start": 0,
            "span_end": len(one["quote"]),
        }
        for one in event["dates"]
    ]
    tags = [_tag(tag, event["text"]) for tag in event["tags"]]
    words = {
        "position": position,
        "headline": event["headline"],
        "text": event["text"],
        "truncated": False,
    }
    rows[Event].append(
        {"id": event_id, "digest_id": digest["id"], "created_at": _MOMENT, "updated_at": _MOMENT}
        | words
    )
    for rank, one in enumerate(occurrences):
        days = {name: date.fromisoformat(one[name]) for name in ("start", "end")}
        rows[Occurrence].append(
            one | days | {"event_id": event_id, "rank": rank, "is_primary": rank == 0}
        )
    ranks: dict[str, int] = {}
    for tag in tags:
        rank = ranks.get(tag["kind"], 0)
        ranks[tag["kind"]] = rank + 1
        rows[Tag].append(tag | {"event_id": event_id, "rank": rank})
    after = (
        {"id": event_id, "digest_id": digest["id"], "digest": _told(digest)}
        | words
        | {
            "occurrences": [one | {"primary": rank == 0} for rank, one in enumerate(occurrences)],
            "tags": tags,
        }
    )
    rows[Change].append(
        {
            "seq": seq,
            "event_id": event_id,
            "kind": "created",
            "reason": "first received",
            "before": None,
            "after": after,
            "at": _MOMENT,
        }
    )


def _told(digest: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "series", "volume", "number", "issue_date_basis", "retold")
    return {name: digest[name] for name in names} | {"issue_date": str(digest["issue_date"])}


def _tag(tag: dict[str, Any], words: str) -> dict[str, Any]:
    return {
        "kind": tag["kind"],
        "value": tag["value"],
        "evidence": [
            {
                "field": "text",
                "start": start,
                "end": end,
                "quote": words[start:end],
                "rule": "synthetic",
            }
            for start, end in tag["spans"]
        ],
    }


if __name__ == "__main__":
    main()
