"""XML to a tree, within bounds: the parser takes seconds for what is nested or marked up wildly."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from indexer.errors import UnreadableSource

# Real feeds nest a dozen levels, more where entries are XHTML, and have some ten attributes a tag.
_MAX_DEPTH = 100
_MAX_ATTRIBUTES = 500
_SHORTEST = 5  # bytes of an attribute, its blank included: ` a=""`
# Neither a tag nor a value may hold "<", so that no part is read twice. What is never closed goes
# to the end: else each of many open comments would be read to the end.
_MARKUP = re.compile(
    rb"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)"
    rb"|<(?P<end>/)?(?P<name>[^\s<>/!?\"']++)"
    # Two pieces an attribute: one more than there may be is enough to know.
    rb"(?P<rest>(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+'){0,1002}+)",
    re.DOTALL,
)
_VALUE = re.compile(rb"\"[^\"]*+\"|'[^']*+'")


def parsed_xml(data: bytes, origin: str, *, called: str, most_tags: int) -> Element:
    """The root of a document.

    Args:
        data: the document.
        origin: file name, path or URL, for refusals.
        called: what it is, for refusals ("feed", "sitemap").
        most_tags: how many tags, opening and closing, one that is real may have.

    Raises:
        UnreadableSource: it is damaged, has a document type, or more tags, deeper or with more
            attributes than any that is real.
    """
    if data.count(b"<") > most_tags:
        raise UnreadableSource(
            f"{origin}: this {called} has over {most_tags:,} tags, more than any of digests; send "
            "its entries in several"
        )
    _require_plain(data, origin, called)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableSource(
            f"{origin}: this {called} has a document type or entities of its own, which are not "
            "read"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableSource(f"{origin}: this is a {called} with damaged XML: {error}") from error
    return root


def _require_plain(data: bytes, origin: str, called: str) -> None:
    """Refuse what nests deep, or has a tag of very many attributes."""
    depth = 0
    # In UTF-16 each mark has a zero beside it.
    for tag in _MARKUP.finditer(data.replace(b"\0", b"") if b"\0" in data else data):
        if tag["name"] is None:
            continue
        rest = tag["rest"]
        if tag["end"]:
            depth = max(0, depth - 1)
        elif not rest.endswith(b"/"):
            depth += 1
        if depth > _MAX_DEPTH:
            raise UnreadableSource(
                f"{origin}: this {called} nests elements over {_MAX_DEPTH} deep, as none of "
                "digests does"
            )
        if len(rest) > _SHORTEST * _MAX_ATTRIBUTES and (
            _VALUE.sub(b"", rest).count(b"=") > _MAX_ATTRIBUTES
        ):
            name = tag["name"][:20].decode(errors="replace")
            raise UnreadableSource(f"{origin}: a tag <{name} has over {_MAX_ATTRIBUTES} attributes")
