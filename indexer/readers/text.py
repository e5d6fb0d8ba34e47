"""Plain text: publication page, plain capture, blog page, sections and chronologies."""

import itertools
import re
from collections.abc import Sequence

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, SeriesRegistry
from indexer.readers.blocks import Block, is_ended, is_headline
from indexer.readers.encoding import decode
from indexer.readers.format import Format
from indexer.readers.furniture import furniture
from indexer.readers.issue import issue
from indexer.readers.limits import require_few_lines, require_short
from indexer.readers.lines import blocks, bullet
from indexer.readers.opening import Context, Line, Opening
from indexer.readers.raw import RawDigest, SourceHints
from indexer.readers.report import Report
from indexer.readers.titles import entry_days, is_masthead, is_publication
from indexer.readers.typed import typed

_MAX_LINE = 100_000
_TOP = 30
_TAIL = 8
_LONGEST_TOP = 300
_BODY = 140
_SENTENCE = 60


def read_text(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read an issue in plain text.

    Raises:
        UnreadableSource: it is not text, or no digest can be made out in it.
    """
    context = Context(hints, registry, Report(hints.origin))
    return text_issue(decode(data, context.report), context)


def text_issue(text: str, context: Context) -> RawDigest:
    """Make an issue of text.

    Raises:
        UnreadableSource: no digest can be made out in it.
    """
    lines = lines_of(text, context.hints.origin)

    def cut(profile: SeriesProfile | None) -> Sequence[Block]:
        return blocks(lines, furniture(profile))

    return issue(_opening(lines), cut, context)


def lines_of(text: str, origin: str) -> list[Line]:
    """The lines of a text, from 1, without their ends.

    Raises:
        UnreadableSource: there are more of them than an issue has, or one is far longer than a
            paragraph.
    """
    require_few_lines(text.count("\n") + text.count("\r") - text.count("\r\n") + 1, origin)
    lines = [
        Line(number, raw.replace("\u00a0", " ").rstrip())
        for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    ]
    for line in lines:
        if len(line.text) > _MAX_LINE:
            raise UnreadableSource(
                f"{origin}: line {line.number} is {len(line.text):,} characters long; "
                "a paragraph of a digest is not, so the file is damaged"
            )
    require_short(sum(len(line.text.lstrip()) for line in lines), origin)
    return lines


def _opening(lines: Sequence[Line]) -> Opening:
    top: list[Line] = []
    for line in typed(lines[: _TOP * 2]):
        if bullet(line.text) is not None or len(top) == _TOP:
            break
        if line.text.strip():
            top.append(line)
    filled = [line for line in lines[-_TAIL * 4 :] if line.text.strip()]
    return Opening(
        [line for line in top if len(line.text) <= _LONGEST_TOP],
        [line for line in filled[-_TAIL:] if len(line.text) <= _LONGEST_TOP],
        _heads(lines[: _TOP * 2]),
        entry_days([line.text.strip() for line in lines[: _TOP * 2] if line.text.strip()]),
    )


def _heads(lines: Sequence[Line]) -> frozenset[str]:
    """Lines right above a paragraph, which head an item and are no title of the issue.

    Where several lines stand above a sentence, those are of items; above one, it is a subtitle.
    """
    long, short = set(), set()
    for line, following in itertools.pairwise(lines):
        text = line.text.strip()
        if not is_headline(text) or is_masthead(text) or bullet(following.text) is not None:
            continue
        if len(following.text) > _BODY:
            long.add(text)
        elif len(following.text) > _SENTENCE and is_ended(following.text):
            short.add(text)
    short = {text for text in short if not is_publication(text)}
    return frozenset(long | short if len(long | short) > 1 else long)


FORMAT = Format(
    name="text",
    title="plain text",
    media_types=("text/plain",),
    suffixes=(".txt", ".text"),
    sniff=lambda head, origin: True,  # noqa: ARG005  (what nothing else recognises)
    read=read_text,
)
