"""JSON and NDJSON: the events as the API shows them, as they are stored, or rows of a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from json import dumps, loads
from typing import Any

from pydantic import TypeAdapter

from api.answers.formats.base import ExportContext
from api.answers.formats.tables import TABLES, Shape
from indexer.projection import Projected

_ANY: TypeAdapter[Any] = TypeAdapter(Any)


def ndjson(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """One JSON object a line; nothing for no events.

    In the shape of events it is an `EventOut`, with its evidence where that is asked for; in the
    others a row of the table.
    """
    for line in _lines(events, context):
        yield f"{line}\n"


def json(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """One JSON object with ``query``, ``total`` and ``items``, each an EventOut."""
    query = _ANY.dump_json(context.query).decode()
    yield f'{{"query":{query},"total":{context.total},"items":['
    separator = "\n"
    for line in _lines(events, context):
        yield f"{separator}{line}"
        separator = ",\n"
    yield "\n]}\n"


def _lines(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    if context.shape != Shape.EVENTS:
        return _rows(events, context)
    return map(_written(context), events)


def _written(context: ExportContext) -> Callable[[Projected], str]:
    """How an event is written: as it is stored, where nothing is left out."""
    if not context.fields:
        return lambda told: told.full if context.evidence else told.lean

    def chosen(told: Projected) -> str:
        event: Mapping[str, Any] = loads(told.full if context.evidence else told.lean)
        # A field that an event has only sometimes is left out where it has not.
        return _compact({name: event[name] for name in context.fields if name in event})

    return chosen


def _rows(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    table = TABLES[Shape(context.shape)]
    names = [column.name for column in table.chosen(context.fields)]
    for told in events:
        for row in table.rows(told, context):
            yield _ANY.dump_json({name: row[name] for name in names}).decode()


def _compact(value: Mapping[str, Any]) -> str:
    return dumps(value, ensure_ascii=False, separators=(",", ":"))
