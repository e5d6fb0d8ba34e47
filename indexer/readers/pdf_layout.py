"""Fragments of a PDF page to lines of text: columns, paragraphs, running heads."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Two fragments are of one line where their baselines differ by less than this share of the type.
_SAME_LINE = 0.45
# A line begins a new block where it stands this many times the usual distance below the last.
_NEW_BLOCK = 1.35
_COLUMN_GAP = 12.0
_LEAST_IN_COLUMN = 4
_EDGE_LINES = 3
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_FAR = 5
_NEW_SECTION = 2.7
_OTHER_TYPE = 0.6  # points
_ROOM = 0.6  # of the type's size
_NARROW = frozenset("iIjltfr.,;:!|()[]'’‘ ")
_PREFIXES = frozenset(
    {
        *("anti", "non", "pre", "post", "co", "self", "well", "long", "short", "mid", "so", "ex"),
        *(
            "counter",
            "trans",
            "pro",
            "multi",
            "semi",
            "half",
            "high",
            "low",
            "two",
            "three",
            "four",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that a page draws at once, at a place counted from its lower left corner."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a column.

    Attributes:
        text: its words.
        x, y: where it begins.
        size: of its type.
        bold: whether all of it is.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool

    @property
    def end(self) -> float:
        """About where it ends."""
        return self.x + width_of(self.text, self.size)


def page_lines(fragments: Sequence[Fragment]) -> list[PdfLine]:
    """The lines of a page in reading order: one column after the other."""
    lines = _lines(fragments)
    split = _gutter(lines)
    if split is None:
        return lines
    left = [line for line in lines if line.x < split]
    right = [line for line in lines if line.x >= split]
    top = max((line.y for line in right), default=0.0)
    head = [line for line in left if line.y > top + line.size]
    return [*head, *(line for line in left if line.y <= top + line.size), *right]


def _lines(fragments: Sequence[Fragment]) -> list[PdfLine]:
    """Fragments on one baseline as one line, unless a gutter lies between them."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-round(f.y, 1), f.x)):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].y - fragment.y) <= _SAME_LINE * max(fragment.size, 1.0):
            row.append(fragment)
        else:
            rows.append([fragment])
    lines = []
    for row in rows:
        row.sort(key=lambda f: f.x)
        part: list[Fragment] = []
        for fragment in row:
            if part and fragment.x - _end(part[-1]) > _COLUMN_GAP + fragment.size:
                lines.append(_line(part))
                part = []
            part.append(fragment)
        lines.append(_line(part))
    return lines


def _end(fragment: Fragment) -> float:
    return fragment.x + width_of(fragment.text, fragment.size)


def _line(row: Sequence[Fragment]) -> PdfLine:
    text = row[0].text
    for before, after in itertools.pairwise(row):
        near = after.x - _end(before) < after.size * 0.1 and not text.endswith(" ")
        glue = near and (after.text[:1].isspace() or before.text[-1:].isspace())
        text += after.text if glue or after.text[:1] in ".,;:)’”" else f" {after.text}"
    return PdfLine(
        _LIGATURE.sub(_letters, re.sub(r"\s+", " ", text).strip()),
        row[0].x, row[0].y, max(f.size for f in row),
        all(fragment.bold for fragment in row),
    )  # fmt: skip


def _letters(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """Where a second column begins: many lines start there, side by side with lines left of it."""
    starts = Counter(round(line.x) for line in lines)
    for x, count in starts.most_common(4):
        right = [line for line in lines if line.x >= x - 1]
        left = [line for line in lines if line.x < x - 1]
        if count < _LEAST_IN_COLUMN or len(left) < _LEAST_IN_COLUMN:
            continue
        width = max(line.end - line.x for line in left)
        beside = {round(line.y) for line in left} & {round(line.y) for line in right}
        if len(beside) >= _LEAST_IN_COLUMN and x - min(line.x for line in left) > width * 0.7:
            return x - 1
    return None


def running_lines(pages: Sequence[Sequence[PdfLine]]) -> frozenset[str]:
    """What stands at the top or bottom of most pages, figures apart."""
    if len(pages) < 2:  # noqa: PLR2004  (one page repeats nothing)
        return frozenset()
    edges = Counter(
        key for page in pages for key in {_without_figures(line.text) for line in _edge(page)}
    )
    return frozenset(key for key, count in edges.items() if count * 2 > len(pages))


def _edge(page: Sequence[PdfLine]) -> list[PdfLine]:
    by_height = sorted(page, key=lambda line: -line.y)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip().lower()


def text_of(pages: Sequence[Sequence[PdfLine]], running: frozenset[str]) -> str:
    """The text of all pages: words mended at line ends, blank lines where a block begins."""
    kept: list[tuple[int, PdfLine]] = []
    for number, page in enumerate(pages):
        edge = {id(line) for line in _edge(page)}
        for line in page:
            key = _without_figures(line.text)
            repeats = id(line) in edge and key in running
            if line.text and not (repeats and (number or key.count("#"))):
                kept.append((number, line))
    return "\n".join(_with_gaps(kept))


def _with_gaps(lines: Sequence[tuple[int, PdfLine]]) -> list[str]:
    steps = [
        before.y - after.y
        for (page, before), (other, after) in itertools.pairwise(lines)
        if page == other and 0 < before.y - after.y < _FAR * before.size
    ]
    usual = median(steps) if steps else 0.0
    right = _right_edge([line for _, line in lines])
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(x.text for _, x in lines)))
    found: list[str] = []
    previous: tuple[int, PdfLine] | None = None
    for here in lines:
        if previous is not None and _begins(previous, here, usual, right):
            found.append("")
            if _step(previous, here) > _NEW_SECTION * usual > 0:
                found.append("")
        text = here[1].text
        if found and found[-1].endswith(("-", "\u00ad")) and text[:1].islower():
            found[-1] = _mended(found[-1], text, words)
        else:
            found.append(text)
        previous = here
    return found


def _mended(line: str, text: str, words: Counter[str]) -> str:
    """A word that is parted at a line end: a compound keeps its hyphen, a hyphenated word not.

    Which of the two it is the rest of the document tells: the whole word stands there, or both
    halves do. A half that has a hyphen of its own is part of a compound.
    """
    left = re.search(r"[^\W\d_]*(?:-[^\W\d_]+)*(?=[-\u00ad]$)", line)
    right = re.match(r"[^\W\d_]+", text)
    before, after = (left[0] if left else ""), (right[0] if right else "")
    compound = "-" in before or words[f"{before}-{after}"] > 0
    compound = compound or (words[before] > 0 and words[after] > 1) or before in _PREFIXES
    soft = line.endswith("\u00ad")
    if compound and not soft and not words[before + after]:
        return line + text
    return line[:-1] + text


def _step(before: tuple[int, PdfLine], after: tuple[int, PdfLine]) -> float:
    return before[1].y - after[1].y if before[0] == after[0] else 0.0


def _begins(
    before: tuple[int, PdfLine], after: tuple[int, PdfLine], usual: float, right: float
) -> bool:
    """Whether a line begins a block: a wider step, other type, or room left on the line above."""
    line, following = before[1], after[1]
    ended = line.text[-1:] in '.!?”’"'
    if abs(line.size - following.size) > _OTHER_TYPE or line.bold != following.bold:
        return True
    step = _step(before, after)
    if before[0] == after[0] and step > _NEW_BLOCK * usual:
        return True
    first = following.text.split(" ", 1)[0]
    opens = following.text[:1].isupper() or following.text[:1] in '“"‘('
    room = right - line.end - width_of(f" {first}", line.size)
    return ended and opens and room > _ROOM * line.size


def _right_edge(lines: Sequence[PdfLine]) -> float:
    """Where full lines end: the end that one in twenty lines passes."""
    ends = sorted(line.end for line in lines)
    return ends[int(len(ends) * 0.95)] if ends else 0.0


def width_of(text: str, size: float) -> float:
    """About how wide words are set: the widths of Helvetica's letters in three classes."""
    narrow = sum(char in _NARROW for char in text)
    wide = sum(char in "mwMW@%—" for char in text)
    capitals = sum(char.isupper() for char in text)
    others = len(text) - narrow - wide - capitals
    return size * (0.27 * narrow + 0.83 * wide + 0.67 * capitals + 0.54 * others)
