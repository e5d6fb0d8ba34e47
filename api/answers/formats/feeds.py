"""Feeds that readers and other programs follow: Atom (RFC 4287) and JSON Feed 1.1."""

from collections.abc import Iterable, Iterator, Mapping
from json import dumps

from api.answers.formats.base import ExportContext, labels_of, rfc3339, series_title
from api.answers.formats.citation import EventDate
from api.answers.formats.text import one_line, readable
from api.answers.formats.xml import element, empty
from indexer.models import TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, Projected

_NAME = "Entente"
_ATOM = "http://www.w3.org/2005/Atom"
_TERMS = "http://purl.org/dc/terms/"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


def atom(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """An Atom feed: an entry is an event, its categories the tags; other pages as in RFC 5005.

    Ids are made of the installation and the event, so that nothing is delivered twice when the site
    moves. ``dcterms:temporal`` holds the days of the event itself, the summary says them in words.
    Characters that XML 1.0 forbids are left out.
    """
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="{_ATOM}" xmlns:dcterms="{_TERMS}" xml:lang="en">\n'
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
        **({"next_url": context.next_url} if context.next_url else {}),
    }
    yield f'{_json(head).removesuffix("}")},"items":['
    separator = "\n"
    for told in events:
        yield f"{separator}{_json(_item(told.event(), context))}"
        separator = ",\n"
    yield "\n]}\n"


def _head(context: ExportContext) -> Iterator[str]:
    yield element("id", context.urn(_asked(context)))
    yield element("title", one_line(context.title))
    yield element("updated", rfc3339(context.updated))
    yield empty("link", rel="self", type="application/atom+xml", href=context.self_url)
    yield empty("link", rel="alternate", type="text/html", href=context.search_url)
    for rel, href in (
        ("first", context.first_url),
        ("previous", context.previous_url),
        ("next", context.next_url),
    ):
        if href is not None:
            yield empty("link", rel=rel, type="application/atom+xml", href=href)
    yield f"<author>{element('name', _NAME)}</author>"
    yield element("generator", _NAME, uri=f"{context.public_url}/")


def _entry(event: EventOut, context: ExportContext) -> Iterator[str]:
    url = context.event_url(event.id)
    yield element("id", context.urn(event.id))
    yield element("title", one_line(event.headline), type="text")
    yield element("updated", rfc3339(event.updated_at))
    yield element("published", rfc3339(event.created_at))
    yield empty("link", rel="alternate", type="text/html", href=url)
    digest_url = context.digest_url(event.digest.id)
    yield empty("link", rel="related", href=digest_url, title=event.digest.title)
    for kind, value in event.tag_pairs():
        yield _category(kind, value, context)
    series = event.digest.series
    scheme = f"{context.public_url}/api/v1/series"
    yield empty("category", term=series, scheme=scheme, label=series_title(series))
    days = EventDate.of(event.primary)
    yield element("dcterms:temporal", f"start={days.start}; end={days.end}; scheme=W3C-DTF;")
    yield element("summary", days.words(), type="text")
    yield element("content", event.text, type="text")


def _category(kind: TagKind, value: str, context: ExportContext) -> str:
    scheme = context.scheme(kind)
    return empty("category", term=value, scheme=scheme, label=KINDS[kind].label(value))


def _item(event: EventOut, context: ExportContext) -> dict[str, object]:
    url = context.event_url(event.id)
    return {
        "id": context.urn(event.id),
        "url": url,
        "title": one_line(event.headline),
        "summary": EventDate.of(event.primary).words(),
        "content_text": readable(event.text),
        "date_published": rfc3339(event.created_at),
        "date_modified": rfc3339(event.updated_at),
        "tags": [*labels_of(event), series_title(event.digest.series)],
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
            "series": event.digest.series,
            "issue_date": event.digest.issue_date.isoformat(),
            "url": context.digest_url(event.digest.id),
        },
    }


def _asked(context: ExportContext) -> str:
    """What a feed follows, apart from where it is read."""
    return context.search_url.removeprefix(context.public_url)


def _json(value: Mapping[str, object]) -> str:
    return dumps(value, ensure_ascii=False, separators=(",", ":"))
