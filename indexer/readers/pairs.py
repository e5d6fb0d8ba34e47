"""Pairs of a headline and its paragraphs, before they are items."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.normalise.sentences import first_sentence
from indexer.readers.blocks import Block, Kind, is_ended, is_headline
from indexer.readers.raw import RawItem
from indexer.readers.report import Report


@dataclass(frozen=True, slots=True)
class Pair:
    """A headline with its paragraphs; either may be missing."""

    head: Block | None
    body: Block | None


Pairs = list[Pair]
_LABEL = 60  # characters
_FOOT = 100


def paragraphs(found: Sequence[Block], report: Report) -> list[Block]:
    """The paragraphs of a list, bulleted or not; what belongs to none is named."""
    content = [block for block in found if block.is_content]
    if any(block.kind is Kind.BULLET for block in content):
        return with_continuations(content, report)
    return content


def with_continuations(content: Sequence[Block], report: Report) -> list[Block]:
    """List items with the loose paragraphs that stand before the next one."""
    last = max(i for i, block in enumerate(content) if block.kind is Kind.BULLET)
    groups: list[list[Block]] = []
    for index, block in enumerate(content):
        if block.kind is Kind.BULLET:
            groups.append([block])
        elif not groups or index > last or _is_label(groups[-1][-1], block, content[index + 1]):
            left_out([block], report)
        else:
            groups[-1].append(block)
            report.warn(
                "continued",
                "this line stands apart; it was taken as part of the item before it",
                line=block.line,
                words=block.text,
            )
    return [joined(group) for group in groups]


def _is_label(before: Block, block: Block, after: Block) -> bool:
    """A line such as "Southeast Asia" above the next items of a list: no words of the last one."""
    return (
        after.kind is Kind.BULLET
        and is_ended(before.text)
        and len(block.text) <= _LABEL
        and is_headline(block.text)
    )


def together(body: Sequence[Block]) -> Block | None:
    """The blocks beneath a headline as one."""
    return joined(body) if body else None


def joined(group: Sequence[Block]) -> Block:
    """Blocks as one, their words joined by spaces."""
    if len(group) == 1:
        return group[0]
    return replace(
        group[0], text=" ".join(block.text for block in group), last_line=group[-1].last_line
    )


def without_foot(
    parted: Sequence[tuple[Block | None, list[Block]]], report: Report
) -> list[tuple[Block | None, list[Block]]]:
    """Headlines with their text, the last without the lines that close the issue.

    They are a greeting, names, an address, or the words about a picture: short lines that are no
    sentences, behind a text that is ended, where most other items have a single paragraph.
    """
    if not parted or not parted[-1][1]:
        return list(parted)
    *others, (head, body) = parted
    single = sum(len(text) == 1 for _, text in others)
    at = next((i for i in range(1, len(body)) if _is_foot(body[i - 1], body[i])), None)
    if at is None or single * 2 < len(others):
        return list(parted)
    left_out(body[at:], report)
    return [*others, (head, body[:at])]


def _is_foot(before: Block, block: Block) -> bool:
    return (
        block.kind is not Kind.BULLET
        and is_ended(before.text)
        and len(block.text) <= _FOOT
        and not is_ended(block.text)
    )


def left_out(blocks: Sequence[Block], report: Report) -> None:
    """Nothing is dropped in silence."""
    for block in blocks:
        if block.is_content:
            report.note(
                "left-out",
                "this line belongs to no item and was left out",
                line=block.line,
                words=block.text,
            )


def paired(heads: Sequence[Block], bodies: Sequence[Block], report: Report) -> Pairs:
    """Headline i with paragraph i, or by their numbers where both have the same."""
    numbers = [block.count for block in bodies]
    if None not in numbers and len(set(numbers)) == len(numbers):
        by_number = {block.count: block for block in bodies}
        if [head.count for head in heads] != numbers and {h.count for h in heads} == set(numbers):
            return [Pair(head, by_number[head.count]) for head in heads]
    if len(heads) != len(bodies):
        report.warn(
            "count-mismatch",
            f"{len(heads)} headlines but {len(bodies)} paragraphs; paired in order",
        )
    return [Pair(head, body) for head, body in itertools.zip_longest(heads, bodies)]


def items_of(pairs: Pairs, report: Report) -> list[RawItem]:
    """The items; whatever is missing or cut off is named."""
    bodies = [pair.body for pair in pairs if pair.body is not None]
    last = bodies[-1] if bodies else None
    return [_item(pair, report, last=pair.body is last) for pair in pairs]


def _item(pair: Pair, report: Report, *, last: bool) -> RawItem:
    head, body = pair.head, pair.body
    if body is None:
        assert head is not None  # noqa: S101  (a pair has one of the two)
        report.warn(
            "paragraph-missing",
            "this headline's paragraph is missing; the event has its headline only",
            line=head.line,
            words=head.text,
        )
        return RawItem(head.text, "", head.line, None, truncated=True)
    if head is None:
        report.warn(
            "headline-missing",
            "this paragraph has no headline; its first sentence stands in",
            line=body.line,
            words=body.text,
        )
        return RawItem(first_sentence(body.text), body.text, body.line, body.line)
    ended = is_ended(body.text)
    if not ended:
        message = "the paragraph ends without a stop"
        where, words = body.last_line or body.line, body.text[-40:]
        where = body.line
        if last:
            report.warn("cut-off", f"{message}; the capture cut it off", line=where, words=words)
        else:
            report.note("stop-missing", message, line=where, words=words)
    return RawItem(
        head.text.rstrip(" :"), body.text, head.line, body.line, truncated=last and not ended
    )
