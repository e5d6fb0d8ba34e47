"""What is remembered of addresses that were fetched, so that nothing is asked for in vain."""

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock

from indexer.fetching.visits import Visit

_VERSION = 1
_log = logging.getLogger(__name__)


class Memory:
    """Visits by address, in one file; each is written at once, so that nothing is done twice.

    The file is disposable: without it addresses are asked again, and what is stored is found to be
    unchanged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(f"{path}.lock")
        self._visits = self._read()

    def get(self, url: str) -> Visit | None:
        """What came of the last visit; None where there was none."""
        return self._visits.get(url)

    def keep(self, url: str, visit: Visit) -> None:
        """Remember a visit, beside what other processes remember meanwhile.

        Where there is no room for it, this process alone remembers.
        """
        self._visits = self._visits | {url: visit}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                self._visits = self._read() | {url: visit}
                self._write()
        except OSError as error:
            _log.warning("what was fetched is not remembered: %s", error.strerror or error)

    def _read(self) -> dict[str, Visit]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(content, dict) or content.get("version") != _VERSION:
            return {}
        return {str(url): _visit(told) for url, told in content.get("visits", {}).items()}

    def _write(self) -> None:
        told = {url: _told(visit) for url, visit in sorted(self._visits.items())}
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".fetched-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"version": _VERSION, "visits": told}, file, ensure_ascii=False)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _told(visit: Visit) -> dict[str, Any]:
    return {name: value for name, value in asdict(visit).items() if value}


def _visit(told: Mapping[str, Any]) -> Visit:
    known = {name: told[name] for name in Visit.__dataclass_fields__ if name in told}
    return Visit(**known | {"digests": tuple(told.get("digests", ()))})
