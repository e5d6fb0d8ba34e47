"""Takedown: a text is removed from everything that is stored; the tombstone and the chain stay.

Removed are words, quotes, tags, occurrences and corrections of the event, the payloads of its rows
in the ledger, and the bytes of every source of its issue, since the text stands in them. What is
left of it are its id, which is never given out again, and hashes by which it is known if it comes
again. The chain still verifies: it covers fingerprints of payloads, not the payloads.
"""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlmodel import SQLModel

from indexer.errors import Conflict
from indexer.models import ChangeKind, Subject, now
from indexer.projection import digest_record
from indexer.store.ledger import Ledger
from indexer.store.living import absent
from indexer.store.reading import (
    CHANGE,
    DIGEST,
    EVENT,
    OCCURRENCE,
    PROJECTION,
    SOURCE,
    TAG,
    source_row,
)
from indexer.store.session import Sessions

_CORRECTION, _TAKEDOWN, _DRAFT = (
    SQLModel.metadata.tables[name] for name in ("correction", "takedown", "draft")
)
_NOTHING: dict[str, Any] = {"before": None, "after": None, "reason": "purged"}
_SOURCE_REMOVED = "source removed: an item of it was taken down"


def text_hash(words: str) -> str:
    """By what a text is known again, however it is spaced and cased."""
    return hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Purged:
    """What a takedown removed.

    Attributes:
        events: ids of the events, deleted ones too.
        sources: SHA-256 of the sources.
        rows: how many rows of the ledger lost their payload.
    """

    events: tuple[str, ...]
    sources: tuple[str, ...]
    rows: int


class Takedowns(Sessions):
    """Removes what may not be kept."""

    def purge(self, subject_id: str, *, reason: str) -> Purged:
        """Remove an event, or an issue with all its events, for good.

        Raises:
            NotFound: neither an event nor a digest has this id.
            Conflict: it was taken down before.
            StoreError: the database refused; nothing was removed.
        """
        with self._locked() as (session, head):
            connection, ledger = session.connection(), Ledger(session, head)
            if connection.dialect.name == "sqlite":
                # What is removed is overwritten in the file, not only marked as free.
                connection.execute(text("PRAGMA secure_delete=ON"))
            if _was_purged(connection, subject_id):
                raise Conflict(f"{subject_id!r} was taken down before")
            purge = _Purge(connection, ledger, reason, now())
            if _exists(connection, EVENT, subject_id):
                done = purge.event(subject_id)
            elif _exists(connection, DIGEST, subject_id):
                done = purge.digest(subject_id)
            else:
                raise absent("event or digest", subject_id)
            ledger.flush()
        return done

    def compact(self) -> bool:
        """Give back what the database's files still hold of removed rows; whether it could.

        SQLite: false where another process reads just now, so that its log could not be emptied.
        """
        if self._engine.dialect.name == "sqlite":
            pooled = self._engine.raw_connection()
            try:
                driver: Any = pooled.driver_connection
                driver.execute("VACUUM")
                return bool(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            except sqlite3.OperationalError:
                return False
            finally:
                pooled.close()
        with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            driver = connection.connection.driver_connection
            if hasattr(driver, "patience"):
                driver.patience = None  # a large table takes as long as it takes
            try:
                for table in SQLModel.metadata.sorted_tables:
                    connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table.name}"'))
                # The server keeps samples of what columns hold; the old ones are removed rows, too.
                connection.execute(text("VACUUM (FULL) pg_catalog.pg_statistic"))
            finally:
                connection.invalidate()  # whoever has it next would wait for ever, too
        return True


@dataclass(frozen=True, slots=True)
class _Purge:
    """One takedown, inside its transaction."""

    connection: Connection
    ledger: Ledger
    reason: str
    at: datetime

    def event(self, event_id: str) -> Purged:
        """Remove one event, and the sources of its issue."""
        run = self.connection.execute
        row = run(select(EVENT).where(EVENT.c.id == event_id)).mappings().one()
        digest_id = str(row["digest_id"])
        ids = self._sharing_words(event_id, digest_id)
        rows = self._events(ids)
        sources = self._sources(digest_id)
        rows += self._digest_after(digest_id, f"{row['headline']}\n{row['text']}")
        return Purged(tuple(ids), tuple(sources), rows)

    def digest(self, digest_id: str) -> Purged:
        """Remove an issue, its sources and all its events."""
        run = self.connection.execute
        ids = list(run(select(EVENT.c.id).where(EVENT.c.digest_id == digest_id)).scalars())
        rows = self._events(ids)
        sources = self._sources(digest_id)
        rows += self._payloads(Subject.DIGEST, [digest_id])
        run(
            update(DIGEST)
            .where(DIGEST.c.id == digest_id)
            .values(title="", image_credit=None, remarks=[], deleted_at=self.at)
        )
        self._note(Subject.DIGEST, digest_id)
        self._tombstone(Subject.DIGEST, digest_id)
        return Purged(tuple(ids), tuple(sources), rows)

    def _events(self, ids: Sequence[str]) -> int:
        run = self.connection.execute
        for event in run(select(EVENT).where(EVENT.c.id.in_(ids))).mappings().all():
            for words in {event["text"], event["read_text"]} - {"", None}:
                self._note(Subject.EVENT, event["id"], text_hash=text_hash(words))
        for table in (OCCURRENCE, TAG, _CORRECTION, PROJECTION):
            run(delete(table).where(table.c.event_id.in_(ids)))
        emptied: dict[str, Any] = {
            "headline": "",
            "text": "",
            "deleted_at": self.at,
            "updated_at": self.at,
        }
        emptied |= dict.fromkeys(("read_headline", "read_text", "merged_into"))
        run(update(EVENT).where(EVENT.c.id.in_(ids)).values(emptied))
        rows = self._payloads(Subject.EVENT, ids)
        for event_id in ids:
            self._tombstone(Subject.EVENT, event_id)
        return rows

    def _sharing_words(self, event_id: str, digest_id: str) -> list[str]:
        """The event, and those of its issue that editors merged with it or split from it.

        They hold its words, or their corrections do.
        """
        own = set(
            self.connection.execute(
                select(EVENT.c.id).where(EVENT.c.digest_id == digest_id)
            ).scalars()
        )
        links = self.connection.execute(
            select(_CORRECTION.c.event_id, _CORRECTION.c.value, _CORRECTION.c.detail).where(
                _CORRECTION.c.event_id.in_(own), _CORRECTION.c.kind.in_(("merge", "split"))
            )
        ).all()
        groups = [
            {one, value, *(part["event_id"] for part in detail.get("parts", ()))} & own
            for one, value, detail in links
        ]
        found = {event_id}
        while more := {one for group in groups if group & found for one in group} - found:
            found |= more
        return [event_id, *sorted(found - {event_id})]

    def _payloads(self, subject: Subject, ids: Sequence[str]) -> int:
        done = self.connection.execute(
            update(CHANGE)
            .where(
                CHANGE.c.subject == str(subject),
                CHANGE.c.subject_id.in_(ids),
                CHANGE.c.purged_at.is_(None),
            )
            .values(_NOTHING | {"purged_at": self.at})
        )
        return int(done.rowcount)

    def _sources(self, digest_id: str) -> list[str]:
        """Empty every source that the issue was ever read from: former captures, too."""
        run = self.connection.execute
        hashes = set(
            run(
                select(SOURCE.c.sha256)
                .join(DIGEST, DIGEST.c.source_id == SOURCE.c.id)
                .where(DIGEST.c.id == digest_id)
            ).scalars()
        )
        told = select(CHANGE.c.before, CHANGE.c.after).where(
            CHANGE.c.subject == str(Subject.DIGEST), CHANGE.c.subject_id == digest_id
        )
        for row in run(told):
            hashes |= {json.loads(one)["source"]["sha256"] for one in row if one}
        run(update(SOURCE).where(SOURCE.c.sha256.in_(hashes)).values(content=b"", origin="purged"))
        run(delete(_DRAFT))  # an editor may be looking at the same words; drafts last a day at most
        for one in sorted(hashes):
            self._note(Subject.DIGEST, f"source:{one[:16]}", source_hash=one)
        return sorted(hashes)

    def _digest_after(self, digest_id: str, words: str) -> int:
        """Tell of an issue that lost an item: its source is gone, and doubts that quoted the item.

        What the ledger told of it before may quote the item as well, so that goes, too.
        """
        run = self.connection.execute
        digest = dict(run(select(DIGEST).where(DIGEST.c.id == digest_id)).mappings().one())
        digest["remarks"] = [
            remark
            for remark in digest["remarks"]
            if not (remark.get("words") and str(remark["words"]) in words)
        ]
        rows = self._payloads(Subject.DIGEST, [digest_id])
        values = {"remarks": digest["remarks"], "updated_at": self.at}
        run(update(DIGEST).where(DIGEST.c.id == digest_id).values(values))
        if digest["deleted_at"] is None:
            told = digest_record(
                digest | values, source_row(self.connection, int(digest["source_id"]))
            )
            self.ledger.record(
                *(Subject.DIGEST, digest_id, ChangeKind.UPDATED, _SOURCE_REMOVED),
                before=None,
                after=told,
                at=self.at,
            )
        return rows

    def _tombstone(self, subject: Subject, subject_id: str) -> None:
        self.ledger.record(
            *(subject, subject_id, ChangeKind.DELETED, self.reason),
            before=None,
            after=None,
            at=self.at,
        )

    def _note(self, subject: Subject, subject_id: str, **hashes: str) -> None:
        row = {"subject": str(subject), "subject_id": subject_id, "at": self.at}
        self.connection.execute(insert(_TAKEDOWN), row | hashes)


def _was_purged(connection: Connection, subject_id: str) -> bool:
    chosen = select(_TAKEDOWN.c.id).where(_TAKEDOWN.c.subject_id == subject_id)
    return connection.execute(chosen.limit(1)).first() is not None


def _exists(connection: Connection, table: Any, wanted: str) -> bool:
    return connection.execute(select(table.c.id).where(table.c.id == wanted)).first() is not None
