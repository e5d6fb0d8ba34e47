"""Blocks to items: the layout that fits decides which words are headlines."""

import re
from collections.abc import Sequence

from indexer.readers.blocks import Block, Kind, is_headline
from indexer.readers.lists import by_labels, by_two_lists
from indexer.readers.pairs import items_of
from indexer.readers.raw import RawItem
from indexer.readers.report import Report
from indexer.readers.sections import by_headings, by_headlines, without_sections
from indexer.readers.single import by_single_list

_LEAST = 2
# Dots that lead from a line of a list of contents to its page, read from the line's end: from its
# beginning each dot would be tried anew.
_LEADER = re.compile(r"\d{0,4}\s*(?:\s?\.){3,}\s*")
_WORD = re.compile(r"[^\W_]+")
_LAYOUTS = (by_headings, by_labels, by_headlines, by_two_lists, by_single_list)


def arrange(found: Sequence[Block], report: Report, *, sure: bool = False) -> list[RawItem]:
    """The items of an issue; empty where no layout fits.

    Args:
        found: the blocks below the masthead.
        report: takes what is doubtful.
        sure: the issue names itself, so that a single headline is enough.
    """
    content = without_sections(without_contents(found), report)
    for layout in _LAYOUTS:
        pairs = layout(content, report)
        if pairs and (sure or len(pairs) >= _LEAST or any(pair.body for pair in pairs)):
            return items_of(pairs, report)
    return []


def without_contents(found: Sequence[Block]) -> list[Block]:
    """Blocks without a list of contents: headlines that stand again above their paragraphs."""
    words = {i: _norm(block.text) for i, block in enumerate(found) if block.is_content}
    last = {text: index for index, text in words.items()}
    repeated = {
        index
        for index, text in words.items()
        if last[text] > index and is_headline(_without_leader(found[index].text))
    }
    if len(repeated) < _LEAST or not _head_a_body(found, repeated, last):
        return list(found)
    labels = {i for i, block in enumerate(found) if block.kind in {Kind.HEADLINES, Kind.DETAILS}}
    return [b for i, b in enumerate(found) if i not in repeated and i not in labels]


def _head_a_body(found: Sequence[Block], repeated: set[int], last: dict[str, int]) -> bool:
    """Whether the headlines that stand again are followed by text there."""
    followed = 0
    for index in repeated:
        at = last[_norm(found[index].text)] + 1
        followed += at < len(found) and found[at].is_content and not is_headline(found[at].text)
    return followed * 2 >= len(repeated)


def _norm(text: str) -> str:
    # Without a number behind them, dots that lead nowhere are no words anyway.
    if text.rstrip()[-1:].isdigit():
        text = _without_leader(text)
    return " ".join(_WORD.findall(text)).lower()


def _without_leader(text: str) -> str:
    """A line of a list of contents without its dots and its page."""
    leader = _LEADER.match(text.rstrip()[::-1])
    return text.rstrip()[: -leader.end()] if leader else text
