"""Takedown: the text is nowhere any more, the tombstone and the chain are."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from indexer import related
from indexer.access import KeyRing, Scope
from indexer.backup import back_up, restore
from indexer.errors import Conflict, Gone, NotFound
from indexer.ingest.acts import Editor
from indexer.ingest.corrections import Action
from indexer.ingest.editing import correct, delete_digest
from indexer.ingest.edits import TagEdit
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport, Outcome
from indexer.models import ChangeKind, TagKind
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore, Faults
from indexer.store.reading import TABLES
from tests.builders import make_digest_text
from tests.databases import POSTGRESQL, on_both
from tests.here import entente
from web.app import create_app

WHOLE = Faults((), ())
RARE = "Xylophonia"  # stands nowhere else
BAD = (f"{RARE} was named", f"Japan spoke of {RARE} in Tokyo on April 3, and of {RARE}land.")
GOOD = ("Space dialogue held", "Japan and the US spoke of satellites on April 6.")
database = on_both


def take(store: EventStore, *items: tuple[str, str], number: int = 7) -> FileReport:
    text = make_digest_text(*items, title=f"US-Japan Alliance Digest Vol 2.{number}")
    return Ingest(store, 10_000).file(text, SourceHints(f"vol-2-{number}.txt"))


def filled(store: EventStore) -> str:
    """An issue with both items, received twice, the bad one corrected; the id of that one."""
    take(store, BAD, GOOD)
    take(store, BAD, GOOD, ("Another", "Korea said so on April 7."))
    event_id = next(e.id for e in store.iter_events() if RARE in e.headline)
    edit = TagEdit(TagKind.COUNTRY, "PH", Action.ADD)
    correct(store, event_id, edit, Editor("Ann", f"{RARE} is there"))
    related.follow(store)
    return event_id


def held(store: EventStore) -> list[str]:
    """The tables that hold the secret anywhere, derived ones too."""
    found = []
    with store.tables() as connection:
        for name, table in TABLES.items():
            for row in connection.execute(table.select()):
                told = " ".join(
                    value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                    for value in row
                )
                if RARE.casefold() in told.casefold():
                    found.append(name)
                    break
    return found


def test_the_text_of_an_event_is_nowhere_any_more(store: EventStore) -> None:
    """In no table: sources, former captures, ledger, corrections, tags, related tables."""
    event_id = filled(store)
    assert {"event", "change", "source", "correction", "projection"} <= set(held(store))
    done = store.purge(event_id, reason="Court order")
    related.follow(store)
    assert held(store) == []
    assert done.events == (event_id,)
    assert len(done.sources) == 2
    assert store.faults() == WHOLE
    assert related.check(store) == []


def test_what_stays_is_the_tombstone(store: EventStore) -> None:
    """410 for the id, a last row that says why, numbers without gaps; other events are there."""
    event_id = filled(store)
    store.purge(event_id, reason="Court order")
    with pytest.raises(Gone):
        store.event(event_id)
    history = store.history(event_id)
    assert (history[-1].kind, history[-1].reason) == (ChangeKind.DELETED, "Court order")
    assert {(row.before, row.after) for row in history} == {(None, None)}
    assert all(row.purged_at is not None for row in history[:-1])
    assert {event.headline for event in store.iter_events()} == {"Another", GOOD[0]}
    with pytest.raises(Conflict):
        store.purge(event_id, reason="Again")
    with pytest.raises(NotFound):
        store.purge("none", reason="x")


def test_an_event_that_was_deleted_before_can_be_taken_down(store: EventStore) -> None:
    """What is out of sight is still stored until then."""
    event_id = filled(store)
    delete_digest(store, "usjad-2-7", reason="Withdrawn")
    assert "change" in held(store)
    store.purge(event_id, reason="Court order")
    related.follow(store)
    assert held(store) == []
    assert store.faults() == WHOLE


def test_an_issue_is_taken_down_with_all_its_events(store: EventStore) -> None:
    """And another one stays as it is."""
    filled(store)
    take(store, GOOD, number=8)
    done = store.purge("usjad-2-7", reason="Rights")
    related.follow(store)
    assert len(done.events) == 3
    assert held(store) == []
    assert [event.digest.id for event in store.iter_events()] == ["usjad-2-8"]
    with pytest.raises(Gone):
        store.digest("usjad-2-7")
    assert store.faults() == WHOLE


def test_it_does_not_come_back_with_the_next_file(store: EventStore) -> None:
    """The same file, a corrected one, or another issue with the text; not what lacks it."""
    event_id = filled(store)
    store.purge(event_id, reason="Court order")
    for report in (
        take(store, BAD, GOOD),
        take(store, GOOD, (BAD[0] + " again", BAD[1].upper())),
        take(store, BAD, number=9),
    ):
        assert report.outcome is Outcome.REFUSED
        assert "taken down" in str(report.error)
    assert take(store, GOOD, ("Another", "Korea said so on April 7.")).error is None
    again = Ingest(store, 10_000).again("usjad-2-7")
    assert again.error is None
    related.follow(store)
    assert held(store) == []


def test_an_issue_that_was_taken_down_stays_down(store: EventStore) -> None:
    """Also when it comes as other bytes."""
    filled(store)
    store.purge("usjad-2-7", reason="Rights")
    assert "was taken down" in str(take(store, ("New", "Words of May 3.")).error)


def test_reading_again_needs_the_source(store: EventStore) -> None:
    """It says so, and the events stay as they are."""
    event_id = filled(store)
    store.purge(event_id, reason="Court order")
    report = Ingest(store, 10_000).again("usjad-2-7")
    assert "its source was taken down" in str(report.error)
    assert len(list(store.iter_events())) == 2


def test_later_backups_do_not_hold_it(store: EventStore, tmp_path: Path) -> None:
    """And what was restored from them refuses it as before."""
    event_id = filled(store)
    store.purge(event_id, reason="Court order")
    related.follow(store)
    back_up(store, tmp_path / "backup.zip")
    url = f"sqlite:///{tmp_path / 'other.db'}"
    restore(url, tmp_path / "backup.zip")
    other = EventStore(url)
    assert held(other) == []
    assert other.faults() == WHOLE
    assert take(other, BAD).outcome is Outcome.REFUSED
    other.close()


def test_no_search_finds_it(store: EventStore) -> None:
    """Once the index has followed the ledger."""
    event_id = filled(store)
    engine = TantivyEngine(None)
    sync.sync(store, engine)
    assert event_id in engine.fingerprints()
    store.purge(event_id, reason="Court order")
    sync.sync(store, engine)
    assert event_id not in engine.fingerprints()
    assert not sync.check(store, engine)
    engine.close()


def test_through_the_api(store: EventStore, tmp_path: Path) -> None:
    """With an admin key; the source is gone, the ledger tells of the tombstone."""
    event_id = filled(store)
    _, key = KeyRing(store).create("Admin", frozenset({Scope.ADMIN}))
    engine = TantivyEngine(None)
    settings = Settings(data_dir=tmp_path / "var")
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        answer = client.post(
            f"/api/v1/events/{event_id}/purge",
            params={"reason": "Court order"},
            headers={"Authorization": f"Bearer {key}"},
        )
        assert answer.status_code == 200
        assert answer.json()["events"] == [event_id]
        assert client.get(f"/api/v1/events/{event_id}").status_code == 410
        assert client.get("/api/v1/digests/usjad-2-7/source").status_code == 410
        assert client.get("/api/v1/digests/usjad-2-7").status_code == 200
        assert client.get("/digests/usjad-2-7").status_code == 200
        told = client.get("/api/v1/changes").text
        assert RARE not in told
        assert "Court order" in told
    engine.close()


def test_no_file_of_the_database_holds_it(
    store: EventStore, database: str, database_files: Callable[[], list[Path]]
) -> None:
    """Its log and its free pages neither, once the database was compacted."""
    event_id = filled(store)
    if database == POSTGRESQL:
        with store.snapshot() as connection:
            connection.execute(text("ANALYZE"))  # it keeps samples of what columns hold
    assert that_hold(RARE, database_files())
    store.purge(event_id, reason="Court order")
    related.follow(store)
    assert store.compact()
    assert that_hold(RARE, database_files()) == []


def that_hold(words: str, files: Iterable[Path]) -> list[Path]:
    """Those files in whose bytes these words stand."""
    wanted = words.casefold().encode()
    return [path for path in files if path.is_file() and wanted in path.read_bytes().lower()]


def test_the_command_leaves_nothing_in_any_file(tmp_path: Path) -> None:
    """Not in the database, its log, or the index: the bytes are looked at."""
    (tmp_path / "vol-2-07.txt").write_bytes(make_digest_text(BAD, GOOD))
    entente("ingest", ".", cwd=tmp_path)
    found = entente("search", RARE, cwd=tmp_path).stdout
    event_id = next(word for word in found.split() if word.startswith("usjad-"))
    done = entente("purge", event_id, "--reason", "Court order", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert that_hold(RARE, (tmp_path / "var").rglob("*")) == []
    assert entente("check", cwd=tmp_path).stdout == "store and index agree\n"
    assert entente("purge", "none", "--reason", "x", cwd=tmp_path).returncode == 1
    assert entente("purge", event_id, "--reason", " ", cwd=tmp_path).returncode == 2
