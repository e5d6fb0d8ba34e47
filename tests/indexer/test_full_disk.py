"""A disk that is full: whoever writes is told, nothing is half stored, and room is all it takes."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from indexer import related
from indexer.backup import verify
from indexer.errors import SearchUnavailable, StoreError
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.query import EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore, Faults
from tests.builders import make_digest_text
from tests.here import entente

ISSUES = 6
MORE = "The two sides spoke of ships. " * 100
_DISK_BYTES = 24 * 1024 * 1024
Full = Callable[[int], AbstractContextManager[None]]


class Disk:
    """A folder whose space can be used up.

    Attributes:
        folder: what stands on it.
        full: while it lasts, there is room for so many bytes more, or for none.
    """

    def __init__(self, folder: Path, full: Full) -> None:
        self.folder = folder
        self.full = full


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk where one may be mounted; elsewhere a limit on the size of files."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        yield Disk(place, limited)
        return
    try:
        yield Disk(place, lambda room: filled(place, room))
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(place: Path, room: int) -> Iterator[None]:
    """Use a disk up, but for some bytes."""
    filler = place / "filler"
    free = os.statvfs(place)
    filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - room)))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def limited(room: int) -> Iterator[None]:
    """Let no file of this process become larger; those of a store soon want to."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


def issue(number: int) -> bytes:
    items = [
        (f"Talks {number}.{n} on space held", f"Japan met the US on March {n}. {MORE}")
        for n in range(1, 6)
    ]
    return make_digest_text(*items, title=f"US-Japan Alliance Digest Vol 2.{number}")


def files(folder: Path) -> list[str]:
    folder.mkdir(exist_ok=True)
    for number in range(1, ISSUES + 1):
        (folder / f"vol-2-{number:02}.txt").write_bytes(issue(number))
    return sorted(str(path) for path in folder.iterdir())


def held(url: str) -> list[str]:
    """The ids of a sound store's issues."""
    store = EventStore(url)
    try:
        assert store.faults() == Faults((), ())
        return sorted(store.digest_ids())
    finally:
        store.close()


def test_ingest_says_what_is_stored_and_goes_on_when_there_is_room(
    disk: Disk, tmp_path: Path
) -> None:
    """Whole issues or none, told by name; the same command does the rest."""
    data, url = disk.folder / "var", f"sqlite:///{disk.folder / 'var' / 'entente.db'}"
    sources = files(tmp_path / "issues")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return entente(*arguments, cwd=tmp_path, ENTENTE_DATA_DIR=str(data))

    assert run("ingest", sources[0]).returncode == 0
    report = tmp_path / "report.jsonl"
    with disk.full(700_000):
        done = run("ingest", *sources, "--report", str(report))
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "nothing was stored" in done.stderr
        told = [line for line in report.read_text().splitlines() if '"created"' in line]
        assert 0 < len(told) < ISSUES
        left = ISSUES - len(told)
        assert f"vol-2-{len(told) + 1:02}.txt: " in done.stderr
        assert f"{left} of the sources are still to be taken" in done.stderr
    assert len(held(url)) == len(told)
    done = run("ingest", *sources)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{left} created, 0 updated, {len(told)} unchanged" in done.stdout
    assert len(held(url)) == ISSUES
    assert run("check").stdout == "store and index agree\n"


def test_an_index_that_cannot_be_written_stays_searchable(disk: Disk, tmp_path: Path) -> None:
    """Applying and rebuilding say so in a sentence; what is searched is the old one, whole."""
    store = EventStore(f"sqlite:///{tmp_path / 'entente.db'}")
    engine = TantivyEngine(disk.folder / "index")
    Ingest(store, 1_000_000).file(issue(1), SourceHints("x.txt"))
    sync.sync(store, engine)
    Ingest(store, 1_000_000).file(issue(2), SourceHints("x.txt"))
    related.follow(store)
    for room in (0, 5_000, 20_000):  # enough for none, for some, for most of its files
        with disk.full(room):
            for work in (sync.follow_one, sync.mend_one, sync.reindex):
                with pytest.raises(SearchUnavailable, match="cannot be written"):
                    work(store, engine)
                assert engine.search(EventQuery(limit=1)).total == 5
    sync.sync(store, engine)
    assert engine.search(EventQuery(limit=1)).total == 10
    assert not sync.check(store, engine)
    assert len([one for one in (disk.folder / "index").glob("gen-*") if one.is_dir()]) == 1
    engine.close()
    store.close()


def test_a_backup_that_finds_no_room_leaves_the_one_before(disk: Disk, tmp_path: Path) -> None:
    """And a bundle; nothing of them stays behind."""
    sources = files(tmp_path / "issues")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return entente(*arguments, cwd=tmp_path)

    run("ingest", *sources[:1])
    for command, name in ((("backup",), "b.zip"), (("export", "bundle"), "c.zip")):
        file = disk.folder / name
        file.write_bytes(b"the one before")
        with disk.full(1_000):
            done = run(*command, "--overwrite", str(file))
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "was not made" in done.stderr
        assert file.read_bytes() == b"the one before"
    assert sorted(path.name for path in disk.folder.glob("*.zip*")) == ["b.zip", "c.zip"]
    assert run("backup", "--overwrite", str(disk.folder / "b.zip")).returncode == 0
    verify(disk.folder / "b.zip")


def test_tables_that_were_half_filled_are_filled_when_there_is_room(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same process, too, which lives on: it does not take itself for one at work."""
    Ingest(store, 1_000_000).file(issue(1), SourceHints("x.txt"))

    def full(*_: object) -> None:
        raise StoreError("nothing was stored: database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("indexer.related.filling.Filling._counts", full)
        with pytest.raises(StoreError):
            related.follow(store)
    assert related.follow(store)
    assert related.check(store) == []
