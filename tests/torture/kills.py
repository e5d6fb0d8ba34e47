"""Ends a process at a chosen step of its work; a step is whatever changes what is stored.

A child is forked and counts its steps: statements of the database, and files that are opened for
writing, renamed or removed. At the chosen one it kills itself, as the power does: nothing is
flushed, no handler runs.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

# `open` tells the mode only for Python's own files; the others are known by what they do.
_CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts steps, and kills this process at one of them.

    Args:
        at: the step to be killed at; None to count only.
    """

    def __init__(self, at: int | None) -> None:
        self._at = at
        self.taken = 0

    def take(self) -> None:
        """A step is about to be taken."""
        if self.taken == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken += 1

    def watch(self) -> None:
        """Count from now on, for as long as the process lives."""
        sys.addaudithook(self._audited)
        for name in ("before_cursor_execute", "commit"):
            event.listen(Engine, name, self._on_database)

    def _on_database(self, *_: object) -> None:
        self.take()

    def _audited(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in _CHANGES or (name == "open" and _writes(*arguments[1:3])):
            self.take()


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & _WRITING)


def steps_of(work: Callable[[], object]) -> int:
    """How many steps some work takes, done whole in a child of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            counted = Steps(None)
            counted.watch()
            work()
            os.write(writing, str(counted.taken).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as told:
        taken = told.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, "the work fails by itself"
    return int(taken)


def killed(work: Callable[[], object], at: int) -> bool:
    """Do some work in a child that is killed at a step; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            Steps(at).watch()
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
