"""What an unfinished field of the box could become: values of tags, series, issues, periods."""

import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from itertools import product

from api.knowledge import vocabulary
from api.knowledge.box import IN_HEADLINE, IN_TEXT
from api.knowledge.completing import beginning, facets
from api.knowledge.filters import FIELDS
from api.knowledge.names import LONGEST
from api.knowledge.offered import Data, Offer, SuggestionKind
from api.knowledge.query_language import part_starts
from indexer.normalise.series import Numbering
from indexer.normalise.series_known import known
from indexer.search.analysis import fold
from indexer.search.document import DIGEST

MOST_VALUES = 8
_WORD_FIELDS = (IN_HEADLINE, IN_TEXT)
_PERIODS = ("in", "after", "before")
_FIELD = re.compile(
    rf"-?(?P<name>{'|'.join((*FIELDS, *_WORD_FIELDS))}):(?P<value>[^\"]*|\"[^\"]*)",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"(?:vol(?:ume)?\.? ?(?P<volume>\d{1,3})(?:\.(?P<number>\d{0,3}))?"
    r"|(?P<bare>\d{1,3})\.(?P<of>\d{0,3}))",
    re.IGNORECASE,
)
_ID = re.compile(r"[a-z][a-z0-9]{1,11}-\d[\d-]*", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def of_field(typed: str, data: Data) -> list[Offer] | None:
    """Values of the field that the box ends in; None where it ends in none.

    A value may have several words, and several values stand behind commas.
    """
    starts = part_starts(typed)[-LONGEST:]
    for start in starts:
        found = _FIELD.fullmatch(typed[start:])
        if found is None:
            continue
        offers = list(_values(typed[: start + found.start("value")], found, data))[:MOST_VALUES]
        if offers or start == starts[-1]:
            return offers
    return None


def issues(text: str, before: str, data: Data, *, limit: int) -> Iterator[Offer]:
    """Issues that a text says, or the beginning of: "Vol 2", "2.7", "usjad-2"."""
    if begun := issue_beginnings(text):
        alone = not before.strip()
        for digest_id, title, events in data.store.digests_beginning(begun, limit=limit):
            label = f"{title} ({digest_id})"
            yield Offer(DIGEST, label, f"{before}{DIGEST}:{digest_id}", events if alone else None)


def issue_beginnings(text: str) -> list[str]:
    """How the ids of issues begin that a text means; empty where it means none."""
    if _ID.fullmatch(text):
        return [text.lower()]
    if found := _VOLUME.fullmatch(text):
        volume = int(found["volume"] or found["bare"])
        number = found["number"] or found["of"] or ""
        numbered = (one for one in known() if one.numbering is Numbering.VOLUME)
        return [f"{one.code}-{volume}-{number}" for one in numbered]
    return []


def _values(before: str, field: re.Match[str], data: Data) -> Iterator[Offer]:
    name = field["name"].lower()
    quoted = field["value"].startswith('"')
    *earlier, last = field["value"].lstrip('"').split(",")
    begun = before + "".join(f"{one.strip()}," for one in earlier if not quoted)
    alone = not (before[: -len(name) - 1].strip() or earlier)  # nor is there a minus
    last = last.strip()
    if name in _WORD_FIELDS:
        for word, _ in data.related.words(fold(last), limit=MOST_VALUES) if last else ():
            yield Offer(SuggestionKind.WORD, word, f"{before}{word}")
    elif name in _PERIODS:
        yield from _periods(before, last, data)
    elif name == DIGEST:
        yield from _digests(begun, last, data)
    elif name in facets():
        for value, count in _tags(name, last, data):
            label = vocabulary.label(name, value)
            yield Offer(name, label, f"{begun}{value}", count if alone else None)
    else:
        folded = fold(last)
        for value, label in vocabulary.labels(name).items():
            if fold(label).startswith(folded) or value.startswith(folded):
                yield Offer(name, label, f"{begun}{value}")


def _tags(facet: str, last: str, data: Data) -> Iterator[tuple[str, int | None]]:
    if not last:
        yield from data.commonest(facet, MOST_VALUES)
        return
    for one in beginning(last, (facet,), data.counts):
        yield one.value, data.exact(facet, one.count)


def _digests(before: str, last: str, data: Data) -> Iterator[Offer]:
    begun = issue_beginnings(last) or ([fold(last)] if last else [])
    for digest_id, title, _ in data.store.digests_beginning(begun, limit=MOST_VALUES):
        yield Offer(DIGEST, f"{title} ({digest_id})", f"{before}{digest_id}")


def _periods(before: str, last: str, data: Data) -> Iterator[Offer]:
    """Years that have issues, and the quarters and months of one that is written out."""
    issued = data.store.issued()
    if issued is None:
        return
    years = [str(year) for year in range(issued[1].year, issued[0].year - 1, -1)]
    for value, label in _written(years, last.lower()):
        yield Offer(SuggestionKind.PERIOD, label, f"{before}{value}")


def _written(years: Sequence[str], last: str) -> Iterator[tuple[str, str]]:
    """What goes on from there, as one writes it, and in words."""
    for year in years:
        if year.startswith(last):
            yield year, year
    if last and not last[0].isdigit():
        for year, month in product(years, range(1, 13)):
            if f"{month_name[month]} {year}".lower().startswith(last):
                yield f"{year}-{month:02}", f"{month_name[month]} {year}"
    elif _YEAR.match(last):
        within = [(f"{last[:4]}-Q{quarter}", f"Q{quarter} {last[:4]}") for quarter in range(1, 5)]
        within += [
            (f"{last[:4]}-{month:02}", f"{month_name[month]} {last[:4]}") for month in range(1, 13)
        ]
        yield from (one for one in within if one[0].lower().startswith(last))
