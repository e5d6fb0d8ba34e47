"""The dates that stand beside entries of a chronology, at their beginning or their end."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from indexer.normalise.series import DateOrder
from indexer.normalise.spans import EntryDate, Precision
from indexer.readers.stated import MONTH, MONTHS, find_days

_DASH = r"\s?(?:[-–—/]|to|till|until|through|and|&)\s?"
_DAY = r"(?:the\s)?(?:\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20|21)\d\d"
_DAY_NAME = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b"
)
_WEEKDAY = rf"(?:{_DAY_NAME}\.?,?\s+)?"
# On May 21 · from May 21 to 23; with it the entry may be a sentence.
_LED = r"(?:(?P<led>on|from|since|between)\s+)?"
_PART = r"(?:(?P<part>early|mid|late)[- ])?"
# May 21-June 2, 2024 · May 21-23, 2024 · May 21, 2024
_MONTH_FIRST = (
    rf"{_LED}{_WEEKDAY}(?P<m1>{MONTH})\s+(?P<d1>{_DAY})(?:,?\s*(?P<y1>{_YEAR}))?"
    rf"(?:{_DASH}(?:(?P<m2>{MONTH})\s+)?(?P<d2>{_DAY})(?!\d))?(?:,?\s*(?P<y2>{_YEAR}))?"
)
# 29 May - 9 June 2024 · 21-23 May 2024 · 20/21 May
_DAYS_FIRST = (
    rf"{_LED}{_WEEKDAY}(?P<d1>{_DAY})(?:\s+(?P<m1>{MONTH}))?(?:\s+(?P<y1>{_YEAR}))?{_DASH}"
    rf"(?P<d2>{_DAY})\s+(?P<m2>{MONTH})(?:,?\s*(?P<y2>{_YEAR}))?"
)
# 2-3 and 5 May 2024 · 14, 22 and 25 May
_LIST_FIRST = (
    rf"{_LED}{_WEEKDAY}(?P<d1>{_DAY})(?:\s?[-–—]\s?(?P<d2>{_DAY}))?(?:,\s+{_DAY})*"
    rf"\s+(?:and|&)\s+{_DAY}\s+(?P<m1>{MONTH})(?:,?\s*(?P<y1>{_YEAR}))?"
)
# 21 May 2024 · 21-May-2024
_DAY_FIRST = (
    rf"{_LED}{_WEEKDAY}(?P<d1>{_DAY})(?:\s+of)?[\s-]+(?P<m1>{MONTH})(?:[,-]?\s*(?P<y1>{_YEAR}))?"
)
_YEAR_FIRST = (
    # 2024-05-21 · 2024/05/21
    rf"(?P<y1>{_YEAR})(?P<mark>[-/.])(?P<n1>\d{{1,2}})(?P=mark)(?P<d1>\d{{1,2}})(?!\d)",
    # 2024, May 21
    rf"(?P<y1>{_YEAR}),?\s+(?P<m1>{MONTH})\s+(?P<d1>{_DAY})",
)
# 21.05.2024 · 21.5.
_POINTED = rf"(?P<d1>\d{{1,2}})\.\s?(?P<n1>\d{{1,2}})\.(?:\s?(?P<y1>{_YEAR}))?(?!\d)"
_IN_FIGURES = (
    # 21/5 · 26/3-31/3 · 5/21/2024 · 05/21/24
    (
        r"(?P<a1>\d{1,2})/(?P<b1>\d{1,2})(?:/(?P<y1>\d{4}|\d{2})(?!\d))?"
        r"(?:\s?[-–—]\s?(?P<a2>\d{1,2})/(?P<b2>\d{1,2})(?:/(?P<y2>\d{4}|\d{2})(?!\d))?)?"
    ),
    # 17-23/4
    r"(?P<d1>\d{1,2})\s?[-–—]\s?(?P<d2>\d{1,2})/(?P<n2>\d{1,2})(?:/(?P<y2>\d{4}))?",
)
# Late May 2024 · May 2024 · June
_VAGUE = rf"{_PART}(?P<m1>{MONTH})(?:,?\s*(?P<y1>{_YEAR}))?"
_WHOLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (_MONTH_FIRST, _DAYS_FIRST, _LIST_FIRST, _DAY_FIRST, *_YEAR_FIRST, _POINTED)
)
_FORMS = (
    *_WHOLE,
    *(re.compile(pattern, re.IGNORECASE) for pattern in (*_IN_FIGURES, _VAGUE)),
)
_OPENING = re.compile(r"[\[(]?")
_NAMED_DAY = re.compile(rf",?\s*(?:\({_DAY_NAME}\.?\)|{_DAY_NAME}\.?)", re.IGNORECASE)
_NAMED_AT_END = re.compile(rf"{_NAMED_DAY.pattern}\s*$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*+[\])]?+\s*+(?:::?|[;.|»›→•–—]|[-=]?>{1,2}|(?<=\s)[-·~=/]\s|,(?=\s[A-Z“]))\s*+"
    r"|\s*+[\])]\s++"
)
# "20 May. The two met": the stop is read as the month's, which is no abbreviation, and parts.
_AFTER_MONTH = re.compile(r"(?<=[a-zA-Z])\.\s++(?=[A-Z“\"‘'])")
# Further days of a list: 2-3 and 5 · 14, 22 and 25 · 30 and June 2
_MORE_DAYS = re.compile(
    rf"(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?:{MONTH}\s+)?{_DAY}(?!\d)"
    rf"(?:\s?[-–—]\s?{_DAY}(?!\d))?)+(?:\s+{MONTH})?(?:,?\s*(?P<y>{_YEAR}))?",
    re.IGNORECASE,
)
_AND = re.compile(r"\band\b|&", re.IGNORECASE)
# A sentence that opens with its day goes on behind a comma or at once: "On May 14, the two met".
_GOES_ON = re.compile(r",?\s+(?=[^\W\d_])")
# Nothing but a date is written so, year and all; the words may follow at once.
_SURE = (
    re.compile(rf"{_YEAR_FIRST[0]}\s+(?=\S)"),
    re.compile(rf"(?i:{_DAY_FIRST})(?<=\d{{4}})\s+(?=[A-Z“\"])"),
    re.compile(rf"(?i:{_MONTH_FIRST})(?<=\d{{4}})\s+(?=[A-Z“\"])"),
)
_SPACE = re.compile(r"\s+")
# The day alone, where a heading above names the month.
_BARE_DAY = re.compile(
    rf"{_LED}{_WEEKDAY}(?P<d1>(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?)"
    r"(?:\s?[-–—]\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?:[\[(](?P<date>[^()\[\]]{3,40})[\])]|\s[–—]\s(?P<behind>[^–—]{3,40}?))\s*[.]?\s*$"
)
_YEAR_ABOVE = re.compile(rf"(?:in\s|year\s)?(?P<y>{_YEAR})\s*:?", re.IGNORECASE)
_MONTH_ABOVE = re.compile(rf"(?P<m>{MONTH})(?:,?\s+(?P<y>{_YEAR}))?\s*:?", re.IGNORECASE)
_LEAST_WORDS = 20  # characters behind a date; a period has fewer
LONGEST_DATE = 40
_LONGEST_END = 60
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Above:
    """The year and month that headings above an entry name."""

    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of an entry.

    Attributes:
        date: its days, and where they are written.
        words: where the entry's text stands without it.
        has_year: whether the date or a heading above says the year.
        is_sentence: the date is part of the entry's first sentence.
    """

    date: EntryDate
    words: tuple[int, int]
    has_year: bool
    is_sentence: bool = False


def heading_above(text: str) -> Above | None:
    """The year or month that a line names which stands above entries."""
    line = text.strip(" =#*_")
    if len(line) > LONGEST_DATE:
        return None
    if match := _YEAR_ABOVE.fullmatch(line):
        return Above(int(match["y"]))
    if match := _MONTH_ABOVE.fullmatch(line):
        return Above(int(match["y"]) if match["y"] else None, _month(match["m"]))
    return None


def is_date(text: str) -> bool:
    """Whether words are a date to the day, or several days, and nothing else."""
    line = _NAMED_AT_END.sub("", text.strip(" :=#*_[]()"))
    day = next(find_days(line, DateOrder.MONTH_DAY), None)
    if day is not None and not re.search(r"\w", line[: day.span[0]] + line[day.span[1] :]):
        return True
    return any(form.fullmatch(line) for form in _WHOLE)


def date_of(text: str, above: Above, order: DateOrder) -> Dated | None:
    """The date at an entry's beginning or end; None where there is none."""
    return _at_beginning(text, above, order) or _at_end(text, above, order)


def begins_with_date(text: str, *, in_month: bool = False) -> bool:
    """Whether a line opens as an entry does; beneath the name of a month a day alone will do."""
    above = Above(2000, 1 if in_month else None)
    return _at_beginning(text, above, DateOrder.MONTH_DAY) is not None


def _at_beginning(text: str, above: Above, order: DateOrder) -> Dated | None:
    start = _OPENING.match(text)
    begin = start.end() if start else 0
    for form in (*_FORMS, *((_BARE_DAY,) if above.month else ())):
        match = form.match(text, begin)
        if match and (sentence := _sentence(text, match, above, order)):
            return sentence
        behind = _words_behind(text, begin, match) if match else None
        if match and behind is not None and len(text) - behind[0] > _LEAST_WORDS:
            dated = _resolved(match, above, order, year=behind[1])
            if dated is not None:
                own = replace(dated[0], span=(dated[0].span[0], behind[2] or dated[0].span[1]))
                return Dated(own, (behind[0], len(text)), dated[1])
    return None


def _words_behind(
    text: str, begin: int, match: re.Match[str]
) -> tuple[int, str | None, int] | None:
    """Where the words behind a date begin: past further days, a weekday and the mark that parts.

    Also the year, where it stands behind further days, and where these end; else 0.
    """
    end = match.end()
    more = _MORE_DAYS.match(text, end) if match.groupdict().get("d1") else None
    further = [(more.end(), more["y"], more.end())] if more else []
    for stop, year, last in (*further, (end, None, 0)):
        named = _NAMED_DAY.match(text, stop)
        for at in (named.end() if named else stop, stop):
            if found := _BEHIND.match(text, at) or _AFTER_MONTH.match(text, at - 1):
                return found.end(), year, last
    sure = any(form.match(text, begin) for form in _SURE)
    space = _SPACE.match(text, end) if sure else None
    return (space.end(), None, 0) if space else None


def _sentence(text: str, match: re.Match[str], above: Above, order: DateOrder) -> Dated | None:
    """The date of an entry that is a sentence: "On May 14, the two governments ..."."""
    groups = match.groupdict()
    if not groups.get("led") or not groups.get("d1") or not _GOES_ON.match(text, match.end()):
        return None
    dated = _resolved(match, above, order)
    return Dated(dated[0], (0, len(text)), dated[1], is_sentence=True) if dated else None


def _at_end(text: str, above: Above, order: DateOrder) -> Dated | None:
    ending = _AT_END.search(text[-_LONGEST_END:])
    if ending is None:
        return None
    offset = max(0, len(text) - _LONGEST_END)
    group = "date" if ending["date"] else "behind"
    inside = ending.start(group) + offset
    if group == "behind" and ending.start() + offset < _LEAST_WORDS:
        return None  # a period: March — May 2024
    last = ending.end(group) + offset
    for form in _FORMS if group == "date" else _WHOLE:
        match = form.fullmatch(text, inside, last)
        year = None
        if match is None and (first := form.match(text, inside, last)):
            more = _MORE_DAYS.fullmatch(text, first.end(), last)
            match, year = (first, more["y"]) if more else (None, None)
        dated = _resolved(match, above, order, year=year) if match else None
        if dated is not None:
            return Dated(dated[0], (0, ending.start() + offset), dated[1])
    return None


def _resolved(
    match: re.Match[str], above: Above, order: DateOrder, *, year: str | None = None
) -> tuple[EntryDate, bool] | None:
    g = match.groupdict()
    named = year or g.get("y2") or g.get("y1")
    told = _full(named) if named else above.year
    has_year = told is not None
    first, last = _month_of(g, "1", order), _month_of(g, "2", order)
    month = first or last or above.month
    if month is None:
        return None
    end_year = told or 2000
    start_year = _full(g["y1"]) if g.get("y1") and g.get("y2") else end_year
    day = _day_of(g, "1", order)
    try:
        if day is None:
            start, end, precision = _vague(end_year, month, g.get("part"))
        else:
            end_day = _day_of(g, "2", order)
            if listed := _list_span(match):
                # Each day of a list is an occurrence; the first is that of the entry.
                only = date(end_year, first or last or month, day)
                return EntryDate(only, only, Precision.DAY, listed), has_year
            end = date(end_year, last or month, end_day or day)
            start = date(start_year, month, day)
            if start > end and not g.get("y1"):
                start = start.replace(year=start.year - 1)
            precision = Precision.DAY if start == end else Precision.RANGE
    except ValueError:
        return None
    if start > end:
        return None
    return EntryDate(start, end, precision, (_begin(match), match.end())), has_year


def _list_span(match: re.Match[str]) -> tuple[int, int] | None:
    """Where the date of an entry stands that is two days and no period; None where it is one.

    "14 and 25 May" is, but not "20 and 21 May". Both months written, the first day stands alone.
    """
    groups = match.groupdict()
    if groups.get("d2") is None or (groups.get("led") or "").lower() == "between":
        return None
    between = match.string[match.end("d1") : match.start("d2")]
    if not _AND.search(between):
        return None
    first, second = (int(re.sub(r"\D", "", groups[name])) for name in ("d1", "d2"))
    if groups.get("m1") and groups.get("m2"):
        return _begin(match), max(match.end("d1"), match.end("m1"))
    return None if second == first + 1 else (_begin(match), match.end())


def _begin(match: re.Match[str]) -> int:
    """Where the words of a date begin: "from" belongs to them, "on" does not."""
    led = match.groupdict().get("led")
    if led is None or led.lower() in {"from", "since"}:
        return match.start()
    return match.end("led") + 1


def _full(year: str) -> int:
    """A year of four figures, from two of this century."""
    return int(year) if len(year) > 2 else 2000 + int(year)  # noqa: PLR2004


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


def nearest(dated: EntryDate, issued: date) -> EntryDate:
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
