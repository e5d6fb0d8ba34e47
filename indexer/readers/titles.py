"""Title lines: which known series a line is the title of, and what one tells of a new series."""

import itertools
import re
from collections.abc import Sequence

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, SeriesRegistry, slug
from indexer.readers import numbering
from indexer.readers.chronology_dates import LONGEST_DATE
from indexer.readers.stated import MONTH, PUBLICATION, find_days, is_labelled, whole_day

TITLE_LENGTH = 140
ANY_ORDER = SeriesProfile.model_fields["date_order"].default
# Words that a page sets before the title when it repeats it.
_BEFORE_TITLE = frozenset(
    {
        *("the", "a", "publications", "publication", "download", "new", "issue", "of"),
        *("fwd", "fw", "re", "this", "your", "latest", "edition", "newsletter", "from"),
        *("subject", "title"),
    }
)
# Words in front of "newsletter" or "update" that make no name of it.
_NO_NAME = frozenset(
    {
        *("a", "an", "the", "this", "that", "our", "your", "my", "its", "latest", "new", "news"),
        *(
            "week",
            "weeks",
            "week's",
            "month",
            "month's",
            "fwd",
            "fw",
            "re",
            "special",
            "publications",
        ),
        *(
            "daily",
            "annual",
            "year",
            "end",
            "of",
            "for",
            "and",
            "in",
            "on",
            "from",
            "to",
            "related",
        ),
        *(
            "other",
            "more",
            "previous",
            "next",
            "archive",
            "archives",
            "subscribe",
            "read",
            "download",
        ),
    }
)
_LONGEST_NAME = 10  # words
_CAPITAL = 5  # letters; shorter words stand small in titles
# What may follow a series' name in that of a file: a number, a date, a kind of file.
_BEHIND_NAME = re.compile(
    rf"|\d.*|vol(?:ume)?\d*|v\d+|no\d*|nr\d*|number|issue|{MONTH}|{MONTH}\d+|q[1-4]|fy\d*"
    r"|retold|page|print(?:ed|able)?|web|e?mail|feed|full|final|copy|cut|saved|index|download|text"
    r"|txt|md|html?|pdf|eml|mbox|xml|rss|atom|json|ndjson|files",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s[|·–—•-]+\s|\s*[|:]\s+")
_FILE_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)+")
# Behind a title: 20 · 12/2024 · 2024/12
_BARE_NUMBER = re.compile(
    r"[,:]?\s(?:\d{1,3}\s?/\s?(?:19|20)\d\d|(?:19|20)\d\d\s?/\s?\d{1,3}|\d{1,4})\s*(?::|$)"
)
_LEAST_INITIALS = 3


def title_of(text: str, registry: SeriesRegistry) -> SeriesProfile | None:
    """The known series that a line has for its title, not one that it only mentions."""
    line = text.strip()
    if not line or len(line) > TITLE_LENGTH * 2:
        return None
    for part in (line, *_PARTS.split(line)):
        profile = registry.named(part)
        if profile is None:
            continue
        words = slug(part)
        name = next(n for n in profile.names if f"-{n}-" in f"-{words}-")
        before = words[: f"-{words}-".index(f"-{name}-")].strip("-").split("-")
        if set(before) - {""} <= _BEFORE_TITLE | set(slug(profile.publisher).split("-")):
            parts = _PARTS.split(part)
            own = next((p for p in parts if registry.named(p) is profile), part)
            return None if _names_others(line, own, profile) else profile
    return None


def _names_others(line: str, own: str, profile: SeriesProfile) -> bool:
    """Whether a line has another publication's title in front, or is a row of several titles."""
    if calls_itself(line[: line.index(own)].strip(" |:·•–—-")):
        return True
    if numbering.in_title(own) is not None:
        return False
    behind = _PARTS.split(line[line.index(own) + len(own) :])
    publisher = slug(profile.publisher)
    return any(
        calls_itself(part) and slug(part) not in profile.names and slug(part) != publisher
        for part in behind
    )


def calls_itself(text: str) -> bool:
    """Whether a line is the title of a publication, in capitals as titles are: "Harbour Letter".

    Not one that only says what it is: "This week's update", "Monthly Newsletter".
    """
    title = series_title(text) if len(text) <= TITLE_LENGTH else ""
    words = re.findall(r"[^\W\d_][\w’'.-]*", title)
    own = [word for word in words if not PUBLICATION.fullmatch(word.strip(".-"))]
    own = [word for word in own if word.lower() not in _NO_NAME]
    return (
        PUBLICATION.search(title) is not None
        and len(words) <= _LONGEST_NAME
        and any(word[0].isupper() for word in own)
        and all(word[0].isupper() for word in words if len(word) >= _CAPITAL)
    )


def named_in_path(origin: str, registry: SeriesRegistry) -> SeriesProfile | None:
    """The known series that a file's name, its folder or an address names.

    A longer name is another's: neither "korea-us-japan-alliance-digest" nor
    "us-japan-alliance-digest-notes" names the US-Japan Alliance Digest.
    """
    for segment in reversed(re.split(r"[/\\?#&=]", origin)):
        profile = registry.named(segment)
        if profile is None:
            continue
        words = slug(segment)
        name = next(n for n in profile.names if f"-{n}-" in f"-{words}-")
        before, _, after = f"-{words}-".partition(f"-{name}-")
        known = _BEFORE_TITLE | set(slug(profile.publisher).split("-"))
        foreign = [w for w in before.split("-") if w and not re.search(r"\d", w)]
        follows = after.split("-", 1)[0]
        if set(foreign) <= known and _BEHIND_NAME.fullmatch(follows):
            return profile
    return None


def series_title(line: str) -> str:
    """The title of a series in an issue's title line: number, date and what follows cut off."""
    title = re.sub(
        r"^(?:(?:fwd?|re|aw|wg|title|publication)\s*:\s*)+", "", line.strip(), flags=re.IGNORECASE
    )
    cuts = [len(title)]
    if found := numbering.in_title(title):
        cuts.append(found[1][0])
    cuts += [day.span[0] for day in find_days(title, ANY_ORDER)]
    if (match := _PARTS.search(title)) and match.start() > 0:
        cuts.append(match.start())
    if match := _BARE_NUMBER.search(title):
        cuts.append(match.start())
    return title[: min(cuts)].strip(" \t,;:|·–—-*_#(").removeprefix("The ") or title


def is_publication(title: str) -> bool:
    """Whether a line names a publication, not a special issue, a subtitle or a file."""
    if _FILE_NAME.fullmatch(title.strip()):
        return False
    dated = any(True for _ in find_days(title, ANY_ORDER))
    return bool(PUBLICATION.search(title) or numbering.in_title(title) or dated)


def is_masthead(text: str) -> bool:
    """Whether a line is a date, or the number of an issue with its date."""
    if whole_day(text, ANY_ORDER) is not None:
        return True
    return numbering.in_title(text) is not None and any(True for _ in find_days(text, ANY_ORDER))


def entry_days(texts: Sequence[str]) -> frozenset[str]:
    """Lines that are days over entries of a chronology, where there are several.

    The first is not among these where it is the latest: it may be the day of issue.
    """
    found = {
        text: day
        for text, following in itertools.pairwise(texts)
        if (day := whole_day(text, ANY_ORDER)) and len(following) > LONGEST_DATE
    }
    first, latest = next(iter(found), None), max(found.values(), default=None)
    return frozenset(text for text, day in found.items() if text != first or day != latest)


def is_apart(text: str) -> bool:
    """A line of a masthead that is no title: a date, a number, an address, a rule, a greeting."""
    dated = whole_day(text, ANY_ORDER) is not None and not PUBLICATION.search(text)
    return (
        dated
        or not re.search(r"[^\W\d_]{2}", text)
        or re.match(r"https?://|www\.", text) is not None
        or re.fullmatch(r"(?:dear|hello|hi|good morning)\b.{0,60}", text, re.IGNORECASE) is not None
        or is_labelled(text)
    )


def short_code(title: str, series_id: str, registry: SeriesRegistry) -> str:
    """A short code that no series has: the initials, else the beginning of the id.

    Raises:
        UnreadableSource: none is free.
    """
    initials = "".join(word[0] for word in slug(title).split("-") if word)
    short = initials if len(initials) >= _LEAST_INITIALS else series_id.replace("-", "")[:6]
    short = re.sub(r"^[^a-z]+", "", short)[:10] or "s"
    for number in range(1, 100):
        code = short if number == 1 and len(short) > 1 else f"{short}{number}"
        if not registry.code_taken(code):
            return code
    raise UnreadableSource(f"no short code is free for {title!r}; add a profile with one")


def quoted(text: str) -> str:
    """A title line as messages show it."""
    shown = text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"
    return f"“{shown}”"
