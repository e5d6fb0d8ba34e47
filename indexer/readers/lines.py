"""Lines of plain text to blocks: bullets, numbers, underlined headings, hard-wrapped paragraphs."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.normalise.series import DateOrder
from indexer.readers.blocks import HEADLINE_LENGTH, Block, Kind, is_ended, is_headline, joined
from indexer.readers.chronology_dates import LONGEST_DATE, begins_with_date, heading_above
from indexer.readers.furniture import DETAILS, HEADLINES, Furniture
from indexer.readers.opening import Line
from indexer.readers.stated import whole_day
from indexer.readers.typed import typed

# Bullets of every kind: typed ones, and what PDF and office fonts leave in their place.
_MARKS = "•●◦▪·*‣∙■□○▶►➢➤✓»❖◆◇◾▸⁃→⇒➔➜❯▹\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf06f\uf0a8\ufffd"
_BULLET = re.compile(
    rf"(?P<indent>\s*)(?:(?P<mark>[{_MARKS}]|[-–—+:](?=\s)|(?:>>|->|=>)(?=\s))\s*"
    r"|\(?(?P<count>\d{1,3})[.)]\s+|#(?P<hash>\d{1,3})\s+)(?P<rest>\S.*)$"
)
# Wingdings bullets become letters where the font is lost: "n Sept. 19: ...", after a year perhaps.
_LETTER = re.compile(r"\s*(?:(?P<year>(?:19|20)\d\d)\s+)?[nol§Øvq]\s+(?P<rest>[A-Z“\"‘'\d].*)$")
_UNDERLINE = re.compile(r"\s*([-=~^_*])\1{2,}\s*")
# Three marks or more, and the two hyphens that part a mail from its signature.
_RULE = re.compile(r"\s*(?:(?:[-=~_*•—–]\s?){3,}|--\s?)\s*")
_SECTION = re.compile(r"\s*\+\s+(?P<name>[^.!?]{1,80}?):?\s*")
_INLINE = re.compile(r"(?:^|(?<=\s))\(?(\d{1,3})[.)]\s+(?=[\"“‘'(]?[A-Z$€£\d])")
_SECTION_WORDS = 6  # its mark counted
_LEAST_LETTERS = 2
# A line that would have had room for this many characters more was ended on purpose.
_SLACK = 6
_HEADLINE_LINES = 4
_WRAPPED = 100


@dataclass
class _Open:
    """A block that lines are still added to."""

    kind: Kind
    line: Line
    parts: list[str]
    gap: int
    count: int | None = None
    indent: int = 0
    mark: str = ""
    numbers: list[int] = field(default_factory=list)


def blocks(lines: Sequence[Line], furniture: Furniture) -> list[Block]:
    """Cut text into blocks; page furniture never becomes part of an item."""
    return list(_split_inline(_Parser(typed(lettered(lines)), furniture).run()))


def bullet(text: str) -> str | None:
    """The text behind a line's bullet or number; None where it has none."""
    match = None if _RULE.fullmatch(text) else _marked(text)
    return match["rest"] if match else None


def _marked(text: str) -> re.Match[str] | None:
    """A line's bullet or number and what follows; a date such as "24. Mai 2024" has none."""
    match = _BULLET.match(text)
    if match and match["count"] and whole_day(text, DateOrder.DAY_MONTH):
        return None
    return match


def lettered(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines with bullets for the letters that a lost font has left; a year above them apart."""
    found = [_LETTER.match(line.text) for line in lines]
    if sum(match is not None for match in found) < _LEAST_LETTERS:
        return lines
    restored: list[Line] = []
    for line, match in zip(lines, found, strict=True):
        if match is None:
            restored.append(line)
            continue
        if match["year"]:
            restored.append(Line(line.number, match["year"]))
        restored.append(Line(line.number, f"• {match['rest']}"))
    return restored


class _Parser:
    def __init__(self, lines: Sequence[Line], furniture: Furniture) -> None:
        self.lines = lines
        self.furniture = furniture
        self.found: list[Block] = []
        self.open: _Open | None = None
        self.gap = 0
        self.in_month = False  # whether a month stands above, so that entries open with their day
        lengths = [len(line.text) for line in lines if line.text.strip()]
        widest = max(lengths, default=0)
        # A text is hard-wrapped where no line is longer than a mail's or a typewriter's.
        self.width = widest if widest <= _WRAPPED else 0
        self.sections = frozenset(_sections(lines))

    def run(self) -> list[Block]:
        for line in self.lines:
            self._take(line)
        self._close()
        return self.found

    def _take(self, line: Line) -> None:
        text = line.text.strip()
        if not text:
            self._close()
            self.gap += 1
            return
        if _UNDERLINE.fullmatch(line.text) and self._underlined(text[0]):
            return
        special = self._special(line, text)
        if special is not None:
            self._close()
            self._add(Block(special, text, line.number, line.number))
            return
        match = _marked(line.text)
        if match and not self._continues(match):
            self._close()
            self._open(line, match)
        elif self.open is not None:
            self._continue(line, text, inset=match is not None)
        else:
            self.open = _Open(Kind.PARAGRAPH, line, [text], self.gap, indent=_indent(line.text))

    def _special(self, line: Line, text: str) -> Kind | None:
        if DETAILS.fullmatch(text):
            return Kind.DETAILS
        if HEADLINES.fullmatch(text):
            return Kind.HEADLINES
        if _RULE.fullmatch(line.text):
            return Kind.RULE
        if _SECTION.fullmatch(line.text) and (text.endswith(":") or line in self.sections):
            return Kind.SECTION
        return Kind.FURNITURE if self.furniture(text) else None

    def _open(self, line: Line, match: re.Match[str]) -> None:
        number = match["count"] or match["hash"]
        self.open = _Open(
            Kind.BULLET,
            line,
            [match["rest"].strip()],
            self.gap,
            count=int(number) if number else None,
            indent=len(match["indent"].expandtabs()),
            mark=match["mark"] or "",
        )

    def _continues(self, match: re.Match[str]) -> bool:
        """Whether what looks like a bullet goes on with the open block instead."""
        if self.open is None or self._is_above(self.open.parts):
            return False
        number = match["count"]
        if self.open.kind is Kind.PARAGRAPH:
            # A sentence may be wrapped right before "16. The next day" or a dash.
            return bool(number and number != "1") and not is_ended(self.open.parts[-1])
        # A bullet set in under an item that is still open is a point of it, not an item.
        if len(match["indent"].expandtabs()) > self.open.indent + 1:
            return True
        if number and self.open.count is not None:
            return int(number) != self.open.count + 1 and not is_ended(self.open.parts[-1])
        if number:
            return not is_ended(self.open.parts[-1]) and self.width > 0
        dash = (match["mark"] or "") in "-–—:+" and self.open.mark not in set("-–—:+")
        return dash and bool(self.open.mark) and not is_ended(self.open.parts[-1])

    @staticmethod
    def _is_above(parts: list[str]) -> bool:
        """Whether a month or year stands above days.

        A block of many lines is too long to be one, and is not joined at each of them.
        """
        return len(parts) <= LONGEST_DATE and heading_above(joined(parts)) is not None

    def _continue(self, line: Line, text: str, *, inset: bool) -> None:
        """Join a hard-wrapped line, or begin a paragraph where the break was on purpose."""
        here = self.open
        assert here is not None  # noqa: S101  (the caller looked)
        if not inset and self._on_purpose(here, line, text):
            self._close()
            self.open = _Open(Kind.PARAGRAPH, line, [text], 0, indent=_indent(line.text))
            return
        here.parts.append(text)
        here.numbers.append(line.number or 0)

    def _on_purpose(self, here: _Open, line: Line, text: str) -> bool:
        """Whether a line was ended though there was room: a headline above its paragraph."""
        before = here.parts[-1]
        opens = text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'([$€£"
        if not opens or before.endswith(("-", ",", ";")):
            return False
        if is_ended(before) and begins_with_date(text, in_month=self.in_month):
            return True
        if here.kind is Kind.BULLET and not self._heads(here, line, text):
            return False
        if not self.width:
            return True
        first = len(text.split(maxsplit=1)[0])
        return here.indent + len(before) + 1 + first <= self.width - _SLACK

    def _heads(self, here: _Open, line: Line, text: str) -> bool:
        """Whether an item so far is a headline, and what follows does not go on with it."""
        too_long = len(here.parts) > HEADLINE_LENGTH  # every line has a letter
        if too_long or not is_headline(joined(here.parts)):
            return False
        if _indent(line.text) <= here.indent:
            return True
        return not is_headline(self._rest(line) if self.width else text)

    def _rest(self, line: Line) -> str:
        """The words from a line on to the end of its block, as far as they may be a headline."""
        at = (line.number or 0) - (self.lines[0].number or 0)
        if not 0 <= at < len(self.lines) or self.lines[at] is not line:
            return line.text.strip()
        parts: list[str] = []
        for following in self.lines[at : at + _HEADLINE_LINES]:
            if not following.text.strip() or (parts and _BULLET.match(following.text)):
                break
            parts.append(following.text.strip())
        return joined(parts)

    def _underlined(self, mark: str) -> bool:
        """Make a heading of the open line above a row of marks."""
        here = self.open
        if here is None or here.kind is not Kind.PARAGRAPH or len(here.parts) > 2:  # noqa: PLR2004
            return False
        text = joined(here.parts)
        if not is_headline(text) and not is_headline(text.rstrip(".")):
            return False
        self.open = None
        self.found.append(
            Block(
                Kind.HEADING, text, here.line.number, here.line.number, here.gap,
                level=1 if mark == "=" else 2,
            )
        )  # fmt: skip
        self.gap = 0
        return True

    def _close(self) -> None:
        here = self.open
        if here is None:
            return
        self.open = None
        if here.kind is Kind.PARAGRAPH and len(here.parts) == 1:
            above = heading_above(here.parts[0])
            self.in_month = self.in_month if above is None else above.month is not None
        last = here.numbers[-1] if here.numbers else here.line.number
        self.found.append(
            Block(
                here.kind, joined(here.parts), here.line.number, last, here.gap,
                level=here.indent, count=here.count,
            )
        )  # fmt: skip
        self.gap = 0

    def _add(self, block: Block) -> None:
        self.found.append(replace(block, gap=self.gap))
        self.gap = 0


def _sections(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines such as "+ Security" right above a list with other marks."""
    filled = [line for line in lines if line.text.strip()]
    for line, following in itertools.pairwise(filled):
        if line.text.lstrip()[:1] != "+" or not _SECTION.fullmatch(line.text):
            continue
        listed = _marked(following.text)
        if listed and listed["mark"] != "+" and len(line.text.split()) <= _SECTION_WORDS:
            yield line


def _split_inline(found: Iterable[Block]) -> Iterator[Block]:
    """Blocks with an inline list "1. First 2. Second 3. Third" as one block each."""
    for block in found:
        parts = _inline_parts(block) if block.is_content else []
        if len(parts) < 2:  # noqa: PLR2004  (a list has two)
            yield block
            continue
        for count, text in parts:
            yield replace(
                block, kind=Kind.BULLET, text=text, count=count,
                gap=block.gap if count == parts[0][0] else 0,
            )  # fmt: skip


def _inline_parts(block: Block) -> list[tuple[int, str]]:
    """The numbered parts of a block that begins with its first number; empty where it has none."""
    first = block.count if block.kind is Kind.BULLET else None
    if first is None and not _INLINE.match(block.text):
        return []
    starts: list[tuple[int, int, int]] = [(first, 0, 0)] if first is not None else []
    for match in _INLINE.finditer(block.text):
        expected = starts[-1][0] + 1 if starts else 1
        if int(match[1]) == expected and (starts or match.start() == 0):
            starts.append((expected, match.start(), match.end()))
    if not starts:
        return []
    ends = [start for _, start, _ in starts[1:]] + [len(block.text)]
    return [
        (count, block.text[begin:end].strip())
        for (count, _, begin), end in zip(starts, ends, strict=True)
    ]


def _indent(text: str) -> int:
    wide = text.expandtabs()
    return len(wide) - len(wide.lstrip())
