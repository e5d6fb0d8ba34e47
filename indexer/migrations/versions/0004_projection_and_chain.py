"""Projections, series, a ledger of several subjects that is a chain; plainer names of columns.

The ledger is written anew: payloads get the shape in which everything tells of events, each digest
gets its first row, and rows are chained from the first one on. What the old rows do not hold (the
moments of creation and change, labels of tags) is filled in from the events and the vocabulary.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

from indexer.normalise.tags.kinds import KINDS
from indexer.store.ledger import START, payload_fingerprint, row_hash
from indexer.times import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BATCH = 500
_RECORDED = "recorded when the ledger began to tell of digests"
_PLURALS = {"country": "countries", "domain": "domains", "group": "groups"}
_REFERENCE = ("title", "series", "volume", "number", "issue_date", "issue_date_basis", "retold")

_NEW = sa.table(
    "change",
    *(
        sa.column(name, AutoString())
        for name in ("subject", "subject_id", "kind", "reason", "fingerprint", "previous", "hash")
    ),
    sa.column("seq", sa.Integer()),
    sa.column("before", sa.Text()),
    sa.column("after", sa.Text()),
    sa.column("at", UtcDateTime()),
)
_OLD = sa.table(
    "change_0003",
    sa.column("seq", sa.Integer()),
    sa.column("event_id", AutoString()),
    sa.column("kind", AutoString()),
    sa.column("reason", AutoString()),
    sa.column("before", sa.JSON()),
    sa.column("after", sa.JSON()),
    sa.column("at", UtcDateTime()),
)
_EVENT = sa.table(
    "event",
    sa.column("id", AutoString()),
    sa.column("created_at", UtcDateTime()),
    sa.column("updated_at", UtcDateTime()),
)
_DIGEST = sa.table(
    "digest",
    *(sa.column(name, AutoString()) for name in ("id", "title", "series", "issue_date_basis")),
    *(sa.column(name, sa.Date()) for name in ("issue_date", "period_start", "period_end")),
    *(sa.column(name, sa.Integer()) for name in ("volume", "number", "source_id")),
    sa.column("retold", sa.Boolean()),
    sa.column("image_credit", AutoString()),
    sa.column("remarks", sa.JSON()),
    *(sa.column(name, UtcDateTime()) for name in ("created_at", "updated_at", "deleted_at")),
)
_SOURCE = sa.table(
    "source",
    sa.column("id", sa.Integer()),
    *(sa.column(name, AutoString()) for name in ("sha256", "media_type", "origin")),
    sa.column("content", sa.LargeBinary()),
    sa.column("received_at", UtcDateTime()),
)


def upgrade() -> None:
    op.execute("ALTER TABLE digest RENAME COLUMN issues TO remarks")
    op.execute("ALTER TABLE api_key RENAME COLUMN digest TO secret_hash")
    for table in ("tag", "correction"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "value", existing_type=AutoString(length=60), type_=AutoString(length=120)
            )
    _add_tables()
    for column in (
        sa.Column("ledger", AutoString(length=36), nullable=False, server_default=""),
        sa.Column("hash", AutoString(length=64), nullable=False, server_default=""),
        sa.Column("projected", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("ledger_head", column)
    _chain(op.get_bind())


def _add_tables() -> None:
    op.create_table(
        "series",
        sa.Column("id", AutoString(length=120), nullable=False),
        sa.Column("code", AutoString(length=20), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("other_titles", sa.JSON(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "projection",
        sa.Column("event_id", AutoString(length=160), nullable=False),
        sa.Column("digest_id", AutoString(length=120), nullable=False),
        sa.Column("series", AutoString(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("fingerprint", AutoString(length=64), nullable=False),
        sa.Column("lean", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"]),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_index("ix_projection_changed", "projection", ["changed"])
    op.create_index("ix_projection_day", "projection", ["day", "event_id"])
    op.create_index("ix_projection_digest", "projection", ["digest_id", "position"])
    op.create_index("ix_projection_series", "projection", ["series", "day", "event_id"])

    op.drop_index("ix_change_event_id", "change")
    op.rename_table("change", "change_0003")
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("subject_id", AutoString(length=160), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", AutoString(length=64), nullable=False),
        sa.Column("previous", AutoString(length=64), nullable=False),
        sa.Column("hash", AutoString(length=64), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_change_subject", "change", ["subject", "subject_id", "seq"])


def _chain(connection: sa.Connection) -> None:
    """Write the ledger anew, row by row, and its end."""
    seq, previous = 0, START
    waiting: list[dict[str, Any]] = []
    written = chain(_event_rows(connection), _digest_rows(connection))
    for seq, row in enumerate(written, 1):
        row |= {
            "seq": seq,
            "fingerprint": payload_fingerprint(row["reason"], row["before"], row["after"]),
            "previous": previous,
        }
        row["hash"] = previous = row_hash(row)
        waiting.append(row)
        if len(waiting) == _BATCH:
            connection.execute(sa.insert(_NEW), waiting)
            waiting = []
    if waiting:
        connection.execute(sa.insert(_NEW), waiting)
    op.drop_table("change_0003")
    connection.execute(
        sa.text("UPDATE ledger_head SET seq = :seq, hash = :hash, ledger = :ledger"),
        {"seq": seq, "hash": previous if seq else "", "ledger": str(uuid4())},
    )


def _event_rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    moments = {row.id: row for row in connection.execute(sa.select(_EVENT))}
    counted = sa.select(_OLD.c.event_id, sa.func.max(_OLD.c.seq)).group_by(_OLD.c.event_id)
    last = {event_id: seq for event_id, seq in connection.execute(counted)}  # noqa: C416
    digests = {
        row.id: {name: _plain(getattr(row, name)) for name in _REFERENCE}
        for row in connection.execute(sa.select(_DIGEST))
    }
    told: dict[str, str] = {}
    after = 0
    while True:
        rows = connection.execute(
            sa.select(_OLD).where(_OLD.c.seq > after).order_by(_OLD.c.seq).limit(_BATCH)
        ).all()
        if not rows:
            return
        after = rows[-1].seq
        for row in rows:
            event = moments[row.event_id]
            newest = row.seq == last[row.event_id]
            updated = event.updated_at if newest and row.after is not None else row.at
            before = told.pop(row.event_id, None)
            if row.after is not None:
                # Until 0003 a row did not tell its issue; what is known of it is how it stands now.
                of_issue = {"digest": digests[row.after["digest_id"]]}
                old = of_issue | row.after
                told[row.event_id] = _event(old, event.created_at, updated, row.seq)
            yield {
                "subject": "event",
                "subject_id": row.event_id,
                "kind": row.kind,
                "reason": row.reason,
                "before": before,
                "after": told.get(row.event_id),
                "at": row.at,
            }


def _digest_rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    size = sa.func.length(_SOURCE.c.content).label("size")
    columns = [column for column in _SOURCE.c if column.name != "content"]
    sources = {row.id: row for row in connection.execute(sa.select(*columns, size))}
    at = datetime.now(UTC)
    for row in connection.execute(
        sa.select(_DIGEST)
        .where(_DIGEST.c.deleted_at.is_(None))
        .order_by(_DIGEST.c.created_at, _DIGEST.c.id)
    ):
        yield {
            "subject": "digest",
            "subject_id": row.id,
            "kind": "created",
            "reason": _RECORDED,
            "before": None,
            "after": _digest(row, sources[row.source_id]),
            "at": at,
        }


def _event(old: dict[str, Any], created: datetime, updated: datetime, seq: int) -> str:
    """The payload that 0003 wrote, in the present shape."""
    tags: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _PLURALS}
    for tag in old["tags"]:
        tags[tag["kind"]].append(tag)
    values = {_PLURALS[kind]: [tag["value"] for tag in found] for kind, found in tags.items()}
    told = {
        _PLURALS[kind]: [
            {
                "value": tag["value"],
                "label": KINDS[kind].label(tag["value"]),
                "evidence": [_evidence(one) for one in tag["evidence"]],
            }
            for tag in found
        ]
        for kind, found in tags.items()
    }
    digest = {"retold": False} | old["digest"]
    return _json(
        {name: old[name] for name in ("id", "headline", "text", "truncated", "position")}
        | {"occurrences": old["occurrences"]}
        | values
        | {"digest": {"id": old["digest_id"]} | {name: digest[name] for name in _REFERENCE}}
        | {"created_at": _moment(created), "updated_at": _moment(updated), "changed": seq}
        | {"tags": told}
    )


def _evidence(old: dict[str, Any]) -> dict[str, Any]:
    return {name: old[name] for name in ("field", "start", "end", "quote", "rule")}


def _digest(row: Any, source: Any) -> str:
    return _json(
        {name: _plain(getattr(row, name)) for name in ("id", *_REFERENCE)}
        | {name: _plain(getattr(row, name)) for name in ("period_start", "period_end")}
        | {"image_credit": row.image_credit, "issues": row.remarks}
        | {
            "source": {
                name: _plain(getattr(source, name))
                for name in ("sha256", "media_type", "origin", "size", "received_at")
            }
        }
        | {name: _moment(getattr(row, name)) for name in ("created_at", "updated_at")}
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def downgrade() -> None:
    raise NotImplementedError("a ledger that is a chain is not taken apart; restore a backup")
