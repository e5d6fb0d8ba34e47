"""What the normalisers find: dated spans and tags, each with the words that earned it.

Offsets count characters (Unicode code points) from the start of the named field, end exclusive,
so that ``field_text[start:end] == quote`` holds everywhere.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Precision(StrEnum):
    """How exactly an occurrence is dated, from exact to vague."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    APPROXIMATE = "approximate"
    ISSUE = "issue"


# Known to the day; the others only bracket it.
EXACT = frozenset({Precision.DAY, Precision.RANGE})


class Status(StrEnum):
    """What the digest says of an occurrence; `docs/codebook.md` draws the lines."""

    REPORTED = "reported"  # it has happened, or has begun
    SCHEDULED = "scheduled"  # announced, agreed or ordered for a day to come
    CONSIDERED = "considered"  # proposed, possible or aimed at, without a decision
    CALLED_OFF = "called_off"  # cancelled, postponed or refused: the dated occurrence is the plan


class TagKind(StrEnum):
    """What a tag says something about."""

    COUNTRY = "country"
    DOMAIN = "domain"
    GROUP = "group"
    ACTOR = "actor"


class Field(StrEnum):
    """The two texts of an item that a span can point into."""

    HEADLINE = "headline"
    TEXT = "text"


# Made by the dozen for every item, which a frozen dataclass takes four times as long for.
class Evidence(NamedTuple):
    """The words that earned a tag and the rule that accepted them."""

    field: Field
    start: int
    end: int
    quote: str
    rule: str


class TagFinding(NamedTuple):
    """A tag with all its evidence, in reading order, headline first."""

    kind: TagKind
    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A closed interval of days, with the words it was read from.

    Attributes:
        start: first day.
        end: last day, not before ``start``.
        precision: how exact the wording is.
        status: what the wording says of it.
        quote: the date words as written.
        span: offsets of ``quote`` in the text.
        note: why the reading is doubtful, else None.
        status_span: offsets of the words that decided the status; None where none did.
        is_relative: it is counted from another day ("two days later") or from the issue's.
        is_background: it only explains another happening ("after the test of May 2").
    """

    start: date
    end: date
    precision: Precision
    status: Status
    quote: str
    span: tuple[int, int]
    note: str | None = None
    status_span: tuple[int, int] | None = None
    is_relative: bool = False
    is_background: bool = False


@dataclass(frozen=True, slots=True)
class DateDoubt:
    """Date words that give no occurrence.

    Attributes:
        quote: the words as written.
        span: their offsets in the text.
        reason: why they give none.
    """

    quote: str
    span: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class EntryDate:
    """The date that stands beside an entry of a chronology: closed days, and where it is written.

    Attributes:
        start: first day.
        end: last day, not before ``start``.
        precision: how exact it is.
        span: offsets of its words in the entry's text; a year named above the entry is outside.
    """

    start: date
    end: date
    precision: Precision
    span: tuple[int, int]
