"""Layouts with a list of headlines and a list of their paragraphs."""

from collections.abc import Sequence
from statistics import median

from indexer.readers.blocks import HEADLINE_LENGTH, Block, Kind, is_headline
from indexer.readers.pairs import Pairs, left_out, paired, paragraphs
from indexer.readers.report import Report
from indexer.readers.sections import by_headlines

_MOST = 0.6
_LEAST = 2


def by_labels(found: Sequence[Block], report: Report) -> Pairs:
    """Two lists, each under its label; empty where there are no labels."""
    at = next((i for i, block in enumerate(found) if block.kind is Kind.DETAILS), None)
    if at is None:
        return []
    start = next((i for i, b in enumerate(found[:at]) if b.kind is Kind.HEADLINES), None)
    before = [block for block in found[start or 0 : at] if block.is_content]
    listed = [block for block in before if block.kind is Kind.BULLET]
    heads = listed or ([b for b in before if is_headline(b.text)] if start is not None else [])
    if not heads:
        return []
    chosen = frozenset(heads)
    left_out([block for block in before if block not in chosen], report)
    after = list(found[at + 1 :])
    sections = by_headlines([b for b in after if b.is_content], report)
    if len(sections) == len(heads):
        return sections
    return paired(heads, paragraphs(after, report), report)


def by_two_lists(found: Sequence[Block], report: Report) -> Pairs:
    """Two lists, parted where numbers begin anew, by a gap or by the length of their items."""
    content = [block for block in found if block.is_content]
    listed = [block for block in content if block.kind is Kind.BULLET]
    if not listed:
        return _unmarked(content, report)
    at = _by_restart(listed)
    if at is None:
        at = _by_gap(listed)
    if at is None:
        at = _by_length(listed)
    heads, bodies = listed[:at], listed[at:]
    if not heads:
        return []
    if sum(is_headline(block.text) for block in heads) < _MOST * len(heads):
        return []
    first = content.index(listed[0])
    after = content[content.index(bodies[0]) :] if bodies else []
    between = content[first : len(content) - len(after)]
    left_out([b for b in between if b.kind is not Kind.BULLET], report)
    return paired(heads, paragraphs(after, report), report)


def _unmarked(content: Sequence[Block], report: Report) -> Pairs:
    """Two lists whose marks were lost: as many headlines in a row as paragraphs after them."""
    start = next((i for i, b in enumerate(content) if not is_headline(b.text)), len(content))
    bodies = [block for block in content[start:] if not is_headline(block.text)]
    run = start
    while run and content[run - 1].kind is Kind.PARAGRAPH:
        run -= 1
    heads = content[run:start][-len(bodies) :] if bodies else []
    if len(heads) < _LEAST or len(heads) != len(bodies):
        return []
    chosen = frozenset((*heads, *bodies))
    left_out([block for block in content if block not in chosen], report)
    return paired(heads, bodies, report)


def _by_restart(listed: Sequence[Block]) -> int | None:
    """Where the numbers of a list begin anew."""
    for index, block in enumerate(listed):
        if index and block.count == 1 and listed[0].count == 1:
            return index
    return None


def _by_gap(listed: Sequence[Block]) -> int | None:
    gaps = [block.gap for block in listed[1:]]
    if not gaps:
        return None
    widest = max(gaps)
    if gaps.count(widest) > 1 or widest == median(gaps):
        return None
    at = gaps.index(widest) + 1
    return at if _longer(listed[:at], listed[at:]) else None


def _longer(heads: Sequence[Block], bodies: Sequence[Block]) -> bool:
    return median(len(b.text) for b in bodies) >= median(len(h.text) for h in heads) or all(
        is_headline(head.text) for head in heads
    )


def _by_length(listed: Sequence[Block]) -> int:
    for index, block in enumerate(listed):
        if len(block.text) > HEADLINE_LENGTH or block.text.endswith("."):
            return index
    return len(listed)
