"""Fragments of a PDF page to lines of text: columns, paragraphs, running heads."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

# Two fragments are of one line where their baselines differ by less than this share of the type.
_SAME_LINE = 0.45
# A line begins a new block where it stands this many times the usual distance below the last.
_NEW_BLOCK = 1.35
_COLUMN_GAP = 12.0
_LEAST_IN_COLUMN = 4
_COLUMN_STEP = 120.0  # points; no column is narrower
_SAME_START = 1.5  # points
_ACROSS = 3.0  # times the type's size: widths are estimates
_COLUMN_WIDTH = 8.0  # times the type's size; bullets and numbers are no column
_EDGE_LINES = 3
_TITLE_LINES = 8
_TITLE_SIZE = 1.4  # times the usual type
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_FAR = 5
_PAGE_NUMBER = re.compile(r"(?:page|p\.)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_HEADING_STEP = 1.5  # times the type: lines of one heading
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
    split = _gutter(fragments)
    if split is None:
        return _lines(fragments)
    in_left, in_right = _sides(fragments, split)
    left, right = _lines(in_left), _lines(in_right)
    # What stands above the right column or below it, or goes across, belongs to no column.
    top = max((line.y for line in right if line.x < split + _SAME_START), default=0.0)
    head = [line for line in (*left, *right) if line.y > top + line.size]
    head.sort(key=lambda line: (-line.y, line.x))
    return [
        *head,
        *(line for line in left if line.y <= top + line.size),
        *(line for line in right if line.y <= top + line.size),
    ]


def _sides(fragments: Sequence[Fragment], split: float) -> tuple[list[Fragment], list[Fragment]]:
    """Left and right column; what goes on a line across the gutter stays with its beginning."""
    left: list[Fragment] = []
    right: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (-round(f.y, 1), f.x)):
        before = left[-1] if left else None
        goes_on = (
            before is not None
            and abs(before.y - fragment.y) <= _SAME_LINE * fragment.size
            and fragment.x - _end(before) <= fragment.size
            and abs(fragment.x - split) > 2 * _SAME_START
        )
        (left if fragment.x < split or goes_on else right).append(fragment)
    return left, right


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


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Where a second column begins: many lines start there, beside lines that end left of it."""
    starts = Counter(round(fragment.x) for fragment in fragments)
    for x, count in starts.most_common(4):
        right = [f for f in fragments if abs(f.x - x) <= _SAME_START]
        if count < _LEAST_IN_COLUMN:
            return None
        low, high = min(f.y for f in right), max(f.y for f in right)
        left = [f for f in fragments if f.x < x - _SAME_START and low <= f.y <= high]
        if len(left) < _LEAST_IN_COLUMN:
            continue
        widths = [width_of(f.text, f.size) for f in left]
        across = sum(_end(f) > x + _ACROSS * f.size for f in left)
        if across * 10 <= len(left) and median(widths) >= _COLUMN_WIDTH * median(
            f.size for f in left
        ):
            return x - _SAME_START
    return None


def title_first(page: Sequence[PdfLine]) -> list[PdfLine]:
    """The first page with its title before the house's name and address above it.

    The title is set larger than anything else there; lines with figures, which may be its number
    and date, stay where they are.
    """
    top = page[:_TITLE_LINES]
    at = max(range(len(top)), key=lambda i: (top[i].size, -i), default=0)
    usual = median(line.size for line in page) if page else 0.0
    if at == 0 or top[at].size < _TITLE_SIZE * usual:
        return list(page)
    above = [line for line in top[:at] if not re.search(r"\d", line.text)]
    kept = [line for line in top[:at] if re.search(r"\d", line.text)]
    return [*kept, top[at], *above, *page[at + 1 :]]


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
            numbered = id(line) in edge and _PAGE_NUMBER.fullmatch(line.text)
            if line.text and not numbered and not (repeats and (number or key.count("#"))):
                kept.append((number, line))
    return "\n".join(_with_gaps(kept))


def _with_gaps(lines: Sequence[tuple[int, PdfLine]]) -> list[str]:
    steps = [
        before.y - after.y
        for (page, before), (other, after) in itertools.pairwise(lines)
        if page == other and 0 < before.y - after.y < _FAR * before.size
    ]
    usual = median(steps) if steps else 0.0
    edges = _right_edges([line for _, line in lines])
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(x.text for _, x in lines)))
    found: list[str] = []
    previous: tuple[int, PdfLine] | None = None
    for here in lines:
        begins = previous is None or _begins(previous, here, usual, edges)
        if previous is not None and begins:
            found.append("")
            if _step(previous, here) > _NEW_SECTION * usual > 0:
                found.append("")
        text = here[1].text
        if found and found[-1].endswith(("-", "\u00ad")) and text[:1].islower():
            found[-1] = _mended(found[-1], text, words)
        elif previous is not None and not begins and _is_full(previous[1], here[1], edges):
            glue = "" if found[-1].endswith("-") else " "
            found[-1] = f"{found[-1]}{glue}{text}"
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
    before: tuple[int, PdfLine],
    after: tuple[int, PdfLine],
    usual: float,
    edges: Mapping[int, float],
) -> bool:
    """Whether a line begins a block: a wider step, other type, or room left on the line above."""
    line, following = before[1], after[1]
    ended = line.text[-1:] in '.!?”’"'
    if abs(line.size - following.size) > _OTHER_TYPE or line.bold != following.bold:
        return True
    step = _step(before, after)
    heading = line.bold and following.bold and step <= _HEADING_STEP * line.size
    if before[0] == after[0] and step > _NEW_BLOCK * usual and not heading:
        return True
    opens = following.text[:1].isupper() or following.text[:1] in '“"‘('
    return ended and opens and not _is_full(line, following, edges)


def _is_full(line: PdfLine, following: PdfLine, edges: Mapping[int, float]) -> bool:
    """Whether the first word of the following line had no room left on this one."""
    first = following.text.split(" ", 1)[0]
    room = edges[_column(line)] - line.end - width_of(f" {first}", line.size)
    return room <= _ROOM * line.size


def _right_edges(lines: Sequence[PdfLine]) -> Mapping[int, float]:
    """Where full lines end, by column: the end that one in twenty lines passes."""
    ends: dict[int, list[float]] = {}
    for line in lines:
        ends.setdefault(_column(line), []).append(line.end)
    return {column: sorted(found)[int(len(found) * 0.95)] for column, found in ends.items()}


def _column(line: PdfLine) -> int:
    """Lines that begin about as far from the left edge are of one column."""
    return int(line.x // _COLUMN_STEP)


def width_of(text: str, size: float) -> float:
    """About how wide words are set: the widths of Helvetica's letters in three classes."""
    narrow = sum(char in _NARROW for char in text)
    wide = sum(char in "mwMW@%—" for char in text)
    capitals = sum(char.isupper() for char in text)
    others = len(text) - narrow - wide - capitals
    return size * (0.27 * narrow + 0.83 * wide + 0.67 * capitals + 0.54 * others)
