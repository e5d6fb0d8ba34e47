"""What a page's metadata says of its issue: title, publication, date of publication."""

import itertools
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.readers.opening import Given
from indexer.readers.stated import iso_day

# Dates of publication only: when a page was changed, stored or copied says nothing of its issue.
_DATES = (
    *("article:published_time", "og:article:published_time", "dc.date.issued", "dcterms.issued"),
    *("dc.date", "dcterms.date", "dcterms.created", "citation_publication_date", "citation_date"),
    *(
        "datepublished",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
    ),
    *("article.published", "sailthru.date", "parsely-pub-date", "date", "prism.publicationdate"),
)
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_NAMES = ("citation_journal_title", "prism.publicationname", "og:site_name", "application-name")
_ARTICLES = re.compile(
    r"(?:article|posting|report|publication|issue|webpage|creativework)$", re.IGNORECASE
)
_DEEPEST = 6
_LONGEST = 5_000  # characters of a title or a time, indents and all
_MOST_TIMES = 50  # that are looked at
_MOST_ARTICLES = 50  # that a page describes; the others are not looked at
# What hides scripts from programs of long ago.
_COMMENTS = re.compile(
    r"\A\s*+(?:/[/*]\s*+)?<!\[CDATA\[\s*+(?:\*/)?"
    r"|(?:/[/*]\s*+|(?<!\s)\s*+)\]\]>\s*+(?:\*/)?\s*+\Z"
)


def given_by(tree: LexborHTMLParser) -> Given:
    """Titles, names and date that the head of a page and its structured data state."""
    meta = _meta(tree)
    heading = tree.css("h1")
    titles = [_words(heading[0])] if len(heading) == 1 else []
    titles += [meta[name] for name in _TITLES if name in meta]
    # Of several articles that are described, the page's own has its title.
    described = itertools.islice(_articles(tree), _MOST_ARTICLES)
    linked = sorted(described, key=lambda one: str(one.get("headline")) not in titles)
    day, day_from = _day(tree, meta, linked)
    titles += [str(entry["headline"]) for entry in linked if isinstance(entry.get("headline"), str)]
    title = tree.css_first("title")
    titles += [_words(title)] if title is not None else []
    names = [meta[name] for name in _NAMES if name in meta]
    for entry in linked:
        for key in ("isPartOf", "publisher"):
            inner = entry.get(key)
            if isinstance(inner, dict) and isinstance(inner.get("name"), str):
                names.append(inner["name"])
    return Given(
        titles=tuple(dict.fromkeys(t.strip()[:300] for t in titles if t.strip())),
        names=tuple(dict.fromkeys(name.strip()[:300] for name in names)),
        day=day,
        day_from=day_from,
    )


def _day(
    tree: LexborHTMLParser, meta: dict[str, str], linked: list[dict[str, Any]]
) -> tuple[date | None, str]:
    for entry in linked:
        stated = entry.get("datePublished")
        if isinstance(stated, str) and (day := iso_day(stated)):
            return day, "structured data"
    for name in _DATES:
        if name in meta and (day := iso_day(meta[name])):
            return day, f"metadata ({name})"
    published = tree.css("time[pubdate],time[itemprop=datePublished],[itemprop=datePublished]")
    headed = tree.css("article header time, main header time, h1 + time, h1 + p time")
    for node in (*published[:_MOST_TIMES], *headed[:_MOST_TIMES]):
        if day := _time(node):
            return day, "time element"
    times = list(itertools.islice((t for t in tree.css("time[datetime]") if not _apart(t)), 2))
    if len(times) == 1 and (day := _time(times[0])):
        return day, "time element"
    return None, ""


def _time(node: LexborNode) -> date | None:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}".lower()
    if "modif" in names or "update" in names:
        return None
    value = attributes.get("datetime") or attributes.get("content") or _words(node)
    return iso_day(value)


def _apart(node: LexborNode) -> bool:
    """Whether a time stands in what is around the article, or dates something else."""
    names = (node.attributes.get("class") or "").lower()
    if "modif" in names or "update" in names:
        return True
    parent = node.parent
    for _ in range(30):
        if parent is None or parent.tag in {"article", "main", "body"}:
            return False
        if parent.tag in {"aside", "nav", "footer", "li"}:
            return True
        parent = parent.parent
    return False


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The articles that a page's JSON-LD describes as itself, not those it links to."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            content = json.loads(_COMMENTS.sub("", node.text() or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _typed(content, _DEEPEST)


def _typed(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for entry in content[:100]:
            yield from _typed(entry, depth - 1) if depth else ()
    elif isinstance(content, dict):
        kinds = content.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if isinstance(kind, str) and _ARTICLES.search(kind):
                yield content
                break
        for key in ("@graph", "mainEntity"):
            if key in content and depth:
                yield from _typed(content[key], depth - 1)


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ")[:_LONGEST].split())
