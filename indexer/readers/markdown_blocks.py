"""Markdown to blocks, by the tokens of a CommonMark parser."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.readers.blocks import Block, Kind
from indexer.readers.builder import Builder
from indexer.readers.html_blocks import blocks_of
from indexer.readers.html_main import fragment

_DEEPEST = 20
# Marks of footnotes, and their notes up to the line's end.
_FOOTNOTE = re.compile(r"(?m)^\[\^[\w-]{1,40}\]:.*$|\[\^[\w-]{1,40}\](?!:)")
# Names and classes that some programs let stand behind a heading: {#talks .wide}
_ATTRIBUTES = re.compile(r"(?m)(?<=\S)[ \t]*\{[:]?[ \t]*[#.][^}\n]{0,80}\}[ \t]*$")
_BREAKS = frozenset({"softbreak", "hardbreak"})


def blocks_of_markdown(text: str, origin: str) -> list[Block]:
    """The blocks of a Markdown text, each with the line it begins on."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    builder, depth = Builder(origin), 0
    for token in parser.parse(_ATTRIBUTES.sub("", _FOOTNOTE.sub("", text))):
        if token.map and token.type != "inline":
            builder.line = token.map[0] + 1
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        if token.type == "html_block":
            builder.close()
            root = fragment(token.content, origin)
            builder.found += [] if root is None else blocks_of(root, origin)
        else:
            _take(token, builder, depth)
    builder.close()
    return builder.found


def _take(token: Token, builder: Builder, depth: int) -> None:
    if token.type == "heading_open":
        builder.begin(Kind.HEADING, int(token.tag[1]))
    elif token.type == "list_item_open" and depth == 1:
        number = token.info if token.info.isdecimal() else ""
        builder.begin(Kind.BULLET, count=int(number[:4]) if number else None)
    elif token.type == "list_item_open":
        builder.add(" - ")  # points set in under an item are part of it
    elif token.type == "hr":
        builder.rule()
    elif token.type == "inline":
        _add_words(token.children or (), builder, in_list=depth > 0)
    elif token.type in {"code_block", "fence"}:
        builder.add(token.content)
    elif token.type == "paragraph_close" and depth:
        builder.add("\n")
    elif token.type in {"heading_close", "paragraph_close", "th_close", "td_close"} or (
        token.type == "list_item_close" and depth == 1
    ):
        builder.close()


def _add_words(tokens: Iterable[Token], builder: Builder, *, in_list: bool) -> None:
    bold = 0
    for token in tokens:
        if token.type == "strong_open":
            bold += 1
        elif token.type == "strong_close":
            bold -= 1
        elif token.type in _BREAKS:
            # A soft break is a wrapped line; two spaces or a backslash break on purpose.
            builder.add("\n" if token.type == "hardbreak" and not in_list else " ", bold=bold > 0)
        elif token.type in {"text", "code_inline"}:
            builder.add(token.content, bold=bold > 0)
