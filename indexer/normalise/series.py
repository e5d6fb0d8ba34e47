"""Series profiles, and what a volume and number say about an issue's date."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil

from indexer.normalise.vocabulary import load_yaml


@dataclass(frozen=True, slots=True)
class SeriesProfile:
    """What is known about a publication that appears in issues; see ``data/series.yaml``."""

    slug: str
    code: str
    title: str
    publisher: str
    url: str
    first_year: int
    per_year: int
    untitled: bool
    names: tuple[str, ...]
    boilerplate: tuple[re.Pattern[str], ...]

    def issue_date(self, volume: int, number: int) -> date:
        """The date that the numbering implies.

        For 24 issues a year, odd numbers date to the 15th and even ones to the month's last day.

        Raises:
            ValueError: a year of this series has no issue with this number.
        """
        return self.period(volume, number)[1]

    def period(self, volume: int, number: int) -> tuple[date, date]:
        """First and last day that the issue covers: for 24 issues a year, its half-month.

        Raises:
            ValueError: a year of this series has no issue with this number.
        """
        if volume < 1 or not 1 <= number <= self.per_year:
            raise ValueError(
                f"{self.title} has no issue {volume}.{number}: "
                f"a volume holds the numbers 1 to {self.per_year}"
            )
        return half_month(
            self.first_year + volume, ceil(number * 12 / self.per_year), second=number % 2 == 0
        )


def half_month(year: int, month: int, *, second: bool) -> tuple[date, date]:
    """Days 1 to 15, or 16 to the last."""
    if second:
        return date(year, month, 16), date(year, month, monthrange(year, month)[1])
    return date(year, month, 1), date(year, month, 15)


@cache
def profiles() -> Mapping[str, SeriesProfile]:
    """Every known series by its slug."""
    return {
        slug: SeriesProfile(
            slug=slug,
            code=entry["code"],
            title=entry["title"],
            publisher=entry["publisher"],
            url=entry["url"],
            first_year=entry["first_year"],
            per_year=entry["per_year"],
            untitled=entry.get("untitled", False),
            names=tuple(_slug(name) for name in (slug, entry["title"], *entry["aliases"])),
            boilerplate=tuple(re.compile(line) for line in entry["boilerplate"]),
        )
        for slug, entry in load_yaml("series.yaml").items()
    }


def series_named(words: str) -> SeriesProfile | None:
    """The series whose title or slug stands in ``words`` (a title line, file name or URL)."""
    slug = _slug(words)
    for profile in profiles().values():
        if any(name in slug for name in profile.names):
            return profile
    return None


def untitled_series() -> SeriesProfile | None:
    """The series that captures without a title belong to, where one is known to have them."""
    return next((profile for profile in profiles().values() if profile.untitled), None)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower().replace("u.s.", "us")).strip("-")
