"""Parquet with typed columns; it needs the extra ``export``."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.answers.formats.base import ExportContext, pieces_of
from api.answers.formats.tables import TABLES, Column, Kind, Row, Shape
from indexer.projection import Projected

NEEDS = "pyarrow"
_GROUP = 5_000


def parquet(events: Iterable[Projected], context: ExportContext) -> Iterator[bytes]:
    """The rows of the shape; days and moments have types of their own, columns their meaning."""
    import pyarrow as pa  # noqa: PLC0415  (an extra: everything else works without it)
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    columns = TABLES[Shape(context.shape)].chosen(context.fields)
    schema = pa.schema(
        [
            pa.field(column.name, _type(pa, column.kind), metadata={"description": column.meaning})
            for column in columns
        ]
    )
    with tempfile.TemporaryFile() as file:
        with ParquetWriter(file, schema, compression="zstd") as writer:
            for group in _groups(events, context):
                writer.write_batch(pa.record_batch(_arrays(pa, columns, group), schema=schema))
        yield from pieces_of(file)


def _arrays(pa: Any, columns: Sequence[Column], group: Sequence[Row]) -> list[Any]:
    return [
        pa.array([row[column.name] for row in group], _type(pa, column.kind)) for column in columns
    ]


def _groups(events: Iterable[Projected], context: ExportContext) -> Iterator[Sequence[Row]]:
    """The rows, so many at a time as make a group worth compressing."""
    table = TABLES[Shape(context.shape)]
    group: list[Row] = []
    for told in events:
        group += table.rows(told, context)
        if len(group) >= _GROUP:
            yield group
            group = []
    if group:
        yield group


def _type(pa: Any, kind: Kind) -> Any:
    return {
        Kind.WORDS: pa.string(),
        Kind.TEXT: pa.string(),
        Kind.NUMBER: pa.int32(),
        Kind.DAY: pa.date32(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
        Kind.FLAG: pa.bool_(),
    }[kind]
