"""RawDigest: what a reader makes of the bytes, still plain text."""

from dataclasses import dataclass
from datetime import date

from indexer.normalise.series import SeriesProfile
from indexer.normalise.spans import EntryDate
from indexer.remarks import Remark

# Far beyond any real issue: the longest of the 49 in seed_data has 7 items, 4,671 characters in
# them, 763 in a paragraph. They bound the time that reading takes, and keep days in the calendar.
MAX_ITEMS = 200
MAX_TEXT = 10_000  # characters of an item
MAX_ISSUE = 500_000  # characters of an issue, its masthead and foot too
MAX_LINES = 20_000  # lines of a text; headings, list items and paragraphs of a page
MAX_DATES = 200  # in one item
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class SourceHints:
    """What is known about the bytes besides the bytes.

    Attributes:
        origin: file name, path or URL.
        series: id or title of the series, where the caller says so.
        volume: volume and number, where the caller says so; None for no volume.
        new_series: make a profile for a series that is not known yet.
        issue_date: the day of issue, where the caller says so.
    """

    origin: str
    series: str | None = None
    volume: tuple[int | None, int] | None = None
    new_series: bool = False
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class RawItem:
    """One bullet of a digest.

    Attributes:
        headline: the headline, without its bullet.
        text: the paragraph, hard-wrapped lines joined; empty where the capture lost it.
        headline_line: line of the headline in the source, from 1; None where it has no lines.
        text_line: line of the paragraph, None where there is none.
        truncated: the capture cut the paragraph off.
        dated: the date that a chronology puts beside its entry; it is the item's primary one.
    """

    headline: str
    text: str
    headline_line: int | None
    text_line: int | None
    truncated: bool = False
    dated: EntryDate | None = None


@dataclass(frozen=True, slots=True)
class RawDigest:
    """One issue as the page shows it.

    Attributes:
        profile: the series that it is filed under; of the issue's own making where it is new.
        title: title as shown, or the series' own where the capture has none.
        volume: volume, where the series counts them.
        number: number within the volume, or of the issue where there are no volumes.
        stated_date: a date that the source itself states as its date of issue.
        image_credit: whom the page credits for its picture.
        items: the items in order.
        remarks: everything doubtful.
        retold: the page says that it retells the publication in other words.
        title_stated: the title is data of its own, and is kept as it is.
        new_series: no profile was known; the caller wanted one made.
    """

    profile: SeriesProfile
    title: str
    volume: int | None
    number: int | None
    stated_date: date | None
    image_credit: str | None
    items: tuple[RawItem, ...]
    remarks: tuple[Remark, ...]
    retold: bool = False
    title_stated: bool = False
    new_series: bool = False

    @property
    def series(self) -> str:
        """Id of the series."""
        return self.profile.id
