"""The finder grammar: date expressions in English policy prose, as patterns.

Every expression begins with a word of a few classes (a month, a weekday, a number, "the", "last",
...). One scan finds those words, and only the patterns of a word's own class are tried where it
stands; so a text is read once however many patterns there are.

Months are told from ordinary words by their capital and by what stands beside them: "may" never
is a month, "May" is one only next to a day, a year or one of the words that introduce a date.
"""

import re
from collections.abc import Mapping

from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.named_days import NAMED_DAYS

_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sep(?:tember|t\.?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    r"|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Za-z])"
)
_MFULL = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
# A day is not the head of a larger number ("18,000") nor a count of something; the comma of
# "July 18,2023" belongs to a date whose space was lost.
_D = (
    r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    r"(?!\d|[,.](?!(?:19|20)\d\d(?!\d))\d"
    r"|\s?(?:%|percent\b|per\s?cent\b|billion\b|million\b|trillion\b|nm\b|km\b))"
)
# Four figures behind a day are a year unless they are an hour: "June 21 2000 GMT".
_Y = r"(?:(?:19|20)\d\d)(?!\d|\s?(?:hours|hrs|GMT|UTC|JST|KST|EST|EDT|local time))"
_DASH = r"\s?[-–—−/]\s?"
_TO = rf"(?:{_DASH}|\s+(?:to|through|thru|until|till)\s+)"
_AND = r"(?:,?\s+(?:and|&|or)\s+)"
_WEEKDAY = (
    r"(?P<wd>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
    r"\b\.?(?=,?\s+(?:[0-3]?\d\b|the\s\d|[A-Z][a-z]+\.?\s[0-3]?\d)))"
)
_FULL_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WD = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_YEAR = rf"(?:,?\s*(?P<{{y}}>{_Y})|,?\s+(?:of\s+)?(?P<{{r}}>(?:last|this|next)\s+year))?"
_PART = (
    r"(?P<{p}>[Ee]arly in|[Ll]ate in|[Ee]arly|[Mm]id|[Ll]ate"
    r"|(?:[Vv]ery )?[Bb]eginning of|[Ss]tart of|[Mm]iddle of"
    r"|(?:[Vv]ery )?[Ee]nd of)"
)
_COUNT = (
    r"[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en"
    r"|[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Tt]wenty|[Tt]hirty"
)
_NUMBER = rf"(?P<n>\d{{1,2}}|{_COUNT})"
_ORDINAL = r"(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)"
_AFTER = r"(?P<after>[,.;:)!?—–-]|[’'”\"]|\s+[\w’'-]+|\s+[“(—–-]|$)"
_TIME = r"(?:morning|afternoon|evening|night|dawn|noon)"


def _year(index: int) -> str:
    return _YEAR.format(y=f"y{index}", r=f"ry{index}")


def _part(index: int) -> str:
    return _PART.format(p=f"part{index}") + r"[\s-]+"


_NAMED = "|".join(re.escape(name).replace("’", "[’']") for name in NAMED_DAYS)
_NAMED_FIRST = "|".join(dict.fromkeys(re.split("\\W", name)[0] for name in NAMED_DAYS))

# For the names that hold date words and are refused.
MONTH_NAME, DAY_NUMBER = _M, _D

Rule = tuple[Kind, re.Pattern[str]]


def _rule(kind: Kind, body: str) -> Rule:
    return kind, re.compile(body)


# No list of days: "May 3 and 5 ships".
_NO_COUNT = r"(?!\s+(?:of\s+)?[a-z]*[a-z]{2}s\b(?<!\bas)(?<!\bhis)(?<!\bits)(?<!\bwas))"

_MONTH_FIRST = (
    # May 31-June 2, June 28 to July 3
    _rule(Kind.RANGE_OVER_MONTHS,
     rf"(?P<m1>{_M})\s*(?P<d1>{_D}){_year(1)}(?:,?{_TO}|(?P<and>{_AND})(?<=and\s))"
     rf"{_WD}(?P<m2>{_M})\s*(?P<d2>{_D}){_year(2)}"),
    # January 2-3 and 5
    _rule(Kind.DAY_LIST,
     rf"(?P<m1>{_M})\s*(?P<days>{_D}{_DASH}{_D}(?:,\s+{_D})*{_AND}{_D}){_year(1)}{_NO_COUNT}"),
    # June 21-22, June 21 to 22, Aug 3/4
    _rule(Kind.RANGE_IN_MONTH,
     rf"(?P<m1>{_M})\s*(?P<d1>{_D}){_TO}(?P<d2>{_D})(?!\s?(?:a\.?m|p\.?m)\b){_year(1)}"),
    # February 18 and 20; March 3, 5 and 7
    _rule(Kind.DAY_LIST,
     rf"(?P<m1>{_M})\s*(?P<days>{_D}(?:,\s+{_D})*{_AND}{_D}){_year(1)}{_NO_COUNT}"),
    # October 2426: the dash was lost
    _rule(Kind.LOST_DASH,
     rf"(?P<m1>{_M})\s*(?!19|20)(?P<d1>[0-3]\d)(?P<d2>[0-3]\d)(?!\d|,\d|\s?%|\s+[a-z]+s\b)"),
    # June 21; Nov. 29, 2023; March9; July 18,2023
    _rule(Kind.DAY, rf"(?P<m1>{_M})\s*(?P<d1>{_D}){_year(1)}"),
    # April to June, Jan – Apr 2022
    _rule(Kind.MONTHS,
     rf"(?P<m1>{_M}){_year(1)}(?:{_TO}|(?P<and>\s+and\s+))(?P<m2>{_M})(?!\s*\d{{1,2}}\b){_year(2)}"),
    # May 2021, November last year
    _rule(Kind.MONTH_OF_YEAR,
     rf"(?P<m1>{_M}),?\s+(?:(?:of\s+)?(?P<ry1>(?:last|this|next)\s+year)|(?:of\s+)?(?P<y1>{_Y}))"),
    # May, in a place where `introduced` makes it a month
    _rule(Kind.MONTH, rf"(?P<m1>{_MFULL}|Sept\.?)(?!\w|\s*\d{{1,2}}\b|-\d)"),
)  # fmt: skip

_DAY_FIRST = (
    # 2023-04-13, 2023/4/13
    _rule(Kind.ISO, r"(?P<y1>(?:19|20)\d\d)[-/](?P<mn>\d{1,2})[-/](?P<d1>\d{1,2})(?!\d|[-/]\d)"),
    # 2023年1月13日, 1月13日
    _rule(Kind.JAPANESE,
     r"(?:(?P<y1>(?:19|20)\d\d)\s?年\s?)?(?P<mn>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?日"
     r"(?:\s?[-~〜～–]\s?(?P<d2>\d{1,2})\s?日)?"),
    # 05.07.2022
    _rule(Kind.DOTTED, r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<y1>(?:19|20)\d\d)(?!\d)"),
    # 11/13/2023, 02/18/22
    _rule(Kind.SLASHED,
     r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?:(?P<y1>(?:19|20)\d\d)|(?P<yy1>[0-3]\d))(?![\d/])"),
    # 28 June - 3 July 2023
    _rule(Kind.RANGE_OVER_MONTHS,
     rf"(?P<d1>{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}{_TO}"
     rf"{_WD}(?P<d2>{_D})\s+(?:of\s+)?(?P<m2>{_M}){_year(2)}"),
    # 2-3 and 5 January
    _rule(Kind.DAY_LIST,
     rf"(?P<days>{_D}{_DASH}{_D}(?:,\s+{_D})*{_AND}{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}"),
    # 13-15 June 2023, 9 to 11 October
    _rule(Kind.RANGE_IN_MONTH,
     rf"(?P<d1>{_D}){_TO}(?:the\s+)?(?P<d2>{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}"),
    # 4 and 6 October
    _rule(Kind.DAY_LIST,
     rf"(?P<days>{_D}(?:,\s+{_D})*{_AND}(?:the\s+)?{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}"),
    # 02 Feb 23, as forces write it
    _rule(Kind.DAY,
     r"(?P<d1>[0-3]?\d)\s?(?P<m1>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s?['’]?"
     rf"(?P<yy1>\d\d)(?![\d:]|[.,]\d|\s?%){_NO_COUNT}"),
    # 4 October, 1st of July, 31 October 2022
    _rule(Kind.DAY,
     rf"(?P<d1>{_D})\s+(?:of\s+)?(?P<m1>{_M})"
     rf"(?!\s?\d{{1,2}}\b(?!\s(?:percent|per cent|[a-z]+s)\b)){_year(1)}"),
)  # fmt: skip

_COUNTED = (
    # two days later, ten days earlier, a week after the vote
    _rule(Kind.COUNTED,
     rf"{_NUMBER}\s+(?P<unit>day|night|morning|evening|week|fortnight)s?\s+"
     r"(?P<way>(?:later|earlier)(?! than\b)|afterwards?|after(?=\s\w)|before(?=\s\w)|previously"
     r"|on(?=\s*[,.;])|prior(?=[\s,]*[.,;])|before(?=\s*[.,;])|after(?=\s*[.,;]))(?!\w)"),
    _rule(Kind.AGO, rf"{_NUMBER}\s+(?P<unit>day|week|fortnight|month)s?\s+ago(?!\w)"),
    # in two weeks, in a month’s time
    _rule(Kind.IN_TIME,
     rf"{_NUMBER}\s+(?P<unit>day|week|fortnight|month)s?(?:[’']s? time)?"
     r"(?![\w’'-]|\s(?:of|or|and|to)\b)"),
    # A few hours later, at the start of a sentence: still the same day
    _rule(Kind.HOURS_LATER,
     r"(?:A few hours|Hours|Some hours|Several hours) (?:later|afterwards?|before|earlier)(?!\w)"),
)  # fmt: skip

_NAMED_PART = (
    # mid-April through early May
    _rule(Kind.PARTS_OF_TWO_MONTHS,
     rf"{_part(1)}(?P<m1>{_M}){_year(1)}{_TO}(?:the\s+)?{_part(2)}(?P<m2>{_M}){_year(2)}"),
    # mid- to late April, early or mid-May
    _rule(Kind.PARTS_OF_MONTH,
     rf"{_PART.format(p='part1')}-?\s*(?:to|or|and|/)\s*{_part(2)}(?P<m1>{_M}){_year(1)}"),
    # early August, mid-December, the end of March
    _rule(Kind.PART_OF_MONTH, rf"{_part(1)}(?P<m1>{_M})(?!\s*\d{{1,2}}\b){_year(1)}"),
    # the end of the month, mid-month
    _rule(Kind.END_OF_THE_MONTH, rf"{_part(1)}(?:(?:the|this) )?month(?![\w’'-])"),
)  # fmt: skip

_WEEK_OF = rf"[Tt]he\s+week\s+(?:of|from|beginning(?:\s+on)?)\s+{_WD}"

_THE = (
    # the first week of May, the second half of June
    _rule(Kind.WEEK_OF_MONTH,
     r"[Tt]he\s+(?P<nth>first|second|third|fourth|last)\s+(?P<unit>week|half)\s+(?:of|in)\s+"
     rf"(?P<m1>{_M})(?!\s*\d{{1,2}}\b){_year(1)}"),
    # the last day of August
    _rule(Kind.LAST_DAY_OF_MONTH,
     rf"[Tt]he\s+(?P<nth>first|last)\s+day\s+of\s+(?P<m1>{_M})(?!\s*\d{{1,2}}\b){_year(1)}"),
    # the week of August 7
    _rule(Kind.WEEK_OF_DAY,
     rf"{_WEEK_OF}(?P<m1>{_M})\s*(?P<d1>{_D})(?!{_DASH}\d){_year(1)}"),
    _rule(Kind.WEEK_OF_DAY,
     rf"{_WEEK_OF}(?:the\s+)?(?P<d1>{_D})\s+(?:of\s+)?(?P<m1>{_M}){_year(1)}"),
    # the weekend of January 11
    _rule(Kind.WEEKEND_OF_DAY,
     rf"[Tt]he\s+weekend\s+of\s+(?P<m1>{_M})\s*(?P<d1>{_D})(?!{_DASH}\d){_year(1)}"),
    _rule(Kind.WEEKEND_OF_DAY,
     rf"[Tt]he\s+weekend\s+of\s+(?P<d1>{_D})\s+(?P<m1>{_M}){_year(1)}"),
    # from the 10th to the 12th
    _rule(Kind.ORDINAL_RANGE, rf"[Tt]he\s+(?P<days>{_ORDINAL}{_TO}(?:the\s+)?{_ORDINAL}){_AFTER}"),
    # the 10th and 12th; the 3rd, 5th and 7th
    _rule(Kind.ORDINALS,
     rf"[Tt]he\s+(?P<days>{_ORDINAL}(?:,\s+(?:the\s+)?{_ORDINAL})*{_AND}(?:the\s+)?{_ORDINAL}){_AFTER}"),
    # the 24th
    _rule(Kind.ORDINAL, rf"[Tt]he\s+(?P<days>{_ORDINAL}){_AFTER}"),
    # the same day, the same evening
    _rule(Kind.SAME_DAY, rf"[Tt]he (?:very )?same (?:day|{_TIME})(?!\w|\s(?:as|after|before)\b)"),
    # the next day, the following morning, the day after (the summit)
    _rule(Kind.NEXT_DAY, rf"[Tt]he (?:next|following) (?:day|{_TIME})(?!\w)"),
    _rule(Kind.NEXT_DAY, rf"(?<!\bto )[Tt]he (?:day|{_TIME}) after(?!\w| (?:tomorrow|next|day)\b)"),
    _rule(Kind.DAY_BEFORE, rf"[Tt]he (?:previous|preceding|prior) (?:day|{_TIME})(?!\w)"),
    # on the eve of the May 3 summit
    _rule(Kind.DAY_BEFORE, r"[Tt]he eve of(?!\w)"),
    _rule(Kind.DAY_BEFORE, rf"[Tt]he (?:day|{_TIME}) (?:before|earlier)(?!\w| yesterday\b)"),
    # the following month, the month before
    _rule(Kind.MONTH_AWAY, r"[Tt]he (?P<way>following|next|previous|preceding) month(?![\w’'-])"),
    _rule(Kind.THAT_MONTH, r"[Tt]he same month(?![\w’'-]|\sas\b)"),
    _rule(Kind.MONTH_AWAY, r"[Tt]he month (?P<way>before|after)(?=\s*(?:[.,;:)]|$))"),
    # the day before yesterday
    _rule(Kind.ISSUE_DAY, r"[Tt]he (?P<time>day before yesterday|day after tomorrow)(?!\w)"),
    _rule(Kind.NEXT_WEEK, r"[Tt]he (?:following|next) week(?!\w|[’'-])"),
    _rule(Kind.NEXT_WEEK, r"[Tt]he week after(?=\s*[.,;:)])"),
    _rule(Kind.WEEK_BEFORE,
     r"[Tt]he (?:(?:previous|preceding|prior) week(?!\w|[’'-])"
     r"|week (?:before|earlier)(?=\s*(?:[.,;:)]|$)))"),
    _rule(Kind.WEEKEND, r"[Tt]he (?P<ref>past |last )?weekend(?!\w| of\b)"),
    _rule(Kind.ISSUE_WEEK, r"[Tt]he (?P<ref>past|last) week(?![\w’'-])"),
)  # fmt: skip

_THAT = (
    _rule(Kind.SAME_DAY, rf"[Tt]hat (?:same )?(?:day|{_TIME})(?!\w|\s(?:as|after|before)\b)"),
    # cut short that month
    _rule(Kind.THAT_MONTH, r"[Tt]hat (?:same )?month(?![\w’'-])"),
)

_DEICTIC = (
    # this morning, last night
    _rule(Kind.ISSUE_DAY, r"[Tt]his (?P<time>morning|afternoon|evening)(?!\w)"),
    _rule(Kind.ISSUE_DAY, r"[Ll]ast (?P<time>night|evening)(?!\w)"),
    # this Thursday, last Wednesday, next Monday
    _rule(Kind.WEEKDAY,
     rf"(?P<ref>[Tt]his coming|[Tt]his past|[Tt]his|[Ll]ast|[Nn]ext) {_WEEKDAY}(?:[’']s\b)?(?!\w)"),
    _rule(Kind.WEEKEND,
     r"(?P<ref>[Tt]his coming|[Tt]his past|[Tt]his|[Ll]ast|[Nn]ext) weekend(?!\w)"),
    # this week, last month
    _rule(Kind.ISSUE_WEEK, r"(?P<ref>[Tt]his past|[Tt]his|[Ll]ast|[Nn]ext) week(?![\w-])"),
    _rule(Kind.ISSUE_MONTH, r"(?P<ref>[Tt]his|[Ll]ast|[Nn]ext) month(?![\w-])"),
)  # fmt: skip

_EARLIER = (
    # earlier this month, later this week
    _rule(
        Kind.ISSUE_WEEK,
        r"(?P<sub>[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly) (?P<ref>this|last|next) week(?![\w’'-])",
    ),
    _rule(
        Kind.ISSUE_MONTH,
        r"(?P<sub>[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly) (?P<ref>this|last|next) month(?![\w’'-])",
    ),
    # earlier in the week
    _rule(Kind.EARLIER_IN_WEEK, r"[Ee]arlier (?:in the|that) week\b"),
    # earlier in the month
    _rule(
        Kind.IN_THE_MONTH, r"(?P<sub>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate) (?:in the|that) month\b"
    ),
    _rule(Kind.SAME_DAY, rf"[Ll]ater (?:that|the same) (?:day|{_TIME})(?!\w)"),
)

_TODAY = (
    _rule(Kind.ISSUE_DAY,
     r"(?P<time>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|Overnight(?=,| [A-Za-z]))"
     rf"(?P<possessive>[’']s\b)?(?: {_TIME})?(?!\w)"),
)  # fmt: skip

_HOLIDAY = (
    _rule(
        Kind.HOLIDAY,
        r"(?P<holiday>New Year[’']s (?:Day|Eve)|Christmas (?:Day|Eve)|Boxing Day)(?!\w)",
    ),
    # on Valentine’s Day
    _rule(Kind.NAMED_DAY, rf"(?P<holiday>{_NAMED})(?!\w|[’'])"),
)

_WEEKDAY_RULES = (
    # Sunday the 28th
    _rule(
        Kind.WEEKDAY_ORDINAL,
        rf"{_WEEKDAY}(?: {_TIME})?,? the (?P<days>{_ORDINAL})(?!\w|\s+(?:of\s+)?{_M})",
    ),
    # from Monday to Wednesday, Tuesday and Wednesday
    _rule(
        Kind.WEEKDAY_RANGE,
        rf"{_WEEKDAY}(?P<to>{_TO}|\s+and\s+(?:on\s+)?)(?P<wd2>{_FULL_WEEKDAY})"
        r"(?: (?:of )?(?P<week>last|this|next) week)?(?!\w|[’'-]|,?\s+(?:the\s)?\d)",
    ),
    # Tuesday of last week
    _rule(
        Kind.WEEKDAY,
        rf"(?P<wd>{_FULL_WEEKDAY}) (?:of )?(?P<week>last|this|next) week(?![\w’'-])",
    ),
    # Tuesday, 5 March; Sunday, the 16th of July: the weekday only confirms what follows
    _rule(Kind.WEEKDAY, rf"{_WEEKDAY}(?P<possessive>[’']s\b)?(?:,? {_TIME})?(?!\w|-|[’'])"),
)

# One scan for the words with which expressions begin; the group tells which patterns to try there.
STARTERS = re.compile(
    r"(?<![\w$¥€£])(?<!(?<!\bmid)-)(?:"
    rf"(?P<month>{_M})"
    r"|(?P<digit>\d)"
    r"|(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?\b)"
    r"|(?P<the>[Tt]he(?=\s(?:\d|first|second|third|fourth|last|same|very|next|following|prev|prec|prior|past"
    r"|week|month|day|eve|morning|afternoon|evening|night|dawn|noon)))"
    r"|(?P<that>[Tt]hat(?=\s(?:same|month|day|morning|afternoon|evening|night)))"
    r"|(?P<deictic>(?:[Tt]his|[Ll]ast|[Nn]ext)(?=\s))"
    r"|(?P<earlier>(?:[Ee]arlier|[Ll]ater)(?=\s))"
    r"|(?P<part>(?:[Ee]arly|[Mm]id|[Ll]ate|[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd|[Vv]ery)(?=[\s-]))"
    r"|(?P<today>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|Overnight)"
    rf"|(?P<holiday>New Year[’']s|Christmas|Boxing|(?:{_NAMED_FIRST})(?![a-z]))"
    rf"|(?P<counted>(?:{_COUNT})(?=\s(?:day|night|morning|evening|week|month|few|fortnight))"
    r"|Hours(?= later)|Several hours|Some hours)"
    r")"
)

RULES: Mapping[str, tuple[Rule, ...]] = {
    "month": _MONTH_FIRST,
    "digit": (*_DAY_FIRST, *_COUNTED),
    "weekday": _WEEKDAY_RULES,
    "the": _THE,
    "that": _THAT,
    "deictic": _DEICTIC,
    "earlier": _EARLIER,
    "part": (*_NAMED_PART, *_EARLIER),
    "today": _TODAY,
    "holiday": _HOLIDAY,
    "counted": _COUNTED,
}

# What may stand between a weekday and the date that it only confirms.
AFTER_WEEKDAY = re.compile(rf"{_WEEKDAY}(?:{' ' + _TIME})?,?\s+(?:on\s+)?(?:the\s+)?")
