"""JSON and NDJSON: the events as the API shows them in its lists."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import TypeAdapter

from api.answers.event import EventOut
from api.answers.formats.base import ExportContext
from indexer.models import Event

_QUERY: TypeAdapter[Mapping[str, object]] = TypeAdapter(Mapping[str, object])


def ndjson(events: Iterable[Event], context: ExportContext) -> Iterator[str]:
    """One JSON object a line, `api.answers.event.EventOut`; nothing for no events."""
    del context
    for event in events:
        yield f"{_object(event)}\n"


def json(events: Iterable[Event], context: ExportContext) -> Iterator[str]:
    """One JSON object with ``query``, ``total`` and ``items``, each an EventOut."""
    query = _QUERY.dump_json(context.query).decode()
    yield f'{{"query":{query},"total":{context.total},"items":['
    separator = "\n"
    for event in events:
        yield f"{separator}{_object(event)}"
        separator = ",\n"
    yield "\n]}\n"


def _object(event: Event) -> str:
    return EventOut(**EventOut.fields_of(event)).model_dump_json()
