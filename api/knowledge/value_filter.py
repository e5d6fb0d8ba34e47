"""A filter on the values of a facet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.knowledge.box import Box, BoxField, FieldPart, Place
from api.knowledge.filter_rows import Panel, Params, Part
from api.knowledge.parameters import FieldDefinition, values
from api.knowledge.values import listed
from indexer.errors import QueryError
from indexer.search.conditions import Selection
from indexer.search.query import EventQuery

# A word, its parameter and its place in the box; gives the values that it stands for.
Read = Callable[[str, str, Place | None], tuple[str, ...]]


# Formats of values, where not called like the parameter.
_FORMS = {"member_of": "group", "digest": "issue"}


_NOTHING = Selection()


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """A filter on values of a facet: any of them, and maybe all of them or none of them.

    Attributes:
        name: of its facet, its first parameter and its field.
        read: how a word is understood.
        any_of, all_of, none_of: what its parameters do; without a text there is no such one.
        examples: values for the description.
        label: display name of a value.
        chip: what stands before the label on a chip.
        boxed: whether it is a field of the search box.
        listed: the name under which the answer echoes it as a plain list; else it is echoed with
            ``any_of``, ``all_of`` and ``none_of`` under its own name.
        panel: where the site offers it.
        kind: type of its parameters.
        is_value: whether a text names a value as a whole, blanks and all.
    """

    name: str
    read: Read
    any_of: str
    all_of: str | None = None
    none_of: str | None = None
    examples: tuple[tuple[str, ...], ...] = ((), (), ())
    label: Callable[[str], str] = str
    chip: str = ""
    boxed: bool = True
    listed: str | None = None
    panel: Panel | None = None
    kind: Any = None
    is_value: Callable[[str], bool] | None = None

    @property
    def fields(self) -> tuple[BoxField, ...]:
        """Its field in the search box."""
        if not self.boxed:
            return ()
        field = BoxField(self.name, excludable=self.none_of is not None)
        return (replace(field, is_value=self.is_value) if self.is_value else field,)

    def parameters(self) -> Mapping[str, FieldDefinition]:
        """Its parameters."""
        texts = zip(self._names, (self.any_of, self.all_of, self.none_of), strict=True)
        return {
            name: values(said, examples, self.kind or listed(_FORMS.get(self.name, self.name)))
            for (name, said), examples in zip(texts, self.examples, strict=True)
            if said is not None
        }

    def understood(self, params: Params, box: Box) -> Selection:
        """The values asked for in parameters and box.

        A field given once is one more choice; a single value beside others must be there as well,
        where the filter knows all-of.
        """
        if not any(map(params.given, self._names)) and all(
            part.name != self.name for part in box.fields
        ):
            return _NOTHING  # as most filters of most searches
        chosen, required, refused = (self._of_parameter(params, name) for name in self._names)
        wanted = [part for part in box.fields if part.name == self.name and not part.excluded]
        lists = [part for part in wanted if len(part.values) > 1]
        if len(lists) > 1 and self.all_of is not None:
            raise QueryError(
                f"{self.name}: can ask for any of several values only once",
                parameter="q",
                span=(lists[1].start, lists[1].places[-1][1]),
            )
        for part in wanted:
            if part in lists or len(wanted) == 1 or self.all_of is None:
                chosen += self._of_part(part)
            else:
                required += self._of_part(part)
        for part in box.fields:
            if part.name == self.name and part.excluded:
                refused += self._of_part(part)
        return Selection(*(tuple(dict.fromkeys(found)) for found in (chosen, required, refused)))

    def echoed(self) -> Mapping[str, Any]:
        """A plain list, or a selection."""
        return {self.name: Selection} if self.listed is None else {self.listed: list[str]}

    def echo(self, query: EventQuery) -> Mapping[str, Any]:
        """The values, by what is asked of them."""
        selection = query.selection(self.name)
        if self.listed is not None:
            return {self.listed: list(selection.any_of)}
        return {self.name: selection}

    def chips(self, params: Params) -> Iterator[Part]:
        """One for every value."""
        for name, word in zip(self._names, ("", "with ", "not "), strict=True):
            for value in self._given(params, name):
                rest = tuple(v for v in self._given(params, name) if v != value)
                said = f"{word}{self.chip}{self._said(value)}"
                yield Part(name, said, said, {name: rest}, self._value(value))

    def parts(self, params: Params) -> Iterator[Part]:
        """The any-of choice as a whole, then every other value."""
        spoken = self.name.replace("_", " ")
        if chosen := self._given(params, self.name):
            words = f"{spoken} {' or '.join(self._told(value) for value in chosen)}"
            yield Part(self.name, words, words, {self.name: ()})
        for part in self.chips(params):
            if part.parameter == self.name:
                continue
            (rest,) = part.without.values()
            (value,) = (v for v in self._given(params, part.parameter) if v not in rest)
            negation = "not " if part.parameter == self._names[2] else ""
            words = f"{negation}{spoken} {self._told(value)}"
            yield Part(part.parameter, part.chip, words, part.without)

    def selects(self, value: str) -> Mapping[str, Any]:
        """Its list with one value."""
        return {self.name: (value,)}

    def shown(self, value: str) -> str:
        """Its label."""
        return self.label(value)

    @property
    def _names(self) -> tuple[str, str, str]:
        return self.name, f"{self.name}_all", f"{self.name}_not"

    def _given(self, params: Params, name: str) -> tuple[str, ...]:
        """The values as written, each once however often it is repeated."""
        return tuple(dict.fromkeys(map(str, params.given(name) or ())))

    def _of_parameter(self, params: Params, name: str) -> tuple[str, ...]:
        given = self._given(params, name)
        return tuple(value for word in given for value in self.read(word, name, None))

    def _of_part(self, part: FieldPart) -> tuple[str, ...]:
        return tuple(
            value
            for word, place in zip(part.values, part.places, strict=True)
            for value in self.read(word, "q", place)
        )

    def _value(self, word: str) -> str:
        """The first value that a word stands for; the word where there is none."""
        try:
            return self.read(word, self.name, None)[0]
        except (QueryError, IndexError):
            return word

    def _told(self, word: str) -> str:
        """A value in a sentence; what is echoed as written is told as written."""
        return word if self.listed is not None else self._said(word)

    def _said(self, word: str) -> str:
        return self.label(word if self.listed is not None else self._value(word))
