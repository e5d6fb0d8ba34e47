"""Blocks: what every form of source is cut into before items are made of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

HEADLINE_LENGTH = 140
# Stops that end a sentence, with whatever closes behind them. A question may be a headline.
_ENDED = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
# The stop first: what may not stand before it is looked at where there is one.
_FULL_STOP = re.compile(r"\.(?<![A-Z]\.[A-Z]\.)(?<!\bInc\.)(?<!\bCo\.)(?<!\bLtd\.)[\"'”’)\]]*$")
# A sentence ends inside: no abbreviation has so many small letters.
_SENTENCE_INSIDE = re.compile(r"[a-z]{4}\.[\"”’)]?\s+[\"“‘]?[^\W\d_a-zß-ÿ]")
_TWO_SENTENCES = 80
_OPENS = re.compile(r"[\"'“‘«(\[¿¡$€£¥+\-−–]*(?:[^\W_a-zß-öø-ÿ]|[a-z]{1,2}[A-Z])")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    RULE = "rule"  # a line across the page
    SECTION = "section"  # a label over a group of items, no headline
    HEADLINES = "headlines"  # the label over a list of headlines
    DETAILS = "details"  # the label over their paragraphs
    FURNITURE = "furniture"  # belongs to the page, not to an item


_CONTENT = frozenset({Kind.HEADING, Kind.BULLET, Kind.PARAGRAPH})


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, list item or paragraph, its hard-wrapped lines joined.

    Attributes:
        kind: what it is.
        text: its words, white space as single spaces, the bullet left out.
        line: line of the source that it begins on; None where the source has no lines.
        last_line: line that it ends on.
        gap: blank lines before it.
        level: of a heading, from 1; the deeper, the larger.
        count: the number that a list item or heading bears, where it bears one.
        lead: the words that open it in bold, or in a line of their own, where there are others.
        lead_is_line: whether those words are a line.
    """

    kind: Kind
    text: str
    line: int | None = None
    last_line: int | None = None
    gap: int = 0
    level: int = 0
    count: int | None = None
    lead: str = ""
    lead_is_line: bool = False

    @property
    def is_content(self) -> bool:
        """Whether items are made of it."""
        return self.kind in _CONTENT


def is_headline(text: str) -> bool:
    """Whether words look like a headline: not long, no full stop, opening like a sentence."""
    return (
        0 < len(text) <= HEADLINE_LENGTH
        and text[-1] not in ":;,"
        and _OPENS.match(text) is not None
        and not _FULL_STOP.search(text)
        and not (len(text) > _TWO_SENTENCES and _SENTENCE_INSIDE.search(text))
    )


def is_ended(text: str) -> bool:
    """Whether words end with a stop, so that nothing is cut off."""
    return _ENDED.search(text) is not None


def joined(parts: list[str]) -> str:
    """Hard-wrapped lines as one; a word that was hyphenated at the line end keeps its hyphen."""
    words: list[str] = []
    for part in parts:
        glue = bool(words) and words[-1].endswith("-") and not words[-1].endswith(" -")
        words.append(part if not words or glue else f" {part}")
    return " ".join("".join(words).split())
