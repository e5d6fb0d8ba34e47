"""Restoring a backup into SQLite or PostgreSQL, whole or not at all."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Integer, MetaData, Table, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from indexer.backup.archive import LedgerEnd, Manifest, TableProof, lines_of, opened, verify
from indexer.backup.rows import lines, row, truth
from indexer.errors import Conflict, InputError, StoreError
from indexer.store.database import connect, newest, reason, shown, upgrade

_BATCH = 500
_HEAD = "ledger_head"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        manifest: of the backup.
        ledger: id of the ledger that the store has now.
        replaced: whether there was a store before.
    """

    manifest: Manifest
    ledger: str
    replaced: bool

    @property
    def same_ledger(self) -> bool:
        """Whether mirrors and indexes may go on from where they were."""
        return self.ledger == self.manifest.ledger.id


@dataclass(frozen=True, slots=True)
class _Present:
    """The end of the ledger that stands where the backup is to go."""

    end: LedgerEnd
    revision: int


def restore(url: str, path: Path, *, replace: bool = False, keep_ledger: bool = False) -> Restored:
    """Fill a store from a backup, in one transaction, and prove by digest that it is all there.

    The ledger gets a new id, since the store that the backup was made of may have gone on, and its
    later numbers would then mean other rows than those that are written from now on. It keeps its
    id where the present store's chain is the beginning of the backup's, and on request.

    Args:
        url: SQLAlchemy address of the store.
        path: the backup.
        replace: whether what the store holds now may be given up.
        keep_ledger: whether the caller knows that nothing was written after the backup.

    Raises:
        InputError: the backup is damaged, or of a newer version of the program.
        Conflict: the store is not empty.
        StoreError: the database refused; the store is as it was.
    """
    manifest = verify(path)
    if manifest.tables_version > newest():
        raise InputError(
            f"{path}: it was made by a newer Entente ({manifest.program}, tables "
            f"{manifest.tables_version}; this one knows {newest()}): install that one first"
        )
    try:
        engine = connect(url)
        try:
            with (
                opened(path) as archive,
                engine.execution_options(entente_write=True).begin() as connection,
            ):
                return _restored(
                    connection, archive, manifest, replace=replace, keep_ledger=keep_ledger
                )
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"nothing was restored into {shown(url)}: {reason(error)}") from error


def _restored(
    connection: Connection,
    archive: zipfile.ZipFile,
    manifest: Manifest,
    *,
    replace: bool,
    keep_ledger: bool,
) -> Restored:
    present = _present(connection)
    if present is not None and not replace:
        raise Conflict(
            "the store is not empty: restore into another one (ENTENTE_DATABASE_URL or "
            "ENTENTE_DATA_DIR), or give it up with --replace"
        )
    _clear(connection)
    upgrade(connection, manifest.tables_version)
    tables = truth(connection)
    if {table.name for table in tables} != set(manifest.tables):
        raise InputError("the backup does not hold the tables of the version that it names")
    for table in reversed(tables):  # a migration may have written rows of its own
        connection.execute(table.delete())
    for table in tables:
        _fill(connection, table, archive)
    _prove(connection, tables, manifest)
    _continue_numbers(connection, tables)
    upgrade(connection)
    same = keep_ledger or _continues(present, archive, manifest)
    ledger = manifest.ledger.id if same else str(uuid4())
    _finish(connection, ledger, present)
    return Restored(manifest, ledger, replaced=present is not None)


def _present(connection: Connection) -> _Present | None:
    """What stands there; None where it is empty."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(5075501)"))
    tables = truth(connection)
    if not any(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
        if table.name != _HEAD
    ):
        return None
    head = next((table for table in tables if table.name == _HEAD), None)
    found = None if head is None else connection.execute(select(head)).mappings().first()
    if found is None or "ledger" not in found:
        return _Present(LedgerEnd(id="", seq=0, hash=""), 0)
    end = LedgerEnd(id=found["ledger"], seq=found["seq"], hash=found["hash"])
    return _Present(end, found["revision"])


def _clear(connection: Connection) -> None:
    everything = MetaData()
    everything.reflect(connection)
    everything.drop_all(connection)


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    try:
        for rows in _batches(row(table, line) for line in lines_of(archive, table.name)):
            connection.execute(insert(table), rows)
    except (KeyError, ValueError) as error:
        raise InputError(f"the backup's table {table.name} holds what is no row of it") from error


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _prove(connection: Connection, tables: Sequence[Table], manifest: Manifest) -> None:
    for table in tables:
        digest, rows = hashlib.sha256(), 0
        for line in lines(connection, table):
            digest.update(line)
            rows += 1
        if TableProof(rows=rows, sha256=digest.hexdigest()) != manifest.tables[table.name]:
            raise StoreError(f"the table {table.name} does not hold what the backup does")


def _continue_numbers(connection: Connection, tables: Sequence[Table]) -> None:
    """PostgreSQL counts ids apart from the rows, and has not seen those that came with theirs."""
    if connection.dialect.name != "postgresql":
        return
    counted = text(
        "SELECT setval(seq, :last + 1, false) "
        "FROM (SELECT pg_get_serial_sequence(:table, :column) AS seq) AS found "
        "WHERE seq IS NOT NULL"
    )
    for table in tables:
        for column in table.primary_key:
            if isinstance(column.type, Integer):
                last = connection.execute(select(func.max(column))).scalar() or 0
                names = {"table": f'"{table.name}"', "column": column.name}
                connection.execute(counted, names | {"last": last})


def _continues(present: _Present | None, archive: zipfile.ZipFile, manifest: Manifest) -> bool:
    """Whether the present store's ledger is the backup's, or its beginning."""
    if present is None or present.end.id != manifest.ledger.id:
        return False
    if present.end.seq == 0:
        return True
    for line in lines_of(archive, "change"):
        told = json.loads(line)
        if told["seq"] == present.end.seq:
            return bool(told["hash"] == present.end.hash)
    return False


def _finish(connection: Connection, ledger: str, present: _Present | None) -> None:
    head = next(table for table in truth(connection) if table.name == _HEAD)
    found = connection.execute(select(head)).mappings().one()
    revision = max(found["revision"], present.revision if present else 0)
    connection.execute(
        update(head).values(
            ledger=ledger,
            projected=0,  # projections are made when the store is opened
            revision=revision + 1,  # no validator of before may be given out again
        )
    )
