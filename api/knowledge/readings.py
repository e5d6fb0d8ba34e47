"""What the words of a search could mean as filters: each reading with its number of events.

The search as typed always comes first; a reading is offered, never applied. The work is bounded:
one reading of everything, with the other words and without them, and the names one by one;
`_MOST_COUNTS` at most, which are counted together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from api.knowledge.box import Box, FieldPart
from api.knowledge.box_printing import printed
from api.knowledge.filters import BY_NAME
from api.knowledge.names import Name, Piece, pieces
from api.knowledge.params import EventParams
from indexer.normalise.spans import TagKind
from indexer.search.document import DIGEST
from indexer.search.query import PERIOD, Term

_MOST_COUNTS = 4
_MOST_NAMES = 8
# An event has several of these at once; what is named is then wanted together.
_TOGETHER = frozenset({TagKind.COUNTRY, TagKind.ACTOR})


@dataclass(frozen=True, slots=True)
class Reading:
    """The search with words read as filters.

    Attributes:
        label: the filters in words: ``Country: Japan and Philippines, 2024``.
        params: the search.
        changes: the parameters that say it, as the search takes them.
        q: it as one writes it into the box.
        total: events that it gives, exactly.
        whole: it holds every name and nothing else.
    """

    label: str
    params: EventParams
    changes: dict[str, Any]
    q: str
    total: int
    whole: bool = False


def possible(params: EventParams) -> tuple[Reading, ...]:
    """Every reading worth counting, the one that keeps the most of the search first."""
    box = params.box()
    said = pieces(box)
    named = tuple(piece for piece in said if piece.names)[:_MOST_NAMES]
    if not named:
        return ()
    rest = [piece.text for piece in said if not piece.names and not piece.stop]
    found: dict[str, Reading] = {}
    for some, words in _choices(named, rest):
        if len(found) == _MOST_COUNTS:
            break
        one = _reading(params, box, [piece.names[0] for piece in some], words)
        if one is not None and one.label not in found:
            whole = len(some) == len(named) and not words
            found[one.label] = replace(one, whole=whole)
    return tuple(found.values())


def counted(some: Sequence[Reading], totals: Sequence[int]) -> tuple[Reading, ...]:
    """Those with events; names one by one only where all of them together have none."""
    found: list[Reading] = []
    for one, total in zip(some, totals, strict=True):
        if total:
            found.append(replace(one, total=total))
            if one.whole:
                break
    return tuple(found)


def _choices(
    named: Sequence[Piece], rest: list[str]
) -> Iterator[tuple[Sequence[Piece], list[str]]]:
    yield named, rest
    if rest:
        yield named, []
    if len(named) > 1:
        for piece in named:
            yield [piece], []


def _reading(
    params: EventParams, box: Box, names: Sequence[Name], rest: list[str]
) -> Reading | None:
    changes: dict[str, Any] = {}
    labels: list[str] = []
    fields: list[FieldPart] = []
    ordered = sorted(dict.fromkeys(names), key=_place)
    for facet, group in groupby(ordered, key=lambda name: name.facet):
        some = list(group)
        taken = _period(some, params) if facet == PERIOD else _values(some, params)
        if taken is None:
            return None
        changes |= taken
        labels.append(_label(facet, some))
        fields += _fields(facet, some)
    kept = tuple(term for term in box.terms if term.phrase or term.excluded)
    left = replace(box, terms=(*(Term(word) for word in rest), *kept))
    changes["q"] = printed(left)
    said = ", ".join(labels)
    if labels and names and all(name.facet == PERIOD for name in names):
        said = f"In {said}"
    label = f"{said}, with “{' '.join(rest)}”" if rest else said
    written = printed(replace(left, fields=(*left.fields, *fields)))
    return Reading(label, params.with_(**changes), changes, written, 0)


def _place(name: Name) -> tuple[int, str]:
    """Tags before issues before periods; those of one facet in the order given."""
    return {PERIOD: 2, DIGEST: 1}.get(name.facet, 0), name.facet


def _values(names: Sequence[Name], params: EventParams) -> dict[str, Any] | None:
    """Values in the parameter that takes them; what was chosen before stays."""
    facet = names[0].facet
    every = f"{facet}_all"
    together = len(names) > 1 and facet in _TOGETHER
    name = every if together and params.given(every) is not None else facet
    before = tuple(map(str, params.given(name) or ()))
    values = tuple(one.value for one in names)
    if name == facet and before:  # one more choice would widen the search
        name, before = every, tuple(map(str, params.given(every) or ()))
    return {name: tuple(dict.fromkeys((*before, *values)))} if BY_NAME.get(facet) else None


def _period(names: Sequence[Name], params: EventParams) -> dict[str, Any] | None:
    """One period; two of them, or one that is chosen already, have no reading."""
    if len(names) > 1 or names[0].period is None or params.given("event_from"):
        return None
    return {"event_from": names[0].period.start, "event_to": names[0].period.end}


def _fields(facet: str, names: Sequence[Name]) -> list[FieldPart]:
    """The same as fields of the box, where one given twice asks for both of its values."""
    values = tuple(name.value for name in names)
    if facet in _TOGETHER:
        return [FieldPart(facet, (value,), excluded=False, start=0) for value in values]
    return [FieldPart("in" if facet == PERIOD else facet, values, excluded=False, start=0)]


def _label(facet: str, names: Sequence[Name]) -> str:
    if facet == PERIOD:
        return names[0].label
    if facet == DIGEST:
        return f"Issue {' or '.join(name.label for name in names)}"
    word = " and " if facet in _TOGETHER else " or "
    title = facet.replace("_", " ").capitalize()
    return f"{title}: {word.join(name.label for name in names)}"
