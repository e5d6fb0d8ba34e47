"""Pages that list issues: feeds, sitemaps and archive pages, as links to follow."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from xml.etree.ElementTree import Element

import httpx2

from indexer.errors import NotFetched, UnreadableSource
from indexer.fetching.robots import site_of
from indexer.normalise.series import DateOrder, SeriesRegistry
from indexer.readers import feed, media_type
from indexer.readers.encoding import decode
from indexer.readers.html_main import strip
from indexer.readers.html_parsing import parsed
from indexer.readers.numbering import in_title
from indexer.readers.report import Report
from indexer.readers.stated import find_days
from indexer.readers.xml_parsing import parsed_xml

_SITEMAP = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
_HEAD = 4_096
_MOST = 50_000  # links of one page, as the protocol of sitemaps has it
_MAX_TAGS = 1_000_000  # of so many links, each with its pictures or its other languages
_NO_ISSUE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|zip|gz|mp[34]|docx?|xlsx?|pptx?|ics|vcf)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:vol(?:ume)?|no|nr|issue)[-_.]?\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that a page lists.

    Attributes:
        url: where it stands.
        title: the words of the link.
        changed: when it was last changed, in the page's words.
        content: the issue itself, where the page carries it.
    """

    url: str
    title: str = ""
    changed: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a page lists.

    Attributes:
        kind: as people call it.
        links: in the page's order, each once.
        following: further pages of the same list.
    """

    kind: str
    links: tuple[Link, ...]
    following: tuple[str, ...] = ()


def listed(data: bytes, url: str, registry: SeriesRegistry, limit: int) -> Page:
    """What a feed, sitemap or archive page lists.

    Raises:
        NotFetched: it is none of them, or damaged.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, url, limit)
    if _SITEMAP.search(data[:_HEAD]):
        return _sitemap(data, url)
    kind = media_type(data, url)
    if kind == "application/rss+xml":
        return _feed(data, url)
    if kind == "text/html":
        return _archive(data, url, registry)
    raise NotFetched(
        f"{url}: this is no feed, sitemap or archive page; take it in with `entente ingest`"
    )


def _feed(data: bytes, url: str) -> Page:
    title, entries = feed.linked(data, url)
    links = (
        Link(_absolute(url, entry.url) or url, entry.title, entry.changed, entry.content)
        for entry in entries
    )
    return Page(f"the feed “{title}”" if title else "the feed", _once(links, url))


def _sitemap(data: bytes, url: str) -> Page:
    try:
        root = parsed_xml(data, url, called="sitemap", most_tags=_MAX_TAGS)
    except UnreadableSource as error:
        raise NotFetched(str(error)) from error
    found = [Link(link, changed=changed) for link, changed in _places(root, url)]
    if _name(root) == "sitemapindex":
        return Page("the sitemap", (), tuple(link.url for link in found))
    return Page("the sitemap", _once(iter(found), url))


def _places(root: Element, url: str) -> Iterator[tuple[str, str | None]]:
    """Addresses of the sitemap's own site; it may not speak for others."""
    for entry in islice(root, _MOST):
        told = {_name(child): (child.text or "").strip() for child in entry}
        place = _absolute(url, told.get("loc", ""))
        if place and site_of(place) == site_of(url):
            yield place, told.get("lastmod") or None


def _archive(data: bytes, url: str, registry: SeriesRegistry) -> Page:
    try:
        tree = parsed(decode(data, Report(url)), url)
    except UnreadableSource as error:
        raise NotFetched(str(error)) from error
    following = [
        place
        for node in tree.css("a[rel~=next],link[rel~=next]")
        if (place := _absolute(url, node.attributes.get("href") or ""))
    ]
    body = tree.body
    if body is None:
        raise NotFetched(f"{url}: the page has no content")
    strip(body)
    links = (
        Link(place, " ".join(node.text(separator=" ").split())[:300])
        for node in islice(body.css("a[href]"), _MOST)
        if (place := _absolute(url, node.attributes.get("href") or ""))
        and site_of(place) == site_of(url)
    )
    wanted = (
        link
        for link in _once(links, url)
        if link.url not in following and _may_be_issue(link, url, registry)
    )
    return Page("the archive page", tuple(wanted), tuple(following[:1]))


def _may_be_issue(link: Link, page: str, registry: SeriesRegistry) -> bool:
    """Whether an archive's link looks like an issue: by its name, its number, its date, its place.

    Whatever is taken for one and is none is refused when it is read, and never asked for again.
    """
    path = httpx2.URL(link.url).path
    if _NO_ISSUE.search(path):
        return False
    below = httpx2.URL(page).path.rstrip("/") + "/"
    return (
        (below != "/" and path.startswith(below))
        or registry.named(link.title) is not None
        or registry.named(path) is not None
        or in_title(link.title) is not None
        or _NUMBERED.search(path.rsplit("/", 1)[-1]) is not None
        or next(find_days(link.title, DateOrder.MONTH_DAY), None) is not None
    )


def _once(links: Iterator[Link], url: str) -> tuple[Link, ...]:
    """Each address once, under its longest title, without the page itself."""
    found: dict[str, Link] = {}
    for link in links:
        if link.url == url and link.content is None:
            continue
        known = found.get(link.url)
        if known is None or len(link.title) > len(known.title):
            found[link.url] = link
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _absolute(page: str, link: str) -> str | None:
    """A link's address without its fragment; None where it does not lead into the web."""
    if not link.strip():
        return None
    try:
        url = httpx2.URL(page).join(link.strip()).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError, TypeError):
        return None
    return str(url) if url.scheme in {"http", "https"} and url.host else None


def _unpacked(data: bytes, url: str, limit: int) -> bytes:
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpack.decompress(data, limit)
    except zlib.error as error:
        raise NotFetched(f"{url}: it is damaged: {error}") from error
    if not unpack.eof:
        raise NotFetched(f"{url}: unpacked it is larger than {limit:,} bytes, or it breaks off")
    return found


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()
