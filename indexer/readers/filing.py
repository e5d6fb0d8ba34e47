"""Filing: the series that an issue belongs to; never one that its own title line contradicts."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from indexer.errors import UnreadableSource
from indexer.normalise.series import Numbering, SeriesProfile, slug
from indexer.readers import numbering
from indexer.readers.furniture import DETAILS, HEADLINES, furniture
from indexer.readers.numbering import IssueNumber
from indexer.readers.opening import Context, Opening
from indexer.readers.stated import PUBLICATION, find_days, whole_day
from indexer.readers.titles import (
    ANY_ORDER,
    TITLE_LENGTH,
    is_apart,
    is_publication,
    quoted,
    series_title,
    short_code,
    title_of,
)

_LIKE_A_KNOWN_ONE = 88.0
_TITLE_LINES = 3


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
        wanted = self.hints.series or (None if said else self.given.series)
        if wanted is not None:
            return self._wanted(wanted, said, line), line
        return said or self._untitled(), line

    def _titled(self) -> list[tuple[SeriesProfile, str]]:
        """Every line and title that names a known series as a title does."""
        above = (*self.given.titles, *(line.text for line in self.opening.top))
        for texts in (above, [line.text for line in self.opening.tail]):
            found = [(title_of(text, self.registry), text.strip()) for text in texts]
            if named := [(profile, text) for profile, text in found if profile is not None]:
                return named
        return []

    def _untitled(self) -> SeriesProfile:
        """The series of an issue whose words name no known one."""
        unknown = self._unknown_title()
        named = next(
            (p for name in self.given.names if (p := title_of(name, self.registry))), None
        ) or self.registry.named(self.hints.origin)
        if unknown is not None and (named is None or is_publication(unknown)):
            if self.hints.new_series:
                return self._generic(unknown, None)
            raise self._refused(unknown, named)
        if named is not None:
            return named
        assumed = self.registry.untitled()
        if assumed is None:
            raise UnreadableSource(
                f"{self.hints.origin}: no known series is named in the title or the file name "
                f"(known: {self.registry.titles}); say which with --series"
            )
        self.report.warn(
            "series-assumed",
            f"the capture has no title; taken for {assumed.title}, whose plain captures have none",
        )
        return assumed

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
        named = (stated, *lines, *self.given.names) if self.hints.new_series else (stated, *lines)
        sure = (title for title in named if title and PUBLICATION.search(title))
        return next(sure, None) or stated or next(iter(lines), None)

    def _title_lines(self) -> Iterator[str]:
        """The first lines at the top that may be titles."""
        is_furniture = furniture(None)
        found = 0
        for line in self.opening.top:
            text = line.text.strip()
            if not text or DETAILS.fullmatch(text) or HEADLINES.fullmatch(text):
                return
            if is_furniture(text) or is_apart(text):
                if found:
                    return
                continue
            whole = len(text) <= TITLE_LENGTH and len(text.split()) > 1
            if not whole or text[-1] in ".:;," or text in self.opening.heads:
                return
            found += 1
            if found > _TITLE_LINES:
                return
            yield text.strip("*_ ")

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
