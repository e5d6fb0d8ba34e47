"""The store: opened twice, written from many sides, failing in words."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, insert, text
from sqlmodel import SQLModel

from indexer.errors import Gone, NotFound, StoreError
from indexer.ingest.pipeline import Ingest
from indexer.normalise.tags.kinds import Kind
from indexer.projection import FullEventOut
from indexer.readers import SourceHints
from indexer.store import EventStore, Faults
from indexer.store.database import connect
from tests.builders import DAY, make_digest_text
from tests.databases import BOTH

MIGRATIONS = Path(__file__).parent.parent.parent / "indexer" / "migrations"


def test_opening_again_migrates_nothing_and_keeps_everything(tmp_path: Path) -> None:
    """Also in a folder that does not exist yet."""
    url = f"sqlite:///{tmp_path / 'new' / 'folder' / 'entente.db'}"
    store = EventStore(url)
    Ingest(store, 10_000).file(make_digest_text(("Japan", "Tokyo.")), SourceHints("x"))
    store.close()
    again = EventStore(url)
    assert again.count_events() == 1
    again.close()


DATABASES = pytest.mark.parametrize("database", BOTH)


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> str:
    """The address of an empty database."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    server = request.getfixturevalue("postgres")
    return str(server.new_database())


def migrated(url: str, version: str) -> Engine:
    """The database, with the tables of a version."""
    engine = connect(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    return engine


def assert_tables_are_those_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


@DATABASES
def test_a_new_store_and_a_migrated_one_have_the_same_tables(url: str, tmp_path: Path) -> None:
    """No column, index or constraint was forgotten."""
    every = migrated(url, "head")
    assert_tables_are_those_of_the_models(every)
    every.dispose()
    new = EventStore(f"sqlite:///{tmp_path / 'new.db'}")
    assert_tables_are_those_of_the_models(new._engine)
    new.close()


# What 0.1.0 wrote of an issue with two events, of which one was retagged and the other deleted.
_OLD_EVENT: dict[str, Any] = {
    "id": "usjad-2-7-0a1b2c3d",
    "digest_id": "usjad-2-7",
    "digest": {
        "title": "US-Japan Alliance Digest Vol 2.7",
        "series": "us-japan-alliance-digest",
        "volume": 2,
        "number": 7,
        "issue_date": "2023-04-15",
        "issue_date_basis": "inferred",
        "retold": True,
    },
    "position": 1,
    "headline": "“Space” dialogue",
    "text": "Japan spoke of space on April 6.",
    "truncated": False,
    "occurrences": [
        {
            "start": "2023-04-06",
            "end": "2023-04-06",
            "precision": "day",
            "status": "reported",
            "basis": "stated",
            "primary": True,
            "quote": "April 6",
            "field": "text",
            "span_start": 24,
            "span_end": 31,
        }
    ],
    "tags": [
        {
            "kind": "country",
            "value": "JP",
            "evidence": [{"field": "text", "start": 0, "end": 5, "quote": "Japan", "rule": "name"}],
        },
        {"kind": "domain", "value": "space", "evidence": []},
    ],
}


def fill_as_0_1_0_did(engine: Engine) -> None:
    """An issue, its events and its ledger, row by row."""
    at = datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)
    later = at + timedelta(days=1)
    other = _OLD_EVENT | {"id": "usjad-2-7-ffffffff", "position": 2, "tags": []}
    untagged = _OLD_EVENT | {"tags": _OLD_EVENT["tags"][:1]}
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)

        def put(name: str, values: dict[str, Any]) -> None:
            if engine.dialect.name == "sqlite":  # it keeps moments without their zone
                values = {
                    key: value.replace(tzinfo=None) if isinstance(value, datetime) else value
                    for key, value in values.items()
                }
            connection.execute(insert(tables.tables[name]).values(values))

        digest = _OLD_EVENT["digest"]
        source = {"id": 1, "sha256": "a" * 64, "media_type": "text/plain", "origin": "x"}
        put("source", source | {"content": b"bytes", "received_at": at})
        issue = {name: digest[name] for name in ("title", "series", "volume", "number", "retold")}
        days = {"period_start": date(2023, 4, 1), "period_end": date(2023, 4, 15)}
        issue |= days | {"issue_date": date(2023, 4, 15), "issue_date_basis": "inferred"}
        issue |= {"id": "usjad-2-7", "source_id": 1, "issues": [{"code": "x"}]}
        put("digest", issue | {"created_at": at, "updated_at": at})
        for event, deleted_at in ((_OLD_EVENT, None), (other, later)):
            row = {name: event[name] for name in ("id", "digest_id", "position", "headline")}
            row |= {"text": event["text"], "truncated": False, "deleted_at": deleted_at}
            put("event", row | {"created_at": at, "updated_at": at if deleted_at else later})
        occurrence = _OLD_EVENT["occurrences"][0] | {"start": DAY, "end": DAY, "is_primary": True}
        del occurrence["primary"]
        put("occurrence", occurrence | {"id": 1, "event_id": _OLD_EVENT["id"], "rank": 0})
        for number, tag in enumerate(_OLD_EVENT["tags"], 1):
            put("tag", tag | {"id": number, "event_id": _OLD_EVENT["id"], "rank": 0})
        key = {"id": "k", "name": "Ann", "scopes": ["read"], "digest": "b" * 64}
        put("api_key", key | {"created_at": at})
        rows = (
            ("created", untagged, None, untagged, at),
            ("created", other, None, other, at),
            ("retagged", untagged, untagged, _OLD_EVENT, later),
            ("deleted", other, other, None, later),
        )
        for seq, (kind, event, before, after, when) in enumerate(rows, 1):
            row = {"seq": seq, "event_id": event["id"], "kind": kind, "reason": "r", "at": when}
            put("change", row | {"before": before, "after": after})
        connection.execute(text("UPDATE ledger_head SET seq = 4"))


@DATABASES
def test_a_store_as_0_1_0_made_it_is_brought_up_to_date(url: str) -> None:
    """Nothing is lost: events are told as before, the ledger tells them alike and is a chain."""
    old = migrated(url, "0003")
    fill_as_0_1_0_did(old)
    old.dispose()
    store = EventStore(url)
    assert_tables_are_those_of_the_models(store._engine)
    assert store.faults() == Faults((), ())

    (event,) = store.iter_events()
    assert (event.headline, event.countries, event.changed) == ("“Space” dialogue", ["JP"], 3)
    kept = store.event(event.id)
    assert kept.tags.of("country")[0].model_dump() == {
        "value": "JP",
        "label": "Japan",
        "evidence": _OLD_EVENT["tags"][0]["evidence"],
    }
    created, _, retagged, deleted, issue = store.changes(since=0, limit=9)
    assert retagged.after is not None
    told = FullEventOut.model_validate_json(retagged.after)
    assert told == store.projection(event.id).full_event()
    assert (retagged.before, deleted.after) == (created.after, None)
    assert (issue.subject, issue.subject_id) == ("digest", "usjad-2-7")
    with pytest.raises(Gone):
        store.event("usjad-2-7-ffffffff")

    assert [row["code"] for row in store.digest("usjad-2-7").remarks] == ["x"]
    (key,) = store.keys()
    assert key.secret_hash == "b" * 64
    assert (store.head(), len(store.ledger_end().ledger)) == (5, 36)
    store.close()


def test_a_changed_past_is_noticed(store: EventStore) -> None:
    """A payload, a row and the end; what was purged on purpose is no fault."""
    data = make_digest_text(("Japan", "Tokyo."), ("Korea", "Seoul."))
    Ingest(store, 10_000).file(data, SourceHints("x"))

    def after(statement: str) -> tuple[str, ...]:
        with store._engine.connect() as connection:
            connection.execute(text(statement))
            with patch.object(store, "_engine", connection):
                faults = store.faults()
            connection.rollback()
        return faults.ledger

    assert after("UPDATE change SET after = NULL WHERE seq = 2") == (
        "the payload of row 2 is not as it was written",
    )
    purged = "UPDATE change SET after = NULL, reason = '', purged_at = at WHERE seq = 2"
    assert after(purged) == ()
    assert after("UPDATE change SET kind = 'updated' WHERE seq = 2") == (
        "row 2 is not as it was written",
    )
    assert after("DELETE FROM change WHERE seq = 2") == ("row 2 is missing",)
    assert after("DELETE FROM change WHERE seq = 3") == (
        "the ledger ends with row 2, and should with row 3",
    )


def test_projections_are_proved_and_made_anew(store: EventStore) -> None:
    """One that is damaged, one that is lost and one too many; the ledger stays as it is."""
    data = make_digest_text(("Japan", "Tokyo."), ("Korea", "Seoul."))
    first, second = Ingest(store, 10_000).file(data, SourceHints("x")).created
    before = list(store.iter_projections())
    with store._engine.begin() as connection:
        connection.execute(
            text("UPDATE projection SET position = 9 WHERE event_id = :id"), {"id": first}
        )
        connection.execute(text("DELETE FROM projection WHERE event_id = :id"), {"id": second})
    wrong = store.faults().projections
    assert sorted(wrong) == sorted((first, second))
    store.repair_projections(wrong)
    assert not store.faults()
    assert list(store.iter_projections()) == before
    assert store.head() == 3


def test_an_event_that_is_told_otherwise_by_now_is_a_change(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A country was renamed: mirrors learn of it from the ledger."""
    data = make_digest_text(("Japan", "Tokyo."))
    (event_id,) = Ingest(store, 10_000).file(data, SourceHints("x")).created
    monkeypatch.setattr(Kind, "label", lambda _, value: f"Land {value}")
    store.repair_projections(store.faults().projections)
    assert not store.faults()
    assert store.event(event_id).tags.of("country")[0].label == "Land JP"
    last = store.history(event_id)[-1]
    assert (last.kind, last.seq, last.after) == (
        "retagged",
        store.event(event_id).changed,
        store.projection(event_id).full,
    )


def test_unknown_ids_are_said_to_be_unknown(store: EventStore) -> None:
    """Events and digests alike."""
    with pytest.raises(NotFound, match="nothing-here"):
        store.event("nothing-here")
    with pytest.raises(NotFound, match="nothing-here"):
        store.digest("nothing-here")


def test_a_store_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    """Without a password in the message."""
    with pytest.raises(StoreError, match="cannot open the store") as caught:
        EventStore("postgresql+psycopg://user:secret@127.0.0.1:1/entente")
    assert "secret" not in str(caught.value)
    (tmp_path / "file").write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(StoreError):
        EventStore(f"sqlite:///{tmp_path / 'file'}")


def test_writers_at_once_give_the_ledger_no_gaps(store: EventStore) -> None:
    """Each waits for its turn; numbers are 1, 2, 3 ..."""

    def write(number: int) -> None:
        data = make_digest_text(
            (f"Item {number}", f"Japan did {number}."),
            title=f"US-Japan Alliance Digest Vol 2.{number}",
        )
        Ingest(store, 10_000).file(data, SourceHints(f"{number}.txt"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    changes = store.changes(since=0, limit=100)
    assert [change.seq for change in changes] == list(range(1, 17))  # a digest and an event each
    assert store.count_events() == 8
    assert not store.faults()


@DATABASES
def test_a_store_of_a_newer_version_is_left_alone(url: str) -> None:
    """One sentence says what to do."""
    engine = migrated(url, "head")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"written by a newer Entente \(tables 9999"):
        EventStore(url)


@DATABASES
def test_what_has_a_name_is_done_by_one_at_a_time(url: str) -> None:
    """Of all processes over the database; other names are no matter."""
    one, other = EventStore(url), EventStore(url)
    with one.alone("index") as mine:
        assert mine
        with other.alone("index") as theirs, other.alone("related") as another:
            assert (theirs, another) == (False, True)
    with other.alone("index") as theirs:
        assert theirs
    one.close()
    other.close()
