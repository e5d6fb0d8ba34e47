"""Which program answers: another one may answer the same question differently."""

import hashlib
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_PACKAGES = ("api", "indexer", "web")
_PARTS = frozenset({".py", ".yaml", ".json", ".html"})


@cache
def fingerprint() -> bytes:
    """Changes with any file of the program, its vocabulary and its templates.

    A wheel lists the hash of every file it installs, and that list is read. In a checkout no such
    list is kept; there the names, sizes and times of the files must do.
    """
    installed = distribution("entente")
    record = installed.read_text("RECORD") or ""
    digest = hashlib.sha256(installed.version.encode())
    if "api/app.py" in record:
        digest.update(record.encode())
    else:
        for path in sorted(_files()):
            stat = path.stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.digest()


def _files() -> list[Path]:
    return [
        path
        for package in _PACKAGES
        for path in (_ROOT / package).rglob("*")
        if path.suffix in _PARTS
    ]
