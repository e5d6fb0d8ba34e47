"""The store: opened twice, written from many sides, failing in words."""

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from indexer.errors import NotFound, StoreError
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.store import EventStore
from indexer.store.database import connect
from indexer.times import now
from tests.builders import make_digest_text

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


def test_migrations_make_the_tables_that_the_models_describe(store: EventStore) -> None:
    """No column, index or constraint was forgotten."""
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_a_store_of_the_first_version_is_brought_up_to_date(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    """With what it holds, on either database; and the tables are those of the models."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if database == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.new_database().replace("postgresql://", "postgresql+psycopg://")
    old = connect(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO source VALUES (1, 'a', 'text/plain', 'x', :content, :at)"),
            {"content": b"x", "at": now()},
        )
        connection.execute(
            text(
                "INSERT INTO digest VALUES ('usjad-2-7', 's', 't', 2, 7, '2023-04-15', 'stated', "
                "'2023-04-01', '2023-04-15', NULL, '[]', 1, :at, :at)"
            ),
            {"at": now()},
        )
    old.dispose()
    store = EventStore(url)
    assert store.digest("usjad-2-7").deleted_at is None
    assert store.keys() == []
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    store.close()


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
