"""Masthead: the series, number and date of an issue, from what it says of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.errors import UnreadableSource
from indexer.normalise.series import DateOrder, Numbering, SeriesProfile, slug
from indexer.readers import numbering
from indexer.readers.blocks import is_ended
from indexer.readers.filing import Filing, numbered_line
from indexer.readers.furniture import CREDIT, RETOLD
from indexer.readers.numbering import IssueNumber, shown
from indexer.readers.opening import Context, Line, Opening
from indexer.readers.stated import (
    find_days,
    find_period_end,
    iso_day,
    labelled_day,
    updated_day,
    whole_day,
)
from indexer.readers.titles import TITLE_LENGTH, title_of

# A dateline without a label stands among the first lines, before any that reads like an item.
_ZONE = 12
_LONG = 140
_CLOSING = 3
_SENTENCE = 60
_NAMED_DAY = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What was made out of an issue's own words about itself; see ``RawDigest``."""

    profile: SeriesProfile
    title: str
    volume: int | None
    number: int | None
    day: date | None
    retold: bool
    credit: str | None
    new_series: bool = False


def identify(opening: Opening, context: Context) -> Masthead:
    """Make out series, number and date.

    Raises:
        UnreadableSource: no series, another one than the caller says, or a new one without a date.
    """
    filing = Filing(opening, context)
    profile, line = filing.find()
    finder = _Finder(opening, context, profile, new=filing.new)
    volume, number = finder.number()
    day = finder.day(numbered=number is not None)
    if filing.new and day is None:
        raise UnreadableSource(
            f"{context.hints.origin}: an issue of the new series {profile.title!r} must state its "
            "date; give it with --date 2024-05-24, or add a profile that tells"
        )
    texts = [entry.text.strip() for entry in (*opening.top, *opening.tail)]
    credited = (CREDIT.fullmatch(text) for text in texts)
    return Masthead(
        profile=profile,
        title=line or profile.title,
        volume=volume,
        number=number,
        day=day,
        retold=any(RETOLD.fullmatch(entry.text.strip()) for entry in opening.top),
        credit=next((match["who"] for match in credited if match), None),
        new_series=filing.new,
    )


class _Finder:
    """Number and date of an issue whose series is known."""

    def __init__(
        self, opening: Opening, context: Context, profile: SeriesProfile, *, new: bool
    ) -> None:
        self.opening, self.given = opening, context.given
        self.hints, self.report = context.hints, context.report
        self.profile = profile
        own = slug(profile.title)

        def names(text: str) -> bool:
            known = title_of(text, context.registry) is profile
            return known or (new and slug(text).startswith(own))

        # The foot of a page may name other issues; it counts only where nothing else names this.
        above = (*self.given.titles, *(line.text for line in opening.top), *self.given.names)
        below = (line.text for line in opening.tail)
        titles = [t for t in above if names(t)] or [t for t in below if names(t)]
        numbers = [found[0] if (found := numbering.in_title(t)) else None for t in titles]
        own_number = next((number for number in numbers if number), None)
        self.titles = [
            title
            for title, number in zip(titles, numbers, strict=True)
            if number in {None, own_number}
        ]

    def number(self) -> tuple[int | None, int | None]:
        """Volume and number, as far as they are known."""
        stated = self._stated_number()
        named = numbering.named_number(self.hints.origin, self.profile)
        if self.hints.volume is None and stated and named and stated != named:
            self.report.warn(
                "volume-conflict",
                f"the page says volume {shown(stated)}, its name {shown(named)}; the page was "
                "believed",
            )
        return numbering.believed(stated, named, self.hints)

    def _stated_number(self) -> IssueNumber | None:
        if self.given.number is not None:
            return self.given.number
        for text in self.titles:
            if found := numbering.in_title(text):
                return found[0]
            if self.profile.numbering is Numbering.NUMBER:
                bare = numbering.after_title(_behind(text, self.profile))
                if bare is not None:
                    return None, bare
        line = numbered_line(self.opening)
        return line[0] if line else None

    def day(self, *, numbered: bool) -> date | None:
        """The day of issue that is stated; None where the numbering has to tell."""
        if self.hints.issue_date is not None:
            return self.hints.issue_date
        own, given = self._own_day(), self.given.day
        if own is not None and given is not None and abs((own - given).days) > 1:
            self.report.warn(
                "date-conflict",
                f"the issue says {own}, its {self.given.day_from} {given}; the issue was believed",
            )
        if own is not None or given is not None:
            return own or given
        if numbered and (self.profile.first_year or self.profile.first_issue):
            return None
        return self._updated_day() or self._period_end() or self._day_of_name()

    def _own_day(self) -> date | None:
        """The date that the issue's own words state as its day of issue."""
        order = self.profile.date_order
        for line in (*self.opening.top, *self.opening.tail):
            if day := labelled_day(line.text, order):
                return day
        days = [
            day
            for line in self._zone()
            if line.text.strip() not in self.opening.entry_days
            and (day := _dateline(line.text, order))
        ]
        named = [day for text in self.titles for day in find_days(text, order)]
        if days and not (len(set(days)) > 1 and (named or self.given.day)):
            return days[0]
        numbered = (
            line.text
            for line in self._zone()
            if len(line.text) <= TITLE_LENGTH and numbering.in_title(line.text)
        )
        for text in (*self.titles, *numbered):
            for found in find_days(text, order):
                return found.day
        if len(set(days)) > 1:
            return None  # days of a chronology
        return self._closing_day()

    def _closing_day(self) -> date | None:
        """A dateline that closes the issue, in a line of its own, and heads no entry."""
        texts = [line.text.strip() for line in self.opening.tail]
        for index, text in list(enumerate(texts))[-_CLOSING:]:
            heads = text in self.opening.entry_days or any(
                is_ended(below) and len(below) > _SENTENCE for below in texts[index + 1 :]
            )
            if not heads and (day := whole_day(text, self.profile.date_order)):
                return day
        return None

    def _updated_day(self) -> date | None:
        days = (updated_day(line.text, self.profile.date_order) for line in self._zone())
        found = next((day for day in days if day), None)
        if found is not None:
            self.report.note(
                "date-of-update", f"the issue says only when it was updated; {found} was taken"
            )
        return found

    def _period_end(self) -> date | None:
        texts = (*self.titles, *(line.text for line in self._zone()))
        end = next((day for text in texts if (day := find_period_end(text))), None)
        if end is not None:
            self.report.note(
                "date-of-period",
                f"the issue states no day, only its period; its last day {end} was taken",
            )
        return end

    def _day_of_name(self) -> date | None:
        """The date in the file's name, where nothing in the file states one."""
        match = _NAMED_DAY.search(re.split(r"[/\\]", self.hints.origin)[-1])
        day = iso_day("-".join(match.groups())) if match else None
        if day is not None:
            self.report.warn(
                "date-from-name", f"the issue states no date; {day} was taken from its name"
            )
        return day

    def _zone(self) -> Iterator[Line]:
        """The lines of the top before the first that reads like an item's text."""
        for line in self.opening.top[:_ZONE]:
            if len(line.text) > _LONG or line.text.strip() in self.opening.heads:
                return
            yield line


def _behind(text: str, profile: SeriesProfile) -> str:
    """What stands behind the title in its line."""
    for name in (profile.title, *profile.titles):
        at = text.lower().find(name.lower())
        if at >= 0:
            return text[at + len(name) :]
    return ""


def _dateline(text: str, order: DateOrder) -> date | None:
    """The date of a line that is a date, or one of whose parts between bars is."""
    for part in (text, *re.split(r"\s*[|·]\s*|\s[–—-]\s", text)):
        if day := whole_day(part, order):
            return day
    return None
