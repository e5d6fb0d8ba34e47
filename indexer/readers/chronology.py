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
_LAST_DAY = 31
_SHARE_OF_SENTENCES = 0.8
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
    content = dated = sentences = short = 0
    follows = False
    for block in _with_date_headings(found):
        heading = _heading(block)
        if heading is not None:
            above = Above(2000, heading.month)
            continue
        seen = date_of(block.text, above, order)
        goes_on = follows and block.kind is Kind.PARAGRAPH and not is_headline(block.text)
        if seen is None and dated == 0 and len(block.text) <= LONGEST_DATE:
            short += is_headline(block.text)
        elif seen is not None or not goes_on:
            content += 1
            dated += seen is not None
            sentences += seen is not None and seen.is_sentence
        follows = seen is not None or goes_on
    if sentences:
        # Details of a digest open with their day, too; but each has its headline.
        content += short
    return dated >= _LEAST and dated >= (_SHARE_OF_SENTENCES if sentences else _SHARE) * content


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
    found = _numbered_by_day(found)
    above: Block | None = None
    fresh = months = False
    listed = sum(block.is_content and _is_alone(block) for block in found) >= _LEAST
    for block in found:
        if not block.is_content:
            continue
        months = months or _heading(block) is not None
        if _is_alone(block) or (months and _DAY_ALONE.fullmatch(block.text)):
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


def _numbered_by_day(found: Sequence[Block]) -> list[Block]:
    """Blocks whose numbers are days of the month above them, with these as words: "14: ...".

    They are days where none is over 31, they never fall, and are not simply 1, 2, 3.
    """
    days: list[list[int]] = []
    place: dict[int, int] = {}
    month = False
    for index, block in enumerate(found):
        if (heading := _heading(block)) is not None:
            month = heading.month is not None
            days.append([])
        elif month and (day := _number_of(block)) is not None:
            days[-1].append(day)
            place[index] = day
    told = [listed for listed in days if listed]
    if (
        sum(map(len, told)) < _LEAST
        or any(
            listed != sorted(listed) or not 1 <= listed[0] <= listed[-1] <= _LAST_DAY
            for listed in told
        )
        or all(listed == list(range(1, len(listed) + 1)) for listed in told)
    ):
        return list(found)
    return [
        _by_day(block, place[index]) if index in place else block
        for index, block in enumerate(found)
    ]


def _number_of(block: Block) -> int | None:
    """The number that a block bears, or is."""
    if block.count is not None:
        return block.count
    alone = _DAY_ALONE.fullmatch(block.text.strip(" .:")) if block.is_content else None
    return int(re.sub(r"\D", "", alone[0])) if alone else None


def _by_day(block: Block, day: int) -> Block:
    text = f"{day}: {block.text}" if block.count is not None else f"{day}"
    return replace(block, text=text, count=None)


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
