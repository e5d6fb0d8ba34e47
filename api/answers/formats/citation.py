"""Citation: how an event is cited, whatever the format."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from api.answers.formats.base import ExportContext, labels_of
from api.answers.formats.text import one_line
from indexer.models import Precision, Status
from indexer.normalise.series_known import known
from indexer.projection import EventOut, OccurrenceOut

_OURS = "Entente"


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
    def of(cls, row: OccurrenceOut) -> Self:
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
        container: title of the series; "Entente" for what only retells it.
        digest_title: title of the digest, with volume and number.
        publisher: of the series, or "Entente" for what only retells it; None where the series is
            not known any more.
        volume, number: of the issue; None where it has none, or is only retold.
        position: which item of the issue it is, from 1.
        issued: date of the issue.
        inferred: whether that date was inferred from volume and number; then only its month
            should be cited.
        retold: whether the text retells the issue and is not the publisher's own.
        happened: the days of the event itself.
        keywords: names of countries, domains and groups, the most important first.
        url: absolute address of the event's page.
        accessed: the day on which it was read there; None where nobody says.
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
    retold: bool
    happened: EventDate
    keywords: tuple[str, ...]
    url: str
    accessed: date | None = None

    @classmethod
    def of(cls, event: EventOut, context: ExportContext) -> Self:
        """The citation of one event."""
        digest = event.digest
        profile = known().get(digest.series)
        series = profile.title if profile else one_line(digest.title)
        publisher = profile.publisher if profile else None
        return cls(
            id=event.id,
            title=one_line(event.headline),
            abstract=one_line(event.text),
            container=_OURS if digest.retold else series,
            digest_title=one_line(digest.title),
            publisher=_OURS if digest.retold else publisher,
            volume=None if digest.retold else digest.volume,
            number=None if digest.retold else digest.number,
            position=event.position,
            issued=digest.issue_date,
            inferred=digest.issue_date_basis == "inferred",
            retold=digest.retold,
            happened=EventDate.of(event.primary),
            keywords=tuple(dict.fromkeys(labels_of(event))),
            url=context.event_url(event.id),
            accessed=context.accessed,
        )

    @property
    def issued_parts(self) -> tuple[int, ...]:
        """Year, month and day of the issue; without the day where that was inferred."""
        parts = (self.issued.year, self.issued.month, self.issued.day)
        return parts[:2] if self.inferred else parts

    @property
    def issued_text(self) -> str:
        """The same as ISO 8601: 2023-04 or 2023-04-15."""
        return "-".join(f"{part:02d}" for part in self.issued_parts)

    def note(self) -> str:
        """When it happened, how sure the issue's date is, and whose words these are."""
        doubt = " The issue’s date is inferred from its number." if self.inferred else ""
        retold = f" Retold from {self.place}; not the publisher’s text." if self.retold else ""
        return f"{self.happened.words()}{doubt}{retold}"

    @property
    def place(self) -> str:
        """The issue by its title, and which item of it."""
        return f"{self.digest_title}, item {self.position}"

    def plain(self) -> str:
        """The citation in words, on one line.

        “Headline.” Digest title, item 3. Publisher, April 2023. Address
        “Headline.” Entente, retold from Digest title, item 3, April 2023. Address
        """
        inferred = ", date inferred" if self.inferred else ""
        issued = f"{self.issued:%B} {self.issued.year}{inferred}"
        title = f"“{self.title.rstrip('.')}.”"
        if self.retold:
            return f"{title} {_OURS}, retold from {self.place}, {issued}. {self.url}"
        publisher = f"{self.publisher}, " if self.publisher else ""
        return f"{title} {self.place}. {publisher}{issued}. {self.url}"


def _same_month(start: date, end: date) -> bool:
    return (start.year, start.month) == (end.year, end.month)
