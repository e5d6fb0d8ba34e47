"""Series are data of the installation: of its store, its files and the package."""

import json
from pathlib import Path

import pytest
import yaml
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

import indexer.migrations
from indexer.backup import back_up, restore
from indexer.errors import Conflict, InputError, NotFound
from indexer.ingest.editing import delete_digest
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport
from indexer.ingest.series_book import KeptIn, SeriesBook
from indexer.ingest.series_editing import AddedSeries, add_series, completed, remove_series
from indexer.models import ChangeKind, Subject
from indexer.normalise.series import SeriesProfile
from indexer.normalise.series_known import knowing, known
from indexer.readers import SourceHints
from indexer.settings import Settings
from indexer.store import EventStore
from indexer.store.database import connect, upgrade
from tests.builders import make_digest_text
from tests.here import entente

BULLETIN = b"""Baltic Watch Bulletin No. 4
12 May 2024

- Estonia and Latvia agree on joint purchase
- Poland hosts drill

- Estonia and Latvia signed on May 8 an agreement to buy air defence systems together.
- Poland hosted on May 9 an exercise with troops of the United States.
"""
ID = "baltic-watch-bulletin"


@pytest.fixture
def book(store: EventStore) -> SeriesBook:
    return SeriesBook(store)


def added(store: EventStore, book: SeriesBook, **told: object) -> AddedSeries:
    return add_series(store, book, completed(told, book), reason="a test", editor="Ada")


def take(store: EventStore, book: SeriesBook, data: bytes = BULLETIN, **said: object) -> FileReport:
    hints = SourceHints("bulletin.txt", **said)  # type: ignore[arg-type]
    return Ingest(store, 1_000_000, series=book.registry).file(data, hints)


class TestANewSeries:
    """An issue that states its own title and date makes a profile where the caller says so."""

    def test_it_is_refused_by_its_title_line_unless_the_caller_says_so(
        self, store: EventStore, book: SeriesBook
    ) -> None:
        """Nothing is filed, and no profile is made."""
        report = take(store, book)
        assert "“Baltic Watch Bulletin No. 4”" in str(report.error)
        assert "--new-series" in str(report.error)
        assert book.registry().get(ID) is None
        assert store.head() == 0

    @pytest.mark.parametrize("said", [{"new_series": True}, {"series": ID}])
    def test_a_plain_profile_is_made_kept_and_reported(
        self, store: EventStore, book: SeriesBook, said: dict[str, object]
    ) -> None:
        """Named by the caller or not; its next issue needs no such word."""
        report = take(store, book, **said)
        assert report.error is None
        assert report.digest_id == "bwb-4"
        assert "a plain one was made" in next(
            remark.message for remark in report.remarks if remark.code == "new-series"
        )
        assert book.kept_in(ID) is KeptIn.STORE
        rows = store.changes(since=0, limit=10)
        assert (rows[0].subject, rows[0].subject_id, rows[0].kind) == (
            Subject.SERIES,
            ID,
            ChangeKind.CREATED,
        )
        assert SeriesProfile.model_validate_json(rows[0].after or "").title == (
            "Baltic Watch Bulletin"
        )
        following = take(store, book, BULLETIN.replace(b"No. 4\n12", b"No. 5\n26"))
        assert (following.error, following.digest_id) == (None, "bwb-5")

    def test_a_dry_run_makes_none(self, store: EventStore, book: SeriesBook) -> None:
        """It says that one would be made."""
        taker = Ingest(store, 1_000_000, dry_run=True, series=book.registry)
        report = taker.file(BULLETIN, SourceHints("bulletin.txt", new_series=True))
        assert "new-series" in {remark.code for remark in report.remarks}
        assert book.registry().get(ID) is None

    def test_it_is_never_filed_under_another(self, store: EventStore, book: SeriesBook) -> None:
        """Neither where its file's name nor where the caller says so."""
        for hints in (
            SourceHints("us-japan-alliance-digest/vol-3-04.txt"),
            SourceHints("bulletin.txt", series="us-japan-alliance-digest"),
        ):
            report = Ingest(store, 1_000_000, series=book.registry).file(BULLETIN, hints)
            assert "“Baltic Watch Bulletin No. 4”" in str(report.error)
            assert "vol-2-07" not in str(report.error)


class TestLayers:
    """The store's profiles win over the files', the files' over the shipped ones."""

    def test_the_stronger_one_hides_the_weaker(self, store: EventStore, tmp_path: Path) -> None:
        """One id, three profiles; what is taken away shows the one beneath."""
        file = tmp_path / "series.yaml"
        file.write_text("transatlantic-alliance-digest: {code: tad, title: Of the file}\n")
        book = SeriesBook.of(store, Settings(data_dir=tmp_path, series=file))

        def title() -> str:
            return book.registry().labels["transatlantic-alliance-digest"]

        assert title() == "Of the file"
        added(store, book, id="transatlantic-alliance-digest", title="Of the store")
        assert title() == "Of the store"
        remove_series(store, book, "transatlantic-alliance-digest", reason="a test")
        assert title() == "Of the file"
        assert SeriesBook(store).registry().labels["transatlantic-alliance-digest"] == (
            "Transatlantic Alliance Digest"
        )

    def test_a_code_never_changes(self, store: EventStore, tmp_path: Path) -> None:
        """Not by hand, not by a file, not after the series was removed with its issues."""
        book = SeriesBook(store)
        take(store, book, new_series=True)
        with pytest.raises(InputError, match="is 'bwb' and never changes"):
            added(store, book, id=ID, code="baltic", title="Baltic Watch Bulletin")
        file = tmp_path / "series.yaml"
        file.write_text(f"{ID}: {{code: other, title: Baltic Watch Bulletin}}\n")
        with pytest.raises(InputError, match="never changes; the file says 'other'"):
            SeriesBook.of(store, Settings(data_dir=tmp_path, series=file))
        delete_digest(store, "bwb-4", reason="a test")
        remove_series(store, book, ID, reason="a test")
        assert book.registry().get(ID) is None
        assert added(store, book, title="Big Western Bulletin").profile.code == "bwb2"
        assert added(store, book, title="Baltic Watch Bulletin").profile.code == "bwb"

    def test_a_shipped_series_keeps_the_code_that_its_issues_have(self, store: EventStore) -> None:
        """Where an issue is filed, its code is bound."""
        book = SeriesBook(store)
        take(store, book, make_digest_text(("Talks", "Japan met the US on March 3.")))
        with pytest.raises(InputError, match="is 'usjad' and never changes"):
            added(store, book, id="us-japan-alliance-digest", code="x1", title="Other")

    def test_two_series_have_no_name_or_code_in_common(self, store: EventStore) -> None:
        """An issue could be of either."""
        book = SeriesBook(store)
        with pytest.raises(InputError, match="'transatlantic-alliance-digest' names the series"):
            added(store, book, id="other", title="Transatlantic Alliance Digest")
        with pytest.raises(InputError, match="'tad' is that of the series"):
            added(store, book, title="Talks and Drills", code="tad")

    def test_a_context_knows_its_own(self, store: EventStore, book: SeriesBook) -> None:
        """What no store is bound to knows the shipped series."""
        added(store, book, title="Harbour Letter")
        assert known().get("harbour-letter") is None
        with knowing(book.registry):
            assert known().get("harbour-letter") is not None
        assert known().get("harbour-letter") is None


class TestRemoving:
    """A series with issues held is not removed."""

    def test_it_is_refused_while_issues_are_held(self, store: EventStore, book: SeriesBook) -> None:
        """And for what is not the store's to remove."""
        take(store, book, new_series=True)
        with pytest.raises(Conflict, match="1 issue is held of Baltic Watch Bulletin"):
            remove_series(store, book, ID, reason="a test")
        with pytest.raises(Conflict, match="is in the package"):
            remove_series(store, book, "allied-friday-letter", reason="a test")
        with pytest.raises(NotFound):
            remove_series(store, book, "nobody-s", reason="a test")

    def test_what_was_done_stands_in_the_ledger(self, store: EventStore, book: SeriesBook) -> None:
        """Added, changed, removed; the same again is nothing."""
        assert added(store, book, title="Harbour Letter").kind is ChangeKind.CREATED
        assert added(store, book, title="Harbour Letter").kind is None
        assert added(store, book, title="Harbour Letter", publisher="HI").kind is ChangeKind.UPDATED
        remove_series(store, book, "harbour-letter", reason="a test")
        rows = store.changes(since=0, limit=10)
        assert [str(row.kind) for row in rows] == ["created", "updated", "deleted"]
        assert {(row.subject, row.subject_id) for row in rows} == {("series", "harbour-letter")}
        assert not store.faults()


def migrations(connection: Connection) -> Config:
    """The steps of the tables, for one connection."""
    config = Config()
    folder = Path(indexer.migrations.__file__).parent
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config


def test_backups_hold_them(store: EventStore, book: SeriesBook, tmp_path: Path) -> None:
    """A store that is put back knows the same series."""
    added(store, book, title="Harbour Letter", boilerplate=["Site by .*"])
    back_up(store, tmp_path / "b.zip")
    restore(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "b.zip")
    other = EventStore(f"sqlite:///{tmp_path / 'other.db'}")
    found = SeriesBook(other).registry().get("harbour-letter")
    other.close()
    assert found == book.registry().get("harbour-letter")


def test_a_store_from_before_binds_the_codes_of_what_it_holds(
    store: EventStore, book: SeriesBook, settings: Settings
) -> None:
    """Issues of a series that no profile is known of keep their series."""
    take(store, book, new_series=True)
    store.close()
    engine = connect(settings.store_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM series"))
        command.downgrade(migrations(connection), "0014")
        upgrade(connection)
    engine.dispose()
    plain = create_engine(settings.store_url)
    with plain.connect() as connection:
        rows = connection.execute(text("SELECT id, code, title, added FROM series")).all()
    plain.dispose()
    assert [tuple(row) for row in rows] == [(ID, "bwb", "Baltic Watch Bulletin", 0)]
    opened = EventStore(settings.store_url)
    known_now = SeriesBook(opened).registry().get(ID)
    opened.close()
    assert known_now is not None
    assert known_now.code == "bwb"


def test_the_commands(tmp_path: Path) -> None:
    """A series of one's own: added, shown as YAML that is taken again, listed, removed."""
    done = entente("series", "add", "--title", "Harbour Letter", cwd=tmp_path)
    assert "harbour-letter: created, its ids begin with hl-" in done.stdout or done.stderr == ""
    shown = entente("series", "show", "harbour-letter", cwd=tmp_path).stdout
    assert yaml.safe_load(shown)["harbour-letter"]["title"] == "Harbour Letter"
    (tmp_path / "own.yaml").write_text(shown + "  publisher: HI\n")
    assert "harbour-letter: updated" in entente("series", "add", "own.yaml", cwd=tmp_path).stdout
    listed = entente("series", "list", "--json", cwd=tmp_path).stdout.splitlines()
    own = next(one for one in map(json.loads, listed) if one["id"] == "harbour-letter")
    assert (own["kept_in"], own["publisher"], own["digests"]) == ("store", "HI", 0)
    (tmp_path / "bad.yaml").write_text("x: {titel: Y}")
    refused = entente("series", "add", "bad.yaml", cwd=tmp_path)
    assert refused.returncode == 1
    assert "bad.yaml: x: " in refused.stderr
    assert "titel" in refused.stderr
    removed = entente("series", "remove", "harbour-letter", "--reason", "a test", cwd=tmp_path)
    assert removed.stdout == "harbour-letter: removed\n"
