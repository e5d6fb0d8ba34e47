"""Marks that people type into plain text, made into those that are read: numbers and emphasis."""

import re
from collections.abc import Iterator, Sequence

from indexer.readers.opening import Line
from indexer.readers.single import without_stop

_ROMAN = re.compile(r"(?P<indent>\s*)\(?(?P<mark>[IVX]{1,5})[.)]\s+(?=[A-Z“\"‘'(])")
_LETTER = re.compile(r"(?P<indent>\s*)\(?(?P<mark>[a-zA-Z])[.)]\s+(?=[A-Z“\"‘'(])")
_FIGURE = re.compile(
    r"(?P<indent>\s*)(?:\[(?P<bracket>\d{1,2})\]|(?:item|story|topic|headline)\s(?P<named>\d{1,2})\s?[:.–—-])"
    r"\s+(?=\S)",
    re.IGNORECASE,
)
_BOLD_LINE = re.compile(
    r"(?P<before>\s*(?:[-*•+]\s+|\(?\d{1,3}[.)]\s+)?)(?P<mark>\*\*|__|[*_])(?=[^\W_]|[“\"‘'$€£(])"
    r"(?P<lead>[^*]{1,300}?)(?<=[^\s*_])(?P=mark)(?![\w*])(?P<rest>.*)"
)
# A line that is marked on both sides, or in front: == Headline ==, ** Headline, # Headline #
_MARKED = re.compile(r"\s*(?P<mark>={2,6}|~{2,6}|#{1,6})\s+(?P<words>\S.{0,200}?)\s+(?P=mark)\s*")
_STARRED = re.compile(r"\s*\*\*\s+(?P<words>[^*\s][^*]{0,200})")
_LABELLED_LIST = re.compile(
    r"\s*(?P<label>headlines|details)\s*:\s+(?P<list>\(?1[.)]\s.*)", re.IGNORECASE
)
# What all of these open with; hardly any line does. An empty line has none of them.
_SIGNS = frozenset("=~#*|HhDd")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,1000})(?<=\S)\1")
# A date, and its words behind a tab or in a column of their own.
_COLUMN = re.compile(
    r"(?=[^\t]{0,40}\d)(\s{0,20}[A-Za-z0-9][^\t\s]*(?:\s{1,2}[^\t\s]+){0,4}?)(?:\s*\t\s*|\s{3,})(?=\S)"
)
_ONE = re.compile(r"\s*\(?1[.)]\s+\S")
_LEAST = 2


def typed(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines with figures for Roman numbers and letters, and without the stars of emphasis."""
    lines = _columns([plain for line in lines for plain in _unmarked(line)])
    lines = _in_figures(lines)
    for pattern, values in ((_ROMAN, _romans()), (_LETTER, "abcdefghijklmnopqrstuvwxyz")):
        lines = _numbered(lines, pattern, tuple(values))
    if not any("*" in line.text or "_" in line.text for line in lines):
        return lines
    return [plain for line in lines for plain in _without_stars(line)]


def _unmarked(line: Line) -> Iterator[Line]:
    """A line without the marks of a headline or a table; a list apart from its label."""
    text = line.text
    if text.lstrip()[:1] not in _SIGNS:
        yield line
    elif match := _LABELLED_LIST.fullmatch(text):
        yield Line(line.number, match["label"])
        yield Line(line.number, match["list"])
    elif match := _MARKED.fullmatch(text) or _STARRED.fullmatch(text):
        yield Line(line.number, match["words"].strip())
    elif cells := _cells(text):
        if re.search(r"[^\W_]", text):  # not the rule below a table's head
            yield Line(line.number, cells)
    else:
        yield line


def _cells(text: str) -> str | None:
    """The cells of a table's row, without the bars around them; None where it is none."""
    row = text.strip()
    cells = row[1:-1].lstrip()
    framed = len(row) > 1 and row[0] == row[-1] == "|"
    return cells if framed and cells[:1] != "|" and "|" in cells else None


def _in_figures(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines counted as "[1]" or "Item 1:", with a plain number."""
    found = {i: match for i, line in enumerate(lines) if (match := _FIGURE.match(line.text))}
    counts = [int(match["bracket"] or match["named"]) for match in found.values()]
    if len(counts) < _LEAST or counts[0] != 1 or not {2} <= set(counts):
        return lines
    numbered = list(lines)
    for (index, match), count in zip(found.items(), counts, strict=True):
        rest = match.string[match.end() :]
        numbered[index] = Line(lines[index].number, f"{match['indent']}{count}. {rest}")
    return numbered


def _columns(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines of a table, a short first column parted by a tab: the tab as a bar."""
    if sum(_COLUMN.match(line.text) is not None for line in lines) < _LEAST:
        return lines
    return [Line(line.number, _COLUMN.sub(r"\1 | ", line.text, count=1)) for line in lines]


def _numbered(
    lines: Sequence[Line], pattern: re.Pattern[str], values: tuple[str, ...]
) -> Sequence[Line]:
    """Lines counted in other signs, if they are: from the first sign on, none left out."""
    matches = ((index, pattern.match(line.text)) for index, line in enumerate(lines))
    found = [(index, match) for index, match in matches if match is not None]
    counts: dict[int, int] = {}
    expected = 0
    for index, match in found:
        mark = match["mark"] if match["mark"] in values else match["mark"].lower()
        if mark == values[0]:
            expected = 0
        if expected >= len(values) or mark != values[expected]:
            return lines
        expected += 1
        counts[index] = expected
    if len(counts) < _LEAST or 2 not in counts.values():  # noqa: PLR2004  (a list has two)
        return lines
    numbered = list(lines)
    # Over lists that are counted in figures stand the names of sections.
    over = pattern is _ROMAN and any(_ONE.match(line.text) for line in lines)
    for index, match in found:
        if over:
            rest = match.string[match.end() :].strip().rstrip(":")
            numbered[index] = Line(lines[index].number, f"+ {rest}:")
            continue
        text = f"{match['indent']}{counts[index]}. {match.string[match.end() :]}"
        numbered[index] = Line(lines[index].number, text)
    return numbered


def _romans() -> Iterator[str]:
    for number in range(1, 40):
        tens, units = divmod(number, 10)
        yield "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]


def _without_stars(line: Line) -> Iterator[Line]:
    """A line whose beginning is in bold: a headline, apart from the text that follows it."""
    match = _BOLD_LINE.fullmatch(line.text)
    if match is None:
        yield Line(line.number, _BOLD.sub(r"\2", line.text))
        return
    before, lead, rest = match["before"], match["lead"].strip(), _BOLD.sub(r"\2", match["rest"])
    if not rest.strip() or rest.lstrip()[0] in ":–—-," or lead[-1] in ":–—":
        yield Line(line.number, f"{before}{lead}{rest}")
    elif before.strip():
        yield Line(line.number, f"{before}{lead.rstrip('.')} — {rest.strip()}")
    else:
        yield Line(line.number, without_stop(lead) if lead.endswith(".") else lead)
        yield Line(line.number, "")
        yield Line(line.number, rest.strip())
