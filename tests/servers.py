"""Real servers for tests: found, started on a free port, awaited, and ended by their own id."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, Self

import psycopg
import pytest

from indexer.search.meilisearch.link import Timeouts
from indexer.store import EventStore
from tests.migrated import new_ids

PATIENCE_S = 60.0
_ROOT = Path(__file__).parent.parent


def missing(how_to_get: str) -> NoReturn:
    """Skip with a sentence on a developer's machine; fail in CI, where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(how_to_get, pytrace=False)
    pytest.skip(how_to_get)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], what: str, process: subprocess.Popen[bytes]) -> None:
    """Ask again and again until it is ready; fail when the process ends or time runs out."""
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        if process.poll() is not None:
            pytest.fail(f"{what} ended with status {process.returncode} while starting")
        if time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"{what} was not ready within {PATIENCE_S:.0f} s")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether an address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


# How long a test waits for a search, where it is not about waiting: other tests run beside it.
PATIENT = Timeouts(connect=30.0, search=60.0, patient=120.0)


class Meilisearch:
    """A Meilisearch server with a master key, its data in a folder of the test run."""

    how_to_get = (
        "Meilisearch 1.21 is not installed: put its program on PATH as `meilisearch`, or name it "
        "in MEILISEARCH_BINARY (see CONTRIBUTING.md)"
    )

    def __init__(self, binary: Path, folder: Path, master_key: str | None = None) -> None:
        self.master_key = master_key or secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{free_port()}"
        self._command = [
            str(binary),
            *("--db-path", str(folder / "data")),
            *("--http-addr", self.url.removeprefix("http://")),
            *("--master-key", self.master_key),
            *("--no-analytics", "--log-level", "ERROR"),
        ]
        self._folder = folder

    @classmethod
    def binary(cls) -> Path | None:
        """The server's program, where it is installed."""
        named = os.environ.get("MEILISEARCH_BINARY")
        found = named or shutil.which("meilisearch")
        if found is None and (cached := _ROOT / ".cache" / "meilisearch").exists():
            found = str(cached)
        return Path(found) if found else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Start the server, also after `kill`."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, cwd=self._folder
            )
        wait_until(self._available, "Meilisearch", self._process)

    def kill(self) -> None:
        """End the server at once, with everything it was doing."""
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def empty(self) -> None:
        """Lose its data, while it does not run."""
        shutil.rmtree(self._folder / "data")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_S)

    def _available(self) -> bool:
        return answers(f"{self.url}/health")


class Postgres:
    """A throw-away PostgreSQL cluster; as root it runs under the user nobody."""

    how_to_get = "PostgreSQL 15 or newer is not installed: its initdb and postgres are needed"

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._port = free_port()
        self._databases = 0
        self._made: str | None = None

    @classmethod
    def binaries(cls) -> Path | None:
        """The folder of the server's programs, where it is installed."""
        on_path = shutil.which("initdb")
        if on_path:
            return Path(on_path).parent
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return found[-1].parent if found else None

    def __enter__(self) -> Self:
        # Not under pytest's folder: that one is closed to other users.
        self._folder = Path(tempfile.mkdtemp(prefix="entente-postgres-"))
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._run(
            "initdb",
            "-D",
            self._folder / "data",
            "-U",
            "entente",
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        self.start()
        return self

    def start(self) -> None:
        """Start the server, also after `kill`."""
        self._process = self._popen(
            self._binaries / "postgres",
            *("-D", self._folder / "data", "-p", str(self._port), "-h", "127.0.0.1"),
            *("-k", self._folder, "-c", "fsync=off"),
        )
        wait_until(self._available, "PostgreSQL", self._process)

    def kill(self) -> None:
        """End the server at once, with everything it was doing."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait(PATIENCE_S)
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """A server that is there, takes connections, and says nothing."""
        stopped = self._processes()
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                os.kill(process, signal.SIGCONT)

    def _processes(self) -> list[int]:
        server = self._process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [server, *map(int, children)]

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)  # without waiting for who is still connected
        self._process.wait(PATIENCE_S)
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, like: str = "template1") -> str:
        """The address of a new database, empty or like another."""
        self._databases += 1
        name = f"test{self._databases}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {like}")
        return f"postgresql+psycopg://entente@127.0.0.1:{self._port}/{name}"

    @contextmanager
    def new_store(self) -> Iterator[str]:
        """The address of a store as the migrations make it, which they do once; then it goes."""
        if self._made is None:
            url = self.new_database()
            EventStore(url).close()
            self._made = url.rpartition("/")[2]
        url = self.new_database(like=self._made)
        name = url.rpartition("/")[2]
        with psycopg.connect(self._dsn(name)) as connection:
            connection.execute("UPDATE ledger_head SET ledger = %s, installation = %s", new_ids())
        yield url
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def data_files(self) -> Path:
        """The folder of what the databases hold, with everything written there; not the log."""
        self._tell("CHECKPOINT")
        return self._folder / "data" / "base"

    def _tell(self, order: str) -> None:
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(order)

    def _available(self) -> bool:
        try:
            psycopg.connect(self._dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _dsn(self, database: str) -> str:
        return f"host=127.0.0.1 port={self._port} user=entente dbname={database}"

    def _run(self, program: str, *arguments: object) -> None:
        process = self._popen(self._binaries / program, *arguments)
        if process.wait(PATIENCE_S) != 0:
            pytest.fail(f"{program} ended with status {process.returncode}")

    def _popen(self, *command: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
        )
