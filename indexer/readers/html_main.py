"""The main content of a page: what is around it is stripped, then the fullest part is taken."""

import re

from selectolax.lexbor import LexborNode

from indexer.readers.furniture import CREDIT
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


def fragment(html: str, origin: str) -> LexborNode | None:
    """The body of a piece of HTML, stripped; None where it has none."""
    body = parsed(html, origin).body
    if body is not None:
        strip(body)
    return body


def strip(body: LexborNode) -> None:
    """Take out of a page what is no content, in place."""
    for node in body.css(_NO_TEXT):
        node.decompose()
    _strip_captions(body)
    whole = len(body.text(separator=" "))
    for node in body.css(_AROUND):
        _drop(node, whole)
    for node in body.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    for node in body.css("[class],[id]"):
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        if node.tag not in {"html", "body", "main", "article"} and _NAMED.search(names):
            _drop(node, whole)
    for node in body.css("header"):
        if not node.css("h1,time") or node.css("nav,ul"):
            _drop(node, whole)


def _strip_captions(body: LexborNode) -> None:
    """What a picture shows is no part of the item beside it; its source is said of the issue."""
    for node in body.css("figcaption"):
        if not CREDIT.fullmatch(_text(node).strip()):
            node.decompose()


def _drop(node: LexborNode, whole: int) -> None:
    if node.tag in {"html", "body", "main", "article"}:
        return
    if len(node.text(separator=" ")) <= _MOST * whole:
        node.decompose()


def main_content(body: LexborNode) -> LexborNode:
    """The element that holds the articles of a page: marked as such, or the body itself."""
    whole = max(1, len(_text(body)))
    for selector in ("[itemprop=articleBody]", "article", "main", "[role=main]"):
        found = body.css(selector)
        if len(found) == 1 and len(_text(found[0])) >= _MOST * whole:
            return _with_title(found[0], body)
    named = [
        node
        for node in body.css("div[class],div[id],section[class],section[id],td[class]")
        if _CONTENT.search(
            f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        )
        and len(_text(node)) >= _FULL * whole
    ]
    return _with_title(named[-1], body) if named else body


def _with_title(content: LexborNode, body: LexborNode) -> LexborNode:
    """The content, or what is around it where the page's title and date stand outside."""
    if content.css_first("h1") is not None or body.css_first("h1") is None:
        return content
    parent = content.parent
    while parent is not None and parent.tag != "html":
        if parent.css_first("h1") is not None:
            return parent
        parent = parent.parent
    return content


def _text(node: LexborNode) -> str:
    return re.sub(r"\s+", " ", node.text(separator=" "))
