"""The file of a backup: a ZIP of one NDJSON member a table, and a manifest that proves them.

Anybody can look into it: ``unzip -p FILE manifest.json``, ``unzip -p FILE event.ndjson``.
"""

import hashlib
import json
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indexer.errors import InputError
from indexer.models import Change, LedgerHead
from indexer.store.ledger import breaks

MANIFEST = "manifest.json"
_SUFFIX = ".ndjson"
_BLOCK = 1024 * 1024


class TableProof(BaseModel):
    """How many rows a table has, and the SHA-256 of their lines."""

    rows: int
    sha256: str


class LedgerEnd(BaseModel):
    """Where the ledger ended when the backup was made."""

    id: str
    seq: int
    hash: str


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    format: Literal["entente-backup"] = "entente-backup"
    version: Literal[1] = 1
    program: Annotated[str, Field(description="Version of Entente that made it.")]
    tables_version: Annotated[str, Field(description="Migration that its tables are of.")]
    ledger: LedgerEnd
    tables: dict[str, TableProof]

    @property
    def digest(self) -> str:
        """SHA-256 over every table: two stores with the same digest hold the same."""
        told = "".join(f"{name} {proof.sha256}\n" for name, proof in sorted(self.tables.items()))
        return hashlib.sha256(told.encode()).hexdigest()


def member(table: str) -> str:
    """The name of a table's member."""
    return f"{table}{_SUFFIX}"


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup, open for reading.

    Raises:
        InputError: it cannot be read, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InputError(f"{path}: it is no backup, or is damaged ({error})") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def manifest_of(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        InputError: it is no backup, or one that this version cannot read.
    """
    try:
        return Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError) as error:
        raise InputError(
            f"{path}: it has no manifest that this version can read: `entente backup` makes them"
        ) from error


def lines_of(archive: zipfile.ZipFile, table: str) -> Iterator[bytes]:
    """The rows of a table, as lines."""
    with archive.open(member(table)) as stream:
        yield from stream


def verify(path: Path) -> Manifest:
    """Prove that a backup is whole: every row, every source, and the chain of its ledger.

    Raises:
        InputError: it is not; the message says what is wrong.
    """
    with opened(path) as archive:
        manifest = manifest_of(archive, path)
        held = {info.filename for info in archive.infolist()} - {MANIFEST}
        if held != {member(name) for name in manifest.tables}:
            raise InputError(f"{path}: it does not hold the tables that its manifest names")
        for name, proof in sorted(manifest.tables.items()):
            with archive.open(member(name)) as stream:
                found = _proof(stream)
            if found != proof:
                raise InputError(f"{path}: the rows of {name} are not those that were written")
        for problem in (*_wrong_sources(archive), *_wrong_ledger(archive, manifest)):
            raise InputError(f"{path}: {problem}")
    return manifest


def _proof(stream: IO[bytes]) -> TableProof:
    digest, rows = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        digest.update(block)
        rows += block.count(b"\n")
    return TableProof(rows=rows, sha256=digest.hexdigest())


def _wrong_sources(archive: zipfile.ZipFile) -> Iterator[str]:
    for line in lines_of(archive, "source"):
        row = json.loads(line)
        content = b64decode(row["content"])
        if content and hashlib.sha256(content).hexdigest() != row["sha256"]:
            yield f"the source {row['origin']!r} is not what was received"


def _wrong_ledger(archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[str]:
    end = LedgerHead(seq=manifest.ledger.seq, hash=manifest.ledger.hash)
    for fault in breaks(map(_change, lines_of(archive, "change")), end):
        yield f"the ledger: {fault}"


def _change(line: bytes) -> Change:
    told = json.loads(line)
    return Change(**told | {"at": datetime.fromisoformat(told["at"])})
