"""Feeds that readers and other programs follow: Atom (RFC 4287) and JSON Feed 1.1."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from json import dumps

from api.answers.formats.base import ExportContext, labels_of, rfc3339
from api.answers.formats.text import one_line, readable
from indexer.models import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, Projected

_NAME = "Entente"
_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


def atom(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """An Atom feed: an entry is an event, its id the event's address, its categories the tags.

    Characters that XML 1.0 forbids are left out.
    """
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="{_ATOM}" xml:lang="en">\n'
    yield from (f"  {element}\n" for element in _head(context))
    for told in events:
        elements = "".join(f"    {element}\n" for element in _entry(told.event(), context))
        yield f"  <entry>\n{elements}  </entry>\n"
    yield "</feed>\n"


def feed_json(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """A JSON Feed: an item is an event; ``_entente`` holds occurrences, tags and the digest."""
    head = {
        "version": _JSON_FEED,
        "title": one_line(context.title),
        "home_page_url": context.search_url,
        "feed_url": context.self_url,
        "language": "en",
        "authors": [{"name": _NAME, "url": f"{context.public_url}/"}],
    }
    yield f'{_json(head).removesuffix("}")},"items":['
    separator = "\n"
    for told in events:
        yield f"{separator}{_json(_item(told.event(), context))}"
        separator = ",\n"
    yield "\n]}\n"


def _head(context: ExportContext) -> Iterator[str]:
    yield _element("id", context.search_url)
    yield _element("title", one_line(context.title))
    yield _element("updated", rfc3339(context.updated))
    yield _empty("link", rel="self", type="application/atom+xml", href=context.self_url)
    yield _empty("link", rel="alternate", type="text/html", href=context.search_url)
    yield f"<author>{_element('name', _NAME)}</author>"
    yield _element("generator", _NAME, uri=f"{context.public_url}/")


def _entry(event: EventOut, context: ExportContext) -> Iterator[str]:
    url = context.event_url(event.id)
    yield _element("id", url)
    yield _element("title", one_line(event.headline), type="text")
    yield _element("updated", rfc3339(event.updated_at))
    yield _element("published", rfc3339(event.created_at))
    yield _empty("link", rel="alternate", type="text/html", href=url)
    digest_url = context.digest_url(event.digest.id)
    yield _empty("link", rel="related", href=digest_url, title=event.digest.title)
    for kind, value in event.tag_pairs():
        yield _category(kind, value, context)
    yield _element("content", event.text, type="text")


def _category(kind: TagKind, value: str, context: ExportContext) -> str:
    scheme = context.scheme(kind)
    return _empty("category", term=value, scheme=scheme, label=KINDS[kind].label(value))


def _item(event: EventOut, context: ExportContext) -> dict[str, object]:
    url = context.event_url(event.id)
    return {
        "id": url,
        "url": url,
        "title": one_line(event.headline),
        "content_text": readable(event.text),
        "date_published": rfc3339(event.created_at),
        "date_modified": rfc3339(event.updated_at),
        "tags": labels_of(event),
        "_entente": _extension(event, context),
    }


def _extension(event: EventOut, context: ExportContext) -> dict[str, object]:
    rows = (row.model_dump(mode="json") for row in event.occurrences)
    return {
        "about": f"{context.public_url}/docs",
        "event_id": event.id,
        "occurrences": list(rows),
        **{kind.plural: event.tags_of(kind.id) for kind in KINDS.values()},
        "digest": {
            "id": event.digest.id,
            "title": event.digest.title,
            "issue_date": event.digest.issue_date.isoformat(),
            "url": context.digest_url(event.digest.id),
        },
    }


def _element(name: str, text: str, **attributes: str) -> str:
    return f"<{name}{_attributes(attributes)}>{_xml(text)}</{name}>"


def _empty(name: str, **attributes: str) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_xml(value)}"' for name, value in attributes.items())


def _xml(text: str) -> str:
    return escape(readable(text))


def _json(value: Mapping[str, object]) -> str:
    return dumps(value, ensure_ascii=False, separators=(",", ":"))
