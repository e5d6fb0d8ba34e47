"""Filing: the series that an issue belongs to; never one that its own title line contradicts."""

import itertools
import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from indexer.errors import UnreadableSource
from indexer.normalise.series import Numbering, SeriesProfile, slug
from indexer.readers import numbering
from indexer.readers.blocks import is_headline
from indexer.readers.furniture import DETAILS, HEADLINES, furniture
from indexer.readers.numbering import IssueNumber
from indexer.readers.opening import Context, Opening
from indexer.readers.stated import PUBLICATION, find_days, whole_day
from indexer.readers.titles import (
    ANY_ORDER,
    TITLE_LENGTH,
    calls_itself,
    is_apart,
    is_masthead,
    is_publication,
    named_in_path,
    quoted,
    series_title,
    short_code,
    title_of,
)

_LIKE_A_KNOWN_ONE = 88.0
_TITLE_LINES = 3
_SHORT_TITLE = 6  # words; it may end with a stop


class Filing:
    """Finds the series of one issue.

    Attributes:
        new: no profile was known, and one was made.
    """

    def __init__(self, opening: Opening, context: Context) -> None:
        self.opening, self.given, self.hints = opening, context.given, context.hints
        self.registry, self.report = context.registry, context.report
        self.new = False

    def find(self) -> tuple[SeriesProfile, str | None]:
        """The series, and the line that names it where one does.

        Raises:
            UnreadableSource: the series is unknown, or another one than the caller says.
        """
        titled = self._titled()
        line = min((text for _, text in titled), key=len, default=None)
        said = titled[0][0] if titled else None
        if said is not None and self.hints.series is None:
            self._agree(said, line or said.title)
        wanted = self.hints.series or (None if said else self.given.series)
        if wanted is not None:
            return self._wanted(wanted, said, line), line
        return said or self._untitled(), line

    def _titled(self) -> list[tuple[SeriesProfile, str]]:
        """Every line and title that names a known series as a title does."""
        above = [*self.given.titles, *(line.text for line in self.opening.top)]
        found = [(title_of(text, self.registry), text.strip()) for text in above]
        if named := [(profile, text) for profile, text in found if profile is not None]:
            # What stands below another publication's title is a link to this one, or its news.
            first = next(i for i, (profile, _) in enumerate(found) if profile is not None)
            return [] if any(calls_itself(text) for text in above[:first]) else named
        unknown = self._unknown_title()
        if self.hints.series is None and unknown is not None and calls_itself(unknown):
            return []  # the foot of its page names others
        found = [(title_of(line.text, self.registry), line.text) for line in self.opening.tail]
        return [(profile, text.strip()) for profile, text in found if profile is not None]

    def _agree(self, said: SeriesProfile, line: str) -> None:
        """The series of the metadata is that of the title, or no publication that is known."""
        stated = self.given.series
        if stated is None or slug(stated) in said.names:
            return
        if self.registry.get(stated) is not None or calls_itself(stated):
            raise UnreadableSource(
                f"{self.hints.origin}: its metadata name the series {stated!r}, but its title line "
                f"says {quoted(line)}; say which it is with --series"
            )

    def _untitled(self) -> SeriesProfile:
        """The series of an issue whose words name no known one."""
        unknown = self._unknown_title()
        sender = next(
            (p for name in self.given.names if (p := title_of(name, self.registry))), None
        )
        named = sender or named_in_path(self.hints.origin, self.registry)
        if unknown is not None and (named is None or self._is_other(unknown, by_name=not sender)):
            if self.hints.new_series:
                return self._generic(unknown, None)
            raise self._refused(unknown, named)
        return named or self._assumed()

    def _is_other(self, title: str, *, by_name: bool) -> bool:
        """Whether a title line names another publication than a sender or a file's name does."""
        return is_publication(title) or (by_name and title in self._above_a_date())

    def _assumed(self) -> SeriesProfile:
        """The series whose plain captures come without a title; only their names number them.

        Raises:
            UnreadableSource: no such series is known, or this is none of its captures.
        """
        assumed = self.registry.untitled()
        if assumed is None or self.hints.new_series or not self._is_plain_capture(assumed):
            say = "say which with --series"
            if self.hints.new_series:
                say = "name the new one with --series"
            elif assumed is not None:
                say += f"; a plain capture of {assumed.title} needs its number (--volume 2.7)"
            raise UnreadableSource(
                f"{self.hints.origin}: no known series is named in the title or the file name "
                f"(known: {self.registry.titles}); {say}"
            )
        self.report.warn(
            "series-assumed",
            f"the capture has no title; taken for {assumed.title}, whose plain captures have none",
        )
        return assumed

    def _is_plain_capture(self, profile: SeriesProfile) -> bool:
        """Two lists and nothing around them, numbered from without: no title, date or sender.

        Nor may the file's name be that of a publication, be it only a longer one.
        """
        if re.search(rf"[a-z] {PUBLICATION.pattern}", slug(self.hints.origin).replace("-", " ")):
            return False
        numbered = self.hints.volume or numbering.named_number(self.hints.origin, profile)
        is_furniture = furniture(profile)
        words = (line.text.strip() for line in self.opening.top)
        bare = all(HEADLINES.fullmatch(w) or DETAILS.fullmatch(w) or is_furniture(w) for w in words)
        given = self.given
        return bare and numbered is not None and not (given.names or given.titles or given.day)

    def _wanted(self, wanted: str, said: SeriesProfile | None, line: str | None) -> SeriesProfile:
        """The series that the caller or the document's own metadata names."""
        profile = self.registry.get(wanted)
        if said is not None and said is not profile:
            raise UnreadableSource(
                f"{self.hints.origin}: it was to be filed under {wanted!r}, but its title line "
                f"says {quoted(line or said.title)}; omit the series, or name that one"
            )
        unknown = self._unknown_title() if said is None else None
        if profile is None:
            return self._unknown(wanted, unknown)
        if unknown is not None and is_publication(unknown):
            raise UnreadableSource(
                f"{self.hints.origin}: it was to be filed under {profile.title}, but its title "
                f"line says {quoted(unknown)}; if that is another title of the series, add it to "
                "the titles of its profile"
            )
        return profile

    def _unknown(self, wanted: str, title: str | None) -> SeriesProfile:
        """A profile for a series that the caller names and nobody knows."""
        known = ", ".join(sorted(profile.id for profile in self.registry))
        nearest = max(self.registry, key=lambda p: fuzz.ratio(slug(wanted), p.id), default=None)
        if nearest and fuzz.ratio(slug(wanted), nearest.id) >= _LIKE_A_KNOWN_ONE:
            raise UnreadableSource(
                f"{self.hints.origin}: unknown series {wanted!r}; did you mean {nearest.id!r}?"
            )
        if title is None and self.given.day is None:
            raise UnreadableSource(
                f"{self.hints.origin}: unknown series {wanted!r} (known: {known}); an issue of a "
                "new series must state its title and date"
            )
        return self._generic(title or wanted, wanted)

    def _refused(self, title: str, named: SeriesProfile | None) -> UnreadableSource:
        instead = f", and not {named.title} as its name does" if named else ""
        return UnreadableSource(
            f"{self.hints.origin}: its title line says {quoted(title)}, which is no known series"
            f"{instead}; name the series with --series, or make a new one with --new-series "
            f"(in the API new_series=true); known: {self.registry.titles}"
        )

    def _unknown_title(self) -> str | None:
        """The line that an issue of an unknown series has for its title."""
        given = (title.strip() for title in self.given.titles)
        stated = next((t for t in given if t and whole_day(t, ANY_ORDER) is None), None)
        lines = list(self._title_lines())
        # A headline may stand for a title; a line that calls itself a publication is surer.
        names = [name for name in self.given.names if title_of(name, self.registry) is None]
        named = (stated, *lines, *names) if self.hints.new_series else (stated, *lines)
        sure = (title for title in named if title and PUBLICATION.search(title))
        return next(sure, None) or stated or next(iter(lines), None)

    def _title_lines(self) -> Iterator[str]:
        """The first lines at the top that may be titles."""
        is_furniture = furniture(None)
        above_dates = self._above_a_date()
        found = 0
        for line in self.opening.top:
            text = line.text.strip()
            if not text or DETAILS.fullmatch(text) or HEADLINES.fullmatch(text):
                return
            if is_furniture(text) or is_apart(text):
                if found:
                    return
                continue
            whole = len(text) <= TITLE_LENGTH and len(text.split()) > 1 and text[-1] not in ".:;,"
            if text in self.opening.heads or not (whole or text in above_dates):
                return
            found += 1
            if found > _TITLE_LINES:
                return
            yield text.strip("*_ ")

    def _above_a_date(self) -> frozenset[str]:
        """Lines right above one that is a date or a number: a title, whatever its words."""
        return frozenset(
            line.text.strip()
            for line, following in itertools.pairwise(self.opening.top)
            if len(line.text) <= TITLE_LENGTH
            and is_masthead(following.text)
            and not is_apart(line.text)
            and (is_headline(line.text.strip()) or len(line.text.split()) <= _SHORT_TITLE)
        )

    def _generic(self, title: str, wanted: str | None) -> SeriesProfile:
        """A profile for a series that is not known, from what its issue says."""
        # What is no id is the series' own title, whatever its issue is called.
        name = wanted if wanted and slug(wanted) != wanted else series_title(title)
        found = numbering.in_title(title) or numbered_line(self.opening)
        number = self.given.number or (found[0] if found else None)
        kind = Numbering.DATE
        if number is not None:
            kind = Numbering.NUMBER if number[0] is None else Numbering.VOLUME
        series_id = slug(wanted or name)[:80].strip("-")
        if len(name) < 2 or not series_id:  # noqa: PLR2004  (as a profile asks for)
            raise UnreadableSource(
                f"{self.hints.origin}: no name for a new series can be made of {quoted(title)}; "
                "give it with --series"
            )
        if (held := self.registry.get(series_id)) is not None:
            return held
        self.new = True
        code = self.registry.bound_code(series_id) or short_code(name, series_id, self.registry)
        self.report.note(
            "new-series",
            f"no profile is known for {name!r}; a plain one was made: id {series_id}, "
            f"code {code}, numbering {kind}",
            words=title,
        )
        return SeriesProfile(id=series_id, code=code, title=name[:200], numbering=kind)


def numbered_line(opening: Opening) -> tuple[IssueNumber, tuple[int, int]] | None:
    """A line at the top of nothing but a number, and perhaps a date or period."""
    for line in opening.top:
        text = line.text.strip().strip("*_-–")
        found = numbering.in_title(text) if len(text) <= TITLE_LENGTH else None
        if found is None:
            continue
        rest = text[: found[1][0]] + text[found[1][1] :]
        day = next(find_days(rest, ANY_ORDER), None)
        if day is not None:
            rest = rest[: day.span[0]] + rest[day.span[1] :]
        letters = sum(char.isalpha() for char in rest)
        if found[0][0] is not None or letters <= 3:  # noqa: PLR2004  ("and", "for")
            return found
    return None
