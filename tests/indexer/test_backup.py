"""Backups: everything is in them, nothing of them is taken on trust, and they fit any database."""

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from indexer import related
from indexer.access import KeyRing, Scope
from indexer.backup import back_up, restore, verify
from indexer.backup.rows import DERIVED, PASSING
from indexer.errors import Conflict, InputError, StoreError
from indexer.ingest.acts import Editor
from indexer.ingest.corrections import Action
from indexer.ingest.editing import correct, delete_digest
from indexer.ingest.edits import TagEdit
from indexer.ingest.pipeline import Ingest
from indexer.models import TagKind
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore, Faults
from tests.builders import make_digest_text
from tests.databases import BOTH
from tests.here import entente

WHOLE = Faults((), ())
NewUrl = Callable[[str], str]


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Gives the address of an empty database of a kind."""
    numbers = count(1)

    def made(database: str) -> str:
        if database == "sqlite":
            return f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
        server = request.getfixturevalue("postgres")
        return str(server.new_database())

    return made


def filled(url: str) -> EventStore:
    """A store with two issues of which one was deleted, a correction, and a key."""
    store = EventStore(url)
    take(store, 7)
    take(store, 8)
    event = store.projections_of("usjad-2-7")[0].event_id
    ann = Editor("Ann", "The venue was “Manila”.")
    correct(store, event, TagEdit(TagKind.COUNTRY, "PH", Action.ADD), ann)
    delete_digest(store, "usjad-2-8", reason="Withdrawn")
    KeyRing(store).create("News desk", frozenset({Scope.INGEST}))
    related.follow(store)
    return store


def take(store: EventStore, number: int) -> None:
    item = (f"Japan met in Tokyo {number}", f"Japan spoke of space on April {number}.")
    text_of = make_digest_text(item, title=f"US-Japan Alliance Digest Vol 2.{number}")
    assert Ingest(store, 10_000).file(text_of, SourceHints(f"vol-2-{number}.txt")).error is None


def contents(store: EventStore, folder: Path) -> str:
    """The digest of everything that a store holds but the end of its ledger."""
    path = folder / "contents.zip"
    tables = back_up(store, path, overwrite=True).tables
    del tables["ledger_head"]
    return json.dumps({name: proof.sha256 for name, proof in sorted(tables.items())})


@pytest.fixture
def stores() -> Iterator[list[EventStore]]:
    """Stores that are closed at the end."""
    opened: list[EventStore] = []
    yield opened
    for store in opened:
        store.close()


@pytest.mark.parametrize("target", BOTH)
@pytest.mark.parametrize("origin", BOTH)
def test_a_backup_holds_everything_whatever_the_database(
    origin: str, target: str, new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """Corrections, keys, deleted events, sources, related tables: and the next id is a new one."""
    store = filled(new_url(origin))
    stores.append(store)
    backup = tmp_path / "backup.zip"
    made = back_up(store, backup)
    assert verify(backup) == made
    url = new_url(target)
    assert restore(url, backup).manifest == made
    again = EventStore(url)
    stores.append(again)
    assert contents(again, tmp_path) == contents(store, tmp_path)
    assert again.faults() == WHOLE
    related.follow(again)
    assert related.check(again) == []
    told = [store.projections_of("usjad-2-7")[0], again.projections_of("usjad-2-7")[0]]
    assert told[0] == told[1]
    take(again, 9)
    assert again.faults() == WHOLE


def test_the_same_store_gives_the_same_bytes(
    new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """So that a backup that changed nothing can be told from one that did."""
    store = filled(new_url("sqlite"))
    stores.append(store)
    for name in ("a.zip", "b.zip"):
        back_up(store, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_nobody_else_may_read_it_and_it_replaces_nothing_unasked(
    new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """The hashes of keys are in it."""
    store = filled(new_url("sqlite"))
    stores.append(store)
    path = tmp_path / "backup.zip"
    back_up(store, path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Conflict, match="--overwrite"):
        back_up(store, path)
    with pytest.raises(InputError, match="was not made"):
        back_up(store, tmp_path / "no" / "such" / "folder.zip")
    assert {one.name for one in tmp_path.glob("*.partial")} == set()


@pytest.mark.parametrize("database", BOTH)
def test_a_backup_is_of_one_moment_while_others_write(
    database: str, new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """Every one of them can be restored, whichever write it fell between."""
    store = filled(new_url(database))
    stores.append(store)
    ended = threading.Event()
    started = threading.Event()

    def write() -> None:
        for number in range(9, 23):
            take(store, number)
            started.set()
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    made = 0
    while not ended.is_set() or made == 0:
        path = tmp_path / f"{made}.zip"
        back_up(store, path)
        verify(path)
        made += 1
    writer.join()
    url = new_url("sqlite")
    restore(url, tmp_path / f"{made // 2}.zip")
    again = EventStore(url)
    stores.append(again)
    assert again.faults() == WHOLE


def damage(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Write a backup anew with one of its members changed."""
    with zipfile.ZipFile(path) as old:
        held = {name: old.read(name) for name in old.namelist()}
    held[member] = change(held[member])
    with zipfile.ZipFile(path, "w") as new:
        for name, data in held.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    ("member", "change", "words"),
    [
        ("event.ndjson", lambda data: data.replace(b"Tokyo", b"Osaka"), "rows of event"),
        ("event.ndjson", lambda _: b"", "rows of event"),
        ("api_key.ndjson", lambda data: data + data, "rows of api_key"),
        ("manifest.json", lambda _: b"{}", "no manifest"),
        ("manifest.json", lambda data: data.replace(b'"event"', b'"events"'), "names"),
        ("manifest.json", lambda data: data.replace(b'"0010"', b'"9999"'), "newer Entente"),
    ],
)
def test_a_damaged_backup_is_refused_and_restores_nothing(  # noqa: PLR0917
    member: str,
    change: Callable[[bytes], bytes],
    words: str,
    new_url: NewUrl,
    tmp_path: Path,
    stores: list[EventStore],
) -> None:
    """In one sentence that says what is wrong with it."""
    store = filled(new_url("sqlite"))
    stores.append(store)
    path = tmp_path / "backup.zip"
    version = back_up(store, path).tables_version.encode()
    damage(path, member, lambda data: change(data.replace(version, b"0010")))
    url = new_url("sqlite")
    with pytest.raises(InputError, match=words):
        restore(url, path)
    empty = EventStore(url)
    stores.append(empty)
    assert empty.head() == 0


def test_a_cut_file_is_refused(new_url: NewUrl, tmp_path: Path, stores: list[EventStore]) -> None:
    """As one that a full disk leaves behind elsewhere."""
    store = filled(new_url("sqlite"))
    stores.append(store)
    path = tmp_path / "backup.zip"
    back_up(store, path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="no backup, or is damaged"):
        verify(path)
    with pytest.raises(InputError, match="No such file"):
        verify(tmp_path / "none.zip")


@pytest.mark.parametrize("database", BOTH)
def test_a_store_in_use_is_replaced_only_when_asked(
    database: str, new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """What was written after the backup is given up, and its numbers are not given out again."""
    url = new_url(database)
    store = filled(url)
    stores.append(store)
    path = tmp_path / "backup.zip"
    made = back_up(store, path)
    take(store, 9)
    later = store.version()
    with pytest.raises(Conflict, match="--replace"):
        restore(url, path)
    assert store.head() > made.ledger.seq
    done = restore(url, path, replace=True)
    assert not done.same_ledger
    assert store.head() == made.ledger.seq
    take(store, 10)
    take(store, 11)
    assert store.version() != later
    assert int(store.version().partition(".")[2]) > int(later.partition(".")[2])


def test_the_ledger_goes_on_where_its_chain_proves_the_same_history(
    new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """Or where the operator says that nothing was written after the backup."""
    url = new_url("sqlite")
    store = filled(url)
    stores.append(store)
    back_up(store, tmp_path / "first.zip")
    take(store, 9)
    back_up(store, tmp_path / "second.zip")
    ledger = store.ledger_end().ledger
    assert restore(url, tmp_path / "second.zip", replace=True).ledger == ledger
    assert restore(url, tmp_path / "first.zip", replace=True).ledger != ledger
    assert restore(new_url("sqlite"), tmp_path / "first.zip").ledger != ledger
    assert restore(new_url("sqlite"), tmp_path / "first.zip", keep_ledger=True).ledger == ledger


@pytest.mark.parametrize("database", BOTH)
def test_a_restore_that_fails_leaves_the_store_as_it_was(
    database: str,
    new_url: NewUrl,
    tmp_path: Path,
    stores: list[EventStore],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tables and rows: they change in one transaction."""
    url = new_url(database)
    store = filled(url)
    stores.append(store)
    path = tmp_path / "backup.zip"
    back_up(store, path)
    before = contents(store, tmp_path)

    def broken(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("indexer.backup.restoring._prove", broken)
    with pytest.raises(StoreError):
        restore(url, path, replace=True)
    assert contents(store, tmp_path) == before
    assert store.faults() == WHOLE


def test_every_table_is_backed_up_or_declared_derived(
    new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """A table that is added later is in backups without anyone thinking of it."""
    store = filled(new_url("sqlite"))
    stores.append(store)
    held = set(back_up(store, tmp_path / "backup.zip").tables)
    with store.tables() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        every = {name for name in names.scalars() if not name.startswith("sqlite_")}
    derived = {name for name in every - held if not name.startswith("related_")}
    assert derived == DERIVED | PASSING | {"alembic_version"}


def test_the_commands(tmp_path: Path) -> None:
    """Backup, verify, restore elsewhere, search there."""
    (tmp_path / "vol-2-07.txt").write_bytes(
        make_digest_text(("Space dialogue held", "Japan spoke of satellites on April 3."))
    )
    entente("ingest", ".", cwd=tmp_path)
    done = entente("backup", "b.zip", cwd=tmp_path)
    assert "1 digests, 1 events" in done.stdout
    assert entente("backup", "--verify", "b.zip", cwd=tmp_path).stdout == done.stdout
    there = {"ENTENTE_DATA_DIR": str(tmp_path / "there")}
    restored = entente("restore", "b.zip", cwd=tmp_path, **there)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "1 of 1" in entente("search", "satellites", cwd=tmp_path, **there).stdout
    assert entente("check", cwd=tmp_path, **there).stdout == "store and index agree\n"
    refused = entente("restore", "b.zip", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--replace" in refused.stderr


def test_an_index_of_another_history_is_not_believed(
    new_url: NewUrl, tmp_path: Path, stores: list[EventStore]
) -> None:
    """After a restore it is built anew, though its number may fit."""
    url = new_url("sqlite")
    store = filled(url)
    stores.append(store)
    path = tmp_path / "backup.zip"
    back_up(store, path)
    take(store, 9)
    engine = TantivyEngine(None)
    sync.sync(store, engine)
    restore(url, path, replace=True)
    take(store, 10)
    sync.reindex(store, engine)
    assert not sync.check(store, engine)
    engine.close()
