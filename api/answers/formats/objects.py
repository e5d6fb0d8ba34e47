"""JSON and NDJSON: the events as the API shows them in its lists, as they are stored."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import TypeAdapter

from api.answers.formats.base import ExportContext
from indexer.projection import Projected

_QUERY: TypeAdapter[Mapping[str, object]] = TypeAdapter(Mapping[str, object])


def ndjson(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """One JSON object a line, `api.answers.event.EventOut`; nothing for no events."""
    del context
    for told in events:
        yield f"{told.lean}\n"


def json(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """One JSON object with ``query``, ``total`` and ``items``, each an EventOut."""
    query = _QUERY.dump_json(context.query).decode()
    yield f'{{"query":{query},"total":{context.total},"items":['
    separator = "\n"
    for told in events:
        yield f"{separator}{told.lean}"
        separator = ",\n"
    yield "\n]}\n"
