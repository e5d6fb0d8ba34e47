"""RSS and Atom: each entry an issue, or each an item where the series' profile says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from indexer.errors import UnreadableSource
from indexer.normalise.sentences import first_sentence
from indexer.normalise.series import Layout, SeriesProfile, SeriesRegistry
from indexer.readers.blocks import Kind, is_headline
from indexer.readers.encoding import clean
from indexer.readers.format import HEAD, Format, Part
from indexer.readers.html import blocks_in, html_issue
from indexer.readers.issue import within_bounds
from indexer.readers.language import note_language
from indexer.readers.masthead import identify
from indexer.readers.opening import Context, Given, Opening
from indexer.readers.raw import MAX_ITEMS, RawDigest, RawItem, SourceHints
from indexer.readers.report import Report
from indexer.readers.stated import iso_day
from indexer.readers.text import text_issue
from indexer.readers.titles import calls_itself, title_of
from indexer.readers.xml_parsing import parsed_xml

_SNIFF = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]{0,500}\?>\s*){0,9}"
    rb"<(?:rss|feed|rdf:RDF)[\s>]",
    re.DOTALL,
)
_MAX_ENTRIES = 2_000
_MAX_TAGS = 400_000  # of so many entries, XHTML and all
_STUB = 40  # characters; an entry with less only points to its page
_WHOLE = 1_500  # characters; an entry with fewer may be the beginning of its page only
_CHANGES = ("updated", "modified", "pubdate", "published", "date")
# Atom entries may say only when they were changed last.
_DATES = ("pubdate", "published", "date", "issued", "created", "updated")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_BODIES = ("encoded", "content", "description", "summary")


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    body: str
    day: date | None
    element: Element


@dataclass(frozen=True, slots=True)
class _Feed:
    kind: str
    title: str
    entries: tuple[_Entry, ...]
    root: Element


@dataclass(frozen=True, slots=True)
class Linked:
    """One entry of a feed, as a list of pages has it.

    Attributes:
        url: where its page stands; empty where it names none.
        title: of the entry.
        changed: when it was last changed, as the feed says.
        content: a feed of this one entry, where it carries its whole text.
    """

    url: str
    title: str
    changed: str | None
    content: bytes | None


def read_feed(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read an issue from a feed: its single entry, or all its entries as items.

    Raises:
        UnreadableSource: it is damaged, its entries hold no text, or there are several issues.
    """
    feed = _parsed(data, hints.origin)
    profile = _profile(feed, hints, registry)
    if profile is not None and Layout.ENTRIES in profile.layouts:
        return _items_of_entries(feed, hints, registry)
    _require_text(feed, hints.origin)
    if len(feed.entries) > 1:
        raise UnreadableSource(
            f"{hints.origin}: this is {feed.kind} of {len(feed.entries)} entries, each an issue; "
            "send them one by one, or let the series' profile say layouts: [entries]"
        )
    entry = feed.entries[0]
    given = Given(
        titles=tuple(title for title in (entry.title,) if title),
        names=(feed.title,) if feed.title else (),
        day=entry.day,
        day_from="feed entry",
    )
    # The title of a feed is that of its series; the entry's may only name the issue.
    named = entry.title and (calls_itself(entry.title) or title_of(entry.title, registry))
    if entry.title and not named and feed.title:
        given = replace(given, titles=(f"{feed.title}: {entry.title}",))
    context = Context(hints, registry, Report(hints.origin), given)
    if _MARKUP.search(entry.body) is None:
        return text_issue(clean(entry.body, context.report), context)
    return html_issue(entry.body, context, metadata=False)


def feed_parts(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> Sequence[Part]:
    """The entries of a feed, each as a feed of one entry.

    Raises:
        UnreadableSource: the feed is damaged, or its entries hold no text.
    """
    feed = _parsed(data, hints.origin)
    profile = _profile(feed, hints, registry)
    if (profile is not None and Layout.ENTRIES in profile.layouts) or len(feed.entries) == 1:
        return (Part(data, hints),)
    _require_text(feed, hints.origin)
    return [
        Part(_alone(feed, entry), replace(hints, origin=f"{hints.origin}#{number}"))
        for number, entry in enumerate(feed.entries, 1)
    ]


def linked(data: bytes, origin: str) -> tuple[str, list[Linked]]:
    """The title of a feed, and its entries as links.

    Raises:
        UnreadableSource: it is damaged, or has no entries.
    """
    feed = _parsed(data, origin)
    return feed.title, [_linked(feed, entry) for entry in feed.entries]


def is_issue(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> bool:
    """Whether bytes are a feed that as a whole is one issue, each entry an item of it."""
    if not FORMAT.sniff(data[:HEAD], hints.origin):
        return False
    profile = _profile(_parsed(data, hints.origin), hints, registry)
    return profile is not None and Layout.ENTRIES in profile.layouts


def _linked(feed: _Feed, entry: _Entry) -> Linked:
    url = ""
    told: dict[str, str] = {}
    for child in entry.element:
        name = _name(child)
        told.setdefault(name, _text(child))
        if name == "link" and child.get("rel", "alternate") == "alternate":
            url = url or (child.get("href") or _text(child)).strip()
    guid = told.get("guid", "")
    url = url or (guid if guid.startswith(("http://", "https://")) else "")
    changed = next((told[name] for name in _CHANGES if told.get(name)), None)
    whole = len(entry.body) >= (_WHOLE if url else _STUB)
    return Linked(url, entry.title, changed, _alone(feed, entry) if whole else None)


def _profile(feed: _Feed, hints: SourceHints, registry: SeriesRegistry) -> SeriesProfile | None:
    return registry.get(hints.series) if hints.series else title_of(feed.title, registry)


def _items_of_entries(feed: _Feed, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """One issue whose items are the entries of the feed."""
    if len(feed.entries) > MAX_ITEMS:
        raise UnreadableSource(
            f"{hints.origin}: {len(feed.entries):,} entries; an issue has at most {MAX_ITEMS} items"
        )
    report = Report(hints.origin)
    days = [entry.day for entry in feed.entries if entry.day]
    given = Given(titles=(feed.title,), day=max(days, default=None), day_from="newest entry")
    masthead = identify(Opening(()), Context(hints, registry, report, given))
    items = [_item(entry, report) for entry in feed.entries]
    note_language(items, report)
    return RawDigest(
        profile=masthead.profile,
        title=masthead.title,
        volume=masthead.volume,
        number=masthead.number,
        stated_date=masthead.day,
        image_credit=None,
        items=within_bounds(items, hints.origin),
        remarks=tuple(report.remarks),
        new_series=masthead.new_series,
    )


def _item(entry: _Entry, report: Report) -> RawItem:
    blocks = [block for block in blocks_in(entry.body, report) if block.kind is not Kind.RULE]
    text = " ".join(
        block.text for block in blocks if block.is_content and block.text != entry.title
    )
    headline = entry.title if is_headline(entry.title) else first_sentence(entry.title or text)
    if not text:
        report.warn(
            "paragraph-missing",
            "this entry has no content; the event has its headline only",
            words=headline,
        )
    return RawItem(headline, text, None, None, truncated=not text)


def _parsed(data: bytes, origin: str) -> _Feed:
    root = parsed_xml(data, origin, called="feed", most_tags=_MAX_TAGS)
    kind = "an Atom feed" if _name(root) == "feed" else "an RSS feed"
    channel = next((child for child in root if _name(child) == "channel"), root)
    title = _text(next((child for child in channel if _name(child) == "title"), None))
    found = [el for el in (*channel, *root) if _name(el) in {"item", "entry"}]
    entries = tuple({id(element): _entry(element) for element in found}.values())
    if not entries:
        raise UnreadableSource(f"{origin}: this is {kind} without entries")
    if len(entries) > _MAX_ENTRIES:
        raise UnreadableSource(
            f"{origin}: {kind} of {len(entries):,} entries; at most {_MAX_ENTRIES:,} are read"
        )
    return _Feed(kind, title, entries, root)


def _entry(element: Element) -> _Entry:
    parts: dict[str, list[Element]] = {}
    for child in element:
        parts.setdefault(_name(child), []).append(child)
    bodies = [_body(child) for name in _BODIES for child in parts.get(name, ())]
    days = (_day(_text(child)) for name in _DATES for child in parts.get(name, ()))
    return _Entry(
        title=_text(next(iter(parts.get("title", ())), None)),
        body=next((body for body in bodies if len(body.strip()) >= _STUB), max(bodies, default="")),
        day=next((day for day in days if day), None),
        element=element,
    )


def _body(element: Element) -> str:
    """HTML of an entry: escaped text, or XHTML elements."""
    if len(element):
        for inner in element.iter():
            inner.tag = _name(inner)  # a prefix of XHTML would hide the elements
        whole = Element("div")
        whole.extend(element)
        text = str(tostring(whole, encoding="unicode"))
        return text[text.index(">") + 1 : text.rindex("<")]
    return element.text or ""


def _require_text(feed: _Feed, origin: str) -> None:
    if all(len(entry.body.strip()) < _STUB for entry in feed.entries):
        raise UnreadableSource(
            f"{origin}: this is {feed.kind}{f' “{feed.title[:100]}”' if feed.title else ''} whose "
            "entries hold no text, only titles and links; fetch the pages that they link to"
        )


def _alone(feed: _Feed, entry: _Entry) -> bytes:
    """A feed of this one entry."""
    rss = Element("rss", {"version": "2.0"})
    channel = SubElement(rss, "channel")
    SubElement(channel, "title").text = feed.title
    item = SubElement(channel, "item")
    SubElement(item, "title").text = entry.title
    if entry.day is not None:
        SubElement(item, "pubDate").text = entry.day.isoformat()
    SubElement(item, "description").text = entry.body
    return bytes(tostring(rss, encoding="utf-8", xml_declaration=True))


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError):
        return iso_day(value)


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    return " ".join("".join(_strings(element)).split())[:1_000]


def _strings(element: Element) -> Iterator[str]:
    yield from element.itertext()


FORMAT = Format(
    name="feed",
    title="RSS or Atom",
    media_types=("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"),
    suffixes=(".rss", ".atom", ".xml"),
    sniff=lambda head, origin: _SNIFF.match(head) is not None,  # noqa: ARG005
    read=read_feed,
    parts=feed_parts,
)
