"""The finder grammar: date expressions in English policy prose, as patterns.

Months are told from ordinary words by their capital and by what stands beside them: "may" never
is a month, "May" is one only next to a day, a year or one of the words that introduce a date.
"""

import re
from functools import cache
from typing import Any

from indexer.normalise.vocabulary import load_yaml

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth", "last")

_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sep(?:tember|t\.?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
)
_MFULL = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
# A day is not the head of a larger number, nor a count of something.
_D = (
    r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    r"(?!\d|[,.]\d|\s?(?:%|percent\b|per\s?cent\b|billion\b|million\b|trillion\b|nm\b|km\b))"
)
_Y = r"(?:(?:19|20)\d\d)(?!\d)"
_DASH = r"\s?[-–—−]\s?"
_TO = rf"(?:{_DASH}|\s+(?:to|through|thru|until|till)\s+)"
_AND = r"(?:,?\s+(?:and|&|or)\s+)"
_WD = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_YEAR = rf"(?:,?\s+(?P<{{y}}>{_Y})|,?\s+(?:of\s+)?(?P<{{r}}>(?:last|this|next)\s+year))?"
_PART = r"(?P<{p}>[Ee]arly|[Mm]id|[Ll]ate|[Bb]eginning of|[Ss]tart of|[Mm]iddle of|[Ee]nd of)"
_NUM = (
    r"(?P<n>\d{1,2}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine"
    r"|[Tt]en|[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Tt]wenty|[Tt]hirty)"
)
_ORDINAL = r"(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)"
_BEFORE_ORDINAL = (
    r"(?P<lead>[Oo]n|[Uu]ntil|[Ff]rom|[Ss]ince|[Bb]y|(?<=morning )of|(?<=evening )of"
    r"|(?<=night )of|(?<=afternoon )of)"
)
_LEAD = r"(?P<lead>[Ss]ince|[Ff]rom|[Uu]ntil|[Bb]etween)"


def _year(index: int) -> str:
    return _YEAR.format(y=f"y{index}", r=f"ry{index}")


def _part(index: int) -> str:
    return _PART.format(p=f"part{index}") + r"[\s-]+"


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$¥€£-])(?:{_LEAD}\s+)?{body}")


# In order of preference where two match at the same place over the same length.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # 2023-04-13, 2023/4/13
    ("iso", _pattern(r"(?P<y1>(?:19|20)\d\d)[-/](?P<mn>\d{1,2})[-/](?P<d1>\d{1,2})(?!\d|[-/]\d)")),
    # 2023年1月13日, 1月13日
    ("japanese", re.compile(
        r"(?:(?P<y1>(?:19|20)\d\d)\s?年\s?)?(?P<mn>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?日"
        r"(?:\s?[-~〜～–]\s?(?P<d2>\d{1,2})\s?日)?")),
    # 05.07.2022
    ("dotted", _pattern(r"(?P<d1>\d{1,2})\.(?P<mn>\d{1,2})\.(?P<y1>(?:19|20)\d\d)(?!\d)")),
    # 11/13/2023
    ("slashed", _pattern(r"(?P<mn>\d{1,2})/(?P<d1>\d{1,2})/(?P<y1>(?:19|20)\d\d)(?!\d)")),
    # May 31-June 2, June 28 to July 3, from March 6 through April 2
    ("md-md", _pattern(
        rf"{_WD}(?P<m1>{_M})\s*(?P<d1>{_D}){_year(1)}(?:{_TO}|{_AND}(?<=and\s))"
        rf"{_WD}(?P<m2>{_M})\s*(?P<d2>{_D}){_year(2)}")),
    # June 21-22, June 21 to 22, between July 6 and 12
    ("md-d", _pattern(rf"{_WD}(?P<m1>{_M})\s*(?P<d1>{_D}){_TO}(?P<d2>{_D}){_year(1)}")),
    # February 18 and 20; March 3, 5 and 7
    ("list", _pattern(
        rf"(?P<m1>{_M})\s*(?P<days>{_D}(?:,\s+{_D})*{_AND}{_D}){_year(1)}"
        r"(?!\s+(?:of\s+)?[a-z]*[a-z]{2}s\b(?<!\bas)(?<!\bhis)(?<!\bits)(?<!\bwas))")),
    # October 2426: the dash was lost
    ("lost-dash", _pattern(
        rf"(?P<m1>{_M})\s*(?!19|20)(?P<d1>[0-3]\d)(?P<d2>[0-3]\d)(?!\d|,\d|\s?%|\s+[a-z]+s\b)")),
    # June 21; Nov. 29, 2023; March9; Tuesday, March 7
    ("md", _pattern(rf"{_WD}(?P<m1>{_M})\s*(?P<d1>{_D}){_year(1)}")),
    # 28 June - 3 July 2023
    ("dm-dm", _pattern(
        rf"{_WD}(?P<d1>{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}{_TO}"
        rf"{_WD}(?P<d2>{_D})\s+(?:of\s+)?(?P<m2>{_M}){_year(2)}")),
    # 13-15 June 2023
    ("d-dm", _pattern(rf"(?P<d1>{_D}){_TO}(?P<d2>{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}")),
    # 4 and 6 October
    ("d-list-m", _pattern(rf"(?P<days>{_D}(?:,\s+{_D})*{_AND}{_D})\s+(?P<m1>{_M}){_year(1)}")),
    # 4 October, 1st of July, 31 October 2022
    ("dm", _pattern(rf"{_WD}(?P<d1>{_D})\s+(?:of\s+)?(?P<m1>{_M})(?!\s?\d{{1,2}}\b){_year(1)}")),
    # mid-April through early May
    ("part-part", _pattern(
        rf"{_part(1)}(?P<m1>{_M}){_year(1)}{_TO}(?:the\s+)?{_part(2)}(?P<m2>{_M}){_year(2)}")),
    # mid- to late April, early or mid-May
    ("parts", _pattern(
        rf"{_PART.format(p='part1')}-?\s*(?:to|or|and|/)\s*{_part(2)}(?P<m1>{_M}){_year(1)}")),
    # early August, mid-December, the end of March
    ("part", _pattern(rf"(?:[Tt]he\s+)?{_part(1)}(?P<m1>{_M})(?!\s*\d{{1,2}}\b){_year(1)}")),
    # the first week of May, the second half of June
    ("week-of", _pattern(
        r"(?:[Tt]he\s+)?(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast)\s+"
        rf"(?P<unit>week|half)\s+(?:of|in)\s+(?P<m1>{_M}){_year(1)}")),
    # April to June, Jan – Apr 2022
    ("m-m", _pattern(
        rf"(?P<m1>{_M}){_year(1)}(?:{_TO}|\s+and\s+)(?P<m2>{_M})(?!\s*\d{{1,2}}\b){_year(2)}")),
    # May 2021, November last year
    ("my", _pattern(
        rf"(?P<m1>{_M}),?\s+(?:(?:of\s+)?(?P<ry1>(?:last|this|next)\s+year)|(?:of\s+)?(?P<y1>{_Y}))")),
    # in May, since October, signed in January, last March
    ("month", re.compile(
        rf"(?<!\w)(?P<intro>{{intro}})\s+(?P<m1>(?!May[’'])(?:{_MFULL}|Sept\.?))"
        r"(?!\w|\s*\d{1,2}\b|-\d)")),
    # the 10th and 12th; the 3rd, 5th and 7th
    ("ordinals", re.compile(
        rf"(?<!\w){_BEFORE_ORDINAL}\s+the\s+(?P<days>{_ORDINAL}(?:,\s+(?:the\s+)?{_ORDINAL})*"
        rf"{_AND}(?:the\s+)?{_ORDINAL})(?P<after>[,.;:)]|\s+[\w’'-]+|$)")),
    # from the 10th to the 12th
    ("ordinal-range", re.compile(
        rf"(?<!\w){_BEFORE_ORDINAL}\s+the\s+(?P<days>{_ORDINAL}{_TO}(?:the\s+)?{_ORDINAL})"
        r"(?P<after>[,.;:)]|\s+[\w’'-]+|$)")),
    # the 24th
    ("ordinal", re.compile(
        rf"(?<!\w){_BEFORE_ORDINAL}\s+the\s+(?P<d1>{_ORDINAL})"
        r"(?P<after>[,.;:)]|\s+[\w’'-]+|$)")),
    # the same day, the next day, the day before, the following week
    ("same", re.compile(
        r"(?<!\w)(?:[Tt]he same day|[Tt]hat same day|[Tt]hat day)(?!\w|\s(?:as|after|before)\b)")),
    ("next", re.compile(
        r"(?<!\w)(?:[Tt]he (?:next|following) day|[Tt]he day after(?=\s*(?:[.,;:]|$)))(?!\w)")),
    ("previous", re.compile(
        r"(?<!\w)(?:[Tt]he (?:previous|preceding|prior) day"
        r"|[Tt]he day (?:before|earlier)(?=[”’\"]?\s*(?:[.,;:)]|$)))(?!\w)")),
    ("next-week", re.compile(r"(?<!\w)[Tt]he (?:following|next) week(?!\w|[’'-])")),
    ("previous-week", re.compile(
        r"(?<!\w)[Tt]he (?:(?:previous|preceding|prior) week(?!\w|[’'-])"
        r"|week (?:before|earlier)(?=\s*(?:[.,;:)]|$)))")),
    # two days later, ten days earlier
    ("counted", re.compile(
        rf"(?<![\w-]){_NUM}\s+(?P<unit>day|week)s?\s+"
        r"(?P<way>later|earlier|afterwards?|after(?=\s\w)|before(?=\s\w)|previously"
        r"|prior(?=[\s,]*[.,;])|before(?=\s*[.,;]))(?!\w)")),
    # this week, earlier this month, last month
    ("issue", re.compile(
        r"(?<!\w)(?:(?P<sub>[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s+)?"
        r"(?P<ref>[Tt]his past|[Tt]his|[Ll]ast|[Tt]he past|[Tt]he last|[Nn]ext)\s+"
        r"(?P<unit>week|month)(?![\w’'-])")),
    # earlier in the month
    ("in-the-month", re.compile(
        r"(?<!\w)(?P<sub>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate) in the month\b")),
    # on Monday
    ("weekday", re.compile(
        r"(?<!\w)[Oo]n\s+(?P<wd>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
        r"(?!\w|,?\s+(?:" + _M + r"|\d))")),
)  # fmt: skip


@cache
def words() -> dict[str, Any]:
    """The word lists of ``data/dates.yaml``."""
    loaded: dict[str, Any] = load_yaml("dates.yaml")
    return loaded


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every pattern by name, the word lists filled in."""
    intro = "|".join(
        rf"[{w[0].upper()}{w[0].lower()}]{re.escape(w[1:])}"
        for w in sorted(words()["before_month"], key=len, reverse=True)
    )
    return tuple(
        (name, re.compile(pattern.pattern.replace("{intro}", intro))) for name, pattern in PATTERNS
    )


@cache
def future_wording() -> re.Pattern[str]:
    """Words of announcement, as whole words."""
    return _any_of(words()["future"])


@cache
def certain_future_wording() -> re.Pattern[str]:
    """The part of it that leaves no doubt."""
    return _any_of(words()["future_certain"])


@cache
def background_wording() -> re.Pattern[str]:
    """A start like ", after": what follows only explains the date before it."""
    listed = "|".join(map(re.escape, words()["background"]))
    return re.compile(rf"[\s,]*(?:{listed})\b")


@cache
def refused() -> re.Pattern[str]:
    """Names that hold date words but date nothing."""
    listed = "|".join(map(re.escape, words()["refused"]))
    nouns = "|".join(words()["commemorated"])
    return re.compile(rf"{listed}|{_M}\s*{_D}\s+(?:{nouns})\b")


def _any_of(listed: list[str]) -> re.Pattern[str]:
    longest_first = sorted(listed, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


def month_number(name: str) -> int:
    """1 to 12 for an English month name or abbreviation."""
    return MONTHS.index(name[:3]) + 1


def count_of(word: str) -> int:
    """The value of a small number in digits or words."""
    return int(word) if word.isdigit() else int(words()["numbers"][word.lower()])
