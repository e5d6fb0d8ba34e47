"""Rows as lines of JSON: the same line for the same row, whatever database it stands in.

A day is ``YYYY-MM-DD``, a moment ISO 8601 in UTC to the microsecond, bytes are base64, and a JSON
column is nested as it is. Columns stand in order of name, rows in order of the primary key, texts
compared by code point, so that a table has one digest.
"""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    collate,
    select,
)

# What can be made again from the rest: never in a backup, always made anew by a restore. Any other
# table is in every backup, so that one added later cannot be forgotten.
DERIVED = frozenset({"projection", "story"})
_DERIVED_PREFIX = "related_"
# Who is signed in just now, and what they look at before it is stored: no part of the truth.
PASSING = frozenset({"sign_in", "draft"})
_VERSIONS = "alembic_version"
_BATCH = 200


def truth(connection: Connection) -> list[Table]:
    """The tables that a backup holds, each after those that it refers to."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if _is_truth(table.name)]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return tables


def _is_truth(name: str) -> bool:
    return name not in {*DERIVED, *PASSING, _VERSIONS} and not name.startswith(_DERIVED_PREFIX)


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of a table as a line, read a few at a time."""
    ordered = select(table).order_by(
        *(_by_code_point(connection, column) for column in table.primary_key)
    )
    found = connection.execute(ordered, execution_options={"yield_per": _BATCH})
    for row in found.mappings():
        told = {column.name: _told(column, row[column]) for column in table.columns}
        yield (
            json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        ).encode()


def row(table: Table, line: bytes) -> dict[str, Any]:
    """A row from its line.

    Raises:
        KeyError, ValueError: it is not a row of this table.
    """
    told = json.loads(line)
    if set(told) != set(table.columns.keys()):
        raise KeyError(table.name)
    return {column.name: _stored(column, told[column.name]) for column in table.columns}


def _by_code_point(connection: Connection, column: Column[Any]) -> Any:
    if connection.dialect.name == "postgresql" and isinstance(column.type, String):
        return collate(column, "C")
    return column


def _told(column: Column[Any], value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        at = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return at.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column.type, Boolean) and value is not None:
        return bool(value)
    return value


def _stored(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, JSON | Boolean):
        return value
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
