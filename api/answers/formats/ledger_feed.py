"""What changed, as an Atom feed: an entry is a row of the ledger, the latest first."""

from collections.abc import Iterable, Iterator
from json import loads
from typing import Any

from api.answers.formats.base import ExportContext, rfc3339
from api.answers.formats.text import one_line
from api.answers.formats.xml import element, empty
from indexer.models import Change, Subject

_NAME = "Entente"
_ATOM = "http://www.w3.org/2005/Atom"
_PAGES = {Subject.EVENT: "events", Subject.DIGEST: "digests"}


def ledger_atom(rows: Iterable[Change], context: ExportContext) -> Iterator[str]:
    """The feed. An entry's id is made of the installation and the row's number and hash."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="{_ATOM}" xml:lang="en">\n'
    yield from (f"  {part}\n" for part in _head(context))
    for row in rows:
        parts = "".join(f"    {part}\n" for part in _entry(row, context))
        yield f"  <entry>\n{parts}  </entry>\n"
    yield "</feed>\n"


def _head(context: ExportContext) -> Iterator[str]:
    yield element("id", context.urn(context.search_url.removeprefix(context.public_url)))
    yield element("title", one_line(context.title))
    yield element("updated", rfc3339(context.updated))
    yield empty("link", rel="self", type="application/atom+xml", href=context.self_url)
    for rel, href in (("first", context.first_url), ("next", context.next_url)):
        if href is not None:
            yield empty("link", rel=rel, type="application/atom+xml", href=href)
    yield f"<author>{element('name', _NAME)}</author>"
    yield element("generator", _NAME, uri=f"{context.public_url}/")


def _entry(row: Change, context: ExportContext) -> Iterator[str]:
    told = _told(row)
    name = told.get("headline") or told.get("title") or row.subject_id
    yield element("id", context.urn(f"change {row.seq} {row.hash}"))
    yield element("title", one_line(f"{_said(row)}: {name}"), type="text")
    yield element("updated", rfc3339(row.at))
    yield empty("category", term=str(row.kind), scheme=f"{context.public_url}/api/v1/changes")
    if place := _PAGES.get(Subject(row.subject)):
        href = f"{context.public_url}/{place}/{row.subject_id}"
        yield empty("link", rel="alternate", type="text/html", href=href)
    by = f" ({row.editor})" if row.editor else ""
    yield element("summary", one_line(f"{row.reason}{by}"), type="text")
    if row.after is not None and told.get("text"):
        yield element("content", str(told["text"]), type="text")


def _said(row: Change) -> str:
    return f"{str(row.subject).capitalize()} {str(row.kind).replace('_', ' ')}"


def _told(row: Change) -> dict[str, Any]:
    """What it was about, after the change or, where it was deleted, before."""
    payload = row.after or row.before
    found: dict[str, Any] = loads(payload) if payload else {}
    return found
