"""Making a backup while the store is in use."""

import hashlib
import os
import zipfile
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Table, select, text

from indexer.backup.archive import MANIFEST, LedgerEnd, Manifest, TableProof, member
from indexer.backup.rows import lines, truth
from indexer.errors import Conflict, InputError
from indexer.models import LedgerHead
from indexer.store import EventStore

# The hashes of keys are in it, and what is not published: nobody else is to read it.
_PRIVATE = 0o600
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier moment; the same store, the same bytes


def back_up(store: EventStore, path: Path, *, overwrite: bool = False) -> Manifest:
    """Write everything that the store holds at this moment into one file.

    The file appears under its name when it is complete and on the disk; what was there before stays
    until then.

    Raises:
        Conflict: there is such a file.
        InputError: it cannot be written.
        StoreError: the store cannot be read.
    """
    if path.exists() and not overwrite:
        raise Conflict(f"{path} exists: choose another name, or say --overwrite")
    partial = path.with_name(path.name + ".partial")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
        try:
            with os.fdopen(handle, "wb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                    manifest = _written(store, archive)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise InputError(f"{path}: the backup was not made: {error.strerror or error}") from error
    return manifest


def _written(store: EventStore, archive: zipfile.ZipFile) -> Manifest:
    with store.snapshot() as connection:
        head = connection.execute(select(*LedgerHead.__table__.columns)).one()  # type: ignore[attr-defined]
        manifest = Manifest(
            program=version("entente"),
            tables_version=str(
                connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            ),
            ledger=LedgerEnd(id=head.ledger, seq=head.seq, hash=head.hash),
            tables={table.name: _table(archive, connection, table) for table in truth(connection)},
        )
    archive.writestr(_info(MANIFEST), manifest.model_dump_json(indent=2) + "\n")
    return manifest


def _table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> TableProof:
    digest, rows = hashlib.sha256(), 0
    with archive.open(_info(member(table.name)), "w", force_zip64=True) as stream:
        for line in lines(connection, table):
            stream.write(line)
            digest.update(line)
            rows += 1
    return TableProof(rows=rows, sha256=digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _PRIVATE << 16
    return info


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
