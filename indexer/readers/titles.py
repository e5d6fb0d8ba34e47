"""Title lines: which known series a line is the title of, and what one tells of a new series."""

import re

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, SeriesRegistry, slug
from indexer.readers import numbering
from indexer.readers.stated import PUBLICATION, find_days, is_labelled, whole_day

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
_PARTS = re.compile(r"\s[|·–—•-]+\s|\s*[|:]\s+")
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
    if match := re.search(r"[,:]?\s\d{1,4}\s*(?::|$)", title):
        cuts.append(match.start())
    return title[: min(cuts)].strip(" \t,;:|·–—-*_#(").removeprefix("The ") or title


def is_publication(title: str) -> bool:
    """Whether a line names a publication, not a special issue or a subtitle."""
    dated = any(True for _ in find_days(title, ANY_ORDER))
    return bool(PUBLICATION.search(title) or numbering.in_title(title) or dated)


def is_masthead(text: str) -> bool:
    """Whether a line is a date, or the number of an issue with its date."""
    if whole_day(text, ANY_ORDER) is not None:
        return True
    return numbering.in_title(text) is not None and any(True for _ in find_days(text, ANY_ORDER))


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
