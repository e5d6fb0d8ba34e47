"""All normalisers on one item: the dates, states, groups and domains that its words earn."""

from dataclasses import dataclass
from datetime import date

from indexer.normalise.dates.conventions import DEFAULT, Conventions
from indexer.normalise.dates.primary import choose_primary
from indexer.normalise.dates.resolver import read_dates
from indexer.normalise.entry import entry_dates
from indexer.normalise.spans import DateDoubt, DateSpan, EntryDate, Field, TagFinding
from indexer.normalise.tags.kinds import ItemText, find_tags


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
    dated = text if field is Field.TEXT else headline
    primary = choose_primary(headline, dated, dates, issue_date)
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
