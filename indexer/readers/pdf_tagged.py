"""Tagged PDF to blocks: its maker says which words are a heading, an item or a paragraph.

The structure is believed where nearly all words of the file have a place in it; without one the
layout of the pages has to tell (`pdf_layout`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.readers.blocks import Block, Kind
from indexer.readers.builder import Builder
from indexer.readers.pdf_layout import Fragment
from indexer.readers.pdf_words import mended, width_of

_INLINE = frozenset(
    {
        *("/NonStruct", "/Span", "/Link", "/Strong", "/Em", "/Lbl", "/LBody", "/Quote", "/Code"),
        *("/Reference", "/Annot", "/Private", "/Sub"),
    }
)
_WHOLES = frozenset(
    {"/Document", "/Part", "/Art", "/Sect", "/Div", "/L", "/Table", "/TR", "/TBody"}
)
_APART = frozenset({"/Artifact", "/Figure", "/Caption", "/Formula"})
_HEADING = re.compile(r"/H(\d)?")
_MOST = 0.9  # of the letters
_DEEPEST = 60
_MOST_ENTRIES = 20_000  # marked contents of a file; an issue has some hundreds
_MOST_NODES = 1_000
_COLUMN = 120.0  # points
_ROOM = 0.6  # of the type's size
_COUNT = re.compile(r"\(?(\d{1,3})[.)]\s*")
_MARK = re.compile(r"[•●◦▪■○‣·–-]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the structure.

    Attributes:
        block: what they are a part of; the same for all its words.
        role: of that block, such as /P or /H2.
        item: the item of a list that they are in.
        label: whether they are its number or bullet.
    """

    block: int
    role: str
    item: int | None = None
    label: bool = False


Places = Mapping[int, Place]  # by the number of the marked content


class Structure:
    """The structure of one file, as far as it can be made out.

    Args:
        root: the file's catalog.
    """

    def __init__(self, root: Any) -> None:
        self._left = _MOST_ENTRIES
        try:
            self._entries = dict(_numbers(root["/StructTreeRoot"]["/ParentTree"]))
        except Exception:  # noqa: BLE001  (what is damaged here is no reason to refuse the text)
            self._entries = {}

    def places(self, page: Any) -> Places:
        """The places of a page's marked contents; none where they are not tagged, or too many."""
        try:
            elements = self._entries[int(page["/StructParents"])].get_object()
            self._left -= len(elements)
            if self._left < 0:
                return {}
            places = {mark: _place(element) for mark, element in enumerate(elements)}
        except Exception:  # noqa: BLE001  (as above)
            return {}
        return {mark: place for mark, place in places.items() if place is not None}


def _numbers(root: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree, of as many nodes as any real one has."""
    waiting = [root]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop().get_object()
        flat = list(node.get("/Nums", ()))[: 2 * _MOST_ENTRIES]
        yield from ((int(key), value) for key, value in zip(flat[::2], flat[1::2], strict=False))
        waiting += list(node.get("/Kids", ()))[:_MOST_NODES]


def _place(element: Any) -> Place | None:
    """The nearest element that is a block, and the item of a list around it."""
    block: tuple[int, str] | None = None
    item, label = None, False
    for _ in range(_DEEPEST):
        if element is None:
            break
        found = element.get_object()
        if not isinstance(found, dict):
            break
        role, key = str(found.get("/S", "")), int(getattr(element, "idnum", id(found)))
        label = label or role == "/Lbl"
        if role in _APART:
            return None
        if role == "/LI":
            item = item or key
            block = block or (key, role)
        elif block is None and role not in _INLINE:
            if role in _WHOLES or role == "/StructTreeRoot":
                break
            block = (key, role)
        element = found.get("/P")
    return None if block is None else Place(*block, item, label)


def tagged_blocks(
    pages: Sequence[tuple[Sequence[Fragment], Places]], origin: str
) -> list[Block] | None:
    """The blocks of a file; None where too little of it is tagged.

    Raises:
        UnreadableSource: there are more of them, or of their words, than in any issue.
    """
    letters = placed = 0
    for fragments, places in pages:
        for fragment in fragments:
            count = sum(char.isalpha() for char in fragment.text)
            letters += count
            placed += count if fragment.mark in places else 0
    if placed < _MOST * letters:
        return None
    assembly = _Assembly([one for fragments, _ in pages for one in fragments], origin)
    for fragments, places in pages:
        for fragment in fragments:
            place = None if fragment.mark is None else places.get(fragment.mark)
            if place is not None:
                assembly.take(fragment, place)
    return assembly.blocks()


class _Assembly:
    """Puts the words of each block together, line by line."""

    def __init__(self, fragments: Sequence[Fragment], origin: str) -> None:
        self.builder = Builder(origin)
        self.place: Place | None = None
        self.last: Fragment | None = None
        self.held: tuple[str, bool] | None = None
        self.edges: dict[int, float] = {}
        for one in fragments:
            column = int(one.x // _COLUMN)
            self.edges[column] = max(self.edges.get(column, 0.0), _end(one))

    def take(self, fragment: Fragment, place: Place) -> None:
        """The next words."""
        former = self.place
        begins = former is None or (place.item or place.block) != (former.item or former.block)
        if place.role[:2] == "/H" or (former is not None and former.role[:2] == "/H"):
            begins = former is None or place.block != former.block
        if begins:
            self._begin(place)
        elif former is not None and place.block != former.block:
            self._add("\n", bold=False)
        elif self._new_line(fragment):
            self._add("\n" if self._broken(fragment, place) else " ", bold=False)
        text = fragment.text.replace("\n", " ")
        if place.label:
            if match := _COUNT.match(text.strip()):
                self.builder.count = int(match[1])
        elif place.item is None or not _MARK.fullmatch(text.strip()):
            self._add(text, bold=fragment.bold)
        self.place, self.last = place, fragment

    def blocks(self) -> list[Block]:
        """All of them."""
        self._begin(None)
        self.builder.close()
        return self.builder.found

    def _begin(self, place: Place | None) -> None:
        if self.held is not None:
            self.builder.add(self.held[0], bold=self.held[1])
        self.held = None
        heading = _HEADING.fullmatch(place.role) if place else None
        if heading:
            self.builder.begin(Kind.HEADING, int(heading[1] or 1))
        elif place and place.item is not None:
            self.builder.begin(Kind.BULLET)
        else:
            self.builder.begin(Kind.PARAGRAPH)

    def _add(self, text: str, *, bold: bool) -> None:
        """Words; the last ones are held back, since a word may go on in the next line."""
        if self.held is not None and text == " " and self.held[0].endswith(("-", "\u00ad")):
            return
        if self.held is not None and self.held[0].endswith(("-", "\u00ad")) and text[:1].islower():
            whole = mended(self.held[0], text)
            self.held = (whole, self.held[1])
            return
        if self.held is not None:
            self.builder.add(self.held[0], bold=self.held[1])
        self.held = (text, bold)

    def _new_line(self, fragment: Fragment) -> bool:
        return self.last is not None and abs(self.last.y - fragment.y) > fragment.size / 2

    def _broken(self, fragment: Fragment, place: Place) -> bool:
        """Whether a line was ended on purpose: other words begin, and there was room left."""
        last = self.last
        if last is None or last.mark == fragment.mark or place.label:
            return False
        if last.bold and not fragment.bold and last.text.rstrip()[-1:] in set(".:!?"):
            return False  # a lead, parted from its text by a mark
        first = fragment.text.strip().split(" ", 1)[0]
        room = self.edges[int(last.x // _COLUMN)] - _end(last)
        return room > width_of(f" {first}", fragment.size) + _ROOM * fragment.size


def _end(fragment: Fragment) -> float:
    return fragment.x + width_of(fragment.text.rstrip(), fragment.size)
