"""What the search box holds once it is read."""

from dataclasses import dataclass, field

from indexer.search.query import Term

Place = tuple[int, int]  # offsets of the first character and after the last one


@dataclass(frozen=True, slots=True)
class BoxField:
    """A field that may stand in the box, as in ``country:JP``.

    Attributes:
        name: what stands before the colon.
        several: takes values with commas between, any of which will do.
        excludable: may have a minus before it.
        instead: the field to use for what a minus would mean; None where there is none.
    """

    name: str
    several: bool = True
    excludable: bool = True
    instead: str | None = None


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
    """What was typed, understood."""

    terms: tuple[Term, ...] = ()
    fields: tuple[FieldPart, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether anything is searched for, and not only filtered or left out."""
        return any(not term.excluded for term in self.terms)
