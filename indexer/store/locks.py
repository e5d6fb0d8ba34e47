"""Locks by name among all processes over one database; whoever is killed leaves none behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

_TAKE = text("SELECT pg_try_advisory_lock(:number)")
_LET_GO = text("SELECT pg_advisory_unlock(:number)")
_BYTES = 8  # PostgreSQL names such locks by numbers of so many


@contextmanager
def held(engine: Engine, name: str) -> Iterator[bool]:
    """Whether a lock could be had at once; it is held as long as this lasts.

    PostgreSQL ties it to a connection, which is held meanwhile; for SQLite it is a file beside the
    database. A database in memory is this process's own.
    """
    if engine.dialect.name == "postgresql":
        told = engine.execution_options(isolation_level="AUTOCOMMIT")
        with told.connect() as connection, _held_there(connection, name) as mine:
            yield mine
        return
    path = engine.url.database
    if path in (None, "", ":memory:"):
        yield True
        return
    lock = FileLock(f"{path}.{_digest(name).hex()}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def _held_there(connection: Connection, name: str) -> Iterator[bool]:
    number = {"number": int.from_bytes(_digest(name), "big", signed=True)}
    mine = bool(connection.execute(_TAKE, number).scalar())
    try:
        yield mine
    finally:
        if mine:
            try:
                connection.execute(_LET_GO, number)
            except SQLAlchemyError:
                connection.invalidate()  # given back to the pool it would hold the lock for ever


def _digest(name: str) -> bytes:
    return sha256(name.encode()).digest()[:_BYTES]
