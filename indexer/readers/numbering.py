"""Volume and number of an issue: what it says, what its file is called, what its sender says."""

import re

from indexer.errors import UnreadableSource
from indexer.normalise.series import Numbering, SeriesProfile
from indexer.readers.raw import SourceHints

# Volume, None where issues are counted without volumes; and number.
IssueNumber = tuple[int | None, int]
_NO = r"(?:No\b\.?|Nr\b\.?|Number\b|Issue\b(?:\s+No\b\.?)?|[Nn][º°]|№|#)"
_VOLUME = r"\bVol(?:ume\b|s?\b\.?)?"
_BOTH = re.compile(rf"{_VOLUME}\s*(\d{{1,3}})\s*[.,/:;·|-]?\s*{_NO}\s*(\d{{1,4}})\b", re.IGNORECASE)
_POINT = re.compile(r"\bVol(?:ume|\.)?\s*(\d{1,3})\s*[.,]\s*(\d{1,3})\b", re.IGNORECASE)
_ONLY = re.compile(rf"(?:^|[\s(,|:–-]){_NO}\s*(\d{{1,4}})\b", re.IGNORECASE)
_BARE = re.compile(r"\W{0,3}(\d{1,4})(?![\d/.-]*\d)\b")
_NAMED = re.compile(r"vol(?:ume)?[-_. ]?(\d{1,3})[-_.](\d{1,3})(?!\d)", re.IGNORECASE)
_NAMED_ONLY = re.compile(
    r"(?:^|[-_. /])(?:no|nr|issue|number)[-_. ]?(\d{1,4})(?!\d)", re.IGNORECASE
)
_YEARS = range(1900, 2200)


def in_title(line: str) -> tuple[IssueNumber, tuple[int, int]] | None:
    """The number that a title line bears, and where it stands: "Vol. 2, No. 8", "#74"."""
    for pattern in (_BOTH, _POINT):
        if match := pattern.search(line):
            return (int(match[1]), int(match[2])), match.span()
    match = _ONLY.search(line)
    return ((None, int(match[1])), match.span()) if match else None


def after_title(rest: str) -> int | None:
    """A bare number right behind a series' title: "Southern Letter 20: ..."; never a year."""
    match = _BARE.match(rest)
    number = int(match[1]) if match else 0
    return number if number and number not in _YEARS else None


def named_number(origin: str, profile: SeriesProfile) -> IssueNumber | None:
    """Volume and number in a file's name or address: ``vol-2-07.txt``, ``issue-74.html``."""
    if match := _NAMED.search(origin):
        return int(match[1]), int(match[2])
    match = _NAMED_ONLY.search(origin) if profile.numbering is Numbering.NUMBER else None
    return (None, int(match[1])) if match else None


def believed(
    stated: IssueNumber | None, named: IssueNumber | None, hints: SourceHints
) -> tuple[int | None, int | None]:
    """What the issue says, else its sender, else its file's name.

    Raises:
        UnreadableSource: the issue and its sender say different things.
    """
    given = hints.volume
    if given is not None and stated not in {None, given}:
        raise UnreadableSource(
            f"{hints.origin}: it says volume {shown(stated or given)}, and {shown(given)} was "
            "given beside it; omit that, or fix the file"
        )
    return stated or given or named or (None, None)


def shown(number: IssueNumber) -> str:
    """A number as people write it: "2.7", or "74" where there are no volumes."""
    volume, issue = number
    return str(issue) if volume is None else f"{volume}.{issue}"
