"""HTML to a tree, within bounds: parsers take far longer for what is nested or marked up wildly."""

import re

from selectolax.lexbor import LexborHTMLParser

from indexer.errors import UnreadableSource

# Real pages stay under a few thousand tags, a hundred levels and some twenty attributes.
_MAX_TAGS = 200_000
_MAX_DEPTH = 500
_MAX_ATTRIBUTES = 500
# An attribute as HTML has it: parted by blanks, a slash or the quote before; only behind "=" does a
# quote open a value, which may hold anything.
_ATTRIBUTE = (
    r"[ \t\n\r\f/]*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    r"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+"
    r"(?:\"[^\"]*+\"?+|'[^']*+'?+|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)?+)?+"
)
_NAMED = r"<(?P<end>/?)(?P<name>[a-zA-Z][^ \t\n\r\f/>]*+)"
_TAG = re.compile(f"{_NAMED}(?:{_ATTRIBUTE}){{0,{_MAX_ATTRIBUTES + 1}}}+")
_WIDE = re.compile(f"{_NAMED}(?:{_ATTRIBUTE}){{{_MAX_ATTRIBUTES + 1}}}")
_MARKS = (" ", "\t", "\n", "\r", "\f", "/", '"', "'")  # what parts attributes
_MOST_MARKS = 1_000_000  # in all tags; a parser keeps some 250 bytes an attribute
_MAY_BE_TAG = re.compile(r"<(?=/?[a-zA-Z])")
_SMALL = 10_000  # characters; of smaller pages nothing takes long
_MOST_WORK = 20  # times the page: tags in tags are read once more each
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
        UnreadableSource: it has more tags, deeper, wider or in each other than any digest.
    """
    if html.count("<") > _MAX_TAGS:
        raise UnreadableSource(
            f"{origin}: the page has over {_MAX_TAGS:,} tags, more than any digest"
        )
    depth = work = marks = 0
    # Each that may be a tag counts, inside a value or a comment too: which is which depends on all
    # that stands before, and a quote in a title would hide the rest of the page.
    for place in _MAY_BE_TAG.finditer(html):
        tag = _TAG.match(html, place.start())
        if tag is None:
            continue
        if tag["name"].lower() not in _FLAT:
            depth = max(0, depth + (-1 if tag["end"] else 1))
        if depth > _MAX_DEPTH:
            raise UnreadableSource(
                f"{origin}: the page nests elements over {_MAX_DEPTH:,} deep, as no digest does"
            )
        length = tag.end() - tag.start()
        if length > _MAX_ATTRIBUTES and _WIDE.match(html, tag.start()):
            raise UnreadableSource(
                f"{origin}: a tag <{tag['name'][:20]} has over {_MAX_ATTRIBUTES} attributes"
            )
        marks += sum(html.count(mark, *tag.span()) for mark in _MARKS)
        if marks > _MOST_MARKS:
            raise UnreadableSource(f"{origin}: the page has more attributes than any digest")
        work += length
        if work > _MOST_WORK * max(len(html), _SMALL):
            raise UnreadableSource(f"{origin}: the page has tags in tags, as no digest has")
    return LexborHTMLParser(html)
