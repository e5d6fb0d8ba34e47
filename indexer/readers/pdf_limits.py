"""What the drawing of a PDF may cost: forms draw forms, so that a small file can ask for much."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from indexer.errors import UnreadableSource
from indexer.readers.raw import MAX_ISSUE

# Printed issues have some thousands of drawing instructions a page, in a few dozen kilobytes.
_MAX_DRAWN = 10_000_000  # bytes of instructions in all, anew each time that a form is drawn
_MAX_STEPS = 200_000
_MAX_PIECES = 50_000  # of text
_MAX_FORMS = 1_000  # that are drawn; the library leaves out those beyond some thousands unsaid
_MAX_CONTENT = 5_000_000  # bytes of instructions of one page


@dataclass(slots=True)
class Budget:
    """Counts what one file asks for, and refuses more than any issue needs.

    Attributes:
        origin: names the file in a refusal.
        sizes: bytes of the forms of the page that is drawn, by name.
    """

    origin: str
    sizes: dict[str, int] = field(default_factory=dict)
    _drawn: int = 0
    _steps: int = 0
    _pieces: int = 0
    _letters: int = 0
    _forms: int = 0

    def page(self, resources: Any, content: int) -> None:
        """A page is drawn.

        Args:
            resources: of the page.
            content: bytes of its own instructions.

        Raises:
            UnreadableSource: it is too much.
        """
        self.sizes = {}
        for name, size in _forms(resources):
            self.sizes[name] = max(size, self.sizes.get(name, 0))
        if max(content, 0, *self.sizes.values()) > _MAX_CONTENT:
            raise UnreadableSource(
                f"{self.origin}: a page of this PDF takes more than {_MAX_CONTENT:,} bytes of "
                "drawing instructions, far more than any issue's"
            )
        self._drawn += content
        self.check()

    def step(self, operator: bytes, operands: Any) -> None:
        """One instruction.

        Raises:
            UnreadableSource: it is too much.
        """
        self._steps += 1
        if operator == b"Do" and operands and str(operands[0]) in self.sizes:
            self._drawn += self.sizes[str(operands[0])]
            self._forms += 1
        self.check()

    def piece(self, text: str) -> None:
        """A piece of text.

        Raises:
            UnreadableSource: it is too much.
        """
        self._pieces += 1
        self._letters += len(text)
        self.check()

    def check(self) -> None:
        """Refuse again: the library passes over what goes wrong inside a form.

        Raises:
            UnreadableSource: it was too much.
        """
        if self._letters > MAX_ISSUE or self._pieces > _MAX_PIECES:
            raise UnreadableSource(
                f"{self.origin}: this PDF holds more text than any issue, which has at most "
                f"{MAX_ISSUE:,} characters in {_MAX_PIECES:,} pieces"
            )
        if self._drawn > _MAX_DRAWN or self._steps > _MAX_STEPS or self._forms > _MAX_FORMS:
            raise UnreadableSource(
                f"{self.origin}: drawing this PDF takes more than {_MAX_STEPS:,} instructions, "
                f"{_MAX_DRAWN:,} bytes of them or {_MAX_FORMS:,} forms, far more than any issue; "
                "print it anew, or send its text"
            )


def _forms(resources: Any) -> Iterator[tuple[str, int]]:
    """Names and bytes of the forms that a page can draw, those inside others too."""
    waiting, seen = [resources], set[int]()
    while waiting and len(seen) < _MAX_FORMS:
        held = waiting.pop()
        held = held.get_object() if held is not None else None
        named = held.get("/XObject") if isinstance(held, dict) else None
        named = named.get_object() if named is not None else None
        for name, one in named.items() if isinstance(named, dict) else ():
            form = one.get_object()
            if not isinstance(form, dict) or form.get("/Subtype") != "/Form" or id(form) in seen:
                continue
            seen.add(id(form))
            yield str(name), len(form.get_data())  # type: ignore[attr-defined]
            waiting.append(form.get("/Resources"))
