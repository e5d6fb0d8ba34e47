"""The store: opened twice, written from many sides, failing in words."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from indexer.errors import NotFound, StoreError
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.store import EventStore
from tests.builders import make_digest_text


def test_opening_again_migrates_nothing_and_keeps_everything(tmp_path: Path) -> None:
    """Also in a folder that does not exist yet."""
    url = f"sqlite:///{tmp_path / 'new' / 'folder' / 'entente.db'}"
    store = EventStore(url)
    Ingest(store, 10_000).file(make_digest_text(("Japan", "Tokyo.")), SourceHints("x"))
    store.close()
    again = EventStore(url)
    assert again.count_events() == 1
    again.close()


def test_migrations_make_the_tables_that_the_models_describe(store: EventStore) -> None:
    """No column, index or constraint was forgotten."""
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


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
    assert [change.seq for change in changes] == list(range(1, 9))
    assert store.count_events() == 8
