"""One issue from blocks: masthead, layout, bounds. Every reader of words ends here."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from indexer.errors import UnreadableSource
from indexer.normalise.series import Layout, SeriesProfile, slug
from indexer.readers.arrange import arrange
from indexer.readers.blocks import Block, Kind, is_headline
from indexer.readers.chronology import entries, is_chronology
from indexer.readers.furniture import ASIDE, furniture
from indexer.readers.language import note_language
from indexer.readers.limits import require_short
from indexer.readers.masthead import Masthead, identify
from indexer.readers.opening import Context, Line, Opening
from indexer.readers.pairs import left_out
from indexer.readers.raw import MAX_ITEMS, MAX_TEXT, RawDigest, RawItem, SourceHints
from indexer.readers.stated import is_labelled, labelled_day, whole_day
from indexer.readers.titles import ANY_ORDER, entry_days, is_masthead, title_of

Cut = Callable[[SeriesProfile | None], Sequence[Block]]
_TOP = 60
_TAIL = 6
_CLOSING = 3
_FIELDS = 4
_LONGEST_TOP = 300
_LEAST_CONTENT = 2
_SIBLINGS = 2


def issue(opening: Opening, cut: Cut, context: Context) -> RawDigest:
    """Make an issue.

    Args:
        opening: the lines in which it may name itself.
        cut: gives its blocks once the series, and so its page furniture, is known.
        context: what the caller and the form say, and where doubts go.

    Raises:
        UnreadableSource: it is of no known series, or no items can be made out.
    """
    hints, report = context.hints, context.report
    try:
        masthead = identify(opening, context)
    except UnreadableSource:
        # Prose names no series either; that it is no digest tells more.
        if sum(block.is_content for block in cut(None)) < _LEAST_CONTENT:
            raise _no_digest(hints) from None
        raise
    profile = masthead.profile
    found = _below_masthead(cut(profile), masthead, context)
    if Layout.CHRONOLOGY in profile.layouts or is_chronology(found, profile.date_order):
        items = entries(found, masthead.day, profile.date_order, report)
    else:
        sure = masthead.new_series or hints.series is not None
        items = arrange(found, report, sure=sure)
    if not items:
        raise _no_digest(hints)
    note_language(items, report)
    return RawDigest(
        profile=profile,
        title=masthead.title,
        volume=masthead.volume,
        number=masthead.number,
        stated_date=masthead.day,
        image_credit=masthead.credit,
        items=within_bounds(items, hints.origin),
        remarks=tuple(report.remarks),
        retold=masthead.retold,
        new_series=masthead.new_series,
    )


def _no_digest(hints: SourceHints) -> UnreadableSource:
    return UnreadableSource(
        f"{hints.origin}: no digest can be made out: it needs headlines with a paragraph each, "
        "as two lists, one list or headings, or entries with their dates"
    )


def opening_of(blocks: Sequence[Block]) -> Opening:
    """The lines in which blocks of a page may name their issue."""
    content = [b for b in blocks if b.kind is not Kind.RULE]
    end = next((i for i, b in enumerate(content) if b.kind is Kind.BULLET), len(content))
    # The date may be a point of a list of its own: who wrote the issue, when, for whom.
    fields = enumerate(content[end : end + _FIELDS], end + 1)
    end = next((i for i, block in fields if whole_day(block.text, ANY_ORDER)), end)
    top = [
        Line(block.line, block.text)
        for block in content[: min(end, _TOP)]
        if len(block.text) <= _LONGEST_TOP
    ]
    tail = [Line(b.line, b.text) for b in content[-_TAIL:] if len(b.text) <= _LONGEST_TOP]
    days = entry_days([block.text for block in content[:_TOP]])
    return Opening(top, tail, heads_of(content[:_TOP]), days)


def heads_of(content: Sequence[Block]) -> frozenset[str]:
    """The lines that head a paragraph, so that they are no title of the issue.

    Of headings those are, of which several of one rank stand over text.
    """
    over_text = [
        block
        for block, following in itertools.pairwise(content)
        if following.kind is Kind.PARAGRAPH and not is_masthead(following.text)
    ]
    ranks = Counter(block.level for block in over_text if block.kind is Kind.HEADING)
    return frozenset(
        block.text
        for block, following in itertools.pairwise(content)
        if following.kind is Kind.PARAGRAPH
        and is_headline(block.text)
        and not is_masthead(block.text)
        and (
            len(following.text) > _LONGEST_TOP / 2
            if block.kind is not Kind.HEADING
            else ranks[block.level] >= _SIBLINGS and not is_masthead(following.text)
        )
    )


def within_bounds(items: Sequence[RawItem], origin: str) -> tuple[RawItem, ...]:
    """The items, of which there are not more, and not longer ones, than an issue has.

    Raises:
        UnreadableSource: there are.
    """
    if len(items) > MAX_ITEMS:
        raise UnreadableSource(f"{origin}: {len(items):,} items; an issue has at most {MAX_ITEMS}")
    for item in items:
        longest = max(len(item.headline), len(item.text))
        if longest > MAX_TEXT:
            where = f" at line {item.headline_line}" if item.headline_line else ""
            raise UnreadableSource(
                f"{origin}: the item{where} is {longest:,} characters long; "
                f"an item has at most {MAX_TEXT:,}"
            )
    require_short(sum(len(item.headline) + len(item.text) for item in items), origin)
    return tuple(items)


def _below_masthead(found: Sequence[Block], masthead: Masthead, context: Context) -> list[Block]:
    """The blocks without furniture, and without the lines that name the issue."""
    profile, day = masthead.profile, masthead.day
    is_furniture = furniture(profile)
    titles = {masthead.title, *context.given.titles}
    kept: list[Block] = []
    for index, block in enumerate(found):
        if index * 2 > len(found) and ASIDE.fullmatch(block.text) and block.kind is not Kind.BULLET:
            left_out(found[index:], context.report)
            break
        names = block.kind is not Kind.BULLET and (
            block.text in titles
            or (is_headline(block.text) and _names_series(block.text, profile, context))
        )
        opened = _opened(kept) and index < len(found) - _CLOSING
        foreign = block.is_content and (
            is_furniture(block.text) or _is_dateline(block, profile, day, opened=opened)
        )
        if block.kind is not Kind.FURNITURE and not names and not foreign:
            kept.append(block)
    return kept


def _opened(kept: Sequence[Block]) -> bool:
    """Whether items have begun: lines as short as a number's may stand above the date."""
    return any(block.kind is Kind.BULLET or len(block.text) > _TOP for block in kept[-_TOP:])


def _names_series(text: str, profile: SeriesProfile, context: Context) -> bool:
    known = title_of(text, context.registry) is profile
    return known or (
        context.registry.get(profile.id) is None and slug(text).startswith(slug(profile.title))
    )


def _is_dateline(block: Block, profile: SeriesProfile, day: date | None, *, opened: bool) -> bool:
    """A line that states the date of issue: labelled anywhere, else above the first item."""
    if day is None:
        return False
    if is_labelled(block.text) and labelled_day(block.text, profile.date_order) == day:
        return True
    return not opened and whole_day(block.text, profile.date_order) == day
