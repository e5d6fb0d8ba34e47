"""Issues as a grid: for each series a row a year, 24 half-months in it, held or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.answers.formats.citation import period_in_words
from indexer.normalise.series import Numbering, SeriesProfile
from indexer.normalise.series_known import known
from indexer.search.buckets import bounds
from web.contexts.cards import Link
from web.contexts.holdings import HeldIssue, half_months

_YEAR = 24
_MID = 15
_SPANS = 2
_MOST_LINKS = 4  # of a half-month; a daily letter has more

Slot = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class SlotLink:
    """An issue in the grid."""

    text: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A half-month, or a whole month where one issue covers it.

    Attributes:
        kind: ``held``; ``no`` where an issue is due by its numbering and not held; ``unk`` where
            one may be missing; ``out`` before the first issue held or after the last.
        links: the issues held.
        label: what to say where there is none.
        wide: it is a whole month.
    """

    kind: str
    links: tuple[SlotLink, ...]
    label: str
    wide: bool


@dataclass(frozen=True, slots=True)
class SeriesGrid:
    """A series: its years, how much of it is held, and the missing as a list."""

    title: str
    url: str
    summary: str
    years: tuple[tuple[int, tuple[Cell, ...]], ...]
    missing: tuple[str, ...]
    missing_count: int


def grids(issues: Sequence[HeldIssue]) -> tuple[SeriesGrid, ...]:
    """A grid for each series of which an issue is held, the largest first."""
    by_series: dict[str, list[HeldIssue]] = {}
    for issue in issues:
        by_series.setdefault(issue.series, []).append(issue)
    ordered = sorted(by_series.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(_Grid(known().get(series), series, held).made() for series, held in ordered)


@dataclass(frozen=True, slots=True)
class _Grid:
    profile: SeriesProfile | None
    series: str
    issues: Sequence[HeldIssue]

    def made(self) -> SeriesGrid:
        first = min(issue.start for issue in self.issues)
        last = max(issue.end for issue in self.issues)
        held = self._held()
        years = tuple(
            (year, tuple(self._cells(year, held, first, last)))
            for year in range(first.year, last.year + 1)
        )
        missing = [cell.label for _, cells in years for cell in cells if cell.kind == "no"]
        return SeriesGrid(
            title=self.profile.title if self.profile else self.series,
            url=f"/series/{self.series}",
            summary=self._summary(len(missing)),
            years=years,
            missing=tuple(missing),
            missing_count=len(missing),
        )

    @property
    def due(self) -> bool:
        """Whether numbers say which half-months an issue is due for."""
        profile = self.profile
        return bool(
            profile
            and profile.numbering is Numbering.VOLUME
            and profile.per_volume == _YEAR
            and profile.first_year is not None
        )

    def _held(self) -> dict[Slot, list[HeldIssue]]:
        """Issues by half-month; of one that covers a month, by its first half."""
        found: dict[Slot, list[HeldIssue]] = {}
        for issue in sorted(self.issues, key=lambda one: (one.start, one.id)):
            places = list(half_months(issue.start, issue.end))
            # An issue of a week may reach into the next half-month; it stands where it begins.
            whole = len(places) >= _SPANS and (issue.end - issue.start).days > _MID
            for place in places[::_SPANS] if whole else places[:1]:
                found.setdefault(place, []).append(issue)
        return found

    def _cells(
        self, year: int, held: Mapping[Slot, list[HeldIssue]], first: date, last: date
    ) -> Iterator[Cell]:
        months = {
            (place[0], place[1])
            for place, some in held.items()
            if all((one.end - one.start).days > _MID for one in some) and place[2] == 0
        }
        for month in range(1, 13):
            if (year, month) in months and (year, month, 1) not in held:
                yield Cell("held", _links(held[year, month, 0]), "", wide=True)
                continue
            for half in (0, 1):
                yield self._cell((year, month, half), held, first, last)

    def _cell(
        self, place: Slot, held: Mapping[Slot, list[HeldIssue]], first: date, last: date
    ) -> Cell:
        words = _days(place)
        if place in held:
            return Cell("held", _links(held[place]), "", wide=False)
        start, end = _bounds(place)
        if end < first:
            return Cell("out", (), f"{words}: before the first issue held", wide=False)
        if start > last:
            return Cell("out", (), f"{words}: after the last issue held", wide=False)
        if self.due:
            return Cell("no", (), f"{self._number(place)}, {words}: not held", wide=False)
        return Cell("unk", (), f"{words}: no issue held", wide=False)

    def _number(self, place: Slot) -> str:
        assert self.profile is not None  # noqa: S101  (due by its profile)
        assert self.profile.first_year is not None  # noqa: S101
        year, month, half = place
        return f"Vol {year - self.profile.first_year}.{2 * month - 1 + half}"

    def _summary(self, missing: int) -> str:
        events = sum(issue.events for issue in self.issues)
        said = [f"{len(self.issues):,} held, {events:,} events"]
        if self.due:
            said.insert(0, f"{_YEAR} issues a year")
            said.append(f"{missing:,} not held")
        elif lacking := _lacking(self.issues):
            said.append(lacking)
        if all(issue.retold for issue in self.issues):
            said.append("retold in our own words")
        return "; ".join(said) + "."


def _lacking(issues: Sequence[HeldIssue]) -> str:
    """How many numbers between the first and the last are missing; empty where none is."""
    numbers = {issue.number for issue in issues if issue.number is not None}
    volumes = {issue.volume for issue in issues}
    if not numbers or len(volumes) > 1:
        return ""
    left = max(numbers) - min(numbers) + 1 - len(numbers)
    if not left:
        return ""
    verb, they = ("is", "it") if left == 1 else ("are", "they")
    return (
        f"{left:,} between {min(numbers)} and {max(numbers)} {verb} not held, when {they} came out "
        "is not known"
    )


def _links(issues: Sequence[HeldIssue]) -> tuple[SlotLink, ...]:
    """A link an issue; of more than fit, one to the first, which leads on to the next."""
    if len(issues) <= _MOST_LINKS:
        return tuple(map(_link, issues))
    days = period_in_words(issues[0].start, issues[-1].end)
    first = _link(issues[0])
    return (SlotLink(f"{len(issues)}", first.url, f"{len(issues)} issues, {days}, from the first"),)


def _link(issue: HeldIssue) -> SlotLink:
    if issue.number is None:
        text = f"{issue.start.day}"
    elif issue.volume is None:
        text = f"{issue.number}"
    else:
        text = f"{issue.volume}.{issue.number}"
    noun = "event" if issue.events == 1 else "events"
    days = period_in_words(issue.start, issue.end)
    return SlotLink(text, f"/digests/{issue.id}", f"{issue.name}, {days}: {issue.events} {noun}")


def _bounds(place: Slot) -> tuple[date, date]:
    year, month, half = place
    first, last = bounds(f"{year:04d}-{month:02d}")
    middle = first.replace(day=_MID)
    return (first, middle) if half == 0 else (middle.replace(day=_MID + 1), last)


def _days(place: Slot) -> str:
    return period_in_words(*_bounds(place))


def between(one: HeldIssue, other: HeldIssue) -> str:
    """What lies between two issues by their numbers, such as ``3.11 not held``; else empty."""
    if one.number is None or other.number is None or one.volume != other.volume:
        return ""
    first, last = one.number + 1, other.number - 1
    if first > last:
        return ""
    volume = "" if one.volume is None else f"{one.volume}."
    if first == last:
        return f"{volume}{first} not held"
    return f"{volume}{first} to {volume}{last} not held"


def issue_link(issue: HeldIssue) -> Link:
    """The page of an issue, under its short name."""
    return Link(issue.name, f"/digests/{issue.id}")
