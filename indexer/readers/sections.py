"""Layouts with each headline above its own paragraphs."""

import itertools
from collections.abc import Callable, Sequence

from indexer.readers.blocks import Block, Kind, is_ended, is_headline
from indexer.readers.furniture import ASIDE
from indexer.readers.pairs import Pair, Pairs, left_out, together
from indexer.readers.report import Report
from indexer.readers.single import leads

_HEADLINE_LENGTH = 140
_LEAST = 2
_MOST = 0.6
_BODY = 60


def by_headings(found: Sequence[Block], report: Report) -> Pairs:
    """Headings of a page, each with text beneath; empty where there are none."""
    parted = groups(found, lambda block: block.kind is Kind.HEADING)
    heads = [head for head, body in parted if head and body and not ASIDE.fullmatch(head.text)]
    if not heads or (len(heads) < _LEAST and heads[0].level < 2):  # noqa: PLR2004
        return []
    sections = [(head, body) for head, body in parted if head and body and _is_section(head, body)]
    if len(sections) * 2 > len(heads):
        return []  # headings over lists: the lists hold the items
    pairs: Pairs = []
    for head, body in parted:
        if head is None or not body or ASIDE.fullmatch(head.text):
            left_out(body if head is None or head in heads else [head, *body], report)
        else:
            pairs.append(Pair(head, together(body)))
    return pairs


def _is_section(head: Block, body: Sequence[Block]) -> bool:
    """A heading such as "Security" over a list of items, each with a headline of its own."""
    listed = [block for block in body if block.kind is Kind.BULLET]
    short = len(head.text.split()) <= 3 or head.text.endswith(":")  # noqa: PLR2004
    return len(listed) == len(body) and (short or len(listed) > 1) and len(leads(listed)) > 0


def by_headlines(found: Sequence[Block], report: Report) -> Pairs:
    """Headlines in lines of their own, each above its paragraphs; empty where there are none."""
    content = [block for block in found if block.is_content or block.kind is Kind.RULE]
    heads = _heads(content)
    bodies = sum(not is_headline(block.text) for block in content if block.is_content)
    if len(heads) < _LEAST and not (len(heads) == 1 and bodies == 1):
        return []
    listed = sum(block.kind is Kind.BULLET for block in content)
    under = sum(content[i + 1].kind is not Kind.BULLET for i in heads)
    if under < len(heads) * _MOST or (listed > len(heads) and listed * 2 > len(content)):
        return []  # a list of headlines that is followed by a list of paragraphs
    pairs: Pairs = []
    ends = [*heads[1:], len(content)]
    left_out(content[: heads[0]], report)
    for begin, end in zip(heads, ends, strict=True):
        body = _before_rule(content[begin + 1 : end], last=end == len(content), report=report)
        pairs.append(Pair(content[begin], together(body)))
    return pairs


def _heads(content: Sequence[Block]) -> list[int]:
    """Indexes of the blocks that head the block after them."""
    found = []
    for index, (block, following) in enumerate(itertools.pairwise(content)):
        if not (block.is_content and following.is_content) or not is_headline(block.text):
            continue
        reads_on = len(following.text) > _BODY and following.kind is not Kind.HEADING
        if (
            reads_on and (not is_headline(following.text) or len(following.text) > _HEADLINE_LENGTH)
        ) or (
            is_ended(following.text)
            and not is_ended(block.text)
            and (following.kind is Kind.PARAGRAPH)
        ):
            found.append(index)
    return found


def _before_rule(body: Sequence[Block], *, last: bool, report: Report) -> list[Block]:
    """The text of an item; behind a rule below the last one stands the page's foot."""
    at = next((i for i, block in enumerate(body) if block.kind is Kind.RULE), None)
    if last and at is not None:
        left_out(body[at + 1 :], report)
        body = body[:at]
    return [block for block in body if block.kind is not Kind.RULE]


def groups(
    found: Sequence[Block], heads: Callable[[Block], bool]
) -> list[tuple[Block | None, list[Block]]]:
    """Each heading with the blocks beneath it; what stands above the first has none."""
    groups: list[tuple[Block | None, list[Block]]] = [(None, [])]
    ruled = False
    for block in found:
        if heads(block):
            groups.append((block, []))
            ruled = False
        elif block.kind is Kind.RULE:
            ruled = True
        elif block.is_content and ruled and groups[-1][0] is not None:
            # Behind a rule below an item's text begins something else.
            groups.append((None, [block]))
        elif block.is_content:
            groups[-1][1].append(block)
    return groups
