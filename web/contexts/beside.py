"""What stands beside a value: bars of its share of these events, a line for that of all events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.knowledge.found import SearchResult
from indexer.normalise.tags.kinds import KINDS
from indexer.search.query import FacetCount
from web.contexts.cards import HOME, Link
from web.contexts.narrowing import narrowed
from web.contexts.subjects import SUBJECTS, Subject, nearly_always, usual_in_words

# The first two lists have a column each; what follows shares the third, with shorter lists.
_OWN_COLUMN = 2
_LONG, _SHORT = 10, 5
_FULL = 100.0
_ROOM = 95.0  # per cent of the width that the largest share takes


@dataclass(frozen=True, slots=True)
class Share:
    """A value that some of these events have.

    Attributes:
        width: of its bar, in per cent of the drawing.
        usual: where its share of all events stands; None where these are all events.
        percent: of these events.
    """

    label: str
    url: str
    count: int
    width: float
    usual: float | None
    percent: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Values of one kind that these events have, too; ``all`` leads to those left out."""

    heading: str
    shares: tuple[Share, ...]
    usual: str
    all: Link | None


Counts = Mapping[str, Mapping[str, int]]


def beside(
    subject: Subject, value: str, result: SearchResult, every: Counts, total: int
) -> tuple[tuple[Beside, ...], ...]:
    """Every kind of tag beside a value, in columns.

    Args:
        subject: what kind of value it is.
        value: what all of it stands beside.
        result: the events of the value, with counts of every kind.
        every: counts of all events, by kind.
        total: of all events.
    """
    lists = list(_lists(subject, value, result, every, total))
    most = max((share for one in lists for share in one.highest), default=1.0) or 1.0
    made = [
        one.shown(_LONG if at < _OWN_COLUMN else _SHORT, _ROOM / most)
        for at, one in enumerate(lists)
    ]
    columns = [(one,) for one in made[:_OWN_COLUMN]]
    return (*columns, tuple(made[_OWN_COLUMN:])) if len(made) > _OWN_COLUMN else tuple(columns)


def _lists(
    subject: Subject, value: str, result: SearchResult, every: Counts, total: int
) -> Iterator["_List"]:
    for other in SUBJECTS.values():
        if other.id not in KINDS:
            continue
        counts = every.get(other.id, {})
        always = [
            one for one in nearly_always(counts, total) if not _is(subject, value, other, one)
        ]
        found = [
            one
            for one in result.facets.get(other.id, ())
            if one.value not in always and not _is(subject, value, other, one.value)
        ]
        if found:
            yield _List(subject, value, other, found, result.total, counts, total, always)


@dataclass(frozen=True, slots=True)
class _List:
    subject: Subject
    value: str
    other: Subject
    found: Sequence[FacetCount]
    total: int
    every: Mapping[str, int]
    of_all: int
    always: Sequence[str]

    @property
    def highest(self) -> Iterable[float]:
        yield max(one.count for one in self.found) / self.total
        yield max(map(self._usual, self.found))

    def shown(self, most: int, scale: float) -> Beside:
        same = self.other.id == self.subject.id
        return Beside(
            heading="Together with" if same else self.other.heading,
            shares=tuple(self._share(one, scale) for one in self.found[:most]),
            usual=usual_in_words(self.other, self.always, self.every, self.of_all),
            all=self._all() if len(self.found) > most else None,
        )

    def _share(self, one: FacetCount, scale: float) -> Share:
        share = one.count / self.total
        return Share(
            label=self.other.label(one.value),
            url=narrowed(self.subject.params(self.value), self.other.id, one.value).to_url(HOME),
            count=one.count,
            width=round(share * scale, 1),
            usual=round(self._usual(one) * scale, 1) if self.total < self.of_all else None,
            percent=round(_FULL * share),
        )

    def _usual(self, one: FacetCount) -> float:
        return self.every.get(one.value, 0) / self.of_all if self.of_all else 0.0

    def _all(self) -> Link:
        """A table has room for all of them."""
        query = self.subject.params(self.value).to_url("/matrix").partition("?")[2]
        url = f"/matrix?rows={self.other.id}&cols=year&all=1&{query}"
        return Link(f"All {len(self.found):,} {self.other.heading.lower()}", url)


def _is(subject: Subject, value: str, other: Subject, another: str) -> bool:
    return (subject.id, value) == (other.id, another)
