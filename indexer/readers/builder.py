"""Builder: words with their bold parts to blocks, for pages and Markdown alike."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer.readers.blocks import Block, Kind, is_headline
from indexer.readers.furniture import CREDIT, DETAILS, HEADLINES
from indexer.readers.limits import require_few_lines, require_short
from indexer.readers.lines import blocks as blocks_of_lines
from indexer.readers.opening import Line

_TYPED_BULLET = re.compile(r"\s*(?:[•●◦▪‣∙■·]|[-–—*]\s|\(?\d{1,3}[.)]\s)")
# Lines of a masthead, broken by hand: shorter than an item's text.
_SHORT_LINE = 140
_SHORT_GROUP = 400
_ONLY_A_NUMBER = re.compile(r"\(?#?\d{0,3}[.)]?")
BOLD_HEADING = 7  # below every real heading


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    bold: bool
    linked: bool


@dataclass
class Builder:
    """Takes words, and makes a block of them when told that it ends.

    Attributes:
        origin: names the source in a refusal.
        found: the blocks so far.
        kind: what the open block is.
        level: of an open heading.
        count: number of an open list item.
        line: line of the source that the open block begins on.
    """

    origin: str
    found: list[Block] = field(default_factory=list)
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    count: int | None = None
    line: int | None = None
    _words: list[_Words] = field(default_factory=list)
    _length: int = 0

    def begin(self, kind: Kind, level: int = 0, count: int | None = None) -> None:
        """End the open block; the words that follow are one of this kind."""
        self.close()
        self.kind, self.level, self.count = kind, level, count

    def add(self, text: str, *, bold: bool = False, linked: bool = False) -> None:
        """Words of the open block; a line end breaks it on purpose.

        Raises:
            UnreadableSource: there are more of them than in any issue.
        """
        words = text if text == "\n" else re.sub(r"\s+", " ", text)
        self._words.append(_Words(words, bold, linked))
        self._length += len(words)
        require_short(self._length, self.origin)

    def rule(self) -> None:
        """A line across the page."""
        self.close()
        self.found.append(Block(Kind.RULE, "", self.line, self.line, gap=1))

    def close(self) -> None:
        """End the open block, and make blocks of its words.

        Raises:
            UnreadableSource: there are more blocks than in any issue.
        """
        require_few_lines(len(self.found), self.origin, called="headings and paragraphs")
        kind, level, count = self.kind, self.level, self.count
        for group in self._groups():
            self._words = group
            self.kind, self.level, self.count = kind, level, count
            self._emit("".join(words.text for words in self._words))
        self._words = []
        self.kind, self.level, self.count = Kind.PARAGRAPH, 0, None

    def _groups(self) -> list[list[_Words]]:
        """The words of the open block; a paragraph is cut at blank lines."""
        groups: list[list[_Words]] = [[]]
        breaks = 0
        for words in self._words:
            if words.text == "\n":
                breaks += 1
            elif words.text.strip():
                if breaks > 1 and self.kind is Kind.PARAGRAPH:
                    groups.append([])
                breaks = 0
            groups[-1].append(words)
        return [group for group in groups if any(words.text.strip() for words in group)]

    def _emit(self, text: str) -> None:
        flat = " ".join(text.split())
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if self.kind is Kind.HEADING:
            self._append(flat)
        elif self.kind is Kind.BULLET:
            self._item(flat, lines)
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
        elif len(lines) > 1 and is_headline(lines[0]) and not is_headline(" ".join(lines[1:])):
            self._append(lines[0])
            self._append(" ".join(lines[1:]))
        elif len(lines) > 1 and len(lines[0]) <= _SHORT_LINE and len(text) < _SHORT_GROUP:
            for line in lines:
                self._append(line)
        else:
            self._append(flat, lead=self._lead())

    def _item(self, flat: str, lines: Sequence[str]) -> None:
        """A list item, whose first line may be its headline."""
        lead = self._lead()
        rest = " ".join(lines[1:])
        if not lead and rest and is_headline(lines[0]) and not is_headline(rest):
            self._append(flat, lead=" ".join(lines[0].split()), is_line=True)
        else:
            self._append(flat, lead=lead)

    def _heading(self, text: str) -> None:
        self.kind, self.level = Kind.HEADING, BOLD_HEADING
        self._append(text)
        self.kind, self.level = Kind.PARAGRAPH, 0

    def _append(self, text: str, lead: str = "", *, is_line: bool = False) -> None:
        kind = self.kind
        if DETAILS.fullmatch(text):
            kind = Kind.DETAILS
        elif HEADLINES.fullmatch(text):
            kind = Kind.HEADLINES
        elif CREDIT.fullmatch(text) or _ONLY_A_NUMBER.fullmatch(text):
            kind = Kind.FURNITURE
        count = self.count
        if kind is Kind.HEADING and (match := re.match(r"\(?(\d{1,3})[.)]\s+(?=\S)", text)):
            count, text = int(match[1]), text[match.end() :]
        self.found.append(
            Block(
                kind, text, self.line, self.line, gap=1, level=self.level, count=count, lead=lead,
                lead_is_line=is_line,
            )
        )  # fmt: skip

    def _all_bold(self) -> bool:
        bold = [words.bold for words in self._words if words.text.strip()]
        return all(bold) and self.kind is Kind.PARAGRAPH

    def _lead(self) -> str:
        """The words that the block opens with in bold, or in a link before a colon or dash."""
        if lead := self._opening(lambda words: words.bold):
            return lead
        linked = self._opening(lambda words: words.linked)
        flat = " ".join("".join(words.text for words in self._words).split())
        return linked if linked and flat[len(linked) :].lstrip()[:1] in set(":–—") else ""

    def _opening(self, is_marked: Callable[[_Words], bool]) -> str:
        """The marked words that the block opens with, where not all of it is marked."""
        lead: list[str] = []
        for words in self._words:
            if words.text.strip() and not is_marked(words):
                return " ".join("".join(lead).split())
            lead.append(words.text)
        return ""
