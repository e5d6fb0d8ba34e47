"""Lines, bullets and sections of a digest's text."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_BULLET = re.compile(
    r"^\s*(?:(?P<mark>[•●◦▪·*‣∙]|[-–—](?=\s))\s*|(?P<count>\d{1,2})[.)]\s+)(?P<rest>\S.*)$"
)
_DETAILS = re.compile(r"\s*(?:details|full stories|items)\s*:?\s*", re.IGNORECASE)
_HEADLINES = re.compile(r"\s*(?:[\w’'“”\"& -]{0,60}\s)?headlines\s*:?\s*", re.IGNORECASE)
_CREDIT = re.compile(r"\s*\w?Image (?:Source|Credit)s?\s*:.*", re.IGNORECASE)
_HEADLINE_LENGTH = 140


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source, counted from 1, without its line end."""

    number: int
    text: str

    @property
    def bullet(self) -> str | None:
        """The text behind the bullet; None where the line has none."""
        match = _BULLET.match(self.text)
        return match["rest"] if match else None


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bulleted text, hard-wrapped lines joined, with the line it starts on."""

    line: int
    last_line: int
    text: str


def loose_lines(
    lines: Sequence[Line], found: Sequence[Bullet], boilerplate: Iterable[re.Pattern[str]]
) -> list[Line]:
    """Lines after the first bullet that are neither part of one nor page furniture."""
    furniture = _furniture(boilerplate)
    inside = {number for b in found for number in range(b.line, b.last_line + 1)}
    first = found[0].line if found else len(lines) + 1
    return [
        line
        for line in lines
        if line.number > first
        and line.number not in inside
        and line.text.strip()
        and not any(pattern.fullmatch(line.text.strip()) for pattern in furniture)
    ]


def with_continuations(
    paragraphs: Sequence[Bullet], loose: Sequence[Line]
) -> tuple[list[Bullet], list[Line]]:
    """Paragraphs with the loose lines that stand before the next one; and the lines left over."""
    joined = list(paragraphs)
    left: list[Line] = []
    for line in loose:
        owner = max((i for i, b in enumerate(joined) if b.line < line.number), default=None)
        if owner is None or owner == len(joined) - 1:
            left.append(line)
        else:
            text = _joined([joined[owner].text, line.text.strip()])
            joined[owner] = Bullet(joined[owner].line, line.number, text)
    return joined, left


def bullets(lines: Sequence[Line], boilerplate: Iterable[re.Pattern[str]]) -> list[Bullet]:
    """Every bulleted text, in order; page furniture never becomes part of one."""
    furniture = _furniture(boilerplate)
    found: list[Bullet] = []
    parts: list[str] = []
    start = end = margin = 0

    def close() -> None:
        if parts:
            found.append(Bullet(start, end, _joined(parts)))
            parts.clear()

    for line in lines:
        text = line.text.strip()
        # A bullet set in under an item that is still open is a point of it, not an item.
        inset = bool(parts) and _indent(line) > margin + 1
        rest = None if inset else line.bullet
        if not text or any(pattern.fullmatch(text) for pattern in furniture):
            close()
        elif rest is not None:
            close()
            parts.append(rest)
            start = end = line.number
            margin = _indent(line)
        elif parts:
            parts.append(text)
            end = line.number
    close()
    return found


def split_sections(
    lines: Sequence[Line], found: Sequence[Bullet]
) -> tuple[list[Bullet], list[Bullet]]:
    """Headlines and paragraphs: parted at the label, else the widest gap, else by length."""
    at = _by_label(lines, found)
    if at is None:
        at = _by_gap(found)
    if at is None:
        at = _by_length(found)
    return list(found[:at]), list(found[at:])


def _by_label(lines: Sequence[Line], found: Sequence[Bullet]) -> int | None:
    for line in lines:
        if _DETAILS.fullmatch(line.text):
            before = sum(bullet.line < line.number for bullet in found)
            return before or None
    return None


def _by_gap(found: Sequence[Bullet]) -> int | None:
    gaps = [later.line - earlier.last_line for earlier, later in itertools.pairwise(found)]
    if not gaps:
        return None
    widest = max(gaps)
    if gaps.count(widest) > 1 or widest == median(gaps):
        return None
    return gaps.index(widest) + 1


def _by_length(found: Sequence[Bullet]) -> int:
    for index, bullet in enumerate(found):
        if len(bullet.text) > _HEADLINE_LENGTH or bullet.text.endswith("."):
            return index
    return len(found)


def _indent(line: Line) -> int:
    return len(line.text.expandtabs()) - len(line.text.expandtabs().lstrip())


def _furniture(boilerplate: Iterable[re.Pattern[str]]) -> tuple[re.Pattern[str], ...]:
    return (_DETAILS, _HEADLINES, _CREDIT, *boilerplate)


def _joined(parts: Sequence[str]) -> str:
    """Hard-wrapped lines as one; a word that was hyphenated at the line end keeps its hyphen."""
    text = parts[0]
    for part in parts[1:]:
        text += part if text.endswith("-") else " " + part
    return re.sub(r"\s+", " ", text).strip()
