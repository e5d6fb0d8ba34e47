"""Builder: words with their bold parts to blocks, for pages and Markdown alike."""

import re
from dataclasses import dataclass, field

from indexer.readers.blocks import Block, Kind
from indexer.readers.furniture import CREDIT, DETAILS, HEADLINES
from indexer.readers.lines import blocks as blocks_of_lines
from indexer.readers.opening import Line

_TYPED_BULLET = re.compile(r"\s*(?:[•●◦▪‣∙■·]|[-–—*]\s|\(?\d{1,3}[.)]\s)")
# Lines of a masthead, broken by hand: shorter than an item's text.
_SHORT_LINE = 140
_SHORT_GROUP = 400
BOLD_HEADING = 7  # below every real heading


@dataclass
class Builder:
    """Takes words, and makes a block of them when told that it ends.

    Attributes:
        found: the blocks so far.
        kind: what the open block is.
        level: of an open heading.
        count: number of an open list item.
        line: line of the source that the open block begins on.
    """

    found: list[Block] = field(default_factory=list)
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    count: int | None = None
    line: int | None = None
    _parts: list[str] = field(default_factory=list)
    _bold: list[bool] = field(default_factory=list)

    def begin(self, kind: Kind, level: int = 0, count: int | None = None) -> None:
        """End the open block; the words that follow are one of this kind."""
        self.close()
        self.kind, self.level, self.count = kind, level, count

    def add(self, text: str, *, bold: bool = False) -> None:
        """Words of the open block; a line end breaks it on purpose."""
        self._parts.append(text if text == "\n" else re.sub(r"\s+", " ", text))
        self._bold.append(bold)

    def rule(self) -> None:
        """A line across the page."""
        self.close()
        self.found.append(Block(Kind.RULE, "", self.line, self.line, gap=1))

    def close(self) -> None:
        """End the open block, and make blocks of its words."""
        text = "".join(self._parts)
        if text.strip():
            self._emit(text)
        self._parts.clear()
        self._bold.clear()
        self.kind, self.level, self.count = Kind.PARAGRAPH, 0, None

    def _emit(self, text: str) -> None:
        flat = " ".join(text.split())
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if self.kind is Kind.HEADING:
            self._append(flat)
        elif self.kind is Kind.BULLET:
            self._append(flat, lead=self._lead())
        elif _TYPED_BULLET.match(flat) or (
            len(lines) > 1 and any(_TYPED_BULLET.match(line) for line in lines)
        ):
            # A list that was typed, line by line, is read as text.
            typed = [Line(self.line, line) for line in lines]
            self.found += blocks_of_lines(typed, lambda _: False)
        elif self._all_bold():
            self._heading(flat)
        elif len(lines) > 1 and self._lead() == lines[0]:
            self._heading(lines[0])
            self._append(" ".join(lines[1:]))
        elif len(lines) > 1 and len(lines[0]) <= _SHORT_LINE and len(text) < _SHORT_GROUP:
            for line in lines:
                self._append(line)
        else:
            self._append(flat, lead=self._lead())

    def _heading(self, text: str) -> None:
        self.kind, self.level = Kind.HEADING, BOLD_HEADING
        self._append(text)
        self.kind, self.level = Kind.PARAGRAPH, 0

    def _append(self, text: str, lead: str = "") -> None:
        kind = self.kind
        if DETAILS.fullmatch(text):
            kind = Kind.DETAILS
        elif HEADLINES.fullmatch(text):
            kind = Kind.HEADLINES
        elif CREDIT.fullmatch(text):
            kind = Kind.FURNITURE
        count = self.count
        if kind is Kind.HEADING and (match := re.match(r"\(?(\d{1,3})[.)]\s+(?=\S)", text)):
            count, text = int(match[1]), text[match.end() :]
        self.found.append(
            Block(kind, text, self.line, self.line, gap=1, level=self.level, count=count, lead=lead)
        )

    def _all_bold(self) -> bool:
        words = [b for part, b in zip(self._parts, self._bold, strict=True) if part.strip()]
        return all(words) and self.kind is Kind.PARAGRAPH

    def _lead(self) -> str:
        """The bold words that the block opens with, where not all of it is bold."""
        lead: list[str] = []
        for part, bold in zip(self._parts, self._bold, strict=True):
            if part.strip() and not bold:
                return " ".join("".join(lead).split())
            lead.append(part)
        return ""
