"""All normalisers on one item: the dates, states, groups and domains that its words earn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.normalise.dates.conventions import DEFAULT, Conventions
from indexer.normalise.dates.resolver import read_dates
from indexer.normalise.entry import entry_dates
from indexer.normalise.spans import DateDoubt, DateSpan, EntryDate, Field, TagFinding
from indexer.normalise.tags.kinds import ItemText, find_tags

_WORDS = re.compile(r"[^\W_]{3,}")
_SENTENCE = re.compile(r"(?<=[a-z0-9%)”’\"]{2}[.!?])[”’\"]?\s+(?=[“‘\"A-Z])|;\s")
# The first development of an item is its subject unless another fits the headline clearly better.
_LEAD_BONUS = 2.1


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What an item says, in tags and dates.

    Attributes:
        dates: its developments in reading order; empty where nothing is dated.
        primary: index into ``dates`` of the one that the headline is about, else None.
        dated_field: the field that ``dates`` were read from.
        tags: of every kind, each kind in order of importance.
        doubts: date words that give no occurrence.
    """

    dates: tuple[DateSpan, ...]
    primary: int | None
    dated_field: Field
    tags: tuple[TagFinding, ...]
    doubts: tuple[DateDoubt, ...] = ()


def read_item(
    headline: str,
    text: str,
    issue_date: date,
    conventions: Conventions = DEFAULT,
    *,
    entry: EntryDate | None = None,
) -> ItemReading:
    """Normalise one item against the date of its issue.

    Args:
        headline: its headline.
        text: its paragraph.
        issue_date: the day of the issue.
        conventions: how the publication writes dates.
        entry: the date that a chronology puts beside the item; it is the primary one.
    """
    read, field = read_dates(text, issue_date, conventions), Field.TEXT
    doubts = read.doubts
    if not read.spans:
        read, field = read_dates(headline, issue_date, conventions), Field.HEADLINE
        doubts += read.doubts
    dates = read.spans
    primary = _primary(headline, text, dates) if dates else None
    if entry is not None:
        field = Field.TEXT
        dates, primary = entry_dates(text, entry, issue_date, conventions)
    return ItemReading(
        dates=dates,
        primary=primary,
        dated_field=field,
        tags=find_tags(ItemText(headline, text, issue_date)),
        doubts=doubts,
    )


def _primary(headline: str, text: str, dates: Sequence[DateSpan]) -> int:
    """The development whose sentence shares most words with the headline; the first on a draw."""
    wanted = _stems(headline)
    scores = [
        len(wanted & _stems(_sentence(text, found.span[0]))) + (_LEAD_BONUS if index == 0 else 0)
        for index, found in enumerate(dates)
    ]
    return scores.index(max(scores))


def _sentence(text: str, at: int) -> str:
    start, end = 0, len(text)
    for stop in _SENTENCE.finditer(text):
        if stop.end() <= at:
            start = stop.end()
        else:
            end = stop.start()
            break
    return text[start:end]


def _stems(text: str) -> set[str]:
    return {word.lower()[:5] for word in _WORDS.findall(text)}
