"""What a source says of itself before and behind its items, and what is known beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.normalise.series import SeriesRegistry
from indexer.readers.numbering import IssueNumber
from indexer.readers.raw import SourceHints
from indexer.readers.report import Report


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source, counted from 1 (None: the source has no lines)."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a form of source says beside its words: metadata, mail headers, front matter.

    Attributes:
        titles: titles of the issue, the surest first.
        names: of its publication or sender.
        day: date of issue; a date in the words themselves is preferred.
        day_from: what states it, for the report.
        series: title or id of the series.
        number: volume and number.
    """

    titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    day: date | None = None
    day_from: str = ""
    series: str | None = None
    number: IssueNumber | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The words in which an issue may name itself.

    Attributes:
        top: the lines before the first item.
        tail: the last lines.
        heads: lines of ``top`` that head an item's text, so that they are no title.
        entry_days: lines of ``top`` that are days of entries, so that none is that of issue.
    """

    top: Sequence[Line]
    tail: Sequence[Line] = ()
    heads: frozenset[str] = frozenset()
    entry_days: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """All that the reading of one source has at hand.

    Attributes:
        hints: what the caller says.
        registry: the known series.
        report: takes what is doubtful.
        given: what its form says beside its words.
    """

    hints: SourceHints
    registry: SeriesRegistry
    report: Report
    given: Given = Given()
