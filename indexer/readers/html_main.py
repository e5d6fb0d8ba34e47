"""The main content of a page: what is around it is stripped, then the fullest part is taken."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from indexer.readers.furniture import CREDIT
from indexer.readers.html_measures import around, lengths_of
from indexer.readers.html_parsing import parsed

_NO_TEXT = (
    "script,style,noscript,template,iframe,object,embed,svg,canvas,button,select,textarea,input,"
    "dialog,video,audio,map,link,meta,title"
)
_AROUND = (
    "nav,footer,aside,form,[role=navigation],[role=banner],[role=contentinfo],[role=search],"
    "[role=complementary],[role=dialog],[hidden],[aria-hidden=true]"
)
# Names that sites give to what stands around their articles.
_NAMED = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|sidebar|side-bar|footer|foot|breadcrumbs?|share"
    r"|sharing|social|related|recommended|recirculation|cookies?|consent|gdpr|comments?|promo"
    r"|advert|ads?|banner"
    r"|subscribe|signup|sign-up|pagination|pager|skip|skip-link|tags|tag-list|widget|toolbar|popup|modal"
    r"|author-bio|byline-bio|newsletter-signup|most-read|trending|screen-reader-text|sr-only"
    r"|visually-hidden|caption|caption-text|preheader|tracking|unsubscribe)(?:$|[-_ ])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|max-height\s*:\s*0(?:px)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"(?:^|[-_ ])(?:article|content|main|post|entry|story|body|publication|issue)(?:$|[-_ ])",
    re.IGNORECASE,
)
# A named wrapper that holds most of a page's words is no sidebar, whatever it is called.
_MOST = 0.5
_FULL = 0.6
_LONGEST_CREDIT = 1_000  # characters
_WHOLES = frozenset({"html", "body", "main", "article"})


def fragment(html: str, origin: str) -> LexborNode | None:
    """The body of a piece of HTML, stripped; None where it has none."""
    body = parsed(html, origin).body
    if body is not None:
        strip(body)
    return body


def strip(body: LexborNode) -> None:
    """Take out of a page what is no content, in place."""
    _remove(body.css(_NO_TEXT))
    _strip_captions(body)
    whole = len(body.text(separator=" "))
    _drop(body.css(_AROUND), body, whole)
    styled = body.css("[style]")
    _remove([node for node in styled if _HIDDEN.search(node.attributes.get("style") or "")])
    named = [node for node in body.css("[class],[id]") if _NAMED.search(_names(node))]
    _drop(named, body, whole)
    titled, linking = around(body.css("h1,time")), around(body.css("nav,ul"))
    heads = [
        node for node in body.css("header") if node.mem_id not in titled or node.mem_id in linking
    ]
    _drop(heads, body, whole)


def _strip_captions(body: LexborNode) -> None:
    """What a picture shows is no part of the item beside it; its source is said of the issue."""
    captions = body.css("figcaption")
    lengths = lengths_of(body, captions)
    credited = {
        node.mem_id
        for node in captions
        if lengths[node.mem_id] <= _LONGEST_CREDIT and CREDIT.fullmatch(_text(node).strip())
    }
    _remove([node for node in captions if node.mem_id not in credited])


def _drop(nodes: Sequence[LexborNode], body: LexborNode, whole: int) -> None:
    """Take out the elements that do not hold most of a page's text."""
    lengths = lengths_of(body, nodes)
    most = _MOST * whole
    _remove([n for n in nodes if n.tag not in _WHOLES and lengths[n.mem_id] <= most])


def _remove(nodes: Sequence[LexborNode]) -> None:
    """Take out elements, the inner ones first: those of what is gone can no longer be asked."""
    for node in reversed(nodes):
        node.decompose()


def main_content(body: LexborNode) -> LexborNode:
    """The element that holds the articles of a page: marked as such, or the body itself."""
    whole = max(1, len(_text(body)))
    for selector in ("[itemprop=articleBody]", "article", "main", "[role=main]"):
        found = body.css(selector)
        if len(found) == 1 and len(_text(found[0])) >= _MOST * whole:
            return _with_title(found[0], body)
    wrappers = body.css("div[class],div[id],section[class],section[id],td[class]")
    named = [node for node in wrappers if _CONTENT.search(_names(node))]
    lengths = lengths_of(body, named, squeezed=True)
    full = [node for node in named if lengths[node.mem_id] >= _FULL * whole]
    return _with_title(full[-1], body) if full else body


def _with_title(content: LexborNode, body: LexborNode) -> LexborNode:
    """The content, or what is around it where the page's title and date stand outside."""
    titled = around(body.css("h1"))
    parent: LexborNode | None = content
    while titled and parent is not None and parent.tag != "html":
        if parent.mem_id in titled:
            return parent
        parent = parent.parent
    return content


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()


def _text(node: LexborNode) -> str:
    return re.sub(r"\s+", " ", node.text(separator=" "))
