"""Pieces of texts, between white space, and the forms of the words in them.

No word reaches over white space, and texts repeat their pieces. Which of them hold a form is kept
for the whole process, so that a text is told to hold none of several forms by sets alone.
"""

from collections.abc import Collection, Iterator, Sequence
from threading import Lock

from indexer.search.analysis import WORD, fold, forms

_MOST = 100_000  # some 20 MB
# Signs at the ends of a piece that no word takes in.
_AROUND = ".,;:!?()[]\"'“”"


class Pieces:
    """Pieces met so far, and where each form stands among them. Pieces are only ever added."""

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._holding: dict[str, tuple[str, ...]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._met)

    def meet(self, pieces: Sequence[str]) -> None:
        """Know these from now on."""
        if self._met.issuperset(pieces):
            return
        with self._lock:
            fresh = set(pieces) - self._met
            for piece in fresh:
                for form in set(_forms_in(piece)):
                    self._holding[form] = (*self._holding.get(form, ()), piece)
            # Last: whoever finds a piece here finds it under its forms, too.
            self._met |= fresh

    def holding(self, forms: Collection[str]) -> set[str]:
        """The pieces met so far that hold a word of one of these forms."""
        return {piece for form in forms for piece in self._holding.get(form, ())}


def known_pieces() -> Pieces:
    """The pieces of the process; begun anew when they have become many."""
    global _known  # noqa: PLW0603
    if len(_known) > _MOST:
        _known = Pieces()
    return _known


_known = Pieces()


def _forms_in(piece: str) -> Iterator[str]:
    """Every form of its words: their parts, and compounds written together."""
    core = piece.strip(_AROUND)
    if core.isascii() and core.isalnum():  # nine of ten
        yield fold(core)
        return
    for raw in WORD.findall(piece):
        parts, joined, _ = forms(raw)
        yield from parts
        if joined is not None:
            yield joined
