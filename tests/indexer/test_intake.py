"""Sources of every kind taken in one after the other; a bad one never ends the run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import InputError, StoreError
from indexer.fetching.client import Fetcher, Limits
from indexer.fetching.memory import Memory
from indexer.ingest import intake as module
from indexer.ingest import sources
from indexer.ingest.intake import Intake, Web
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import Outcome
from indexer.ingest.watching import Watched
from indexer.readers import SourceHints
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long
from tests.site import Page, Site, open_site

database = on_both_when_long
DIGEST = make_digest_text(
    ("Space dialogue held", "The US and Japan met in Tokyo on March 24 to speak of satellites."),
)


def said(source: str) -> SourceHints:
    return sources.hints(source, series=None, volume=None)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture
def intake(store: EventStore, tmp_path: Path) -> Iterator[Intake]:
    with Fetcher(Limits(1_000_000), allow_private=True) as fetcher:
        web = Web(fetcher, Memory(tmp_path / "fetched.json"))
        yield Intake(Ingest(store, 1_000_000), said, lambda: web)


def test_one_bad_file_never_ends_a_folders_ingest(intake: Intake, tmp_path: Path) -> None:
    """A name that is no UTF-8, a file that vanished, one that is no digest, a pipe, hidden ones."""
    folder = tmp_path / "inbox"
    (folder / "below" / ".git").mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"no digest")
    (folder / "b.txt").symlink_to(folder / "nowhere")
    (folder / "below" / "vol-2-07.txt").write_bytes(DIGEST)
    (folder / "below" / ".git" / "x.txt").write_bytes(DIGEST)
    (folder / "._vol-2-07.txt").write_bytes(b"\x00")
    os.mkfifo(folder / "pipe.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/vol-2-08-\xe9.txt")).write_bytes(
        DIGEST.replace(b"2.7", b"2.8")
    )
    listing = sources.listing([str(folder), str(tmp_path / "missing"), str(tmp_path)])
    assert [str(error) for _, error in listing.problems] == [
        f"{tmp_path}/missing: there is no such file or folder"
    ]
    found = sources.listing([str(folder)])
    reports = {file.file: file for path in found.sources for file in intake.take(path)}
    assert {name: str(report.outcome) for name, report in reports.items()} == {
        "inbox/a.txt": "refused",
        "inbox/b.txt": "refused",
        "below/vol-2-07.txt": "created",
        r"inbox/vol-2-08-\xe9.txt": "created",
    }
    assert "No such file" in str(reports["inbox/b.txt"].error)


def test_what_cannot_be_looked_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without permission is a problem of its own, beside the files that can be read."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    scandir = os.scandir

    def without_closed(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", without_closed)
    listing = sources.listing([str(tmp_path)])
    assert len(listing.sources) == 1
    assert str(listing.problems[0][1]) == f"{tmp_path}/closed: Permission denied"


def test_a_fault_in_a_reader_is_the_refusal_of_one_file(
    intake: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that fails ends the run, since every other file would fail, too."""
    (tmp_path / "x.txt").write_bytes(DIGEST)

    def fails(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(module, "parts", fails)
    (report,) = intake.take(str(tmp_path / "x.txt"))
    assert "RecursionError: too deep" in str(report.error)

    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(module, "parts", full)
    with pytest.raises(StoreError):
        intake.take(str(tmp_path / "x.txt"))


def test_an_address_is_asked_for_what_is_new_only(intake: Intake, site: Site) -> None:
    """Its validators are remembered once all of it is stored, and forgotten with the issue."""
    url = f"{site.url}/us-japan-alliance-digest-vol-2-7"
    site.pages["/us-japan-alliance-digest-vol-2-7"] = page = Page(DIGEST, etag='"1"')
    (first,) = intake.take(url)
    assert (first.file, first.outcome, first.digest_id) == (url, Outcome.CREATED, "usjad-2-7")
    (again,) = intake.take(url)
    assert (again.outcome, again.digest_id) == (Outcome.UNCHANGED, "usjad-2-7")
    assert [asked.get("If-None-Match") for _, asked in site.asked] == [None, '"1"']
    page.body, page.etag = DIGEST.replace(b"March 24", b"March 25"), '"2"'
    assert [report.outcome for report in intake.take(url)] == [Outcome.UPDATED]
    with intake.taker.store.writing() as writer:
        writer.delete_digest(writer.living_digest("usjad-2-7"), reason="withdrawn")
    assert [report.outcome for report in intake.take(url)] == [Outcome.CREATED]


def test_an_address_that_cannot_be_fetched_is_refused_like_a_file(
    intake: Intake, site: Site
) -> None:
    """And nothing is remembered of a page that was refused, so that it is asked for again."""
    (report,) = intake.take(f"{site.url}/none")
    assert "404" in str(report.error)
    site.pages["/poor"] = Page(b"no digest", etag='"1"')
    for _ in range(2):
        (report,) = intake.take(f"{site.url}/poor")
        assert report.refused
        assert "If-None-Match" not in site.asked[-1][1]


def test_a_watched_folder_gives_each_file_once_it_is_whole(tmp_path: Path) -> None:
    """What was there at the start is not given again; what is still being written is waited for."""
    old = tmp_path / "old.txt"
    old.write_bytes(DIGEST)
    watched = Watched([str(tmp_path)], [str(old)])
    assert watched.ready() == []
    new = tmp_path / "new.txt"
    new.write_bytes(DIGEST[:50])
    assert watched.ready() == []
    new.write_bytes(DIGEST)
    assert watched.ready() == []
    assert watched.ready() == [str(new)]
    assert watched.ready() == []
    old.write_bytes(DIGEST + b"\n")
    new.unlink()
    assert [watched.ready(), watched.ready(), watched.ready()] == [[], [str(old)], []]


def test_a_source_that_no_option_names_keeps_its_address_as_origin() -> None:
    """An address whole, a file with its folder."""
    assert said("https://x.example/a/b").origin == "https://x.example/a/b"
    assert said("a/b/c.txt").origin == "b/c.txt"
    with pytest.raises(InputError):
        sources.files(["/no/such/file"])
