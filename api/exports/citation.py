"""Citation: how an event is cited, whatever the format."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from api.exports.base import ExportContext, label_of, primary_of, ranked_tags
from api.exports.text import one_line
from indexer.models import Event, Occurrence, Precision, Status
from indexer.normalise.series import profiles


def day_in_words(day: date) -> str:
    """15 April 2023."""
    return f"{day.day} {day:%B} {day.year}"


def period_in_words(start: date, end: date) -> str:
    """A closed interval of days, as short as it can be said."""
    if start == end:
        return day_in_words(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_in_words(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {day_in_words(end)}"
    return f"{day_in_words(start)} – {day_in_words(end)}"


@dataclass(frozen=True, slots=True)
class EventDate:
    """The days of the primary occurrence, as exact as they are known.

    Attributes:
        start, end: a closed interval of days.
        precision: how exact it is.
        scheduled: announced and not yet reported.
    """

    start: date
    end: date
    precision: Precision
    scheduled: bool

    @classmethod
    def of(cls, row: Occurrence) -> Self:
        """The days of an occurrence."""
        scheduled = row.status == Status.SCHEDULED
        return cls(row.start, row.end, Precision(row.precision), scheduled)

    def words(self) -> str:
        """One sentence."""
        days = period_in_words(self.start, self.end)
        if self.precision is Precision.ISSUE:
            return f"Undated event, in the issue’s period {days}."
        if self.precision is Precision.MONTH and _same_month(self.start, self.end):
            days = f"{self.start:%B} {self.start.year}"
        if self.precision is Precision.APPROXIMATE:
            days = f"about {days}"
        return f"Event scheduled for {days}." if self.scheduled else f"Event of {days}."


@dataclass(frozen=True, slots=True)
class Citation:
    """What a bibliography says about an event. Every text stands on one line.

    Attributes:
        id: the event's id.
        title: its headline.
        abstract: its text.
        container: title of the series.
        digest_title: title of the digest, with volume and number.
        publisher: of the series; None where the series is not known any more.
        volume, number: of the issue; None where it has none.
        position: which item of the issue it is, from 1.
        issued: date of the issue.
        inferred: whether that date was inferred from volume and number.
        happened: the days of the event itself.
        keywords: names of countries, domains and groups, the most important first.
        url: absolute address of the event's page.
    """

    id: str
    title: str
    abstract: str
    container: str
    digest_title: str
    publisher: str | None
    volume: int | None
    number: int | None
    position: int
    issued: date
    inferred: bool
    happened: EventDate
    keywords: tuple[str, ...]
    url: str

    @classmethod
    def of(cls, event: Event, context: ExportContext) -> Self:
        """The citation of one event, with digest, occurrences and tags loaded."""
        digest = event.digest
        profile = profiles().get(digest.series)
        return cls(
            id=event.id,
            title=one_line(event.headline),
            abstract=one_line(event.text),
            container=profile.title if profile else one_line(digest.title),
            digest_title=one_line(digest.title),
            publisher=profile.publisher if profile else None,
            volume=digest.volume,
            number=digest.number,
            position=event.position,
            issued=digest.issue_date,
            inferred=digest.issue_date_basis == "inferred",
            happened=EventDate.of(primary_of(event)),
            keywords=tuple(dict.fromkeys(label_of(tag) for tag in ranked_tags(event))),
            url=context.event_url(event.id),
        )

    def note(self) -> str:
        """When it happened, and how sure the issue's date is."""
        doubt = " The issue’s date is inferred from its number." if self.inferred else ""
        return f"{self.happened.words()}{doubt}"

    def plain(self) -> str:
        """The citation in words, on one line.

        “Headline.” Digest title, item 3. Publisher, April 2023. Address
        """
        publisher = f"{self.publisher}, " if self.publisher else ""
        inferred = ", date inferred" if self.inferred else ""
        return (
            f"“{self.title.rstrip('.')}.” {self.digest_title}, item {self.position}. "
            f"{publisher}{self.issued:%B} {self.issued.year}{inferred}. {self.url}"
        )


def _same_month(start: date, end: date) -> bool:
    return (start.year, start.month) == (end.year, end.month)
