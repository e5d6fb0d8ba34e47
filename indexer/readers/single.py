"""One list whose items are headline and text in one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.readers.blocks import HEADLINE_LENGTH, Block, Kind, is_ended, is_headline
from indexer.readers.pairs import Pair, Pairs, with_continuations
from indexer.readers.report import Report

_Way = Callable[[Block], tuple[str, str] | None]
_LEAST = 2
_MOST = 0.6
_BODY = 60
_SEPARATORS = (" — ", " – ", " -- ", " - ", ": ", "—", "–")
# A stop that belongs to the last word of a headline.
_ABBREVIATED = re.compile(r"(?:\b[A-Za-z]\.[A-Za-z]|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|Mt|St|No))\.$")


def by_single_list(found: Sequence[Block], report: Report) -> Pairs:
    """Items with headline and text in one; where no mark parts them, the first sentence heads."""
    content = [block for block in found if block.is_content]
    listed = [block for block in content if block.kind is Kind.BULLET]
    blocks = with_continuations(content, report) if listed else content
    blocks = [block for block in blocks if len(block.text) > _BODY or block.lead]
    split = leads(blocks)
    if len(split) < _LEAST:
        if len(listed) < _LEAST:
            return []
        split = {}
    pairs: Pairs = []
    for block in blocks:
        parts = split.get(id(block))
        if parts is None:
            pairs.append(Pair(None, block))
            continue
        pairs.append(Pair(replace(block, text=parts[0]), replace(block, text=parts[1])))
    return pairs


def leads(blocks: Sequence[Block]) -> dict[int, tuple[str, str]]:
    """Headline and text of each block, by the one way of parting them that fits most.

    Where most are parted, the others may be so by another mark, if a sentence follows it.
    """
    ways = (_bold, *(_parted_by(mark) for mark in _SEPARATORS))
    best: dict[int, tuple[str, str]] = {}
    for part in ways:
        split = {id(block): parts for block in blocks if (parts := part(block)) is not None}
        if len(split) > len(best) and len(split) >= _MOST * len(blocks):
            best = split
    if not best:
        return best
    found = {id(block): _otherwise(block, ways) for block in blocks if id(block) not in best}
    return best | {at: parts for at, parts in found.items() if parts is not None}


def _otherwise(block: Block, ways: Sequence[_Way]) -> tuple[str, str] | None:
    """Headline and text by the first mark that a sentence follows."""
    parted = (way(block) for way in ways)
    return next((parts for parts in parted if parts and _is_text(parts[1])), None)


def _is_text(rest: str) -> bool:
    """Whether what stands behind a mark is an item's text, not the end of a headline."""
    return rest[0].isupper() and is_ended(rest) and len(rest) > _BODY / 2


def _bold(block: Block) -> tuple[str, str] | None:
    lead = block.lead.strip()
    rest = block.text[len(block.lead) :].lstrip(" :–—-.")
    if not lead or len(rest) < _BODY / 3 or len(lead) > HEADLINE_LENGTH:
        return None
    whole = len(lead.split()) > _LEAST or block.lead_is_line or is_marked(block)
    return (without_stop(lead), rest) if whole else None


def is_marked(block: Block) -> bool:
    """Whether a mark parts the bold words that open a block from the others."""
    behind = block.text[len(block.lead) :].lstrip()[:1]
    return bool(block.lead.strip()) and (block.lead.strip()[-1] in ".:!?" or behind in set(".:–—"))


def without_stop(head: str) -> str:
    """A headline without the mark that parts it from its text."""
    words = head.rstrip(" :–—-")
    if words.endswith(".."):
        words = words[:-1]
    return words if _ABBREVIATED.search(words) else words.rstrip(" .")


def _parted_by(mark: str) -> Callable[[Block], tuple[str, str] | None]:
    def part(block: Block) -> tuple[str, str] | None:
        head, found, rest = block.text.partition(mark)
        head, rest = head.strip(), rest.strip()
        words = len(head.split())
        if not found or not is_headline(head) or words < _LEAST or len(rest) < _BODY / 3:
            return None
        return head, rest

    return part
