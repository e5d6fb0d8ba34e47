"""Dates of issue as mastheads, mail headers and page metadata write them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.normalise.dates.calendar import valid_day
from indexer.normalise.series import DateOrder
from indexer.readers.foreign_days import foreign_days, foreign_label
from indexer.readers.raw import FIRST_DAY, LAST_DAY

_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
MONTHS = {name: index for index, name in enumerate(_NAMES, 1)}
MONTHS |= {name[:3]: index for name, index in MONTHS.items()} | {"sept": 9}
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?,?\s*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DASH = r"\s?(?:[-–—]|to|until|through|and)\s?"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b(?:{_WEEKDAY})?(?:the\s)?(?P<d>{_DAY})(?:\s+of)?[\s-]+(?P<m>{MONTH}),?[\s-]+"
            r"(?P<y>\d{4})\b"
        ),
        rf"\b(?:{_WEEKDAY})?(?P<m>{MONTH})\s+(?P<d>{_DAY}),?\s+(?:{_WEEKDAY})?(?P<y>\d{{4}})\b",
        (
            r"(?<![\d.-])(?P<y>\d{4})(?P<s>[-/.])(?P<n>\d{2})(?P=s)(?P<d>\d{2})"
            r"(?:[T ]\d{2}:\d{2}\S*)?(?![\d-])"
        ),
        r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<n>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)",
        r"(?<![\d/-])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)",
    )
)
_PERIODS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}(?:\s+{MONTH}(?:,?\s+\d{{4}})?)?{_DASH}(?P<d>{_DAY})\s+(?P<m>{MONTH}),?\s+(?P<y>\d{{4}})\b",
        rf"\b{MONTH}\s+{_DAY}{_DASH}(?P<m>{MONTH})\s+(?P<d>{_DAY}),?\s+(?P<y>\d{{4}})\b",
        rf"\b(?P<m>{MONTH})\s+{_DAY}{_DASH}(?P<d>{_DAY}),?\s+(?P<y>\d{{4}})\b",
        rf"\b(?P<m>{MONTH}),?\s+(?P<y>\d{{4}})\b",
    )
)
_LABEL = re.compile(
    r"(?:date(?: of (?:issue|publication))?|published|posted|issued|issue date|released|dated"
    r"|publication date|release date|sent|compiled|completed|closed|prepared|status|as of|as at"
    r"|edition of|issue of|(?:for the )?(?:week|fortnight|period|month) (?:ending|ended|to))"
    r"(?: on)?"
    r"\s*:?\s+",
    re.IGNORECASE,
)
_LABEL_LENGTH = 40
# Words that publications call themselves by.
PUBLICATION = re.compile(
    r"\b(?:newsletter|digest|letter|monthly|weekly|fortnightly|fortnight|quarterly|bulletin|review"
    r"|chronology|report|brief|briefing|update|dispatch|monitor|journal|watch|notes|gazette"
    r"|highlights|roundup|round-up|tracker|observer|outlook|survey|memo|ledger|chronicle|almanac"
    r"|diary|circular|logbook|courier|insider|backgrounder|recap)s?\b",
    re.IGNORECASE,
)
_LABELLED = 160  # a longer line is a sentence of an item
_UPDATED = re.compile(r"(?:last )?updated(?: on)?\s*:?\s+", re.IGNORECASE)
# Dates that stand beside these words are of something else.
_OTHER = re.compile(
    r"updated|modified|revised|reviewed|copyright|©|\(c\)|accessed|retrieved|related|last edited"
    r"|deadline|register|event|next issue|since|founded|established",
    re.IGNORECASE,
)
# Every full date has a year of four figures, or of a Japanese era; most lines have no figures.
_YEAR = re.compile(r"\d{4}|令和")
_FOUR_FIGURES = re.compile(r"\d\D*\d\D*\d\D*\d|令和")
_TIME = re.compile(r"[,\s]+(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}\Z")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a source states, and where its words end and begin."""

    day: date
    span: tuple[int, int]


def find_days(text: str, order: DateOrder) -> Iterator[Stated]:
    """Every full date in a text that could be a date of issue, form by form."""
    if not _YEAR.search(text) or _OTHER.search(text):
        return
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day(match, order)
            if day is not None:
                yield Stated(day, match.span())
    for foreign, span in foreign_days(text):
        if FIRST_DAY <= foreign <= LAST_DAY:
            yield Stated(foreign, span)


def find_period_end(text: str) -> date | None:
    """The last day of a period or month that a text names: "16-30 June 2024", "July 2023"."""
    if not _YEAR.search(text) or _OTHER.search(text):
        return None
    for form in _PERIODS:
        for match in form.finditer(text):
            groups = match.groupdict()
            month, year = _month(groups["m"]), int(groups["y"])
            if not FIRST_DAY.year <= year <= LAST_DAY.year:
                continue
            last = monthrange(year, month)[1]
            day = int(re.sub(r"\D", "", groups["d"])) if groups.get("d") else last
            if 1 <= day <= last:
                return date(year, month, day)
    return None


def is_labelled(text: str) -> bool:
    """Whether a line says that it holds the date of issue."""
    line = text.strip()
    return _LABEL.match(line) is not None or foreign_label(line) > 0


def labelled_day(text: str, order: DateOrder) -> date | None:
    """The date right behind a label, perhaps inside a longer line: "Paris, issued 5 May 2024"."""
    line = text.strip()
    if len(line) > _LABELLED:
        return None
    if line.endswith("."):
        return _led_day(line, order) if is_labelled(line) else None
    for found in find_days(text, order):
        before = text[max(0, found.span[0] - _LABEL_LENGTH) : found.span[0]]
        if re.search(rf"(?:^|[\s(,|·–—-]){_LABEL.pattern}\Z", before, re.IGNORECASE):
            return found.day
        if label := foreign_label(line):
            at = len(text) - len(text.lstrip()) + label
            if found.span[0] <= at < found.span[1]:
                return found.day
    return None


def _led_day(line: str, order: DateOrder) -> date | None:
    """The date that a sentence opens with behind its label: "Published 5 May 2024 by us."."""
    label = _LABEL.match(line)
    start = label.end() if label else 0
    found = (one for one in find_days(line, order) if one.span[0] <= start)
    return next((one.day for one in found), None)


def updated_day(text: str, order: DateOrder) -> date | None:
    """The date of a line that says when an issue was brought up to date."""
    line = text.strip()
    return whole_day(_UPDATED.sub("", line, count=1), order) if _UPDATED.match(line) else None


def whole_day(text: str, order: DateOrder) -> date | None:
    """The date that a line consists of: label, weekday, place and time of day apart."""
    line = text.strip().strip("*_()[]").strip()
    if len(line) > 100 or not _FOUR_FIGURES.search(line):  # noqa: PLR2004  (a dateline is short)
        return None
    line = _TIME.sub("", _LABEL.sub("", line, count=1))
    line = line[foreign_label(line) :]
    for found in find_days(line, order):
        before, after = line[: found.span[0]], line[found.span[1] :]
        place = re.fullmatch(r"(?:[A-Z][^\d,|:;]{1,30},\s*)?", before) is not None
        place = place and not PUBLICATION.search(before)
        if place and not after.strip(" .,;|"):
            return found.day
    return None


def iso_day(value: str, order: DateOrder = DateOrder.MONTH_DAY) -> date | None:
    """The day of a metadata value: ISO 8601 first, then any full date; in its own time zone."""
    match = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", value)
    if match:
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    return next((found.day for found in find_days(value[:200], order)), None)


def _day(match: re.Match[str], order: DateOrder) -> date | None:
    groups = match.groupdict()
    year = int(groups["y"])
    if groups.get("a"):
        first, second = int(groups["a"]), int(groups["b"])
        months_first = order is DateOrder.MONTH_DAY
        month, day = (first, second) if months_first else (second, first)
        return _valid(year, month, day) or _valid(year, day, month)
    month = int(groups["n"]) if groups.get("n") else _month(groups["m"])
    return _valid(year, month, int(re.sub(r"\D", "", groups["d"])))


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _valid(year: int, month: int, day: int) -> date | None:
    found = valid_day(year, month, day)
    return found if found and FIRST_DAY <= found <= LAST_DAY else None
