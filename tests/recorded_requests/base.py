"""The base that the requests are put to: issues frozen with the tags and dates they had.

`base.jsonl.gz` holds one issue a line: what it says of itself, its source as received, and its
events with their occurrences and tags. They go into the store as drafts, past readers and
normalisers, so that a better rule for dates or tags changes no recorded answer.
"""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

from indexer.drafts import DigestDraft, EventDraft
from indexer.ingest.build import habits_of
from indexer.ingest.writing import write_digest
from indexer.models import Source
from indexer.normalise.item import ItemReading
from indexer.normalise.series import shipped
from indexer.normalise.spans import (
    DateSpan,
    Evidence,
    Field,
    Precision,
    Status,
    TagFinding,
    TagKind,
)
from indexer.remarks import Remark, Severity
from indexer.store import EventStore

_BASE = Path(__file__).parent / "base.jsonl.gz"


def fill(store: EventStore) -> None:
    """Put the frozen issues into an empty store, one transaction each, oldest first."""
    for line in gzip.decompress(_BASE.read_bytes()).splitlines():
        issue = json.loads(line)
        source = issue["source"]
        with store.writing() as writer:
            kept = writer.add_source(Source(**source | {"content": source["content"].encode()}))
            report = write_digest(writer, kept, _draft(issue), source["origin"])
        # The ids are in the recorded requests.
        assert list(report.created) == [event["id"] for event in issue["events"]]


def _draft(issue: dict[str, Any]) -> DigestDraft:
    period = (_day(issue["period_start"]), _day(issue["period_end"]))
    profile = shipped().get(issue["series"])
    assert profile is not None
    same = ("id", "series", "title", "volume", "number", "issue_date_basis", "image_credit")
    return DigestDraft(
        **{name: issue[name] for name in same},
        code=issue["id"].partition("-")[0],
        issue_date=_day(issue["issue_date"]),
        period=period,
        retold=issue["retold"],
        conventions=habits_of(profile, stated=issue["issue_date_basis"] == "stated"),
        profile=profile,
        events=tuple(
            EventDraft(
                event["position"],
                event["headline"],
                event["text"],
                event["truncated"],
                _reading(event),
                period,
            )
            for event in issue["events"]
        ),
        remarks=tuple(
            Remark(**remark | {"severity": Severity(remark["severity"])})
            for remark in issue["remarks"]
        ),
    )


def _reading(event: dict[str, Any]) -> ItemReading:
    dated = [one for one in event["occurrences"] if one["basis"] == "stated"]
    return ItemReading(
        dates=tuple(_span(one) for one in dated),
        primary=next((at for at, one in enumerate(dated) if one["primary"]), None),
        dated_field=Field(dated[0]["field"]) if dated else Field.TEXT,
        tags=tuple(
            TagFinding(
                TagKind(tag["kind"]),
                tag["value"],
                tuple(Evidence(**one | {"field": Field(one["field"])}) for one in tag["evidence"]),
            )
            for tag in event["tags"]
        ),
    )


def _span(one: dict[str, Any]) -> DateSpan:
    return DateSpan(
        start=_day(one["start"]),
        end=_day(one["end"]),
        precision=Precision(one["precision"]),
        status=Status(one["status"]),
        quote=one["quote"],
        span=(one["span_start"], one["span_end"]),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
