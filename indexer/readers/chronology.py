"""Chronologies: entries that open or end with their date, a year or month perhaps above them."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.normalise.sentences import first_sentence
from indexer.normalise.series import DateOrder
from indexer.normalise.spans import EntryDate, Precision
from indexer.readers.blocks import Block, Kind
from indexer.readers.raw import RawItem
from indexer.readers.stated import MONTH, MONTHS, find_days

_DASH = r"\s?(?:[-–—]|to|until)\s?"
_DAY = r"(?:\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20|21)\d\d"
_WEEKDAY = (
    r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?"
)
_PART = r"(?:(?P<part>early|mid|late)[- ])?"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # May 21-June 2, 2024 · May 21-23, 2024 · May 21, 2024
        (
            rf"{_WEEKDAY}(?P<m1>{MONTH})\s+(?P<d1>{_DAY})(?:,?\s*(?P<y1>{_YEAR}))?"
            rf"(?:{_DASH}(?:(?P<m2>{MONTH})\s+)?(?P<d2>{_DAY})(?!\d))?(?:,?\s*(?P<y2>{_YEAR}))?"
        ),
        # 29 May - 9 June 2024 · 21-23 May 2024 · 21 May 2024
        (
            rf"{_WEEKDAY}(?P<d1>{_DAY})(?:\s+(?P<m1>{MONTH}))?(?:\s+(?P<y1>{_YEAR}))?{_DASH}"
            rf"(?P<d2>{_DAY})\s+(?P<m2>{MONTH})(?:,?\s*(?P<y2>{_YEAR}))?"
        ),
        rf"{_WEEKDAY}(?P<d1>{_DAY})(?:\s+of)?\s+(?P<m1>{MONTH})(?:,?\s*(?P<y1>{_YEAR}))?",
        # 2024-05-21
        rf"(?P<y1>{_YEAR})-(?P<n1>\d\d)-(?P<d1>\d\d)",
        # 21/5 · 26/3-31/3 · 17-23/4 · 5/21/2024
        (
            r"(?P<a1>\d{1,2})/(?P<b1>\d{1,2})(?:/(?P<y1>\d{4}))?"
            r"(?:\s?[-–—]\s?(?P<a2>\d{1,2})/(?P<b2>\d{1,2})(?:/(?P<y2>\d{4}))?)?"
        ),
        r"(?P<d1>\d{1,2})\s?[-–—]\s?(?P<d2>\d{1,2})/(?P<n2>\d{1,2})(?:/(?P<y2>\d{4}))?",
        # Late May 2024 · May 2024 · June
        rf"{_PART}(?P<m1>{MONTH})(?:,?\s*(?P<y1>{_YEAR}))?",
    )
)
_OPENING = re.compile(r"[\[(]?")
_BEHIND = re.compile(r"\s*[\])]?\s*(?::|\.|\||\s[-–—]\s|[–—]|\s-\s|,(?=\s[A-Z“]))\s*|\s*[\])]\s+")
# Nothing but a date of the year is written so; the words may follow at once.
_SURE = re.compile(rf"{_YEAR}-\d\d-\d\d\s+(?=\S)")
_SPACE = re.compile(r"\s+")
# The day alone, where a heading above names the month.
_BARE_DAY = re.compile(
    r"(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?"
)
_AT_END = re.compile(r"[\[(](?P<date>[^()\[\]]{3,40})[\])]\s*[.]?\s*$")
_YEAR_ABOVE = re.compile(rf"(?:in\s)?(?P<y>{_YEAR})\s*:?", re.IGNORECASE)
_MONTH_ABOVE = re.compile(rf"(?P<m>{MONTH})(?:,?\s+(?P<y>{_YEAR}))?\s*:?", re.IGNORECASE)
_LEAST = 2
_LEAST_WORDS = 20  # characters behind a date; a period has fewer
_LONGEST_DATE = 40
_LAST_MONTH = 12
_SHARE = 0.6
_HEADLINE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class _Above:
    """The year and month that headings above an entry name."""

    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    block: Block
    dated: EntryDate | None
    words: tuple[int, int]  # the text without its date


def is_chronology(found: Sequence[Block], order: DateOrder) -> bool:
    """Whether most of the blocks that hold items are entries with their date."""
    above = _Above(2000)
    content = dated = 0
    for block in _with_date_headings(found):
        heading = _heading(block)
        if heading is not None:
            above = _Above(2000, heading.month)
        elif len(block.text) > _LONGEST_DATE:
            content += 1
            dated += _dated(block.text, above, order) is not None
    return dated >= _LEAST and dated >= _SHARE * content


def entries(found: Sequence[Block], issued: date | None, order: DateOrder) -> list[RawItem]:
    """The items of a chronology: first sentence as headline, the date beside it as its own."""
    return [_item(entry) for entry in _entries(_with_date_headings(found), issued, order)]


def _with_date_headings(found: Sequence[Block]) -> Iterator[Block]:
    """Blocks with a date that stands in a line of its own joined to the entry beneath it."""
    waiting: Block | None = None
    for block in found:
        if not block.is_content:
            continue
        if waiting is not None:
            if len(block.text) > len(waiting.text):
                yield replace(block, text=f"{waiting.text.rstrip(':')}: {block.text}")
            waiting = None
            continue
        alone = block.kind is not Kind.BULLET and len(block.text) <= _LONGEST_DATE
        if alone and _heading(block) is None and _whole_date(block.text):
            waiting = block
        else:
            yield block


def _whole_date(text: str) -> bool:
    day = next(find_days(text, DateOrder.MONTH_DAY), None)
    if day is not None and not re.search(r"\w", text[: day.span[0]] + text[day.span[1] :]):
        return True
    return any(form.fullmatch(text.strip(" :")) for form in _FORMS[:4])


def _entries(found: Iterator[Block], issued: date | None, order: DateOrder) -> Iterator[_Entry]:
    above = _Above()
    open_entry: _Entry | None = None
    for block in found:
        heading = _heading(block)
        if heading is not None:
            above = _Above(heading.year or above.year, heading.month)
            continue
        seen = _dated(block.text, above if above.year else _Above(None, above.month), order)
        if seen is None:
            if open_entry is not None and block.kind is Kind.PARAGRAPH:
                text = f"{open_entry.block.text} {block.text}"
                end = (
                    len(text)
                    if open_entry.words[1] == len(open_entry.block.text)
                    else (open_entry.words[1])
                )
                open_entry = _Entry(
                    replace(open_entry.block, text=text), open_entry.dated,
                    (open_entry.words[0], end),
                )  # fmt: skip
            elif open_entry is not None:
                yield open_entry
                open_entry = _Entry(block, None, (0, len(block.text)))
            continue
        if open_entry is not None:
            yield open_entry
        dated, words, has_year = seen
        if not has_year and above.year is None and issued is not None:
            dated = _nearest(dated, issued)
        open_entry = _Entry(block, dated, words)
    if open_entry is not None:
        yield open_entry


def _heading(block: Block) -> _Above | None:
    """A year or month that stands above entries."""
    if len(block.text) > _LONGEST_DATE:
        return None
    if match := _YEAR_ABOVE.fullmatch(block.text):
        return _Above(int(match["y"]))
    if match := _MONTH_ABOVE.fullmatch(block.text):
        return _Above(int(match["y"]) if match["y"] else None, _month(match["m"]))
    return None


def _dated(
    text: str, above: _Above, order: DateOrder
) -> tuple[EntryDate, tuple[int, int], bool] | None:
    """The date at an entry's beginning or end, where its words stand, whether it has a year.

    The year may also be known from above.
    """
    start = _OPENING.match(text)
    begin = start.end() if start else 0
    for form in (*_FORMS, *((_BARE_DAY,) if above.month else ())):
        match = form.match(text, begin)
        behind = _BEHIND.match(text, match.end()) if match else None
        if match and behind is None and _SURE.match(text, begin):
            behind = _SPACE.match(text, match.end())
        if match and behind and len(text) - behind.end() > _LEAST_WORDS:
            dated = _resolved(match, above, order)
            if dated is not None:
                return dated[0], (behind.end(), len(text)), dated[1]
    ending = _AT_END.search(text[-60:])
    if ending is not None:
        offset = max(0, len(text) - 60)
        inside = ending.start("date") + offset
        for form in _FORMS:
            match = form.fullmatch(text, inside, ending.end("date") + offset)
            dated = _resolved(match, above, order) if match else None
            if dated is not None:
                return dated[0], (0, ending.start() + offset), dated[1]
    return None


def _resolved(
    match: re.Match[str], above: _Above, order: DateOrder
) -> tuple[EntryDate, bool] | None:
    g = match.groupdict()
    named = g.get("y2") or g.get("y1")
    year = int(named) if named else above.year
    has_year = year is not None
    first, last = _month_of(g, "1", order), _month_of(g, "2", order)
    month = first or last or above.month
    if month is None:
        return None
    end_year = year or 2000
    start_year = int(g["y1"]) if g.get("y1") and g.get("y2") else end_year
    day = _day_of(g, "1", order)
    try:
        if day is None:
            start, end, precision = _vague(end_year, month, g.get("part"))
        else:
            end_day = _day_of(g, "2", order)
            end = date(end_year, last or month, end_day or day)
            start = date(start_year, month, day)
            if start > end and not g.get("y1"):
                start = start.replace(year=start.year - 1)
            precision = Precision.DAY if start == end else Precision.RANGE
    except ValueError:
        return None
    if start > end:
        return None
    return EntryDate(start, end, precision, match.span()), has_year


def _vague(year: int, month: int, part: str | None) -> tuple[date, date, Precision]:
    last = monthrange(year, month)[1]
    if part is None:
        return date(year, month, 1), date(year, month, last), Precision.MONTH
    first, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[part.lower()]
    return date(year, month, first), date(year, month, end), Precision.APPROXIMATE


def _month_of(groups: dict[str, str | None], which: str, order: DateOrder) -> int | None:
    if name := groups.get(f"m{which}"):
        return _month(name)
    if number := groups.get(f"n{which}"):
        return int(number)
    first, second = groups.get(f"a{which}"), groups.get(f"b{which}")
    if first is None or second is None:
        return None
    return int(second if order is DateOrder.DAY_MONTH or int(first) > _LAST_MONTH else first)


def _day_of(groups: dict[str, str | None], which: str, order: DateOrder) -> int | None:
    if day := groups.get(f"d{which}"):
        return int(re.sub(r"\D", "", day))
    first, second = groups.get(f"a{which}"), groups.get(f"b{which}")
    if first is None or second is None:
        return None
    return int(first if order is DateOrder.DAY_MONTH or int(first) > _LAST_MONTH else second)


def _nearest(dated: EntryDate, issued: date) -> EntryDate:
    """The year in which a date without one is the latest that is not after the issue."""
    for year in (issued.year, issued.year - 1):
        try:
            start = dated.start.replace(year=year - (dated.end.year - dated.start.year))
            end = dated.end.replace(year=year)
        except ValueError:  # 29 February
            continue
        if start <= issued:
            return replace(dated, start=start, end=end)
    return dated


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _item(entry: _Entry) -> RawItem:
    words = entry.block.text[entry.words[0] : entry.words[1]].strip()
    headline = first_sentence(words)
    if len(headline) > _HEADLINE_LIMIT:
        headline = headline[: _HEADLINE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    return RawItem(
        headline, entry.block.text, entry.block.line, entry.block.line, dated=entry.dated
    )
