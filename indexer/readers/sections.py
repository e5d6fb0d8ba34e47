"""Layouts with each headline above its own paragraphs."""

import itertools
from collections.abc import Callable, Sequence

from indexer.readers.blocks import HEADLINE_LENGTH, Block, Kind, is_ended, is_headline
from indexer.readers.furniture import ASIDE
from indexer.readers.pairs import Pair, Pairs, left_out, together, without_foot
from indexer.readers.report import Report
from indexer.readers.single import by_single_list, is_marked, leads

Group = tuple[Block | None, list[Block]]
_LEAST = 2
_MOST = 0.6
_BODY = 60


def by_headings(found: Sequence[Block], report: Report) -> Pairs:
    """Headings of a page, each with text beneath; empty where there are none."""
    parted = groups(found, lambda block: block.kind is Kind.HEADING)
    heads = _over_text(parted)
    if not heads or (len(heads) < _LEAST and heads[0].level < 2):  # noqa: PLR2004
        return []
    over = frozenset(heads)
    pairs: Pairs = []
    parted = without_foot(_below_byline(parted, report), report)
    for head, body in parted:
        if head is None and _is_list(body):
            pairs += by_single_list(body, report)
        elif head is None or not body or ASIDE.fullmatch(head.text):
            left_out(body if head is None or head in over else [head, *body], report)
        else:
            pairs.append(Pair(head, together(body)))
    return pairs


def _is_list(body: Sequence[Block]) -> bool:
    """Whether what stands above the headings is a list of items, each with its own headline."""
    listed = [block for block in body if block.kind is Kind.BULLET]
    return len(listed) >= _LEAST and len(leads(listed)) == len(listed)


def without_sections(found: Sequence[Block], report: Report) -> list[Block]:
    """Blocks without headings over lists, where these hold the items: names of sections."""
    parted = groups(found, lambda block: block.kind is Kind.HEADING)
    heads = [head for head, body in parted if head and body and _is_section(head, body)]
    if not heads or len(heads) * 2 <= len(_over_text(parted)):
        return list(found)
    left_out(heads, report)
    over = frozenset(heads)
    return [block for block in found if block not in over]


def _over_text(parted: Sequence[Group]) -> list[Block]:
    """The headings with text beneath them."""
    return [head for head, body in parted if head and body and not ASIDE.fullmatch(head.text)]


def _below_byline(parted: Sequence[Group], report: Report) -> list[Group]:
    """Headings without those above the first item: a subtitle over names and dates, a field."""
    first = next((i for i, (head, body) in enumerate(parted) if head and _reads(body)), 0)
    lists = [(head, body) for head, body in parted[:first] if head is None and _is_list(body)]
    for head, body in parted[:first]:
        if (head, body) not in lists:
            left_out([*([head] if head else []), *body], report)
    return [*lists, *parted[first:]]


def _reads(body: Sequence[Block]) -> bool:
    """Whether text is an item's, not some names, a date or a number."""
    return any(is_ended(block.text) or len(block.text) > _BODY for block in body)


def _is_section(head: Block, body: Sequence[Block]) -> bool:
    """A heading such as "Security" over items, each with a headline of its own."""
    listed = [block for block in body if block.kind is Kind.BULLET or is_marked(block)]
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
    parted: list[Group] = []
    for begin, end in zip(heads, ends, strict=True):
        last = end == len(content)
        body = _before_rule(content[begin + 1 : end], last=last, report=report)
        if not last:
            body = _without_label(body, report)
        parted.append((content[begin], body))
    for head, body in without_foot(parted, report):
        pairs.append(Pair(head, together(body)))
    return pairs


def _without_label(body: list[Block], report: Report) -> list[Block]:
    """The text of an item without the name of the section that the next one opens."""
    if len(body) > 1 and is_ended(body[-2].text) and is_headline(body[-1].text):
        short = len(body[-1].text) <= _BODY and body[-1].kind is not Kind.BULLET
        if short:
            left_out(body[-1:], report)
            return body[:-1]
    return body


def _heads(content: Sequence[Block]) -> list[int]:
    """Indexes of the blocks that head the block after them."""
    found = []
    for index, (block, following) in enumerate(itertools.pairwise(content)):
        if not (block.is_content and following.is_content) or not is_headline(block.text):
            continue
        reads_on = len(following.text) > _BODY and following.kind is not Kind.HEADING
        if (
            reads_on and (not is_headline(following.text) or len(following.text) > HEADLINE_LENGTH)
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


def groups(found: Sequence[Block], heads: Callable[[Block], bool]) -> list[Group]:
    """Each heading with the blocks beneath it; what stands above the first has none."""
    groups: list[Group] = [(None, [])]
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
