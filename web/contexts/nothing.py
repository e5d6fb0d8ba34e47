"""A search that finds nothing: what almost does, and ways on by how little they lose."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from api.knowledge.box_printing import printed
from api.knowledge.explain import Explanation, Spelling
from api.knowledge.filters import FILTERS
from api.knowledge.found import NearPage, SearchResult
from api.knowledge.params import EventParams
from api.knowledge.wanted import Nearly
from indexer.search.analysis import fold
from indexer.search.query import Term
from indexer.search.timeline import Bucket
from web.contexts.cards import HOME
from web.contexts.holdings import Holdings
from web.params import PageParams

_MOST_WAYS = 6
_MOST_COUNTED = 4
_WORD = re.compile(r'\S*"[^"]*"|\S+')
Totals = Callable[[PageParams], int]


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a search in words.

    Attributes:
        gone: it is left out, and shown struck out.
    """

    text: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A search that finds something.

    Attributes:
        parts: what it asks for, and what of the search it leaves out.
        total: how many events it gives; None where that is not counted.
    """

    parts: tuple[Said, ...]
    url: str
    total: int | None

    @property
    def lost(self) -> int:
        """How many parts of the search it leaves out."""
        return sum(part.gone for part in self.parts)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What stands in place of the results.

    Attributes:
        heading, lede: that there is nothing, and what there is instead.
        ways: searches that find something, the least loss first.
        unheld: how much of the period asked for is not held; empty where all of it is.
    """

    heading: str
    lede: str
    ways: tuple[Way, ...]
    unheld: str


def nothing(
    params: PageParams, result: SearchResult, holdings: Holdings, totals: Totals
) -> Nothing:
    """What to say of a search without results.

    Args:
        params: the search.
        result: what it gives.
        holdings: what is held of the series in question.
        totals: counts the events of a search.
    """
    ways = tuple(_ways(params, result, totals))
    heading, lede = _told(result.near, ways)
    return Nothing(heading, lede, ways, _unheld(result, holdings))


def _told(near: NearPage | None, ways: Sequence[Way]) -> tuple[str, str]:
    """A calm heading, and what follows."""
    if near is None:
        lede = "" if ways else "Take a word or a filter away, or look whether it is spelt right."
        return "No event matches this search", lede
    first, _, rest = near.reason.partition(". ")
    if not rest:
        return "No event has all of these words", f"{first} Those are listed below."
    return f"{first}", f"{rest} They are listed below, with the missing words struck out."


def _ways(params: PageParams, result: SearchResult, totals: Totals) -> Iterator[Way]:
    """Other spellings and times lose nothing; then those that leave out the fewest parts."""
    told = result.explanation
    if told is None:
        return
    whole = [*_elsewhere(params, told)]
    others = [
        Way(struck(params, one.params, one.part), one.params.to_url(HOME), one.total)
        for one in told.without
        if one.total
    ]
    if not others:
        others = [*_fewer_words(params, result.near, totals)]
    others.sort(key=lambda way: (way.lost, way.total or 0))
    found = [*whole, *others][:_MOST_WAYS]
    yield from found or _plainly(told)


def _elsewhere(params: PageParams, told: Explanation) -> Iterator[Way]:
    for one in told.spellings:
        if one.total:
            yield Way(_respelt(one), one.params.to_url(HOME), one.total)
    for month in (told.earlier, told.later):
        if month is not None and month.total:
            yield _in(params, month)


def _plainly(told: Explanation) -> Iterator[Way]:
    """Where no one change helps: other spellings of the words, without any filter."""
    for one in told.spellings:
        said = (*_respelt(one), Said("every filter", gone=True))
        yield Way(said, EventParams(q=one.params.q).to_url(HOME), None)


def _respelt(one: Spelling) -> tuple[Said, ...]:
    return (Said(f"“{one.instead}” for “{one.word}”", gone=False),)


def _in(params: PageParams, month: Bucket) -> Way:
    url = params.with_(event_from=month.label, event_to=month.label).to_url(HOME)
    return Way((Said(f"In {month.start:%B} {month.start.year}", gone=False),), url, month.total)


def _fewer_words(params: PageParams, near: NearPage | None, totals: Totals) -> Iterator[Way]:
    """Without what most near misses lack, or one word alone; each is counted."""
    box = params.box()
    for kept in _kept(box.terms, near):
        left = params.with_(q=printed(replace(box, terms=kept)))
        if left.q != params.q and (total := totals(left)):
            yield Way(struck(params, left, "other words"), left.to_url(HOME), total)


def _kept(terms: Sequence[Term], near: NearPage | None) -> Iterator[tuple[Term, ...]]:
    """The words that are left; what is excluded stays so."""
    if near is None:
        excluded = tuple(term for term in terms if term.excluded)
        for term in [term for term in terms if not term.excluded][:_MOST_COUNTED]:
            yield (term, *excluded)
        return
    lacking = Counter(_not_said(one.how) for one in near.items)
    for missing, _ in lacking.most_common(_MOST_COUNTED):
        gone = {fold(word) for said in missing for word in said.split()}
        yield tuple(term for term in terms if term.phrase or fold(term.text) not in gone)


def _not_said(how: Nearly) -> tuple[str, ...]:
    """The words of the search that an event has not, or says otherwise."""
    return (*how.missing, *(word for word, _ in how.instead))


def struck(params: EventParams, left: EventParams, part: str) -> tuple[Said, ...]:
    """A search in words and filters, what another leaves out of it struck out.

    Args:
        params: the search.
        left: the one that leaves something out.
        part: what it leaves out, in words, where it cannot be seen from the two.
    """
    before, after = [_parts(one) for one in (params, left)]
    said = tuple(Said(text, gone=fold(text) not in after) for text in before.values())
    if any(one.gone for one in said):
        return said
    return (Said(part, gone=True),)


def _parts(params: EventParams) -> dict[str, str]:
    """The words of a search and its filters, as shown, by their folded form."""
    chips = [part.chip for row in FILTERS for part in row.chips(params)]
    return {fold(text): text for text in (*_WORD.findall(params.q), *chips)}


def _unheld(result: SearchResult, holdings: Holdings) -> str:
    """How much of the period asked for no issue is held of."""
    first, last = result.query.period.first, result.query.period.last
    if first is None and last is None:
        return ""
    inside = [
        half
        for half in holdings.half_months
        if (first is None or half.end >= first) and (last is None or half.start <= last)
    ]
    missing = sum(not half.held for half in inside)
    if not missing:
        return ""
    verb = "is" if missing == 1 else "are"
    return f"{missing} of the {len(inside)} half-months of this period {verb} not in the record."
