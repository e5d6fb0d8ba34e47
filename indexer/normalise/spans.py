"""What the normalisers find: dated spans and tags, each with the words that earned it.

Offsets count characters (Unicode code points) from the start of the named field, end exclusive,
so that ``field_text[start:end] == quote`` holds everywhere.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
    """Whether the digest reports an occurrence or announces it."""

    REPORTED = "reported"
    SCHEDULED = "scheduled"


class TagKind(StrEnum):
    """What a tag says something about."""

    COUNTRY = "country"
    DOMAIN = "domain"
    GROUP = "group"


class Field(StrEnum):
    """The two texts of an item that a span can point into."""

    HEADLINE = "headline"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that earned a tag and the rule that accepted them."""

    field: Field
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class TagFinding:
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
        status: reported or scheduled.
        quote: the date words as written.
        span: offsets of ``quote`` in the text.
        note: why the reading is doubtful, else None.
    """

    start: date
    end: date
    precision: Precision
    status: Status
    quote: str
    span: tuple[int, int]
    note: str | None = None
