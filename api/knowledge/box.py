"""What the search box holds once it is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from indexer.search.query import Term

Place = tuple[int, int]  # offsets of the first character and after the last one
IN_HEADLINE, IN_TEXT = "headline", "text"


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class BoxField:
    """A field that may stand in the box, as in ``country:JP``.

    Attributes:
        name: what stands before the colon.
        several: takes values with commas between, any of which will do.
        excludable: may have a minus before it.
        instead: the field to use for what a minus would mean; None where there is none.
        is_value: whether a text is a value as a whole: blanks and commas may then stand in it.
    """

    name: str
    several: bool = True
    excludable: bool = True
    instead: str | None = None
    is_value: Callable[[str], bool] = field(default=_never, compare=False)


@dataclass(frozen=True, slots=True)
class FieldPart:
    """One ``field:value`` of the box.

    Attributes:
        name: the field.
        values: its values, any of which will do.
        excluded: written with a minus.
        start: offset of the first value in the box.
        places: where each value stands.
    """

    name: str
    values: tuple[str, ...]
    excluded: bool
    start: int
    places: tuple[Place, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Box:
    """What was typed, understood.

    Attributes:
        terms: words and phrases, all of which must match.
        fields: filters, all of which must hold.
        groups: alternatives, parted by OR; of each group at least one must hold.
        mixed: how it was read, where words stand side by side beside an OR without parentheses.
    """

    terms: tuple[Term, ...] = ()
    fields: tuple[FieldPart, ...] = ()
    groups: tuple[tuple["Box", ...], ...] = ()
    mixed: str = field(default="", compare=False)

    @property
    def has_words(self) -> bool:
        """Whether anything is searched for, and not only filtered or left out."""
        return any(not term.excluded and not term.field for term in self.terms) or any(
            one.has_words for group in self.groups for one in group
        )

    def with_(self, other: "Box") -> "Box":
        """Both boxes in one: everything in either must hold."""
        return Box(self.terms + other.terms, self.fields + other.fields, self.groups + other.groups)

    def every_term(self) -> Iterator[Term]:
        """The terms, those of alternatives included."""
        yield from self.terms
        for one in self._inner():
            yield from one.every_term()

    def every_field(self) -> Iterator[FieldPart]:
        """The fields, those of alternatives included."""
        yield from self.fields
        for one in self._inner():
            yield from one.every_field()

    def ways(self) -> Iterator["Box"]:
        """Every combination of alternatives, each without groups; what all share is left out."""
        for chosen in product(*self.groups):
            for inner in product(*(tuple(one.ways()) for one in chosen)):
                made = Box()
                for one, deeper in zip(chosen, inner, strict=True):
                    made = made.with_(replace(one, groups=())).with_(deeper)
                yield made

    def count_ways(self) -> int:
        """How many there are, counted and not made."""
        total = 1
        for group in self.groups:
            total *= sum(one.count_ways() for one in group)
        return total

    def _inner(self) -> Iterator["Box"]:
        for group in self.groups:
            yield from group
