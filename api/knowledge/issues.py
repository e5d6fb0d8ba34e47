"""Issues as people name them: 2.7, a series with it, a number, a day, an id."""

import re
from collections.abc import Iterable
from datetime import date

from api.knowledge import vocabulary
from indexer.errors import QueryError
from indexer.normalise.series import Numbering, SeriesProfile
from indexer.normalise.series_known import known
from indexer.search.analysis import fold
from indexer.search.document import SERIES

HOW = (
    "write a volume and number such as 2.7, a number or a day such as 2024-05-24, with its series "
    "where several have it (us-japan-alliance-digest/2.7), or a digest's id"
)
_VOLUME = re.compile(r"(?P<volume>\d{1,3})\.(?P<number>\d{1,4})")
_NUMBER = re.compile(r"(?:(?:no|number|issue)\.? ?)?(?P<number>\d{1,4})", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,120}")
_VOL = re.compile(r"(?:vol(?:ume)?\.? ?)?(\d{1,3})\.(\d{1,3})", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"vol(?:ume)?\.? ?(\d{1,3}),? (?:no|number|issue)\.? ?(\d{1,3})", re.IGNORECASE
)
Span = tuple[int, int]  # where a word stands in the search box


def issue(text: str) -> str | None:
    """The volume and number that a text says: "Vol 2.7", "volume 2, number 7"; None where none."""
    if match := _IN_WORDS.fullmatch(text.strip()) or _VOL.fullmatch(text.strip()):
        return f"{int(match[1])}.{int(match[2])}"
    return None


def is_issue(text: str) -> bool:
    """Whether a text, blanks and all, names an issue: "Vol 2.7", "Allied Friday Letter/12"."""
    series, slash, rest = text.rpartition("/")
    if slash:
        return _series(series) is not None and bool(_ids([], rest) is not None)
    return issue(text) is not None


def resolve_digest(word: str, *, parameter: str, span: Span | None = None) -> tuple[str, ...]:
    """The ids that an issue's name may stand for, one a series; of these one should be held.

    Raises:
        QueryError: it names none, or its series is not known.
    """
    said, slash, rest = word.strip().rpartition("/")
    profiles = list(known())
    if slash:
        vocabulary.resolve(SERIES, said, parameter=parameter, span=span)
        profiles = [one] if (one := _series(said)) else []
    found = _ids(profiles, rest)
    if found is None and not slash and _ID.fullmatch(rest):
        return (rest,)
    if found is None:
        raise QueryError(f"{word!r} is not a digest: {HOW}", parameter=parameter, span=span)
    return found if slash else found or (rest,)


def named(digest_id: str) -> str:
    """An issue by its series and what tells it from the others; its id where that is not known."""
    code, _, rest = digest_id.partition("-")
    profile = next((one for one in known() if one.code == code), None)
    if profile is None:
        return digest_id
    day = f"{rest[:4]}-{rest[4:6]}-{rest[6:]}" if re.fullmatch(r"\d{8}", rest) else None
    return f"{profile.id}/{day or rest.replace('-', '.')}"


def _series(said: str) -> SeriesProfile | None:
    return known().get(vocabulary.spellings(SERIES).get(fold(said.strip()), said.strip()))


def _ids(profiles: Iterable[SeriesProfile], said: str) -> tuple[str, ...] | None:
    """The ids that a number or day has in each series; None where it is neither."""
    said = issue(said) or said.strip()
    if match := _VOLUME.fullmatch(said):
        counted = [one for one in profiles if one.numbering is Numbering.VOLUME]
        number = f"{int(match['volume'])}-{int(match['number'])}"
        return tuple(f"{one.code}-{number}" for one in counted)
    if match := _NUMBER.fullmatch(said):
        counted = [one for one in profiles if one.numbering is Numbering.NUMBER]
        return tuple(f"{one.code}-{int(match['number'])}" for one in counted)
    if _DAY.fullmatch(said):
        try:
            day = date.fromisoformat(said)
        except ValueError:
            return None
        return tuple(f"{one.code}-{day:%Y%m%d}" for one in profiles)
    return None
