"""Days as datelines of other languages write them; only full ones, which cannot be misread."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from indexer.normalise.dates.calendar import valid_day
from indexer.normalise.vocabulary import load_yaml

# 2024年5月24日 and 2024년 5월 24일; 令和6年5月24日 counts from 2019.
_IN_FIGURES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?年\s?(?P<n>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号號]"),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?년\s?(?P<n>\d{1,2})\s?월\s?(?P<d>\d{1,2})\s?일"),
    re.compile(r"令和\s?(?P<era>\d{1,2}|元)\s?年\s?(?P<n>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"),
    # As Korea writes it: 2024. 5. 24.
    re.compile(r"(?<![\d.])(?P<y>\d{4})\.\s(?P<n>\d{1,2})\.\s(?P<d>\d{1,2})\.?(?!\d)"),
)
_REIWA = 2018
# (金), （금）, 星期五
_NAMED_DAY = re.compile(
    r"\s*(?:[(（][月火水木金土日월화수목금토일一二三四五六](?:曜日?|요일)?[)）]?"
    r"|星期[一二三四五六日天]|[월화수목금토일]요일)"
)


@dataclass(frozen=True, slots=True)
class _Forms:
    found: re.Pattern[str]
    label: re.Pattern[str]
    months: dict[str, int]


def foreign_days(text: str) -> Iterator[tuple[date, tuple[int, int]]]:
    """Every full day in a text, with where it stands: the weekday and article before it, too."""
    for form in _IN_FIGURES:
        for match in form.finditer(text):
            if day := _numbered(match.groupdict()):
                after = _NAMED_DAY.match(text, match.end())
                yield day, (match.start(), after.end() if after else match.end())
    forms = _forms()
    for match in forms.found.finditer(text):
        month = forms.months[_plain(match["m"])]
        if day := valid_day(int(match["y"]), month, int(match["d"])):
            yield day, match.span()


def foreign_label(text: str) -> int:
    """Where a label at the head of a line ends that says what day follows; 0 where none is."""
    match = _forms().label.match(text)
    return match.end() if match else 0


def _numbered(groups: dict[str, str | None]) -> date | None:
    era = groups.get("era")
    year = _REIWA + (1 if era == "元" else int(era)) if era else int(groups["y"] or 0)
    return valid_day(year, int(groups["n"] or 0), int(groups["d"] or 0))


@cache
def _forms() -> _Forms:
    words = load_yaml("foreign_dates.yaml")
    months = {_plain(n): i for i, names in enumerate(words["months"], 1) for n in names}
    names = _either({name for listed in words["months"] for name in listed})
    weekday, article = _either(words["weekdays"]), _either(words["articles"])
    before = rf"(?:(?:{article})\s+)?(?:(?:{weekday})\b\.?,?\s+)?(?:(?:{article})\s+)?"
    found = (
        rf"(?<![\w.])(?:{before})(?P<d>\d{{1,2}})(?:er\b|º|°|ª|\.)?\s?(?:de\s+|di\s+|d['’])?"
        rf"(?P<m>{names})\b\.?,?\s?(?:de\s+|del\s+)?(?P<y>\d{{4}})(?!\d)(?:\s?r\.)?"
    )
    labels = _either(words["labels"])
    return _Forms(
        re.compile(found, re.IGNORECASE),
        re.compile(rf"\s*(?:{labels})(?:\s+(?:{article})\b)?\s*[:：]?\s*", re.IGNORECASE),
        months,
    )


def _either(words: Iterable[str]) -> str:
    """A pattern of words, with their accents or without."""
    spelt = {form for word in words for form in (word, _plain(word))}
    return "|".join(re.escape(word) for word in sorted(spelt, key=lambda w: (-len(w), w)))


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("ł", "l")
