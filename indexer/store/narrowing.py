"""Which rows of the ledger are wanted: conditions that both databases answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from indexer.normalise.tags.kinds import KINDS
from indexer.store.reading import CHANGE

_PAYLOADS = (CHANGE.c.before, CHANGE.c.after)
# Where an event, a digest and a series say which series it is.
_SERIES = (("digest", "series"), ("series",))


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which rows are wanted; an empty choice is any. A row must meet every choice.

    Attributes:
        subjects: what they are about.
        kinds: what happened.
        tags: by kind of tag, values of which the event had or got one. Rows about anything but
            events have none.
        written_from: rows written at this moment or later.
        series: series that the event or digest belonged or belongs to.
    """

    subjects: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    series: tuple[str, ...] = ()
    written_from: datetime | None = None

    def conditions(self, dialect: str) -> list[ColumnElement[bool]]:
        """The same in SQL, for one of the two databases."""
        return list(self._conditions(dialect))

    def _conditions(self, dialect: str) -> Iterator[ColumnElement[bool]]:
        if self.written_from is not None:
            yield CHANGE.c.at >= self.written_from
        if self.subjects:
            yield CHANGE.c.subject.in_(self.subjects)
        if self.kinds:
            yield CHANGE.c.kind.in_(self.kinds)
        for kind, values in self.tags.items():
            if values:
                field_ = KINDS[kind].plural
                yield or_(*(_holds(dialect, payload, field_, values) for payload in _PAYLOADS))
        if self.series:
            about = and_(CHANGE.c.subject == "series", CHANGE.c.subject_id.in_(self.series))
            told = (
                _text(dialect, payload, path).in_(self.series)
                for payload in _PAYLOADS
                for path in _SERIES
            )
            yield or_(about, *told)


def _holds(
    dialect: str, payload: ColumnElement[str], name: str, values: tuple[str, ...]
) -> ColumnElement[bool]:
    """Whether a list in a payload holds one of these values."""
    if dialect == "postgresql":
        listed = func.jsonb_array_elements_text(cast(payload, JSONB)[name]).table_valued("value")
    else:
        listed = func.json_each(payload, f"$.{name}").table_valued("value")
    return exists(select(listed.c.value).where(listed.c.value.in_(values)))


def _text(dialect: str, payload: ColumnElement[str], path: tuple[str, ...]) -> ColumnElement[str]:
    """A text in a payload; NULL where there is none."""
    if dialect == "postgresql":
        return func.jsonb_extract_path_text(cast(payload, JSONB), *path)
    return func.json_extract(payload, "$." + ".".join(path))
