"""Living events as the tables need them, read in bulk and without an object a row."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from indexer.models import Digest, Event, Occurrence, Tag
from indexer.normalise.spans import Precision
from indexer.normalise.tags.kinds import KINDS

_BATCH = 500
_EVENT = Event.__table__  # type: ignore[attr-defined]
_DIGEST = Digest.__table__  # type: ignore[attr-defined]
_OCCURRENCE = Occurrence.__table__  # type: ignore[attr-defined]
_TAG = Tag.__table__  # type: ignore[attr-defined]
_TOPICAL = tuple(str(kind.id) for kind in KINDS.values() if kind.topical)


@dataclass(frozen=True, slots=True)
class Living:
    """A living event.

    Attributes:
        id, digest_id, headline, text: as stored.
        issued: day of issue of its digest.
        day, end, precision: of its primary occurrence.
        tags: ``kind:value`` of topical kinds, in alphabetical order, a space between them.
    """

    id: str
    digest_id: str
    headline: str
    text: str
    issued: date
    day: date
    end: date
    precision: str
    tags: str


def by_ids(connection: Connection, ids: Collection[str]) -> list[Living]:
    """Those of these events that live."""
    wanted = sorted(ids)
    found: list[Living] = []
    for at in range(0, len(wanted), _BATCH):
        found += _read(connection, wanted[at : at + _BATCH])
    return found


def after(connection: Connection, event_id: str) -> list[Living]:
    """The next few events by id."""
    ids = connection.scalars(
        select(_EVENT.c.id)
        .where(_EVENT.c.id > event_id, _EVENT.c.deleted_at.is_(None))
        .order_by(_EVENT.c.id)
        .limit(_BATCH)
    ).all()
    return _read(connection, list(ids)) if ids else []


def _read(connection: Connection, ids: list[str]) -> list[Living]:
    tags: dict[str, list[str]] = {}
    for event_id, kind, value in connection.execute(
        select(_TAG.c.event_id, _TAG.c.kind, _TAG.c.value).where(
            _TAG.c.event_id.in_(ids), _TAG.c.kind.in_(_TOPICAL)
        )
    ):
        tags.setdefault(event_id, []).append(f"{kind}:{value}")
    days = {
        event_id: (start, end, Precision(precision))
        for event_id, start, end, precision in connection.execute(
            select(
                _OCCURRENCE.c.event_id,
                _OCCURRENCE.c.start,
                _OCCURRENCE.c.end,
                _OCCURRENCE.c.precision,
            ).where(_OCCURRENCE.c.event_id.in_(ids), _OCCURRENCE.c.is_primary)
        )
    }
    return list(_joined(connection, ids, tags, days))


def _joined(
    connection: Connection,
    ids: list[str],
    tags: dict[str, list[str]],
    days: dict[str, tuple[date, date, Precision]],
) -> Iterator[Living]:
    rows = connection.execute(
        select(
            _EVENT.c.id,
            _EVENT.c.digest_id,
            _EVENT.c.headline,
            _EVENT.c.text,
            _DIGEST.c.issue_date,
        )
        .join(_DIGEST, _EVENT.c.digest_id == _DIGEST.c.id)
        .where(_EVENT.c.id.in_(ids), _EVENT.c.deleted_at.is_(None))
        .order_by(_EVENT.c.id)
    )
    for event_id, digest_id, headline, text, issued in rows:
        start, end, precision = days[event_id]
        yield Living(
            id=event_id,
            digest_id=digest_id,
            headline=headline,
            text=text,
            issued=issued,
            day=start,
            end=end,
            precision=str(precision),
            tags=" ".join(sorted(tags.get(event_id, ()))),
        )
