"""Programs started and ended by their own id, their CPU time and their private memory."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE_S = 60.0
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)$")
_MIB = 1024  # KiB


@dataclass(frozen=True, slots=True)
class Memory:
    """Private memory in MiB.

    Attributes:
        own: what nothing else could share.
        mapped: pages of files that only this process has mapped: an index on disk.
    """

    own: float
    mapped: float


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ended: what it printed and what it took.

    Attributes:
        out: its standard output.
        wall, cpu: seconds, those of its children included.
        memory: the most private memory in MiB that was seen, mapped files apart; 0 unwatched.
    """

    out: str
    wall: float
    cpu: float
    memory: float


class Process:
    """A server: started, watched, ended."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=_environment(env), stdout=log, stderr=log, cwd=folder
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def require_alive(self) -> None:
        """Stop the run with what it said where it has ended."""
        if self._process.poll() is not None:
            said = self._log.read_text(errors="replace")[-2_000:]
            raise RuntimeError(f"{self._process.args!r} ended early:\n{said}")

    def cpu(self) -> float:
        """Seconds of CPU that it and its children have used."""
        return sum(_cpu(pid) for pid in _family(self._process.pid))

    def memory(self) -> Memory:
        """Private memory of the largest of its processes."""
        return max((_memory(pid) for pid in _family(self._process.pid)), key=lambda one: one.own)


def run(
    command: Sequence[str], env: Mapping[str, str], folder: Path, *, watch_memory: bool = False
) -> Ran:
    """Run a command to its end; its memory is looked at where asked, since looking costs CPU.

    Raises:
        RuntimeError: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=_environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        text=True,
    )
    with _peak(process.pid, watched=watch_memory) as peak:
        said: list[str] = []
        reader = threading.Thread(target=lambda: said.append(process.stderr.read()))  # type: ignore[union-attr]
        reader.start()
        out = process.stdout.read() if process.stdout else ""
        reader.join()
        # wait4 tells the CPU time of this child alone.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: status {process.returncode}\n{''.join(said)}")
    wall = time.perf_counter() - start
    return Ran(out, wall, usage.ru_utime + usage.ru_stime, peak[0])


@contextmanager
def _peak(pid: int, *, watched: bool) -> Iterator[list[float]]:
    """The most private memory, looked at twice a second."""
    most, ended = [0.0], threading.Event()
    if not watched:
        yield most
        return

    def watch() -> None:
        while not ended.wait(0.5):
            most[0] = max(most[0], _memory(pid).own)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | dict(env)


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found.extend(children.get(one, []))
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> Memory:
    own = mapped = 0
    is_file = False
    try:
        lines = Path(f"/proc/{pid}/smaps").read_text().splitlines()
    except OSError:
        return Memory(0.0, 0.0)
    for line in lines:
        if line.startswith(("Private_Clean:", "Private_Dirty:")):
            kib = int(line.split()[1])
            # Program text and libraries count as its own: they come with the process.
            if is_file and line.startswith("Private_Clean:"):
                mapped += kib
            else:
                own += kib
        elif found := _MAPPING.match(line):
            is_file = found[1].startswith("/") and ".so" not in found[1] and "/bin/" not in found[1]
    return Memory(own / _MIB, mapped / _MIB)
