"""The elements of a page to blocks: headings, list items and paragraphs in reading order."""

import re

from selectolax.lexbor import LexborNode

from indexer.readers.blocks import Block, Kind
from indexer.readers.builder import BOLD_HEADING, Builder

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = frozenset(
    {
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "li"),
        *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead"),
        *("tr", "ul"),
    }
)
_LISTS = frozenset({"ul", "ol"})
_BOLD = frozenset({"b", "strong"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def blocks_of(root: LexborNode, origin: str) -> list[Block]:
    """The blocks beneath an element, in reading order.

    Raises:
        UnreadableSource: there are more of them, or of their words, than in any issue.
    """
    walker = _Walker(origin)
    walker.walk(root)
    return walker.build.found


class _Walker:
    """Walks the tree once, with a stack of its own: a deep page is no deep recursion."""

    def __init__(self, origin: str) -> None:
        self.build = Builder(origin)
        self.counters: list[int | None] = []  # of the open lists; None for one without numbers

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool, bool, bool]] = [(root, False, False, False)]
        while stack:
            node, leaving, bold, linked = stack.pop()
            tag = node.tag or ""
            if leaving:
                self._leave(tag)
            elif tag == "-text":
                self.build.add(node.text_content or "", bold=bold, linked=linked)
            elif not tag.startswith("-"):
                self._enter(node, tag)
                heavy = tag not in _HEADINGS and (bold or _is_bold(node, tag))
                if tag in _BREAKING or tag in _HEADINGS:
                    stack.append((node, True, bold, linked))
                within = linked or tag == "a"
                children = list(node.iter(include_text=True))
                stack.extend((child, False, heavy, within) for child in reversed(children))
        self.build.close()

    def _enter(self, node: LexborNode, tag: str) -> None:
        if tag == "br":
            self.build.add("\n")
        elif tag == "hr":
            self.build.rule()
        elif tag in _LISTS:
            self._enter_list(node, tag)
        elif tag == "li":
            self._enter_item()
        elif tag in _HEADINGS:
            self.build.begin(Kind.HEADING, _HEADINGS[tag])
        elif tag == "dt" or (tag == "summary" and not self._inside_item()):
            self.build.begin(Kind.HEADING, BOLD_HEADING)
        elif tag == "dd" and not self.counters and _is_one_of_several(node):
            self.build.begin(Kind.BULLET)
        elif tag in _BREAKING and self._inside_item():
            self.build.add("\n")
        elif tag in _BREAKING:
            self.build.close()

    def _enter_list(self, node: LexborNode, tag: str) -> None:
        if self.counters:
            self.build.add(" ")  # points set in under an item are part of it
        else:
            self.build.close()
        start = node.attributes.get("start") or "1"
        first = int(start) if start.isdecimal() and len(start) < 5 else 1  # noqa: PLR2004
        self.counters.append(first - 1 if tag == "ol" else None)

    def _enter_item(self) -> None:
        if len(self.counters) > 1:
            self.build.add(" - ")
            return
        count = None
        if self.counters and self.counters[-1] is not None:
            count = self.counters[-1] = self.counters[-1] + 1
        self.build.begin(Kind.BULLET, count=count)

    def _leave(self, tag: str) -> None:
        if tag in _LISTS:
            if self.counters:
                self.counters.pop()
            if not self.counters:
                self.build.close()
        elif tag == "li" and len(self.counters) > 1:
            self.build.add(" ")
        elif tag in _HEADINGS or tag == "li" or not self._inside_item():
            self.build.close()
        else:
            self.build.add("\n")

    def _inside_item(self) -> bool:
        """Paragraphs inside a list item are lines of the item."""
        return self.build.kind is Kind.BULLET and bool(self.counters)


def _is_one_of_several(node: LexborNode) -> bool:
    """Whether a description stands beside others of the same term."""
    return any(
        beside is not None and beside.tag == "dd" for beside in (_before(node), _behind(node))
    )


def _before(node: LexborNode) -> LexborNode | None:
    found = node.prev
    while found is not None and found.tag == "-text":
        found = found.prev
    return found


def _behind(node: LexborNode) -> LexborNode | None:
    found = node.next
    while found is not None and found.tag == "-text":
        found = found.next
    return found


def _is_bold(node: LexborNode, tag: str) -> bool:
    if tag in _BOLD:
        return True
    style = node.attributes.get("style") if node.attributes else None
    return bool(style and _BOLD_STYLE.search(style))
