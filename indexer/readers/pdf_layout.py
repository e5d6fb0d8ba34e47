"""Fragments of a PDF page to lines of text: columns, paragraphs, running heads."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.readers.pdf_words import mended, width_of

# Two fragments are of one line where their baselines differ by less than this share of the type.
_SAME_LINE = 0.45
# A line begins a new block where it stands this many times the usual distance below the last.
_NEW_BLOCK = 1.35
_A_LITTLE_MORE = 1.05
_COLUMN_GAP = 12.0
_LEAST_IN_COLUMN = 4
_COLUMN_STEP = 120.0  # points; no column is narrower
_SAME_START = 1.5  # points
_ACROSS = 3.0  # times the type's size: widths are estimates
_COLUMN_WIDTH = 8.0  # times the type's size; bullets and numbers are no column
_EDGE_LINES = 3
_TITLE_LINES = 8
_TITLE_SIZE = 1.4  # times the usual type
_FAR = 5
_PAGE_NUMBER = re.compile(r"(?:page|p\.)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_HEADING_STEP = 1.5  # times the type: lines of one heading
_NEW_SECTION = 2.7
_OTHER_TYPE = 0.6  # points
_ROOM = 0.6  # of the type's size
_WIDER = 1 / 6
_UNSURE = 0.12
_SHORT_LINE = 0.65  # of its column
_BOLDER = 1.07  # bold letters are about so much wider
_LARGER = 1.15  # times the usual type: a heading
# What browsers print above and below a page: the moment, the title; the address, the page's number.
_PRINTED_HEAD = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
)
_PRINTED_FOOT = re.compile(r"(?:https?|file)://\S+|about:blank")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that a page draws at once, at a place counted from its lower left corner.

    Attributes:
        mark: number of the marked content that they are, where the file is tagged.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a column.

    Attributes:
        text: its words.
        x, y: where it begins.
        size: of its type.
        bold: whether all of it is.
        lead: the words that open it in bold, where not all of it is.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    lead: str = ""

    @property
    def end(self) -> float:
        """About where it ends."""
        return self.x + width_of(self.text, self.size) * (_BOLDER if self.bold else 1.0)


def page_lines(fragments: Sequence[Fragment]) -> list[PdfLine]:
    """The lines of a page in reading order: one column after the other."""
    split = _gutter(fragments)
    if split is None:
        return _lines(fragments)
    in_left, in_right = _sides(fragments, split)
    # Either side may have columns of its own: a page of three.
    left, right = page_lines(in_left), page_lines(in_right)
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
            if part and fragment.x - _end(part[-1]) > _gap_after(part[-1]):
                lines.append(_line(part))
                part = []
            part.append(fragment)
        lines.append(_line(part))
    return lines


def _end(fragment: Fragment) -> float:
    return fragment.x + width_of(fragment.text, fragment.size)


def _gap_after(fragment: Fragment) -> float:
    """How far the next words may begin behind some on their line: the longer, the less is known.

    Widths are those of one typeface; others are up to a sixth wider, and bold letters wider still.
    """
    width = width_of(fragment.text, fragment.size) * (_BOLDER if fragment.bold else 1.0)
    slack = width - width_of(fragment.text, fragment.size) + _WIDER * width
    return _COLUMN_GAP + fragment.size + slack


def _line(row: Sequence[Fragment]) -> PdfLine:
    text = row[0].text
    for before, after in itertools.pairwise(row):
        near = after.x - _end(before) < after.size * 0.1 and not text.endswith(" ")
        glue = near and (after.text[:1].isspace() or before.text[-1:].isspace())
        text += after.text if glue or after.text[:1] in ".,;:)’”" else f" {after.text}"
    return PdfLine(
        re.sub(r"\s+", " ", text).strip(),
        row[0].x, row[0].y, max(f.size for f in row),
        all(fragment.bold for fragment in row),
        _lead(row),
    )  # fmt: skip


def _lead(row: Sequence[Fragment]) -> str:
    """The words that open a line in bold, if others follow."""
    opening = list(itertools.takewhile(lambda fragment: fragment.bold, row))
    if not opening or len(opening) == len(row):
        return ""
    return re.sub(r"\s+", " ", "".join(fragment.text for fragment in opening)).strip()


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
        printed = _printed(page)
        for line in page:
            if line.y in printed and id(line) in edge:
                continue
            key = _without_figures(line.text)
            repeats = id(line) in edge and key in running
            numbered = id(line) in edge and _PAGE_NUMBER.fullmatch(line.text)
            if line.text and not numbered and not (repeats and (number or key.count("#"))):
                kept.append((number, line))
    return "\n".join(_with_gaps(kept))


def _printed(page: Sequence[PdfLine]) -> frozenset[float]:
    """The heights of what a browser prints around a page."""
    edge = _edge(page)
    marks = (_PRINTED_HEAD, _PRINTED_FOOT)
    heights = {line.y for line in edge if any(mark.fullmatch(line.text) for mark in marks)}
    return frozenset(line.y for line in edge if any(abs(line.y - y) < 1 for y in heights))


def _with_gaps(lines: Sequence[tuple[int, PdfLine]]) -> list[str]:
    steps = [
        before.y - after.y
        for (page, before), (other, after) in itertools.pairwise(lines)
        if page == other and 0 < before.y - after.y < _FAR * before.size
    ]
    usual = median(steps) if steps else 0.0
    even = sorted(steps)[len(steps) // 5] if steps else 0.0  # from line to line of a paragraph
    edges = _right_edges([line for _, line in lines])
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(x.text for _, x in lines)))
    type_size = median(line.size for _, line in lines) if lines else 0.0
    found: list[str] = []
    previous: tuple[int, PdfLine] | None = None
    opened = 0  # where in `found` the block begins
    for here in lines:
        begins = previous is None or _begins(previous, here, usual, even, edges)
        if begins:
            opened = len(found) + (2 if previous is not None else 0)
        if previous is not None and begins:
            found.append("")
            if _step(previous, here) > _NEW_SECTION * usual > 0:
                found.append("")
        text = here[1].text
        if here[1].lead and (marked := _marked(here[1], found[opened:], begins=begins)):
            found[opened:] = [marked]
            previous = here
            continue
        if found and found[-1].endswith(("-", "\u00ad")) and text[:1].islower():
            found[-1] = mended(found[-1], text, words)
        elif (
            previous is not None
            and not begins
            and (
                text[:1].islower()  # no item opens so
                or _is_full(previous[1], here[1], edges)
                or _one_heading(previous[1], here[1], _LARGER * type_size)
            )
        ):
            glue = "" if found[-1].endswith("-") else " "
            found[-1] = f"{found[-1]}{glue}{text}"
        else:
            found.append(text)
        previous = here
    return found


def _marked(line: PdfLine, before: Sequence[str], *, begins: bool) -> str | None:
    """A line that ends the bold words which open a block, these marked; None where they are none.

    They are a headline where a mark parts them from the text, or where they are many words.
    """
    lead = " ".join((*before, line.lead)).strip()
    rest = line.text[len(line.lead) :].lstrip()
    parted = lead[-1:] in set(".:!?–—") or rest[:1] in set(":–—")
    if before and begins:
        return None
    if not rest or "*" in lead or not (parted or len(lead.split()) > _FAR):
        return None
    number = re.match(r"\(?\d{1,3}[.)]\s+|[•●▪-]\s*", lead)
    head = number[0] if number else ""
    return f"{head}**{lead[len(head) :]}** {rest}"


def _one_heading(line: PdfLine, following: PdfLine, larger: float) -> bool:
    """Whether two lines of large type are one heading."""
    same = abs(line.size - following.size) <= _OTHER_TYPE and line.bold == following.bold
    return same and line.size >= larger


def _step(before: tuple[int, PdfLine], after: tuple[int, PdfLine]) -> float:
    return before[1].y - after[1].y if before[0] == after[0] else 0.0


def _begins(
    before: tuple[int, PdfLine],
    after: tuple[int, PdfLine],
    usual: float,
    even: float,
    edges: Mapping[int, float],
) -> bool:
    """Whether a line begins a block: a wider step, other type, or room left on the line above."""
    line, following = before[1], after[1]
    ended = line.text[-1:] in '.!?”’"' or _stands_alone(line, following, edges)
    goes_on = line.bold and bool(following.lead)
    if abs(line.size - following.size) > _OTHER_TYPE or (
        line.bold != following.bold and not goes_on
    ):
        return True
    step = _step(before, after)
    heading = line.bold and following.bold and step <= _HEADING_STEP * line.size
    if before[0] == after[0] and step > _NEW_BLOCK * usual and not heading:
        return True
    opens = following.text[:1].isupper() or following.text[:1] in '“"‘('
    # Lines of one paragraph are set evenly; where one ends with a sentence, a little more tells.
    apart = before[0] == after[0] and step > _A_LITTLE_MORE * even > 0
    return ended and opens and (apart or not _is_full(line, following, edges))


def _stands_alone(line: PdfLine, following: PdfLine, edges: Mapping[int, float]) -> bool:
    """Whether so much room is left that a line was ended on purpose, such as one of a list."""
    width = edges[_column(line)] - line.x
    large = line.bold or line.size > following.size + _OTHER_TYPE
    return not large and line.text[-1:] not in ",;:-–—" and line.end - line.x < _SHORT_LINE * width


def _is_full(line: PdfLine, following: PdfLine, edges: Mapping[int, float]) -> bool:
    """Whether the first word of the following line had no room left on this one."""
    first = following.text.split(" ", 1)[0]
    room = edges[_column(line)] - line.end - width_of(f" {first}", line.size)
    # Widths are estimates; a sentence that has not ended goes on sooner than not.
    slack = 0.0 if line.text[-1:] in '.!?:”’"' else _UNSURE * (line.end - line.x)
    return room <= _ROOM * line.size + slack


def _right_edges(lines: Sequence[PdfLine]) -> Mapping[int, float]:
    """Where full lines end, by column: the end that one in twenty lines passes."""
    ends: dict[int, list[float]] = {}
    for line in lines:
        ends.setdefault(_column(line), []).append(line.end)
    return {column: sorted(found)[int(len(found) * 0.95)] for column, found in ends.items()}


def _column(line: PdfLine) -> int:
    """Lines that begin about as far from the left edge are of one column."""
    return int(line.x // _COLUMN_STEP)
