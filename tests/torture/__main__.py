"""`make torture`: every kind of work is killed at many points; nothing may be lost.

Each kill is of a fresh copy of the same beginning. Afterwards what a person would do is done – the
work once more, `entente sync` – and store and index must be what they are without a kill, by
digest. Prints a line a kind of work; exit status 1 where anything differed.
"""

import argparse
import gzip
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from indexer import related
from indexer.backup import back_up, restore, verify
from indexer.errors import EntenteError
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.torture.kills import killed, steps_of

_ROOT = Path(__file__).parents[2]
_ISSUES = _ROOT / "seed_data" / "us-japan-alliance-digest"
_OLD = _ROOT / "tests" / "fixtures" / "stores" / "0003.sql.gz"
_MIB = 1024 * 1024


class Work(NamedTuple):
    """A kind of work.

    Attributes:
        name: what it is called.
        prepare: makes what stands in a folder before it.
        do: the work itself, which may be done again.
        found: what stands there afterwards, in a form that can be compared.
    """

    name: str
    prepare: Callable[[Path], None]
    do: Callable[[Path], None]
    found: Callable[[Path], object]


def _store(folder: Path) -> EventStore:
    return EventStore(f"sqlite:///{folder / 'entente.db'}")


def _ingest(folder: Path, *names: str) -> None:
    store = _store(folder)
    for name in names:
        path = _ISSUES / name
        Ingest(store, _MIB).file(path.read_bytes(), SourceHints(name))
    store.close()


def _sync(folder: Path) -> None:
    store, engine = _store(folder), TantivyEngine(folder / "index")
    sync.mend(store, engine)
    store.close()
    engine.close()


def _reindex(folder: Path) -> None:
    store, engine = _store(folder), TantivyEngine(folder / "index")
    sync.reindex(store, engine)
    store.close()
    engine.close()


def _stored(folder: Path) -> object:
    """The store's digest, after whatever was left undone was done."""
    _sync(folder)
    store, engine = _store(folder), TantivyEngine(folder / "index")
    try:
        faults = store.faults()
        assert not faults, faults
        wrong = related.check(store)
        assert not wrong, wrong
        differences = sync.check(store, engine)
        assert not differences, differences
        lag = sync.lag(store, engine.state())
        assert lag == 0, f"{lag} rows behind"
        generations = [one for one in (folder / "index").glob("gen-*") if one.is_dir()]
        assert len(generations) == 1, generations
        # Fingerprints hold the moment of ingest; that they are the store's is checked above.
        return store.state_digest(), sorted(engine.fingerprints())
    finally:
        store.close()
        engine.close()


def _begin(folder: Path) -> None:
    _ingest(folder, "vol-2-07.txt")
    _sync(folder)


def _before_sync(folder: Path) -> None:
    _begin(folder)
    _ingest(folder, "vol-1-01.txt")


def _backup(folder: Path) -> None:
    store = _store(folder)
    try:
        back_up(store, folder / "backup.zip", overwrite=True)
    finally:
        store.close()


def _backed_up(folder: Path) -> object:
    """What the backup holds: the old one or the new one is whole, at any moment."""
    assert [one.name for one in folder.glob("backup*")] == ["backup.zip"]
    return verify(folder / "backup.zip").digest


def _before_backup(folder: Path) -> None:
    _begin(folder)
    _backup(folder)
    _ingest(folder, "vol-1-01.txt")


def _before_restore(folder: Path) -> None:
    _before_backup(folder)
    _backup(folder)
    _ingest(folder, "vol-1-02.txt")


def _restore(folder: Path) -> None:
    restore(f"sqlite:///{folder / 'entente.db'}", folder / "backup.zip", replace=True)


def _old(folder: Path) -> None:
    database = sqlite3.connect(folder / "entente.db")
    database.executescript(gzip.decompress(_OLD.read_bytes()).decode())
    database.close()


def _migrate(folder: Path) -> None:
    _store(folder).close()


WORKS = (
    Work("ingest", _begin, lambda folder: _ingest(folder, "vol-1-01.txt"), _stored),
    Work("sync", _before_sync, _sync, _stored),
    Work("reindex", _before_sync, _reindex, _stored),
    Work("backup", _before_backup, _backup, _backed_up),
    Work("restore", _before_restore, _restore, _stored),
    Work("migration", _old, _migrate, _stored),
)


def torture(work: Work, points: int, seed: int) -> tuple[int, int, list[str]]:
    """Kill a kind of work at so many points.

    Returns:
        How many steps it takes, at how many it was killed, and what went wrong, in words.
    """
    with tempfile.TemporaryDirectory(prefix="entente-torture-") as name:
        place = Path(name)
        begin = place / "begin"
        begin.mkdir()
        work.prepare(begin)
        whole = _copied(begin, place / "whole")
        steps = steps_of(lambda: work.do(whole))
        wanted = work.found(whole)
        chosen = random.Random(seed).sample(range(steps), min(points, steps))  # noqa: S311
        kills, wrong = 0, []
        for at in sorted(chosen):
            folder = _copied(begin, place / "killed")
            kills += killed(lambda folder=folder: work.do(folder), at)  # type: ignore[misc]
            try:
                if work.name == "backup":
                    verify(folder / "backup.zip")  # the one before it, or the new one
                work.do(folder)
                if work.found(folder) != wanted:
                    wrong.append(f"{work.name}, step {at} of {steps}: not what it should be")
            except (EntenteError, AssertionError) as error:
                wrong.append(f"{work.name}, step {at} of {steps}: {error}")
    return steps, kills, wrong


def _copied(begin: Path, to: Path) -> Path:
    with suppress(FileNotFoundError):
        shutil.rmtree(to)
    shutil.copytree(begin, to)
    return to


def main() -> None:
    """Parse arguments, kill, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100, help="kills of each kind of work")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of points")
    parser.add_argument("--only", nargs="+", choices=[work.name for work in WORKS])
    arguments = parser.parse_args()
    failed = False
    for work in WORKS:
        if arguments.only and work.name not in arguments.only:
            continue
        steps, kills, wrong = torture(work, arguments.points, arguments.seed)
        print(f"{work.name:10} {steps:5} steps, killed at {kills}, {len(wrong)} wrong")
        for line in wrong:
            print(f"  {line}")
        failed = failed or bool(wrong) or not kills
    sys.exit(failed)


if __name__ == "__main__":
    main()
