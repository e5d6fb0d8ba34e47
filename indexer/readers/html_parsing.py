"""HTML to a tree, within bounds: parsers take far longer for what is nested or marked up wildly."""

import re

from selectolax.lexbor import LexborHTMLParser

from indexer.errors import UnreadableSource

# Real pages stay under a few thousand tags, a hundred levels and some twenty attributes.
_MAX_TAGS = 200_000
_MAX_DEPTH = 500
_MAX_ATTRIBUTES = 500
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+"
)
_BLANK = re.compile(r"\s")
# What ends by itself, or holds nothing, nests nothing.
_FLAT = frozenset(
    {
        *("p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "body"),
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "html", "head"),
    }
)


def parsed(html: str, origin: str) -> LexborHTMLParser:
    """The tree of a page, or of a piece of one.

    Raises:
        UnreadableSource: it has more tags, deeper or with more attributes than any digest.
    """
    if html.count("<") > _MAX_TAGS:
        raise UnreadableSource(
            f"{origin}: the page has over {_MAX_TAGS:,} tags, more than any digest"
        )
    depth = 0
    for tag in _TAG.finditer(html):
        if tag["name"].lower() not in _FLAT:
            depth = max(0, depth + (-1 if tag["end"] else 1))
        if depth > _MAX_DEPTH:
            raise UnreadableSource(
                f"{origin}: the page nests elements over {_MAX_DEPTH:,} deep, as no digest does"
            )
        wide = tag.end() - tag.start() > _MAX_ATTRIBUTES
        if wide and len(_BLANK.findall(tag[0])) > _MAX_ATTRIBUTES and _attributes(tag[0]):
            raise UnreadableSource(
                f"{origin}: a tag <{tag['name'][:20]} has over {_MAX_ATTRIBUTES} attributes"
            )
    return LexborHTMLParser(html)


def _attributes(tag: str) -> bool:
    """Whether a tag has too many attributes, words in quotes apart."""
    bare = re.sub(r"\"[^\"]*+\"|'[^']*+'", "", tag)
    return len(bare.split()) > _MAX_ATTRIBUTES
