"""Events as tables: one row an event, an occurrence, a tag, or a piece of evidence.

Every writer of tables (CSV, NDJSON in a shape, Parquet, XLSX) goes over these: a column is declared
here once, with its type and what it means. Codes have their names beside them, so that Namibia
(``NA``) is not taken for a missing value.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from api.answers.formats.base import ExportContext
from api.answers.formats.text import readable
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, OccurrenceOut, Projected


class Shape(StrEnum):
    """What a row of a table is."""

    EVENTS = "events"
    OCCURRENCES = "occurrences"
    TAGS = "tags"
    EVIDENCE = "evidence"


class Kind(StrEnum):
    """What a column holds."""

    WORDS = "words"  # from the digest; a spreadsheet might take them for a formula
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as in the header.
        kind: what it holds.
        meaning: for the codebook.
    """

    name: str
    kind: Kind
    meaning: str


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One shape.

    Attributes:
        columns: in order.
        rows: the rows that an event gives; a value is a str, int, date, datetime, bool or None.
    """

    columns: tuple[Column, ...]
    rows: Callable[[Projected, ExportContext], Iterator[Row]]

    def chosen(self, names: tuple[str, ...]) -> tuple[Column, ...]:
        """The columns of these names, in their order; all where there are none."""
        by_name = {column.name: column for column in self.columns}
        return tuple(by_name[name] for name in names) if names else self.columns


_ID = Column("id", Kind.TEXT, "The event’s id, for good.")
_EVENT_ID = Column("event_id", Kind.TEXT, "Id of the event, as in the table of events.")
_DAYS = (
    Column("start", Kind.DAY, "First day."),
    Column("end", Kind.DAY, "Last day, included."),
    Column(
        "precision", Kind.TEXT, "How exact the days are: day, range, month, approximate or issue."
    ),
    Column("status", Kind.TEXT, "reported, scheduled, considered or called_off."),
    Column("basis", Kind.TEXT, "What the days rest on: stated, or the rule that gave them."),
)
_DIGEST = (
    Column("digest", Kind.TEXT, "Id of the issue."),
    Column("series", Kind.TEXT, "Id of its series."),
    Column("volume", Kind.NUMBER, "Volume of the issue; empty where it has none."),
    Column("number", Kind.NUMBER, "Number of the issue; empty where it has none."),
    Column("issue_date", Kind.DAY, "Date of the issue."),
)
_KIND = Column("kind", Kind.TEXT, f"Kind of tag: {', '.join(KINDS)}.")
_VALUE = Column("value", Kind.TEXT, "The value, a code.")
_LABEL = Column("label", Kind.TEXT, "Its name.")


def _tag_columns() -> Iterator[Column]:
    for kind in KINDS.values():
        yield Column(
            kind.plural, Kind.TEXT, f"{kind.values.capitalize()}, by semicolons, the first leads."
        )
        yield Column(f"{kind.id}_names", Kind.TEXT, "Their names, in the same order.")


_EVENT_COLUMNS = (
    _ID,
    Column("headline", Kind.WORDS, "The item’s headline."),
    Column("text", Kind.WORDS, "The item’s paragraph."),
    *_DAYS,
    Column("occurrences", Kind.TEXT, "Every dated development: days, precision, status."),
    *_tag_columns(),
    *_DIGEST,
    Column("url", Kind.TEXT, "The event’s page."),
    Column("updated_at", Kind.MOMENT, "When the event was last changed here, in UTC."),
)
_OCCURRENCE_COLUMNS = (
    _EVENT_ID,
    Column("rank", Kind.NUMBER, "Which occurrence of the event, from 0."),
    Column("primary", Kind.FLAG, "Whether the headline is about it."),
    *_DAYS,
    Column("quote", Kind.WORDS, "The words that state the date."),
    Column("field", Kind.TEXT, "Where they stand: headline or text."),
    Column("span_start", Kind.NUMBER, "Where they begin in it, in characters from 0."),
    Column("span_end", Kind.NUMBER, "Where they end, excluded."),
    *_DIGEST,
)
_TAG_COLUMNS = (
    _EVENT_ID,
    _KIND,
    _VALUE,
    _LABEL,
    Column("rank", Kind.NUMBER, "Place among the event’s tags of the kind; 0 leads."),
    Column("start", Kind.DAY, "First day of the event’s primary occurrence."),
    Column("end", Kind.DAY, "Last day of it, included."),
    Column("digest", Kind.TEXT, "Id of the issue."),
)
_EVIDENCE_COLUMNS = (
    _EVENT_ID,
    _KIND,
    _VALUE,
    _LABEL,
    Column("field", Kind.TEXT, "Where the words stand: headline or text; correction: an editor’s."),
    Column("start", Kind.NUMBER, "Where they begin in it, in characters from 0."),
    Column("end", Kind.NUMBER, "Where they end, excluded."),
    Column("quote", Kind.WORDS, "The words that earned the tag."),
    Column("rule", Kind.TEXT, "The rule by which they did."),
)


def _events(told: Projected, context: ExportContext) -> Iterator[Row]:
    event = told.event()
    row: dict[str, Any] = {
        "id": event.id,
        "headline": readable(event.headline),
        "text": readable(event.text),
        **_days(event.primary),
        "occurrences": "; ".join(map(_occurrence, event.occurrences)),
        **_digest(event),
        "url": context.event_url(event.id),
        "updated_at": event.updated_at,
    }
    for kind in KINDS.values():
        values = getattr(event, kind.plural)
        row[kind.plural] = ";".join(values)
        row[f"{kind.id}_names"] = ";".join(map(kind.label, values))
    yield row


def _occurrences(told: Projected, _context: ExportContext) -> Iterator[Row]:
    event = told.event()
    for rank, row in enumerate(event.occurrences):
        yield {
            "event_id": event.id,
            "rank": rank,
            "primary": row.primary,
            **_days(row),
            "quote": None if row.quote is None else readable(row.quote),
            "field": row.field,
            "span_start": row.span_start,
            "span_end": row.span_end,
            **_digest(event),
        }


def _tags(told: Projected, _context: ExportContext) -> Iterator[Row]:
    event = told.event()
    for kind in KINDS.values():
        for rank, value in enumerate(event.tags_of(kind.id)):
            yield {
                "event_id": event.id,
                "kind": str(kind.id),
                "value": value,
                "label": kind.label(value),
                "rank": rank,
                "start": event.primary.start,
                "end": event.primary.end,
                "digest": event.digest.id,
            }


def _evidence(told: Projected, _context: ExportContext) -> Iterator[Row]:
    event = told.full_event()
    for kind in KINDS.values():
        for tag in event.tags.of(kind.id):
            for one in tag.evidence:
                yield {
                    "event_id": event.id,
                    "kind": str(kind.id),
                    "value": tag.value,
                    "label": tag.label,
                    "field": one.field,
                    "start": one.start,
                    "end": one.end,
                    "quote": readable(one.quote),
                    "rule": one.rule,
                }


TABLES: Mapping[Shape, Table] = MappingProxyType(
    {
        Shape.EVENTS: Table(_EVENT_COLUMNS, _events),
        Shape.OCCURRENCES: Table(_OCCURRENCE_COLUMNS, _occurrences),
        Shape.TAGS: Table(_TAG_COLUMNS, _tags),
        Shape.EVIDENCE: Table(_EVIDENCE_COLUMNS, _evidence),
    }
)


def _days(row: OccurrenceOut) -> dict[str, Any]:
    return {
        "start": row.start,
        "end": row.end,
        "precision": row.precision,
        "status": row.status,
        "basis": row.basis,
    }


def _digest(event: EventOut) -> dict[str, Any]:
    digest = event.digest
    return {
        "digest": digest.id,
        "series": digest.series,
        "volume": digest.volume,
        "number": digest.number,
        "issue_date": digest.issue_date,
    }


def _occurrence(row: OccurrenceOut) -> str:
    return f"{row.start.isoformat()}/{row.end.isoformat()} {row.precision} {row.status}"
