"""Series profiles: what is known of a publication, and what its numbering says about its dates."""

import hashlib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from math import ceil
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from indexer.errors import InputError
from indexer.normalise.vocabulary import load_yaml
from indexer.wording import Day

_MOST_LINES = 200
_SLUG_WORD = re.compile(r"[a-z0-9]+")


class Numbering(StrEnum):
    """How a series counts its issues."""

    VOLUME = "volume-and-number"
    NUMBER = "number"
    DATE = "date"


class Covers(StrEnum):
    """What time an issue is about; an item that dates nothing is dated to it."""

    HALF_MONTH = "half-month"
    MONTH = "month"
    WEEK = "week"


class DateOrder(StrEnum):
    """Which comes first in a date written in figures, such as 4/5/2024."""

    MONTH_DAY = "month-day"
    DAY_MONTH = "day-month"


class LastWeek(StrEnum):
    """What "last week" means: the seven days before the issue, or the calendar week before its."""

    SEVEN_DAYS = "seven-days"
    CALENDAR = "calendar-week"


class Weekday(StrEnum):
    """The day on which a week begins."""

    MONDAY = "monday"
    SUNDAY = "sunday"


class Layout(StrEnum):
    """A hint at how items are laid out, where the text alone does not tell."""

    CHRONOLOGY = "chronology"
    ENTRIES = "entries"


class Rights(StrEnum):
    """How much of an item may be shown."""

    FULL = "full"
    EXCERPT = "excerpt"
    METADATA = "metadata"


def _pattern(value: object) -> object:
    if isinstance(value, str):
        try:
            return re.compile(value, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{value!r} is not a regular expression: {error}") from error
    return value


class SeriesProfile(BaseModel):
    """What is known about a publication that appears in issues; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
            max_length=80,
            description="Name in addresses and filters.",
        ),
    ]
    code: Annotated[
        str,
        Field(
            pattern=r"^[a-z][a-z0-9]{1,11}$",
            description="Begins every id of its digests and events; never changed, never reused.",
        ),
    ]
    title: Annotated[str, Field(min_length=2, max_length=200, description="As it writes it.")]
    titles: Annotated[
        tuple[str, ...], Field(description="Other titles it goes by, and slugs of its files.")
    ] = ()
    publisher: str = ""
    url: Annotated[str, Field(description="Home page.")] = ""
    numbering: Numbering = Numbering.VOLUME
    per_volume: Annotated[
        int | None, Field(ge=1, le=400, description="Issues a volume, where that is fixed.")
    ] = None
    first_year: Annotated[
        int | None,
        Field(
            ge=1900,
            le=2199,
            description="Year of volume 0: an undated issue is of the year first_year + volume, "
            "and per_volume issues share out its months evenly.",
        ),
    ] = None
    first_issue: Annotated[
        Day | None, Field(description="Day of issue number 1, where every_days is given.")
    ] = None
    every_days: Annotated[
        int | None, Field(ge=1, le=366, description="Days from one issue to the next.")
    ] = None
    covers: Covers = Covers.HALF_MONTH
    date_order: DateOrder = DateOrder.MONTH_DAY
    week_starts: Weekday = Weekday.MONDAY
    last_week: LastWeek = LastWeek.SEVEN_DAYS
    layouts: tuple[Layout, ...] = ()
    boilerplate: Annotated[
        tuple[Annotated[re.Pattern[str], BeforeValidator(_pattern)], ...],
        Field(
            max_length=_MOST_LINES,
            description="Regular expressions of whole lines that belong to no item.",
        ),
    ] = ()
    untitled: Annotated[
        bool, Field(description="Captures without any title belong to this series.")
    ] = False
    rights: Annotated[
        Rights,
        Field(
            description="What is shown of its issues: their texts whole, the first sentence of "
            "each, or no words but headlines."
        ),
    ] = Rights.FULL

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.first_year is not None and self.per_volume is None:
            raise ValueError("first_year needs per_volume: it dates an issue by both")
        if (self.first_issue is None) != (self.every_days is None):
            raise ValueError("first_issue and every_days go together: give both or neither")
        return self

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its id and titles as slugs, the longest first."""
        found = {slug(name) for name in (self.id, self.title, *self.titles)} - {""}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    def issue_date(self, volume: int | None, number: int) -> date:
        """The date that the numbering implies, where the issue states none.

        By volume and year for 24 issues a year, odd numbers date to the 15th and even ones to the
        month's last day.

        Raises:
            ValueError: a volume has no issue with this number, or the numbering implies no date.
        """
        if self.first_issue is not None and self.every_days is not None and volume is None:
            return self.first_issue + timedelta(days=self.every_days * (number - 1))
        return self.period(volume, number)[1]

    def period(self, volume: int | None, number: int) -> tuple[date, date]:
        """First and last day that a numbered issue covers where it states no date.

        Raises:
            ValueError: a volume has no issue with this number, or the numbering implies no date.
        """
        if self.first_issue is not None and volume is None:
            return self.covered(self.issue_date(None, number))
        if self.first_year is None or self.per_volume is None or volume is None:
            raise ValueError(f"the numbering of {self.title} does not tell the date of an issue")
        if volume < 1 or not 1 <= number <= self.per_volume:
            raise ValueError(
                f"{self.title} has no issue {volume}.{number}: "
                f"a volume holds the numbers 1 to {self.per_volume}"
            )
        month = ceil(number * 12 / self.per_volume)
        year = self.first_year + volume
        if self.covers is Covers.MONTH:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return half_month(year, month, second=number % 2 == 0)

    def covered(self, issue_date: date) -> tuple[date, date]:
        """First and last day that an issue of this date covers."""
        if self.covers is Covers.WEEK:
            return issue_date - timedelta(days=6), issue_date
        if self.covers is Covers.MONTH:
            last = monthrange(issue_date.year, issue_date.month)[1]
            return issue_date.replace(day=1), issue_date.replace(day=last)
        return half_month(issue_date.year, issue_date.month, second=issue_date.day > 15)  # noqa: PLR2004


def half_month(year: int, month: int, *, second: bool) -> tuple[date, date]:
    """Days 1 to 15, or 16 to the last."""
    if second:
        return date(year, month, 16), date(year, month, monthrange(year, month)[1])
    return date(year, month, 1), date(year, month, 15)


class SeriesRegistry:
    """The known series, from several layers: an id in an earlier layer hides it in later ones.

    Args:
        layers: profiles, the strongest layer first: the store's, the files', the shipped ones.
        bound: codes by series that ids were given out under, so that they never change; of series
            that are not known any more, too.

    Raises:
        InputError: two series have one code, so that their ids could not be told apart.
    """

    def __init__(
        self, *layers: Iterable[SeriesProfile], bound: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._profiles: dict[str, SeriesProfile] = {}
        self._bound = bound
        codes = {code: series_id for series_id, code in bound.items()}
        for layer in layers:
            for profile in layer:
                if profile.id in self._profiles:
                    continue
                other = codes.setdefault(profile.code, profile.id)
                if other != profile.id:
                    raise InputError(
                        f"the series {profile.id!r} and {other!r} have the same code "
                        f"{profile.code!r}; give one of them another"
                    )
                self._profiles[profile.id] = profile

    def __iter__(self) -> Iterator[SeriesProfile]:
        return iter(self._profiles.values())

    def get(self, name: str) -> SeriesProfile | None:
        """The series with this id, or this title however it is spelt."""
        wanted = slug(name)
        return self._profiles.get(name) or next((p for p in self if wanted in p.names), None)

    def named(self, words: str) -> SeriesProfile | None:
        """The series whose title or id stands in ``words``: a line, file name or address.

        Where several do, the one with the longest name.
        """
        within = f"-{slug(words)}-"
        found = ((len(n), p) for p in self for n in p.names if f"-{n}-" in within)
        return max(found, key=lambda pair: pair[0], default=(0, None))[1]

    def untitled(self) -> SeriesProfile | None:
        """The series that captures without a title belong to, where one is known to have them."""
        return next((profile for profile in self if profile.untitled), None)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Titles by id."""
        return {profile.id: profile.title for profile in self}

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever what is known of a series does."""
        told = "".join(profile.model_dump_json() for profile in self)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @cached_property
    def _by_code(self) -> dict[str, SeriesProfile]:
        return {profile.code: profile for profile in self}

    def bound_code(self, series_id: str) -> str | None:
        """The code that ids of a series were given out under; None where none were."""
        return self._bound.get(series_id)

    def code_taken(self, code: str) -> bool:
        """Whether a series has this code, or ever had it."""
        return code in self._by_code or code in self._bound.values()

    @property
    def titles(self) -> str:
        """The titles of all, for messages."""
        return ", ".join(profile.title for profile in self)


@cache
def shipped() -> SeriesRegistry:
    """The series that ship with the package."""
    return SeriesRegistry(
        SeriesProfile.model_validate({"id": name, **entry})
        for name, entry in load_yaml("series.yaml").items()
    )


def slug(words: str) -> str:
    """Letters and figures in lower case and without accents, everything between one hyphen."""
    plain = words.lower().replace("u.s.", "us").replace("’", "").replace("'", "")
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c)
        )
    return "-".join(_SLUG_WORD.findall(plain))
