"""Reading digests."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, false, func, or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from indexer.models import Digest, Event, LedgerHead, Projection, Tag
from indexer.normalise.issue_ids import issue_id
from indexer.store.living import living, renumbered
from indexer.store.session import Sessions

_LAST_LETTERS = "zzzzzzzz"
_DIGESTS_COMPARED = 200
# Written once: to put it together takes as long as to run it.
_SOME_TAGS = (
    select(Tag.value)
    .where(
        col(Tag.kind) == bindparam("kind"), col(Tag.value).in_(bindparam("some", expanding=True))
    )
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
_TAGS_SEEN = select(_SOME_TAGS.c.value, func.count().label("seen")).group_by(_SOME_TAGS.c.value)
_LAST_PART = re.compile("[0-9]{1,8}")  # of an id: a number or a day


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a store holds.

    Attributes:
        events, digests: how many there are.
        first, last: first and last day of issue; None in an empty store.
    """

    events: int
    digests: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Outline:
    """As much of a digest as lists of all of them show.

    Attributes:
        period_start, period_end: the days that it covers.
        events: how many living events it has.
    """

    id: str
    series: str
    title: str
    volume: int | None
    number: int | None
    period_start: date
    period_end: date
    retold: bool
    events: int


class DigestReading(Sessions):
    """Digests that were not deleted."""

    _doubts: tuple[int, Counter[str]] | None = None

    def coverage(self) -> Coverage:
        """What is there: how many events and digests, and the first and last day of issue."""
        with self._reading() as session:
            digests, first, last = session.exec(
                select(
                    func.count(col(Digest.id)),
                    func.min(Digest.issue_date),
                    func.max(Digest.issue_date),
                ).where(col(Digest.deleted_at).is_(None))
            ).one()
            events = session.exec(
                select(func.count()).select_from(Event).where(col(Event.deleted_at).is_(None))
            ).one()
        return Coverage(events, digests, first, last)

    def tag_counts(self, kind: str) -> dict[str, int]:
        """How many living events have each value of a kind of tag, where any has."""
        with self._reading() as session:
            rows = session.exec(
                select(Tag.value, func.count(func.distinct(Tag.event_id)))
                .join(Event, col(Event.id) == col(Tag.event_id))
                .where(col(Event.deleted_at).is_(None), col(Tag.kind) == kind)
                .group_by(col(Tag.value))
            ).all()
        return dict(rows)

    def tags_seen(self, kind: str, values: Sequence[str], *, most: int) -> dict[str, int]:
        """Which of these values of a kind are in use, and how often among so many tags at most."""
        asked = {"kind": kind, "some": list(values), "most": most}
        with self.tables() as connection:
            rows = connection.execute(_TAGS_SEEN, asked).all()
        return {row.value: row.seen for row in rows}

    def doubts(self) -> Counter[str]:
        """How many doubts of each kind the digests have; worked out once for each state."""
        with self._reading() as session:
            version = session.exec(select(LedgerHead.revision)).one()
            known = self._doubts
            if known is None or known[0] != version:
                chosen = select(Digest.remarks).where(col(Digest.deleted_at).is_(None))
                counted = Counter(
                    str(remark["code"]) for remarks in session.exec(chosen) for remark in remarks
                )
                self._doubts = known = (version, counted)
        return known[1]

    def digest(self, digest_id: str) -> Digest:
        """The digest with its source.

        Raises:
            NotFound: there is no such digest.
            Gone: it was deleted.
            Renumbered: the number that makes this id was given to an issue that keeps its own.
        """
        with self._reading() as session:
            found = session.exec(
                select(Digest)
                .where(col(Digest.id) == digest_id)
                .options(selectinload(Digest.source))  # type: ignore[arg-type]
            ).first()
            if found is None and (into := _numbered_so(session, digest_id)):
                raise renumbered(digest_id, into)
        return living(found, "digest", digest_id)

    def digest_ids(self) -> list[str]:
        """The ids of all digests that were not deleted, oldest issue first."""
        with self._reading() as session:
            return list(
                session.exec(
                    select(Digest.id)
                    .where(col(Digest.deleted_at).is_(None))
                    .order_by(col(Digest.issue_date), col(Digest.id))
                ).all()
            )

    def ids_by_number(self) -> dict[str, str]:
        """The id of every digest that was not deleted, by the one that its number or day makes.

        The two differ where an editor put the number or day of the issue right.
        """
        with self._reading() as session:
            return _ids_by_number(session)

    def digests_beginning(
        self, beginnings: Sequence[str], *, limit: int
    ) -> list[tuple[str, str, int]]:
        """Digests whose id begins in one of these ways: id, title, number of living events.

        The shortest ids come first, then the newest issues; without a beginning the newest of all.
        Those without events are left out.
        """
        chosen = select(col(Digest.id), col(Digest.title), col(Digest.issue_date)).where(
            col(Digest.deleted_at).is_(None)
        )
        if beginnings:
            # An id has small letters, figures and hyphens: so far a range goes in any collation.
            within = [
                (col(Digest.id) >= one) & (col(Digest.id) < one + _LAST_LETTERS)
                for one in beginnings
            ]
            chosen = chosen.where(or_(*within)).order_by(col(Digest.id)).limit(_DIGESTS_COMPARED)
        else:
            chosen = chosen.order_by(col(Digest.issue_date).desc()).limit(limit)
        with self._reading() as session:
            rows = [
                row for row in session.exec(chosen) if not beginnings or _begins(row[0], beginnings)
            ]
            rows.sort(
                key=lambda row: (len(row[0]) if beginnings else 0, -row[2].toordinal(), row[0])
            )
            counted: dict[str, int] = dict(
                session.exec(
                    select(Projection.digest_id, func.count())
                    .where(col(Projection.digest_id).in_([row[0] for row in rows[:limit]]))
                    .group_by(col(Projection.digest_id))
                ).all()
            )
        return [(row[0], row[1], counted[row[0]]) for row in rows[:limit] if row[0] in counted]

    def issued(self) -> tuple[date, date] | None:
        """The first and the last day of issue; None in an empty store."""
        day = col(Digest.issue_date)
        chosen = select(day).where(col(Digest.deleted_at).is_(None)).limit(1)
        with self._reading() as session:
            first = session.exec(chosen.order_by(day)).first()
            last = session.exec(chosen.order_by(day.desc())).first()
        return None if first is None or last is None else (first, last)

    def digests(self, *, limit: int, offset: int = 0) -> tuple[list[tuple[Digest, int]], int]:
        """Digests with their number of living events, newest first, and how many there are."""
        with self._reading() as session:
            total = session.exec(
                select(func.count()).select_from(Digest).where(col(Digest.deleted_at).is_(None))
            ).one()
            rows = session.exec(
                select(Digest, func.count(col(Event.id)))
                .join(
                    Event,
                    (col(Event.digest_id) == col(Digest.id)) & col(Event.deleted_at).is_(None),
                    isouter=True,
                )
                .where(col(Digest.deleted_at).is_(None))
                .group_by(col(Digest.id))
                .order_by(col(Digest.issue_date).desc(), col(Digest.id).desc())
                .limit(limit)
                .offset(offset)
            ).all()
        return [(digest, count) for digest, count in rows], total

    def outlines(self) -> list[Outline]:
        """Every digest, newest first; columns alone, since there may be many."""
        columns = (
            *(Digest.id, Digest.series, Digest.title, Digest.volume, Digest.number),
            *(Digest.period_start, Digest.period_end, Digest.retold),
        )
        with self._reading() as session:
            rows: Iterable[Any] = session.execute(
                select(*columns)  # type: ignore[call-overload]
                .where(col(Digest.deleted_at).is_(None))
                .order_by(col(Digest.issue_date).desc(), col(Digest.id).desc())
            ).all()
            counted: dict[str, int] = dict(
                session.exec(
                    select(Projection.digest_id, func.count()).group_by(col(Projection.digest_id))
                ).all()
            )
        return [Outline(*(*told, counted.get(told[0], 0))) for told in rows]


def _begins(digest_id: str, beginnings: Sequence[str]) -> bool:
    return digest_id.startswith(tuple(beginnings))


def _ids_by_number(session: Session, *conditions: ColumnElement[bool]) -> dict[str, str]:
    """The ids of living digests by those that their numbers or days make by now."""
    chosen = select(
        col(Digest.id), col(Digest.volume), col(Digest.number), col(Digest.issue_date)
    ).where(col(Digest.deleted_at).is_(None), *conditions)
    return {
        issue_id(digest_id.partition("-")[0], volume, number, day): digest_id
        for digest_id, volume, number, day in session.exec(chosen)
    }


def _numbered_so(session: Session, digest_id: str) -> str | None:
    """The digest whose number or day makes an id that is not its own."""
    code, last = digest_id.partition("-")[0], digest_id.rpartition("-")[2]
    if not _LAST_PART.fullmatch(last):
        return None
    try:
        dated = col(Digest.issue_date) == date.fromisoformat(last)
    except ValueError:
        dated = false()
    of_series = col(Digest.id).between(f"{code}-", f"{code}-{_LAST_LETTERS}")
    told = or_(col(Digest.number) == int(last), dated)
    return _ids_by_number(session, of_series, told).get(digest_id)
