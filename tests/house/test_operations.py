"""docs/operations.md: what it tells people to type is typed here, and does what it says."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.store import EventStore, Faults
from tests.conftest import SEEDS
from tests.here import entente
from tests.servers import Postgres

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
_PARTS = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
SECTIONS = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))
SCRIPT = "#!/bin/sh"
# What changes the machine itself: looked at by systemd-analyze, and in the proxies' tests.
OF_THE_MACHINE = ("useradd ", "install ", "cp ", "systemctl ", SCRIPT)

Run = Callable[..., subprocess.CompletedProcess[str]]


def blocks(section: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```", SECTIONS[section], flags=re.MULTILINE | re.DOTALL)


def commands(section: str) -> list[list[str]]:
    """The commands of a section's blocks, or of its sentences where it has no block."""
    plain = [block for block in blocks(section) if not block.startswith(SCRIPT)]
    found = [line for block in plain for line in block.splitlines()]
    if not found:
        found = re.findall(r"`(entente [^`]+)`", SECTIONS[section])
    day = [line.replace("$(date +%F)", "2026-01-31") for line in found]
    return [shlex.split(line)[1:] for line in day if line.startswith("entente ")]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a folder in which two issues were ingested."""

    def ran(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return entente(*arguments, cwd=tmp_path, **settings)

    issues = [str(SEEDS / name) for name in ("vol-2-07.txt", "vol-1-05.txt")]
    assert ran("ingest", *issues).returncode == 0
    (tmp_path / "backups").mkdir()
    return ran


def all_of(section: str, run: Run, **settings: str) -> list[str]:
    """What each command of a section prints; none of them may fail."""
    told = []
    for arguments in commands(section):
        done = run(*arguments, **settings)
        assert (done.returncode, done.stderr) == (0, ""), (arguments, done.stdout, done.stderr)
        told.append(done.stdout)
    assert told, section
    return told


def test_every_block_is_one_that_is_typed_here() -> None:
    """A new one has to be added below, or be of the machine itself."""
    typed = {"Backup", "Restore", "From one database to another", "Takedown"}
    others = {
        section
        for section in set(SECTIONS) - typed
        for block in blocks(section)
        if not block.startswith(OF_THE_MACHINE)
    }
    assert others == set()


def test_backup_restore_and_takedown(run: Run, tmp_path: Path) -> None:
    """Proved, put back into an empty store, found whole; a text is removed for good."""
    made, proved = all_of("Backup", run)
    assert made == proved
    other = {"ENTENTE_DATA_DIR": str(tmp_path / "other")}
    restored, checked = all_of("Restore", run, **other)
    assert restored.splitlines()[0] == made.strip()
    assert checked == "store and index agree\n"
    store = EventStore(f"sqlite:///{tmp_path / 'other' / 'entente.db'}")
    first = store.projections_of("usjad-2-7")[0].event_id
    store.close()
    named = next(one for one in commands("Takedown") if one[1].count("-") > 2)
    assert named[0] == "purge"
    for arguments in commands("Takedown"):
        told = [first if one == named[1] else one for one in arguments]
        done = run(*told, **other)
        assert done.returncode == 0, done.stderr
        assert "payloads of the ledger removed" in done.stdout
    assert run("check", **other).returncode == 0


def test_upgrade_and_back(run: Run) -> None:
    """Every command of its sentences; the way back is refused where something would be lost."""
    for arguments in commands("Upgrade, and back"):
        done = run(*arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert run("check").stdout == "store and index agree\n"


@pytest.mark.postgres
def test_moving_to_postgresql(run: Run, postgres: Postgres) -> None:
    """The ledger keeps its id; what was exported in between is what the commands after it use."""
    first, *rest = commands("From one database to another")
    assert run(*first).returncode == 0
    block = blocks("From one database to another")[0]
    assert re.search(r"^export ENTENTE_DATABASE_URL=postgresql://", block, flags=re.MULTILINE)
    url = postgres.new_database()
    for arguments in rest:
        done = run(*arguments, ENTENTE_DATABASE_URL=url)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
    store = EventStore(url)
    assert store.coverage().digests == 2
    assert store.faults() == Faults((), ())
    store.close()


@pytest.mark.long
def test_the_nightly_script(run: Run, tmp_path: Path) -> None:
    """As cron runs it: one backup a day, proved; those older than a month are removed."""
    del run
    folder = tmp_path / "backups"
    old = folder / "entente-2020-01-01.zip"
    old.write_bytes(b"long ago")
    os.utime(old, (0, 0))
    script = next(block for block in blocks("Backup") if block.startswith(SCRIPT))
    path = tmp_path / "entente-backup"
    path.write_text(script.replace("/srv/backups", str(folder)))
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", str(path)], cwd=tmp_path, env={"PATH": programs}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not old.exists()
    assert len(list(folder.glob("entente-*.zip"))) == 1
