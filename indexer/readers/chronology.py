"""Chronologies: entries that open or end with their date, a year or month perhaps above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from indexer.normalise.sentences import first_sentence
from indexer.normalise.series import DateOrder
from indexer.normalise.spans import EntryDate
from indexer.readers.blocks import Block, Kind, is_headline
from indexer.readers.chronology_dates import (
    LONGEST_DATE,
    Above,
    date_of,
    heading_above,
    is_date,
    nearest,
)
from indexer.readers.pairs import left_out
from indexer.readers.raw import RawItem
from indexer.readers.report import Report

_LEAST = 2
_DAY_ALONE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_SHARE = 0.6
_HEADLINE_LIMIT = 300


@dataclass(slots=True)
class _Entry:
    """An entry, and the paragraphs that belong to it.

    Attributes:
        block: its first paragraph, the date in it.
        dated: the date beside it.
        words: where its text stands without the date.
        more: the paragraphs that follow.
    """

    block: Block
    dated: EntryDate | None
    words: tuple[int, int]
    more: list[str] = field(default_factory=list)


def is_chronology(found: Sequence[Block], order: DateOrder) -> bool:
    """Whether most of the blocks that hold items are entries with their date.

    A paragraph right behind an entry may go on with it, and short lines above the first entry are
    of the masthead: they say nothing either way.
    """
    above = Above(2000)
    content = dated = 0
    follows = False
    for block in _with_date_headings(found):
        heading = _heading(block)
        if heading is not None:
            above = Above(2000, heading.month)
            continue
        is_entry = date_of(block.text, above, order) is not None
        goes_on = follows and block.kind is Kind.PARAGRAPH and not is_headline(block.text)
        if is_entry or not (goes_on or (dated == 0 and len(block.text) <= LONGEST_DATE)):
            content += 1
            dated += is_entry
        follows = is_entry
    return dated >= _LEAST and dated >= _SHARE * content


def entries(
    found: Sequence[Block], issued: date | None, order: DateOrder, report: Report
) -> list[RawItem]:
    """The items of a chronology: first sentence as headline, the date beside it as its own."""
    blocks = list(_with_date_headings(found))
    first = next((i for i, b in enumerate(blocks) if date_of(b.text, Above(2000, 1), order)), 0)
    left_out([b for b in blocks[:first] if _heading(b) is None], report)
    return [_item(entry) for entry in _entries(blocks, issued, order)]


def _with_date_headings(found: Sequence[Block]) -> Iterator[Block]:
    """Blocks with the date that stands above them, or in bold at their head, in front of them.

    A date above a list is that of each of its items, where there are such dates again and again.
    """
    above: Block | None = None
    fresh = False
    listed = sum(block.is_content and _is_alone(block) for block in found) >= _LEAST
    for block in found:
        if not block.is_content:
            continue
        if _is_alone(block):
            above, fresh = block, True
            continue
        if _heading(block) is not None or (block.kind is Kind.HEADING and not fresh):
            above = None
        if above is not None and (fresh or (listed and block.kind is Kind.BULLET)):
            yield _dated_so(block, above.text)
        elif block.lead and (is_date(block.lead) or _DAY_ALONE.fullmatch(block.lead.strip(" :."))):
            rest = block.text[len(block.lead) :].lstrip(" :–—-.|")
            yield replace(block, text=f"{block.lead.strip(' :–—-.')}: {rest}", lead="")
        else:
            yield block
        fresh = False


def _is_alone(block: Block) -> bool:
    """Whether a block is a date to the day and nothing else."""
    short = block.kind is not Kind.BULLET and len(block.text) <= LONGEST_DATE
    return short and _heading(block) is None and is_date(block.text)


def _dated_so(block: Block, day: str) -> Block:
    """A block behind the date that stands above it, unless it has one of its own."""
    if date_of(block.text, Above(2000), DateOrder.MONTH_DAY) is not None:
        return block
    return replace(block, text=f"{day.strip(' :=#*_[]()')}: {block.text}")


def _heading(block: Block) -> Above | None:
    return heading_above(block.text)


def _entries(found: Sequence[Block], issued: date | None, order: DateOrder) -> Iterator[_Entry]:
    above = Above()
    entry: _Entry | None = None
    for block in found:
        heading = _heading(block)
        if heading is not None:
            above = Above(heading.year or above.year, heading.month)
            continue
        seen = date_of(block.text, above, order)
        if seen is None and entry is None:
            continue  # what stands above the first entry
        if seen is None and entry is not None and block.kind is Kind.PARAGRAPH:
            entry.more.append(block.text)
            continue
        if entry is not None:
            yield entry
        if seen is None:
            entry = _Entry(block, None, (0, len(block.text)))
            continue
        dated = seen.date
        if not seen.has_year and issued is not None:
            dated = nearest(dated, issued)
        entry = _Entry(block, dated, seen.words)
    if entry is not None:
        yield entry


def _item(entry: _Entry) -> RawItem:
    block, (begin, end) = entry.block, entry.words
    text = " ".join((block.text, *entry.more))
    words = block.text[begin:end].strip()
    if entry.more and end == len(block.text) and not is_headline(words):
        words = text[begin:].strip()
    headline = words if entry.more and is_headline(words) else first_sentence(words)
    if len(headline) > _HEADLINE_LIMIT:
        headline = headline[: _HEADLINE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    return RawItem(headline, text, block.line, block.line, dated=entry.dated)
